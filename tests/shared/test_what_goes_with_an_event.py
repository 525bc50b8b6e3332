"""A removed event takes along everything that is only about it, and nothing that is about another."""

from collections.abc import Iterator

from shared.domain.event import ClockEvent
from shared.retention import remove_old
from shared.store import desk
from shared.store.database import Store
from shared.store.desk import DeskKind
from tests.shared.store.conftest import gate, path, store
from tests.shared.store.gate import BEN, SITE, Gate
from tests.shared.test_retention import YEAR, a_day, age, delivered, reading

__all__ = ["gate", "path", "store"]
ON_FILE = ("handovers", "taken_in", "ledger_anchors")
"""What tells of the past on purpose."""


def everything_about(store: Store, event: ClockEvent, gate: Gate) -> None:
    """A row in each table that can tell of an event, by its id or by that of its tap."""
    at, of = gate.now.isoformat(), event.event_id
    tap = f"tap of {event.employee}"
    for subject in (of, tap):
        desk.put(store, DeskKind.LEFT_EARLIER, subject, gate.now, employee=BEN.number)
        desk.close(store, DeskKind.LEFT_EARLIER, subject, gate.now, "1057")
    with store.writing():
        store.execute(
            "INSERT INTO taps (id, at, door, terminal, site, state, event_id, changed_at)"
            " VALUES (?, ?, 'kiosk', 'Gate 1', ?, 'event', ?, ?)",
            (tap, at, SITE, of, at),
        )
        store.many(
            "INSERT INTO decisions (id, at, by_whom, site, what, subject, because)"
            " VALUES (?, ?, '1057', ?, 'accepted', ?, '')",
            [(f"{one}:d", at, SITE, one) for one in (of, tap)],
        )
        store.execute("INSERT INTO evidence (tap, body, settings) VALUES (?, '{}', 'asked again')", (tap,))
        store.many(
            "INSERT INTO notices (event_id, employee, kind, target, target_kind, because, by_whom, site, made_at)"
            " VALUES (?, '1054', 'corrected', ?, 'clocked_in', '', '1057', ?, ?)",
            [(of, "another", SITE, at), (f"{of}:later", of, SITE, at)],
        )
        store.execute(
            "INSERT INTO break_questions (target, kind, employee, work_session, site, made_at)"
            " VALUES (?, 'summary', '1054', 'another', ?, ?)",
            (of, SITE, at),
        )
        store.execute("INSERT INTO voided (target, by_event) VALUES (?, 'another')", (of,))


def where_told(store: Store, event: ClockEvent) -> Iterator[tuple[str, str]]:
    """Tables and columns that have the event's id in them, wherever in the text."""
    for (table,) in store.execute("SELECT name FROM sqlite_master WHERE type = 'table'"):
        for _, column, *_ in store.execute(f"PRAGMA table_info({table})"):
            (found,) = store.execute(f"SELECT count(*) FROM {table} WHERE instr({column}, ?)", (event.event_id,))[0]
            if found and table not in ON_FILE:
                yield str(table), str(column)


def test_a_removed_event_is_told_of_nowhere_and_another_keeps_all_that_is_about_it(store: Store, gate: Gate) -> None:
    old = a_day(gate)
    everything_about(store, old, gate)
    delivered(store)
    age(store, gate, days=366)
    young = a_day(gate, BEN)
    everything_about(store, young, gate)
    delivered(store)
    taps_and_evidence = "SELECT (SELECT count(*) FROM taps), (SELECT count(*) FROM evidence)"
    assert store.execute(taps_and_evidence) == [(2, 6)]
    told = set(where_told(store, old))
    assert {"ledger", "taps", "outbox", "desk", "decisions", "notices", "break_questions", "voided"} <= {
        table for table, _ in told
    }
    assert remove_old(store, YEAR, reading(gate))["events"] == 2
    assert list(where_told(store, old)) == []
    assert set(where_told(store, young)) == told
    # By the tap: decisions, closed items of the desk, what was decided on.
    assert store.execute(taps_and_evidence) == [(1, 3)]
    for table in ("decisions", "desk", "notices"):
        assert store.execute(f"SELECT count(*) FROM {table}") == [(2,)], table
