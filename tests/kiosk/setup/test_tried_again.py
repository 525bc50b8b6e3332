"""What set-up could not try: kept, told by the doctor, and taken off once it was met."""

from datetime import timedelta
from pathlib import Path

import pytest

from shared.clock import SystemClock
from shared.config import Config, load_config
from shared.domain.health import Check, Standing
from shared.domain.model import Person, Role
from shared.health.asking import ask_all
from shared.health.installation import Installation
from shared.health.ledger import ledger_probes
from shared.health.set_up import KEPT, OpenAnswer, judge, remember, settle, still_open
from shared.health.watch import Watch
from shared.store import health_facts, memory, people, roster
from shared.store.people import RegisterRow
from shared.store.roster import Part
from shared.wiring import open_ledger

NOW = SystemClock().now()
BEFORE, AFTER = NOW - timedelta(minutes=5), NOW + timedelta(minutes=5)
SETTINGS = """
[site]
name = "Docks"
account = 1
timezone = "UTC"
latitude = 45.5
longitude = -73.5
[gps]
source = "gpsd"
[upstream.tracktik]
base_url = "http://127.0.0.1:9/rest/v1"
token_url = "http://127.0.0.1:9/token"
client_id = "clockpost"
client_secret_file = "a.secret"
username = "terminal"
password_file = "b.secret"
"""
ALL = ("Upstream", "Badge reader", "Position", "People", "Test call")


@pytest.fixture
def config(tmp_path: Path) -> Config:
    file = tmp_path / "clockpost.toml"
    file.write_text(SETTINGS)
    config = load_config(file)
    with open_ledger(config, SystemClock()) as store, store.writing():
        remember(store, [OpenAnswer(what, False, NOW.isoformat()) for what in ALL])
    return config


def left(config: Config) -> list[str]:
    """What is still open after one look."""
    with open_ledger(config, SystemClock()) as store:
        Watch(config, SystemClock(), own=tuple).look(store)
        return [answer.what for answer in still_open(store)]


def doctor(config: Config) -> Check:
    checks = {check.name: check for check in ask_all(ledger_probes(Installation(config, SystemClock())))}
    return checks["set-up"]


def test_nothing_is_taken_off_before_it_was_met_and_the_doctor_names_all(config: Config) -> None:
    assert left(config) == list(ALL)
    told = doctor(config)
    assert (told.standing, "clockpost setup --check" in told.to_do) == (Standing.WARNING, True)
    assert all(what in told.told for what in ALL)


@pytest.mark.parametrize(("at", "is_met"), [(BEFORE, False), (AFTER, True)])
def test_a_roster_that_arrived_since_proves_the_upstream(config: Config, at: object, is_met: bool) -> None:
    with open_ledger(config, SystemClock()) as store:
        roster.replace(store, "Docks", Part.SHIFTS, [], began_at=at)
    assert ("Upstream" not in left(config)) is is_met


@pytest.mark.parametrize(("at", "is_met"), [(BEFORE, False), (AFTER, True)])
def test_a_badge_that_was_read_since_proves_the_reader(config: Config, at: object, is_met: bool) -> None:
    with open_ledger(config, SystemClock()) as store, store.writing():
        health_facts.tell_of_terminal(store, "Terminal 1", {"last_badge_at": str(at)})
    assert ("Badge reader" not in left(config)) is is_met


@pytest.mark.parametrize(("role", "is_met"), [(Role.EMPLOYEE, False), (Role.SUPERVISOR, True)])
def test_a_register_with_a_supervisor_proves_the_people(config: Config, role: Role, is_met: bool) -> None:
    with open_ledger(config, SystemClock()) as store:
        row = RegisterRow(Person("1", "Ana", role=role, sites=("Docks",)), "", "", (), False)
        people.replace(store, [row], fingerprint="x", taken_at=AFTER)
    assert ("People" not in left(config)) is is_met


def test_what_was_wrong_is_not_taken_off_by_itself(config: Config) -> None:
    with open_ledger(config, SystemClock()) as store:
        with store.writing():
            remember(store, [OpenAnswer("Upstream", True, NOW.isoformat())])
        roster.replace(store, "Docks", Part.SHIFTS, [], began_at=AFTER)
    assert left(config) == ["Upstream"]
    assert doctor(config).standing is Standing.FAULT


def test_when_all_is_met_the_doctor_has_nothing_to_say(config: Config) -> None:
    with open_ledger(config, SystemClock()) as store, store.writing():
        remember(store, [])
    assert doctor(config).standing is Standing.OK
    assert judge([]).to_do == ""


def test_sentences_of_older_ledgers_are_read_and_wait_for_a_person(config: Config) -> None:
    with open_ledger(config, SystemClock()) as store:
        with store.writing():
            memory.set_meta(store, KEPT, '["Upstream: unchecked. It cannot be asked now. Later"]')
        roster.replace(store, "Docks", Part.SHIFTS, [], began_at=AFTER)
        settle(store, config)
        assert still_open(store) == [OpenAnswer("Upstream", False, "")]
