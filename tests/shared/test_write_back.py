"""From settings to what is written back to tamigo, and to which events go there."""

from collections.abc import Callable
from pathlib import Path

import pytest

from shared.clock import SystemClock
from shared.config import Config, load_config
from shared.domain.model import ELSEWHERE, Draft, Kind
from shared.store.errors import CannotOpen
from shared.sync.worker import Worker
from shared.sync_service import SyncService
from shared.wiring import door_of, open_ledger, phone_doors_of
from shared.write_back import WriteBack
from tests.shared.test_wiring import IVR, TOWER, TRACKTIK

DEPARTMENT = "dc1a04be-fb08-443f-aa3f-06b0a7bffb28"
TAMIGO = f"""
[upstream.tamigo]
base_url = "http://127.0.0.1:9/tamigo"
name = "clockpost"
key_file = "tamigo.key"
department = "{DEPARTMENT}"
department_key = "687"
break_code = "Q"
read_timeout_s = 100
write_back = """
Load = Callable[[str], Config]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    def loaded(write_back: str) -> Config:
        path = tmp_path / "clockpost.toml"
        path.write_text(f'{TOWER}{IVR}{TRACKTIK}{TAMIGO}"{write_back}"\n', encoding="utf-8")
        return load_config(path)

    return loaded


@pytest.mark.parametrize(
    ("write_back", "upstreams", "shift_upstreams"),
    [
        ("off", ("tracktik",), ()),
        ("worked_shifts", ("tracktik",), ("tamigo",)),
        ("attendance", ("tracktik", "tamigo"), ()),
    ],
)
def test_every_door_sends_what_the_settings_say(
    load: Load, write_back: str, upstreams: tuple[str, ...], shift_upstreams: tuple[str, ...]
) -> None:
    config = load(write_back)
    for door in (door_of(config), *phone_doors_of(config).values()):
        assert (door.upstreams, door.shift_upstreams) == (upstreams, shift_upstreams)


@pytest.mark.parametrize(
    ("write_back", "kind", "work_session", "upstreams"),
    [
        ("worked_shifts", Kind.CLOCKED_IN, "w", ("tracktik",)),
        ("worked_shifts", Kind.CLOCKED_OUT, "w", ("tracktik", "tamigo")),
        ("worked_shifts", Kind.CLOCKED_OUT, ELSEWHERE, ("tracktik",)),
        ("worked_shifts", Kind.BREAK_STARTED, "w", ()),
        ("attendance", Kind.CLOCKED_IN, "w", ("tracktik", "tamigo")),
        ("attendance", Kind.CLOCKED_OUT, ELSEWHERE, ("tracktik", "tamigo")),
        ("attendance", Kind.BREAK_ENDED, "w", ()),
        ("off", Kind.CLOCKED_OUT, "w", ("tracktik",)),
    ],
)
def test_an_event_goes_where_it_is_taken(
    load: Load, write_back: str, kind: Kind, work_session: str, upstreams: tuple[str, ...]
) -> None:
    draft = Draft(kind, SystemClock().now(), "Harbour Tower", 687, work_session=work_session)
    assert door_of(load(write_back)).upstreams_of(draft) == upstreams


def test_a_ledger_that_writes_back_belongs_to_that_tamigo(load: Load, tmp_path: Path) -> None:
    open_ledger(load("off"), SystemClock()).close()
    open_ledger(load("worked_shifts"), SystemClock()).close()
    path = tmp_path / "clockpost.toml"
    path.write_text(path.read_text().replace("127.0.0.1:9/tamigo", "127.0.0.1:9/another"), encoding="utf-8")
    with pytest.raises(CannotOpen, match="this ledger belongs to tamigo"):
        open_ledger(load_config(path), SystemClock())


def test_what_only_reads_the_rota_binds_nothing(load: Load, tmp_path: Path) -> None:
    open_ledger(load("off"), SystemClock()).close()
    path = tmp_path / "clockpost.toml"
    path.write_text(path.read_text().replace("127.0.0.1:9/tamigo", "127.0.0.1:9/another"), encoding="utf-8")
    open_ledger(load_config(path), SystemClock()).close()


def test_it_is_put_together_as_the_settings_say(load: Load) -> None:
    config = load("worked_shifts")
    section = config.upstream.tracktik
    assert section is not None
    with open_ledger(config, SystemClock()) as store, SyncService(config, section, store) as service:
        assert service.write_back is not None
        moves = service.write_back.moves
        assert (moves.whole, moves.break_code, moves.department_key) == (True, "Q", "687")
        assert moves.place_of("Harbour Tower").department == DEPARTMENT
        assert str(moves.place_of("Harbour Tower").zone) == "America/Montreal"
        # What is given up after 100 s may still be carried out for a while.
        assert moves.rules.settle_s == 150
        assert moves.link is not service.worker.delivery.link
        assert service.tamigo is not None
        assert moves.link is not service.tamigo.link
        service.stop()
        assert moves.stopping.is_set()
        assert service.worker.delivery.stopping.is_set()


def test_nothing_is_put_together_where_nothing_is_written_back(load: Load) -> None:
    config = load("off")
    section = config.upstream.tracktik
    assert section is not None
    with open_ledger(config, SystemClock()) as store, SyncService(config, section, store) as service:
        assert service.write_back is None
        assert len(service.links) == 1


@pytest.mark.parametrize("whose", [(WriteBack, "run"), (Worker, "_forever")])
def test_a_process_that_lost_one_half_of_its_work_ends(
    load: Load, monkeypatch: pytest.MonkeyPatch, whose: tuple[type, str]
) -> None:
    config = load("worked_shifts")
    section = config.upstream.tracktik
    assert section is not None

    def dies(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    with open_ledger(config, SystemClock()) as store, SyncService(config, section, store) as service:
        service.worker.jobs.clear()
        assert service.write_back is not None
        monkeypatch.setattr(*whose, dies)
        with pytest.raises(ZeroDivisionError):
            service.run()
        assert service.worker.delivery.stopping.is_set()
        assert service.write_back.moves.stopping.is_set()
