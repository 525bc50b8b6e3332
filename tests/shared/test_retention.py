"""What is removed by its age leaves a ledger that verifies, and takes nothing that something still stands on."""

import tempfile
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.chain_head import is_still_there
from shared.clock import Reading
from shared.domain.event import ClockEvent
from shared.domain.model import Person
from shared.domain.retention import Kept
from shared.domain.tap import Choice
from shared.retention import remove_old
from shared.store import anchors, desk, ledger, people, pruning, voice_messages, witnesses
from shared.store.database import Store
from shared.store.desk import DeskKind
from shared.store.errors import StoreError
from shared.store.opening import open_for_service
from shared.store.people import RegisterRow
from shared.verify import verify
from shared.voiding import void
from tests.shared.store.conftest import gate, path, store
from tests.shared.store.gate import ANA, BEN, Gate, guard, kinds
from tests.shared.store.wreck import LATER, damage, evidence_page

__all__ = ["gate", "path", "store"]
YEAR = Kept(events_days=365)


def delivered(store: Store) -> None:
    """Everything that was queued came through."""
    with store.writing():
        store.execute("UPDATE outbox SET state = 'delivered'")


def a_day(gate: Gate, person: Person = ANA) -> ClockEvent:
    """Somebody comes and goes, and the night passes; how they came."""
    (came,) = gate.tap(person).events
    gate.wait(hours=8)
    gate.tap(person, Choice.CLOCK_OUT)
    gate.wait(hours=16)
    return came


def reading(gate: Gate) -> Reading:
    return gate.around.reading


def trusted(store: Store, gate: Gate) -> None:
    """The store has heard from a witness of this boot."""
    with store.writing():
        for witness in gate.around.local_witnesses:
            witnesses.keep(store, witness)


def age(store: Store, gate: Gate, **span: float) -> None:
    gate.wait(**span)
    trusted(store, gate)


def test_old_delivered_events_go_and_the_chain_still_verifies(store: Store, gate: Gate) -> None:
    for _ in range(3):
        a_day(gate)
    old = ledger.head(store)
    delivered(store)
    age(store, gate, days=366)
    a_day(gate)
    assert remove_old(store, YEAR, reading(gate))["events"] == 6
    report = verify(store)
    assert (report.faults, report.begins_after, report.events) == ([], 6, 8)
    assert kinds(store) == ["clocked_in", "clocked_out"]
    assert store.execute("SELECT count(*) FROM evidence") == [(2,)]
    assert store.execute("SELECT count(*) FROM outbox") == [(2,)]
    assert anchors.anchor(store) == old
    assert is_still_there(store, old)
    assert not is_still_there(store, replace(old, row_hash="0" * 64))
    a_day(gate)
    assert verify(store).faults == []


def test_the_newest_event_always_stays(store: Store, gate: Gate) -> None:
    a_day(gate)
    delivered(store)
    age(store, gate, days=800)
    assert remove_old(store, YEAR, reading(gate)) == {"events": 1}
    assert remove_old(store, YEAR, reading(gate)) == {}
    assert kinds(store) == ["clocked_out"]
    assert verify(store).faults == []
    a_day(gate)
    assert verify(store).faults == []


def test_a_shortened_ledger_is_found_out_behind_an_anchor_too(store: Store, gate: Gate) -> None:
    for _ in range(3):
        a_day(gate)
    delivered(store)
    age(store, gate, days=400)
    a_day(gate)
    remove_old(store, YEAR, reading(gate))
    with store.writing():
        store.execute("DROP TRIGGER ledger_keeps_rows")
        store.execute("DELETE FROM ledger WHERE seq = 7")
    assert any("event 7 is missing" in fault for fault in verify(store).faults)


@pytest.mark.parametrize("state", ["held", "due", "sending", "unknown", "waiting", "parked"])
def test_an_unfinished_delivery_keeps_its_event_and_all_after_it(store: Store, gate: Gate, state: str) -> None:
    for _ in range(3):
        a_day(gate)
    delivered(store)
    with store.writing():
        store.execute("UPDATE outbox SET state = ? WHERE seq = 3", (state,))
    age(store, gate, days=400)
    a_day(gate)
    assert remove_old(store, YEAR, reading(gate))["events"] == 2
    assert store.execute("SELECT min(seq) FROM outbox") == [(3,)]


def test_whoever_is_still_on_duty_keeps_their_clock_in(store: Store, gate: Gate) -> None:
    a_day(gate)
    gate.tap(BEN)
    gate.wait(hours=20)
    a_day(gate)
    delivered(store)
    age(store, gate, days=400)
    a_day(gate)
    assert remove_old(store, YEAR, reading(gate))["events"] == 2
    assert kinds(store, BEN.number) == ["clocked_in"]


def test_what_a_later_event_corrects_stays(store: Store, gate: Gate) -> None:
    a_day(gate)
    wrong = gate.tap(BEN)
    gate.wait(hours=1)
    gate.tap(BEN, Choice.CLOCK_OUT)
    delivered(store)
    age(store, gate, days=400)
    void(store, gate.door, BEN, (wrong.events[0].event_id,), gate.around, reason="not right")
    a_day(gate)
    delivered(store)
    assert remove_old(store, YEAR, reading(gate))["events"] == 2
    assert verify(store).faults == []


def test_an_event_that_waits_for_a_supervisor_stays(store: Store, gate: Gate) -> None:
    first = gate.tap(ANA)
    gate.wait(hours=8)
    gate.tap(ANA, Choice.CLOCK_OUT)
    delivered(store)
    with store.writing():
        desk.put(store, DeskKind.LEFT_EARLIER, first.events[0].event_id, gate.now, employee=ANA.number)
    age(store, gate, days=400)
    a_day(gate)
    assert "events" not in remove_old(store, YEAR, reading(gate))
    with store.writing():
        desk.close(store, DeskKind.LEFT_EARLIER, first.events[0].event_id, gate.now, "1057")
    assert remove_old(store, YEAR, reading(gate))["events"] == 2


def test_what_came_after_the_check_is_asked_again(store: Store, gate: Gate) -> None:
    a_day(gate)
    wrong = gate.tap(BEN)
    gate.wait(hours=1)
    gate.tap(BEN, Choice.CLOCK_OUT)
    delivered(store)
    age(store, gate, days=400)
    a_day(gate)
    checked_at = ledger.head(store).seq
    last = pruning.removable(store, gate.now - timedelta(days=365))
    assert last == 4
    void(store, gate.door, BEN, (wrong.events[0].event_id,), gate.around, reason="not right")
    delivered(store)
    with store.writing():
        store.execute("UPDATE desk SET closed_at = ?", (gate.now.isoformat(),))
    assert pruning.remove(store, last, checked_at, gate.now) == 2


def test_nothing_is_deleted_behind_the_anchor(store: Store, gate: Gate) -> None:
    for _ in range(2):
        a_day(gate)
    delivered(store)
    age(store, gate, days=400)
    a_day(gate)
    remove_old(store, YEAR, reading(gate))
    with pytest.raises(StoreError, match="append-only"):
        store.execute("DELETE FROM ledger WHERE seq > 4")
    with pytest.raises(StoreError, match="kept for good"):
        store.execute("DELETE FROM ledger_anchors")


def test_under_a_clock_that_is_not_trusted_nothing_goes(store: Store, gate: Gate) -> None:
    a_day(gate)
    delivered(store)
    gate.wait(days=400)
    gate.tap(BEN)
    assert remove_old(store, Kept(1, 1, 1, 1, 1, 1, 365), reading(gate)) == {}
    assert ledger.count(store) == 3


@settings(max_examples=25)
@given(st.lists(st.tuples(st.integers(0, 3), st.booleans(), st.integers(1, 90)), min_size=4, max_size=24))
def test_whatever_was_recorded_what_is_left_verifies(days: list[tuple[int, bool, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "ledger.db") as store:
        gate = Gate(store)
        for who, leaves, pause in days:
            gate.tap(guard(1000 + who))
            gate.wait(hours=2)
            if leaves:
                gate.tap(guard(1000 + who))
            gate.wait(days=pause)
        unfinished = {row[0] for row in store.execute("SELECT event_id FROM outbox WHERE seq % 7 = 3")}
        delivered(store)
        with store.writing():
            store.many("UPDATE outbox SET state = 'parked' WHERE event_id = ?", [(one,) for one in unfinished])
        trusted(store, gate)
        stands = store.execute("SELECT employee, body FROM presence ORDER BY employee")
        remove_old(store, Kept(events_days=90), reading(gate))
        assert verify(store).faults == []
        assert unfinished <= {row[0] for row in store.execute("SELECT id FROM ledger")}
        assert store.execute("SELECT employee, body FROM presence ORDER BY employee") == stands
        assert store.execute("SELECT count(*) FROM taps WHERE event_id NOT IN (SELECT id FROM ledger)") == [(0,)]
        gate.tap(ANA)
        assert verify(store).faults == []


def test_a_damaged_ledger_keeps_its_anchor_when_it_is_carried_over(path: Path) -> None:
    with Store.open(path) as store:
        gate = Gate(store)
        for _ in range(3):
            a_day(gate)
        delivered(store)
        age(store, gate, days=400)
        a_day(gate)
        last = a_day(gate)
        remove_old(store, YEAR, reading(gate))
        assert anchors.anchor(store).seq == 6
        store.execute("VACUUM")
    damage(path, evidence_page(path, last))
    with open_for_service(path, None, LATER) as store:
        assert anchors.anchor(store).seq == 6
        report = verify(store)
        assert (report.faults, report.begins_after, report.events) == ([], 6, 10)


def test_a_site_that_is_staffed_day_and_night_is_no_ledger_for_ever(store: Store, gate: Gate) -> None:
    gate.tap(ANA)
    for _ in range(20):
        for comes, leaves in ((BEN, ANA), (ANA, BEN)):
            gate.wait(hours=11)
            gate.tap(comes)
            gate.wait(hours=1)
            gate.tap(leaves, Choice.CLOCK_OUT)
    delivered(store)
    age(store, gate, days=85)
    gone = remove_old(store, Kept(events_days=90), reading(gate))["events"]
    assert 55 < gone < 75
    assert verify(store).faults == []


def test_evidence_of_an_event_that_was_recorded_in_1970_stays_as_long_as_its_neighbours(
    store: Store, gate: Gate
) -> None:
    gate.tap(BEN)
    good, gate.now = gate.now, datetime(1970, 1, 1, 0, 5, tzinfo=UTC)
    gate.tap(ANA)
    gate.now = good + timedelta(minutes=5)
    delivered(store)
    trusted(store, gate)
    assert remove_old(store, Kept(evidence_days=30), reading(gate)) == {}
    age(store, gate, days=40)
    assert remove_old(store, Kept(evidence_days=30), reading(gate)) == {"evidence": 2}


def test_what_is_removed_cannot_be_read_in_the_file(store: Store, gate: Gate, path: Path) -> None:
    gate.tap(ANA)
    (body,) = store.execute("SELECT body FROM evidence")[0]
    store.checkpoint()
    assert body.encode()[60:160] in path.read_bytes()
    delivered(store)
    age(store, gate, days=40)
    assert remove_old(store, Kept(evidence_days=30), reading(gate)) == {"evidence": 1}
    store.checkpoint()
    assert body.encode()[60:160] not in path.read_bytes()


def a_message(store: Store, recording: str, gate: Gate) -> None:
    with store.writing():
        voice_messages.keep(
            store, recording, call="CA1", called_at=gate.now, now=gate.now, caller="+15145550142", site="Harbour Tower"
        )
        store.execute("UPDATE voice_messages SET audio = x'0102' WHERE recording = ?", (recording,))


def test_a_message_that_nobody_heard_yet_stays(store: Store, gate: Gate) -> None:
    for number in range(12):
        a_message(store, f"RE{number}", gate)
    desk.close(store, DeskKind.VOICE_MESSAGE, "RE0", gate.now, "1057")
    age(store, gate, days=2)
    assert remove_old(store, Kept(voice_days=1), reading(gate)) == {"voices": 1}
    assert (voice_messages.audio(store, "RE0"), voice_messages.audio(store, "RE1")) == (None, b"\x01\x02")
    with store.writing():
        store.execute("UPDATE desk SET closed_at = ?", (gate.now.isoformat(),))
    assert remove_old(store, Kept(voice_days=1), reading(gate)) == {"voices": 11}


def who_left(store: Store, number: str, last_day: date) -> None:
    row = RegisterRow(Person(number, "Ana", valid_until=last_day), "", "", ())
    people.replace(store, [row], fingerprint=str(last_day), taken_at=LATER.wall)


def test_whoever_left_stays_known_while_something_of_theirs_waits(store: Store, gate: Gate) -> None:
    gate.tap(ANA)
    gate.tap(ANA, Choice.CLOCK_OUT)
    who_left(store, ANA.number, gate.now.date())
    age(store, gate, days=5)
    assert remove_old(store, Kept(names_days=1), reading(gate)) == {}
    delivered(store)
    assert remove_old(store, Kept(names_days=1), reading(gate)) == {"names": 1}


def test_whoever_is_still_on_duty_stays_known(store: Store, gate: Gate) -> None:
    gate.tap(ANA)
    who_left(store, ANA.number, gate.now.date())
    delivered(store)
    age(store, gate, days=5)
    assert remove_old(store, Kept(names_days=1), reading(gate)) == {}


def test_a_last_day_is_one_of_the_site(store: Store, gate: Gate) -> None:
    """22:30 in Montréal on 2 March is 03:30 UTC on the 3rd."""
    gate.now = datetime(2026, 3, 3, 3, 30, tzinfo=UTC)
    trusted(store, gate)
    who_left(store, ANA.number, date(2026, 3, 2))
    assert remove_old(store, Kept(names_days=0), reading(gate)) == {}
    age(store, gate, days=1)
    assert remove_old(store, Kept(names_days=0), reading(gate)) == {"names": 1}
