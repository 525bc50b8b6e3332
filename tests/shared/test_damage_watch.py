"""Damage that is met while services run: each of them ends, and the first that starts again sets the file aside."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared import damage_watch
from shared.damage_watch import ends_on_damage
from shared.domain.delivery import RowState
from shared.store import desk, outbox
from shared.store.damage_mark import damage_noted, forget_damage, note_damage
from shared.store.database import Store
from shared.store.desk import DeskKind
from shared.store.errors import CannotOpen, Damaged
from shared.store.opening import open_for_service
from shared.verify import verify
from tests.shared.store import wreck
from tests.shared.store.gate import ACCOUNT, SITE, TRACKTIK
from tests.shared.store.wreck import LATER, damage, evidence_page, ledger_page, root_page, with_history

WAIT_S = 30


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.db"


@pytest.fixture
def told_to_end() -> Iterator[threading.Event]:
    told = threading.Event()
    before = signal.signal(signal.SIGTERM, lambda *_: told.set())
    yield told
    signal.signal(signal.SIGTERM, before)


def replaced(path: Path) -> bool:
    with open_for_service(path, None, LATER) as store:
        return any(item.kind is DeskKind.LEDGER_REPLACED for item in desk.listed(store))


def test_damage_met_by_one_ends_the_other(path: Path, told_to_end: threading.Event) -> None:
    history = with_history(path)
    with open_for_service(path, None, LATER) as store, ends_on_damage(path):
        _tear(path, evidence_page(path, history[30]))
        with Store.open(path) as other, pytest.raises(Damaged):
            verify(other)
        assert told_to_end.wait(WAIT_S)
        with pytest.raises(CannotOpen, match="another process has it open"):
            open_for_service(path, None, LATER)
        assert store.one("SELECT 1") == (1,)
    assert replaced(path)
    assert damage_noted(path) == ""


def test_damage_found_at_a_start_ends_those_who_have_the_ledger_open(path: Path, told_to_end: threading.Event) -> None:
    history = with_history(path)
    with open_for_service(path, None, LATER), ends_on_damage(path):
        _tear(path, ledger_page(path, history[20]))
        with pytest.raises(CannotOpen, match="end by themselves and are started again"):
            open_for_service(path, None, LATER)
        assert told_to_end.wait(WAIT_S)
    assert replaced(path)


def test_a_service_that_does_not_come_to_its_end_is_ended(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    child = os.fork()
    if not child:
        signal.signal(signal.SIGTERM, lambda *_: None)
        monkeypatch.setattr(damage_watch, "LOOK_EVERY_S", 0.02)
        monkeypatch.setattr(damage_watch, "END_WITHIN_S", 0.1)
        with ends_on_damage(path):
            note_damage(path)
            threading.Event().wait(WAIT_S)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == damage_watch.EXIT_CODE


def test_a_mark_from_before_the_start_ends_nobody(
    path: Path, told_to_end: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(damage_watch, "LOOK_EVERY_S", 0.01)
    note_damage(path)
    with ends_on_damage(path):
        note_damage(path)
        assert not told_to_end.wait(0.1)
        forget_damage(path)
        note_damage(path)
        assert told_to_end.wait(WAIT_S)


def test_what_the_quick_check_does_not_see_is_found_once_it_was_met(path: Path) -> None:
    history = with_history(path)
    page = root_page(path, "outbox_parked") * wreck.PAGE_BYTES
    without = path.read_bytes()[page : page + wreck.PAGE_BYTES]
    with Store.open(path) as store:
        outbox.change(store, history[0].event_id, TRACKTIK, LATER.wall, state=RowState.PARKED)
    # A row that the table has and its index does not: each page alone is sound.
    content = path.read_bytes()
    assert content[page : page + wreck.PAGE_BYTES] != without
    path.write_bytes(content[:page] + without + content[page + wreck.PAGE_BYTES :])
    with Store.open(path) as store:
        store.quick_check()
        with pytest.raises(Damaged):
            store.quick_check(thorough=True)
    assert not replaced(path)
    note_damage(path)
    assert replaced(path)


def test_a_sound_ledger_stays_and_the_mark_goes(path: Path) -> None:
    with_history(path)
    note_damage(path)
    assert not replaced(path)
    assert damage_noted(path) == ""


def test_damage_in_a_backup_is_none_of_the_ledger(path: Path, tmp_path: Path) -> None:
    history = with_history(path)
    copy = tmp_path / "copy.db"
    copy.write_bytes(path.read_bytes())
    damage(copy, evidence_page(copy, history[30]))
    with Store.unlocked(copy, "") as store, pytest.raises(Damaged):
        verify(store)
    assert damage_noted(copy) == ""


def test_sync_ends_on_damage_that_a_command_meets_and_sets_it_aside_when_started_again(tmp_path: Path) -> None:
    path, settings = tmp_path / "ledger.db", tmp_path / "clockpost.toml"
    settings.write_text(
        f'[site]\nname = "{SITE}"\naccount = {ACCOUNT}\ntimezone = "America/Montreal"\n'
        f'[store]\npath = "{path}"\n[upstream.tracktik]\nbase_url = "http://127.0.0.1:9/"\n'
        'token_url = "http://127.0.0.1:9/token"\nclient_id = "c"\nclient_secret_file = "s"\n'
        'username = "u"\npassword_file = "s"\n'
    )
    (tmp_path / "s").write_text("secret")
    history = with_history(path)
    first = _sync(settings)
    try:
        _heard(first, "chain.head")
        _tear(path, evidence_page(path, history[30]))
        told = _run(settings, "verify")
        assert told.returncode == 1
        assert "Start kiosk, sync, phone line and board again" in told.stderr
        assert first.wait(WAIT_S) == 0
    finally:
        first.kill()
        first.communicate()
    second = _sync(settings)
    try:
        _heard(second, "ledger.replaced")
    finally:
        second.terminate()
        second.communicate(timeout=WAIT_S)
    assert list(tmp_path.glob("ledger.db.damaged-*"))


def _tear(path: Path, page: int) -> None:
    """Where the file is open: its other pages stay as they are at every instant."""
    with path.open("r+b") as file:
        file.seek(page * wreck.PAGE_BYTES)
        file.write(b"\x5a" * wreck.PAGE_BYTES)


def _sync(settings: Path) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "shared.cli", "sync", "--config", str(settings)]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True)


def _heard(process: "subprocess.Popen[str]", event: str) -> None:
    assert process.stderr is not None
    assert any(event in line for line in process.stderr), f"{event} was never logged"


def _run(settings: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "shared.cli", *arguments, "--config", str(settings)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=WAIT_S)
