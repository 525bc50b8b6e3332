"""What was changed, as its person reads it: who, why, which event of which day, from when to when."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from kiosk.notice_state import Noticing
from kiosk.wording.notices import told
from kiosk.wording.setting import Setting
from shared.domain.model import Kind, Person
from shared.domain.notice import Background, Notice, NoticeKind
from shared.domain.supervision import Because
from shared.words import words_for
from shared.words.calendar import LocalTime
from shared.words.notices import reason

NOW = datetime(2026, 3, 3, 10, 58, tzinfo=UTC)
"""Tuesday 05:58 in Montreal."""
HALF = timedelta(minutes=30)
IN, OUT, START, END = Kind.CLOCKED_IN, Kind.CLOCKED_OUT, Kind.BREAK_STARTED, Kind.BREAK_ENDED


def question(kind: NoticeKind, of: Kind, old: datetime | None, new: datetime | None, position: str = "") -> str:
    notice = Notice("n1", "1053", kind, "e1", of, old, new, "other", "2001", "Harbour Tower", NOW)
    setting = Setting("Harbour Tower", "Terminal 1", "en", LocalTime(ZoneInfo("America/Montreal")), 4.0, 15.0)
    state = Noticing(Person("1053", "Ana Ribeiro"), notice, (), 1, 0)
    return told(words_for("en"), setting, state, Background("Sam Roy", position), NOW).question


@pytest.mark.parametrize(
    ("kind", "of", "old", "new", "sentence"),
    [
        (NoticeKind.CLOCKED, IN, None, NOW, "You were clocked in today at 05:58"),
        (NoticeKind.CLOCKED, OUT, None, NOW, "You were clocked out today at 05:58"),
        (NoticeKind.CORRECTED, IN, NOW, NOW + HALF, "Your clock-in of today was changed from 05:58 to 06:28"),
        (NoticeKind.CORRECTED, OUT, NOW, NOW - HALF, "Your clock-out of today was changed from 05:58 to 05:28"),
        (NoticeKind.CORRECTED, START, NOW, NOW + HALF, "Your start of break of today was changed from 05:58 to 06:28"),
        (NoticeKind.CORRECTED, END, NOW, NOW + HALF, "Your end of break of today was changed from 05:58 to 06:28"),
        (NoticeKind.VOIDED, IN, NOW, None, "Your clock-in of today at 05:58 no longer counts"),
        (NoticeKind.VOIDED, OUT, NOW, None, "Your clock-out of today at 05:58 no longer counts"),
        (NoticeKind.VOIDED, START, NOW, None, "Your start of break of today at 05:58 no longer counts"),
        (NoticeKind.VOIDED, END, NOW, None, "Your end of break of today at 05:58 no longer counts"),
        (NoticeKind.PLACED, IN, NOW, NOW, "Your clock-in of today at 05:58 now counts for another shift"),
    ],
)
def test_each_kind_of_change_is_a_sentence_of_its_own(kind, of, old, new, sentence) -> None:
    assert question(kind, of, old, new) == sentence


def test_a_moved_clock_in_names_its_position() -> None:
    assert question(NoticeKind.PLACED, IN, NOW, NOW, "Patrol").endswith("now counts for Patrol")


@pytest.mark.parametrize(
    ("ago", "day"),
    [
        (timedelta(hours=6), "yesterday"),
        (timedelta(days=2), "Sunday"),
        (timedelta(days=6), "Wednesday"),
        (timedelta(days=7), "Tuesday 24 February"),
    ],
)
def test_the_day_is_the_sites_own_and_never_two_days(ago: timedelta, day: str) -> None:
    old = NOW - ago
    assert f"of {day} was changed" in question(NoticeKind.CORRECTED, OUT, old, old + timedelta(minutes=1))


def test_a_new_time_on_another_day_names_that_day() -> None:
    assert question(NoticeKind.CORRECTED, OUT, NOW, NOW + timedelta(hours=19)).endswith("from 05:58 to Wednesday 00:58")


def test_every_reason_has_words_and_only_no_reason_has_none() -> None:
    words = words_for("en")
    said = {one: reason(words, one, OUT) for one in Because}
    assert [one for one, text in said.items() if not text] == [Because.OTHER]
    assert len(set(said.values())) == len(Because)
    assert reason(words, "of a later version", OUT) == ""
    forgotten = {kind: reason(words, Because.FORGOT, kind) for kind in (IN, OUT, START)}
    assert list(forgotten.values()) == ["forgotten clock-in", "forgotten clock-out", "forgotten break"]
