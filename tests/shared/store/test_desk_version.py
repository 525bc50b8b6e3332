"""A ledger of the version before opens with all its rows, and the version before still reads what was added."""

from pathlib import Path

from shared.domain.delivery import RowState
from shared.store import desk, ledger, outages, outbox
from shared.store.connection import connect
from shared.store.database import Store
from shared.store.migrations import MIGRATIONS
from tests.shared.store.gate import ANA, MONDAY, TRACKTIK, Gate, assert_sound, kinds

NEW = ("decisions", "notices", "badge_pairings", "lost_badges", "one_time_pins")


def shape(store: Store) -> set[str]:
    return {row[0] for row in store.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}


def test_a_ledger_of_the_phone_version_is_taken_over_whole(path: Path) -> None:
    db = connect(path, "")
    MIGRATIONS.apply(db, stop_before="m003_the_supervisors_desk")
    db.conn.close()
    with Store.unlocked(path, "", migrate=False) as old:
        assert not shape(old) & set(NEW)
        outages.keep(old, "Gate 1", MONDAY, MONDAY)
        desk.put(old, desk.DeskKind.PARKED, "event-1", MONDAY)
        old.execute(
            "INSERT INTO outbox (event_id, upstream, seq, employee, work_session, kind, at, state, changed_at)"
            " VALUES ('e', 'tracktik', 1, '1053', 'e', 'clocked_in', ?, 'parked', ?)",
            (MONDAY.isoformat(), MONDAY.isoformat()),
        )
    with Store.open(path) as store:
        assert set(NEW) <= shape(store)
        row = outbox.find(store, "e", TRACKTIK)
        assert row is not None
        assert (row.state, row.remedy, row.wanted_session) == (RowState.PARKED, "", None)
        assert store.execute("SELECT closed_at, closed_by FROM outages") == [(None, None)]
        assert [item.subject for item in desk.listed(store)] == ["event-1"]


def test_the_ledger_still_refuses_to_be_rewritten_after_it(path: Path) -> None:
    with Store.open(path) as store:
        Gate(store).tap(ANA)
        triggers = {row[0] for row in store.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'")}
        assert {"ledger_keeps_rows", "ledger_keeps_words", "voided_keeps_rows", "voided_keeps_words"} <= triggers
        assert (kinds(store), ledger.count(store)) == (["clocked_in"], 1)
        assert_sound(store)
