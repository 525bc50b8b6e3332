"""Hours for payroll: what was worked, nothing invented, on both nights that the clocks change."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from shared.domain.delivery import RowState
from shared.domain.flags import Flag
from shared.domain.hours import Changed, Whole, Worked
from shared.domain.model import ELSEWHERE, Break, Kind, Presence, PresenceState
from shared.domain.notice import NoticeAnswer
from shared.domain.rules import Rules, TapOut
from shared.domain.tap import Choice
from shared.hours import hours
from shared.store import presence
from shared.store.database import Store
from shared.store.presence import Standing
from shared.supervision.correcting import Corrected, correct_time
from shared.supervision.telling import answer
from shared.voiding import void
from tests.shared.store.gate import ACCOUNT, ANA, BEN, MONDAY, SITE
from tests.shared.supervision.office import CAST, Office, register

RULES = Rules(tap_out=TapOut.ALWAYS, no_instant_out_s=0, repeat_s=1, timezone="America/Montreal")
THE_DAY = date(2026, 3, 2)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "ledger.db") as opened:
        register(opened, *CAST)
        yield opened


@pytest.fixture
def office(store: Store) -> Office:
    return Office(store, RULES)


def worked(office: Office, first: date = THE_DAY, last: date | None = None) -> list[Worked]:
    return hours(office.store, office.door.site, first, last or first)


def only(office: Office, first: date = THE_DAY) -> Worked:
    [one] = worked(office, first)
    return one


def works(office: Office, start: datetime, *steps: tuple[Choice, float]) -> None:
    """Ana comes then, and does each thing so many hours later."""
    office.move_to(start)
    office.tap(ANA, Choice.CLOCK_IN)
    for choice, after_h in steps:
        office.wait(hours=after_h)
        office.tap(ANA, choice)


def test_a_day_with_a_break(office: Office) -> None:
    works(office, MONDAY, (Choice.START_BREAK, 4), (Choice.END_BREAK, 0.5), (Choice.CLOCK_OUT, 3.5))
    one = only(office)
    assert (one.employee, one.site, one.whole, one.break_s, one.worked_s) == (
        ANA.number,
        SITE,
        Whole.COMPLETE,
        1800,
        7 * 3600 + 1800,
    )
    assert one.breaks == (Break(MONDAY + timedelta(hours=4), MONDAY + timedelta(hours=4.5)),)
    assert Flag.NOT_SENT_UPSTREAM in one.flags


def test_without_a_clock_out_no_time_is_invented(office: Office) -> None:
    works(office, MONDAY)
    one = only(office)
    assert (one.whole, one.ended_at, one.worked_s) == (Whole.NO_CLOCK_OUT, None, None)
    works(office, MONDAY + timedelta(days=1), (Choice.CLOCK_OUT, 8))
    assert only(office).worked_s is None
    assert only(office, date(2026, 3, 3)).worked_s == 8 * 3600


def test_a_clock_out_of_elsewhere_stands_for_itself(office: Office) -> None:
    there = Presence(PresenceState.WORKING, MONDAY, site=SITE, account_id=ACCOUNT, work_session=ELSEWHERE)
    for hours_later in (8, 11):
        office.move_to(MONDAY + timedelta(hours=hours_later))
        presence.put(office.store, ANA.number, Standing(there))
        left = office.tap(ANA, Choice.CLOCK_OUT).events[-1]
        office.move_row(
            left.event_id,
            state=RowState.DELIVERED,
            session_id=hours_later,
            their_started=MONDAY,
            their_ended=office.now,
        )
    told = worked(office)
    assert [(one.whole, one.started_at, one.worked_s) for one in told] == [(Whole.NO_CLOCK_IN, None, None)] * 2
    assert [row.session_id for one in told for row in one.rows] == [8, 11]


@pytest.mark.parametrize(
    ("evening", "worked_h"),
    [(datetime(2026, 3, 8, 3, tzinfo=UTC), 7), (datetime(2026, 11, 1, 2, tzinfo=UTC), 9)],
    ids=["the night is an hour short", "the night is an hour long"],
)
def test_a_night_has_the_hours_that_it_has(office: Office, evening: datetime, worked_h: int) -> None:
    """22:00 to 06:00 by the wall, in Montreal."""
    works(office, evening, (Choice.CLOCK_OUT, worked_h))
    night = date(2026, evening.month, evening.day) - timedelta(days=1)
    one = only(office, night)
    assert one.worked_s == worked_h * 3600
    assert worked(office, night + timedelta(days=1)) == [], "it belongs whole to the day on which it began"


def test_days_are_the_site_s_own_and_both_are_included(office: Office) -> None:
    for hour in (4, 5, 28, 29):
        works(office, datetime(2026, 3, 2, tzinfo=UTC) + timedelta(hours=hour), (Choice.CLOCK_OUT, 0.5))
    began = [one.begins.hour for one in worked(office, THE_DAY)]
    assert began == [5, 4], "five in the morning in UTC is midnight in Montreal"
    assert len(worked(office, date(2026, 3, 1), date(2026, 3, 3))) == 4


def test_what_was_voided_was_not_worked(office: Office) -> None:
    came = office.tap(ANA, Choice.CLOCK_IN)
    void(office.store, office.door, ANA, (came.events[0].event_id,), office.around, reason="not right")
    assert worked(office) == []


def correct(office: Office, event_id: str, at: datetime) -> Corrected:
    done = correct_time(office.store, office.word(), event_id, at)
    assert isinstance(done, Corrected), done
    return done


def test_what_counts_is_the_corrected_time_and_the_first_stands_beside_it(office: Office) -> None:
    works(office, MONDAY, (Choice.CLOCK_OUT, 8))
    came = only(office).work_session
    said = correct(office, came, MONDAY - timedelta(minutes=10))
    one = only(office)
    assert one.worked_s == 8 * 3600 + 600
    assert one.changed == (Changed(Kind.CLOCKED_IN, MONDAY, MONDAY - timedelta(minutes=10)),)
    assert (one.answers, one.is_disputed) == ((NoticeAnswer.NOT_ANSWERED,), False)
    answer(office.store, office.door, ANA, said.event.event_id, NoticeAnswer.DISPUTED, office.around)
    assert only(office).is_disputed


def test_a_correction_moves_a_session_to_the_day_on_which_it_began(office: Office) -> None:
    midnight = datetime(2026, 3, 3, 5, tzinfo=UTC)
    works(office, midnight + timedelta(minutes=5), (Choice.CLOCK_OUT, 8))
    came = only(office, date(2026, 3, 3)).work_session
    correct(office, came, midnight - timedelta(minutes=5))
    assert worked(office, date(2026, 3, 3)) == []
    assert only(office, THE_DAY).worked_s == 8 * 3600 + 600


def test_a_session_whose_clock_was_days_off_is_found_by_its_correction(office: Office) -> None:
    works(office, MONDAY, (Choice.CLOCK_OUT, 8))
    one = only(office)
    office.wait(days=60)
    left = one.rows[-1].event_id
    correct(office, left, MONDAY + timedelta(days=40, hours=8))
    correct(office, one.work_session, MONDAY + timedelta(days=40))
    assert worked(office) == []
    assert only(office, date(2026, 4, 11)).worked_s == 8 * 3600


def test_what_is_undelivered_is_told_and_what_the_upstream_has(office: Office) -> None:
    works(office, MONDAY, (Choice.CLOCK_OUT, 8))
    came, left = only(office).rows
    assert [row.state for row in only(office).undelivered] == [RowState.HELD, RowState.HELD]
    office.move_row(came.event_id, state=RowState.DELIVERED, session_id=7, their_started=MONDAY)
    office.move_row(left.event_id, state=RowState.PARKED)
    assert [(row.kind, row.state) for row in only(office).undelivered] == [(Kind.CLOCKED_OUT, RowState.PARKED)]


def test_people_come_by_number_and_then_by_time(office: Office) -> None:
    office.tap(BEN, Choice.CLOCK_IN)
    works(office, MONDAY + timedelta(hours=1), (Choice.CLOCK_OUT, 1), (Choice.CLOCK_IN, 1), (Choice.CLOCK_OUT, 1))
    assert [one.employee for one in worked(office)] == [ANA.number, ANA.number, BEN.number]


def test_times_that_contradict_each_other_are_told_and_not_counted(office: Office) -> None:
    works(office, MONDAY, (Choice.CLOCK_OUT, 8))
    one = only(office)
    before = replace(one, ended_at=MONDAY - timedelta(hours=1))
    assert (before.whole, before.worked_s) == (Whole.OUT_OF_ORDER, None)
    late_break = replace(one, breaks=(Break(MONDAY + timedelta(hours=9), MONDAY + timedelta(hours=10)),))
    assert (late_break.whole, late_break.worked_s) == (Whole.OUT_OF_ORDER, None)
    endless = replace(one, breaks=(Break(MONDAY + timedelta(hours=4), None),))
    assert (endless.whole, endless.break_s, endless.worked_s) == (Whole.BREAK_NOT_ENDED, None, None)


def test_an_untold_break_end_leaves_the_worked_time_untold(office: Office) -> None:
    works(office, MONDAY, (Choice.START_BREAK, 4))
    one = only(office)
    assert (one.break_s, one.whole) == (None, Whole.NO_CLOCK_OUT)
