"""A disputed summary on the desk: the shift and its breaks as they were told."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from kiosk.wording.desk import entry_lines, entry_what
from shared.domain.break_rules import BreakKind
from shared.domain.break_summary import SummaryLine, as_facts
from shared.domain.breaks import Found
from shared.domain.desk_entry import Entry, Topic
from shared.store.desk import DeskKind
from shared.words import words_for
from shared.words.calendar import LocalTime

LOCAL = LocalTime(ZoneInfo("America/Montreal"))
CAME = datetime(2026, 3, 3, 3, 0, tzinfo=UTC)
LEFT = datetime(2026, 3, 3, 11, 0, tzinfo=UTC)


def disputed(**facts: object) -> Entry:
    return Entry("item:1", Topic.DISPUTE, LEFT, "Harbour Tower", "1053", "Ana", DeskKind.BREAKS_DISPUTED, facts=facts)


def test_the_shift_and_each_break_stand_on_a_line() -> None:
    lines = [
        SummaryLine(Found.MISSING, True, BreakKind.REST, CAME.replace(hour=5), 600),
        SummaryLine(Found.UNMANAGED, False, None, None, None, CAME.replace(hour=7), CAME.replace(hour=7, minute=20)),
    ]
    entry = disputed(started=CAME.isoformat(), ended=LEFT.isoformat(), lines=[as_facts(one) for one in lines])
    assert entry_what(words_for("en"), LOCAL, entry) == "Says that the summary of their breaks is not right"
    assert entry_lines(words_for("en"), LOCAL, entry, LEFT)[1:] == (
        "Shift 22:00 to 06:00",
        "Rest break \u00b7 due 00:00 \u00b7 10 min \u00b7 paid \u00b7 not taken",
        "Break \u00b7 02:00 to 02:20 \u00b7 20 min \u00b7 unpaid \u00b7 not planned",
    )


def test_an_item_without_its_shift_is_told_all_the_same() -> None:
    entry = disputed(started=None, ended=None, lines=[], work_session="s1")
    assert len(entry_lines(words_for("da"), LOCAL, entry, LEFT)) == 1
