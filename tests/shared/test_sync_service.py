"""What sync is put together from: jobs for every site, and the jobs of the doors that are installed."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import structlog

from shared.clock import SystemClock
from shared.config import Config, load_config
from shared.door_jobs import jobs_of_doors
from shared.store import roster
from shared.store.database import Store
from shared.store.roster import Part
from shared.sync_service import SyncService
from shared.wiring import open_ledger

SETTINGS = """
[site]
name = "Harbour Tower"
account = 687
timezone = "America/Montreal"
[[sites]]
name = "Dock 4"
account = 688
timezone = "Europe/London"
[store]
path = "ledger.db"
[upstream.tracktik]
base_url = "http://127.0.0.1:9/rest/v1"
token_url = "http://127.0.0.1:9/token"
client_id = "clockpost"
client_secret_file = "client.secret"
username = "terminal@example.test"
password_file = "password"
"""
DOOR = """
from shared.sync.worker import Job

def jobs(config, store):
    return [Job(f"{config.here.name} by phone", 60, lambda store: True)]
"""
Install = Callable[[str, str, str], None]


@pytest.fixture
def config(tmp_path: Path) -> Config:
    path = tmp_path / "clockpost.toml"
    path.write_text(SETTINGS, encoding="utf-8")
    return load_config(path)


@pytest.fixture
def store(config: Config) -> Iterator[Store]:
    with open_ledger(config, SystemClock()) as store:
        yield store


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Install a distribution with one module and one entry point."""
    monkeypatch.syspath_prepend(tmp_path / "installed")

    def installed(name: str, source: str, point: str) -> None:
        folder = tmp_path / "installed" / f"{name}-1.0.dist-info"
        folder.mkdir(parents=True)
        (folder / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n", encoding="utf-8")
        (folder / "entry_points.txt").write_text(f"[clockpost.sync_jobs]\n{point}\n", encoding="utf-8")
        (folder.parent / f"{name}.py").write_text(source, encoding="utf-8")

    return installed


@contextmanager
def service(config: Config, store: Store) -> Iterator[SyncService]:
    section = config.upstream.tracktik
    assert section is not None
    with SyncService(config, section, store) as made:
        yield made


def test_sync_serves_every_site_of_the_settings(config: Config, store: Store) -> None:
    with service(config, store) as sync:
        assert [site.name for site in sync.download(store).sites] == ["Harbour Tower", "Dock 4"]
        assert [site.name for site in sync.worker.delivery.sites] == ["Harbour Tower", "Dock 4"]
        names = [job.name for job in sync.worker.jobs]
        assert names.count("roster") == names.count("open sessions") == 1


def test_a_door_that_is_installed_adds_its_jobs(config: Config, store: Store, install: Install) -> None:
    install("a_door_with_jobs", DOOR, "a_door = a_door_with_jobs:jobs")
    with service(config, store) as sync:
        assert "Harbour Tower by phone" in [job.name for job in sync.worker.jobs]


def test_a_door_whose_extra_is_missing_is_named_once_and_stops_nothing(
    config: Config, store: Store, install: Install
) -> None:
    install("b_door_alone", "import telephones_of_an_extra", "b_door = b_door_alone:jobs")
    install("c_door_with_jobs", DOOR, "c_door = c_door_with_jobs:jobs")
    with structlog.testing.capture_logs() as logs:
        jobs = jobs_of_doors(config, store)
    assert "Harbour Tower by phone" in [job.name for job in jobs]
    told = [one for one in logs if one.get("door") == "b_door"]
    assert [(one["event"], one["missing"]) for one in told] == [("sync.jobs_not_installed", "telephones_of_an_extra")]


def test_a_fault_of_a_door_that_is_installed_is_not_taken_for_a_missing_extra(
    config: Config, store: Store, install: Install
) -> None:
    install("d_door_broken", "def jobs(config, store):\n    return 1 / 0\n", "d_door = d_door_broken:jobs")
    with pytest.raises(ZeroDivisionError):
        jobs_of_doors(config, store)


@pytest.mark.parametrize("module", ["shared.wiring", "shared.commands.sync", "kiosk.wiring"])
def test_no_door_loads_what_speaks_http_upstream_at_its_start(module: str) -> None:
    loaded = f"import sys, {module}; sys.exit('requests' in sys.modules)"
    subprocess.run([sys.executable, "-c", loaded], check=True, timeout=60)


TAMIGO = """
[upstream.tamigo]
base_url = "http://127.0.0.1:9/tamigo"
name = "clockpost"
key_file = "tamigo.key"
departments = {{"Harbour Tower" = "{0}1", "Dock 4" = "{0}2"}}
rota = {1}
"""


@pytest.mark.parametrize("rota", [True, False])
def test_tamigo_is_asked_for_the_rota_in_place_of_tracktik_where_the_settings_say_so(
    tmp_path: Path, rota: bool
) -> None:
    path = tmp_path / "clockpost.toml"
    tamigo = TAMIGO.format("dc1a04be-fb08-443f-aa3f-06b0a7bffb2", str(rota).lower())
    path.write_text(SETTINGS + tamigo, encoding="utf-8")
    config = load_config(path)
    with open_ledger(config, SystemClock()) as store, service(config, store) as sync:
        names = [job.name for job in sync.worker.jobs]
        assert ("rota" in names, "rota hours" in names) == (rota, rota)
        assert sync.download(store).rota_elsewhere is rota
        assert sync.tamigo is not None
        zones = [(one.site.name, str(one.zone)) for one in sync.tamigo.rota(store).sites]
        assert zones == [("Harbour Tower", "America/Montreal"), ("Dock 4", "Europe/London")]
        if rota:
            # People come first: without them nobody can be joined.
            assert names.index("roster") < names.index("rota")


def test_absences_are_forgotten_once_tamigo_tells_no_rota_any_more(config: Config, store: Store) -> None:
    now = SystemClock().now()
    roster.replace(store, "Dock 4", Part.ABSENCES, [(1, "2026-03-02", "a", "b", 688)], began_at=now)
    with service(config, store) as sync:
        assert sync.tamigo is None
        assert not sync.download(store).rota_elsewhere
    assert store.one("SELECT count(*) FROM roster_absences") == (0,)
