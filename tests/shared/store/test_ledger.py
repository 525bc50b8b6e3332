"""Append-only, chained, and patient with what it does not know."""

import hashlib
import json

import pytest

from shared.domain.event import About, ClockEvent, body_of, event_of
from shared.domain.flags import Flag
from shared.domain.model import Door, Draft, Kind
from shared.store import ledger, presence
from shared.store.database import Store
from shared.store.errors import StoreError
from shared.verify import verify
from tests.shared.store.gate import ACCOUNT, ANA, BEN, MONDAY, SITE, Gate, assert_sound, body_with, events, kinds


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger SET body = '{}'",
        "UPDATE ledger SET employee = 'somebody else' WHERE seq = 1",
        "DELETE FROM ledger",
        "DELETE FROM ledger WHERE seq = 1",
        "INSERT OR REPLACE INTO ledger SELECT * FROM ledger WHERE seq = 1",
        "REPLACE INTO ledger SELECT 99, id, '', prev_hash, hash, kind, employee, site, work_session, at, 7 FROM ledger",
        "UPDATE OR REPLACE ledger SET seq = 2 WHERE seq = 1",
        "DELETE FROM voided",
        "UPDATE voided SET by_event = 'another'",
        "REPLACE INTO voided SELECT target, 'another' FROM voided",
    ],
)
def test_what_was_recorded_is_not_rewritten(gate: Gate, statement: str) -> None:
    gate.tap(ANA)
    gate.tap(BEN)
    with gate.store.writing():
        ledger.void(gate.store, "an event", "by another")
    before = gate.store.execute("SELECT * FROM ledger"), gate.store.execute("SELECT * FROM voided")
    with pytest.raises(StoreError, match="append-only"):
        gate.store.execute(statement)
    assert (gate.store.execute("SELECT * FROM ledger"), gate.store.execute("SELECT * FROM voided")) == before


def test_a_row_is_the_hash_of_the_one_before_and_its_own_body(gate: Gate) -> None:
    gate.tap(ANA)
    gate.tap(BEN)
    rows = gate.store.execute("SELECT prev_hash, body, hash FROM ledger ORDER BY seq")
    assert rows[0][0] == "0" * 64
    assert rows[1][0] == rows[0][2]
    for prev_hash, body, row_hash in rows:
        assert row_hash == hashlib.sha256(bytes.fromhex(prev_hash) + body.encode()).hexdigest()


def test_a_body_is_canonical_json_and_keeps_its_words(gate: Gate) -> None:
    gate.tap(ANA)
    (body,) = gate.store.execute("SELECT body FROM ledger")[0]
    assert body == json.dumps(json.loads(body), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert body_of(events(gate.store)[0]) == body


def test_everything_of_an_event_comes_back(store: Store) -> None:
    draft = Draft(Kind.BREAK_ENDED, MONDAY, "Dépôt 7", ACCOUNT, 382, 9001, MONDAY, "session")
    about = About("target", "old", "new", "reason", "by")
    event = ClockEvent(
        "id", "1053", draft, Door.PHONE, "Line", MONDAY, 12.345, "boot", "0042", "tap", (Flag.NO_FIX,), 7, "d", about
    )
    with store.writing():
        ledger.append(store, event)
    found = ledger.find(store, "id")
    assert found is not None
    assert found.event == event


def test_a_kind_of_a_newer_version_is_kept_and_ignored(gate: Gate) -> None:
    gate.tap(ANA)
    gate.wait(seconds=60)
    head = ledger.head(gate.store)
    (body,) = gate.store.execute("SELECT body FROM ledger")[0]
    newer = body_with(body, id="f" * 32, kind="meal_started", flags=["too_hot"], meal={"course": 1})
    gate.store.execute(
        "INSERT INTO ledger (seq, id, body, prev_hash, hash, kind, employee, site, work_session, at)"
        " SELECT 2, ?, ?, ?, ?, 'meal_started', employee, site, work_session, at FROM ledger",
        ("f" * 32, newer, head.row_hash, ledger.chained(head.row_hash, newer)),
    )
    assert kinds(gate.store) == ["clocked_in", "unknown"]
    assert_sound(gate.store)
    assert presence.rebuild(gate.store, ANA.number).presence.on_duty
    gate.tap(ANA)
    assert kinds(gate.store) == ["clocked_in", "unknown", "clocked_out"]
    assert_sound(gate.store)


@pytest.mark.parametrize(
    "changes",
    [{"door": "window"}, {"about": {"target": 1}}, {"at": "soon"}, {"employee": None, "flags": None}],
    ids=["a door", "about", "a time", "nothing"],
)
def test_a_body_that_cannot_be_read_is_no_event_and_no_fault_of_the_kiosk(
    gate: Gate, changes: dict[str, object]
) -> None:
    gate.tap(ANA)
    (body,) = gate.store.execute("SELECT body FROM ledger")[0]
    assert event_of(body) is not None
    assert event_of(body_with(body, **changes)) is None
    assert event_of(body[:-5]) is None


def test_flags_of_a_newer_version_are_left_out(gate: Gate) -> None:
    gate.tap(ANA)
    (body,) = gate.store.execute("SELECT body FROM ledger")[0]
    event = event_of(body_with(body, flags=["too_hot", "no_fix"], weather="rain"))
    assert event is not None
    assert event.flags == (Flag.NO_FIX,)


def test_an_id_may_be_shortened_as_long_as_it_means_one_event(gate: Gate) -> None:
    first = gate.tap(ANA).events[0].event_id
    gate.wait(hours=1)
    second = gate.tap(BEN).events[0].event_id
    assert ledger.ids_beginning(gate.store, first) == [first]
    assert ledger.ids_beginning(gate.store, second[:14]) == [second]
    assert ledger.ids_beginning(gate.store, "") == [first, second]
    assert ledger.ids_beginning(gate.store, "zzz") == []


def test_newest_is_by_sequence_and_not_by_time(gate: Gate) -> None:
    gate.tap(ANA)
    gate.wait(hours=-5)
    gate.tap(BEN)
    assert [row.seq for row in ledger.newest(gate.store, 10)] == [2, 1]
    assert [row.event.employee for row in ledger.newest(gate.store, 1) if row.event] == [BEN.number]
    assert verify(gate.store).intact


def test_one_employee_is_found_by_their_number_alone(gate: Gate) -> None:
    for person in (ANA, BEN, ANA, BEN):
        gate.tap(person)
        gate.wait(seconds=5)
    assert kinds(gate.store, ANA.number) == ["clocked_in", "clocked_out"]
    assert ledger.count(gate.store) == 4
    assert {event.draft.site for event in events(gate.store)} == {SITE}
