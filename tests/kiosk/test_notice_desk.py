"""What a supervisor changed is told after the tap: never before it is committed, never in anybody's way."""

from datetime import timedelta

import pytest

from kiosk.muster_desk import MusterMeans
from kiosk.notice_desk import READING_S
from kiosk.views import Act, BoardView, ChoiceView, Icon, IdleView, Intent, KeypadView, OutcomeView, Sound
from shared.domain.model import Kind
from shared.domain.notice import Notice, NoticeAnswer, NoticeKind
from shared.store import desk, notices
from shared.store.desk import DeskKind
from shared.verify import verify
from tests.kiosk.conftest import Front
from tests.kiosk.notice_office import (
    answers,
    corrected,
    left_yesterday,
    notice_after_tap,
    noticed,
    office_of,
    reads_and_touches,
    said,
)


@pytest.fixture
def office(make_front, register) -> Front:
    return office_of(make_front(), register)


def test_the_outcome_comes_first_and_the_notice_when_it_closes(office: Front) -> None:
    event_id = left_yesterday(office)
    outcome = office.badge("1053")
    assert outcome.what.startswith("Clocked in")
    assert outcome.lines[1] == "Your hours were changed: see next."
    assert said(office, event_id) == ""
    view = office.closes(ChoiceView)
    assert (view.who, view.where) == ("Ana Ribeiro", "Sam Roy changed your hours: forgotten clock-out")
    assert view.question == "Your clock-out of yesterday was changed from 07:58 to 08:26"
    assert [button.text for button in view.choices] == ["Right", "Not right"]
    assert view.sound is Sound.ASK


def test_it_is_told_after_the_commit_and_never_before(office: Front) -> None:
    left_yesterday(office)
    kept_when_told = []

    def look(view):
        if noticed(view):
            kept_when_told.append(office.opened[0].store.one("SELECT count(*) FROM ledger WHERE kind = 'clocked_in'"))

    office.screen.before_showing = look
    notice_after_tap(office)
    assert kept_when_told == [(2,)]


def test_right_is_kept_by_their_own_word_and_ends_it(office: Front) -> None:
    event_id = left_yesterday(office)
    notice_after_tap(office)
    assert isinstance(reads_and_touches(office, "Right"), IdleView)
    assert (said(office, event_id), answers(office)) == (NoticeAnswer.AGREED, ["agreed"])
    assert notices.find(office.store, event_id).shown == 1
    office.clock.advance(300)
    office.badge("1053")
    assert isinstance(office.touch("Clock out"), OutcomeView)
    assert isinstance(office.closes(), IdleView)
    assert not any(noticed(view) for view in office.screen.views[-3:])
    assert verify(office.store).intact


def test_not_right_goes_to_the_desk_and_says_so(office: Front) -> None:
    event_id = left_yesterday(office)
    notice_after_tap(office)
    told = reads_and_touches(office, "Not right")
    assert (told.what, told.icon) == ("Noted: not right", Icon.HAND)
    (item,) = [one for one in desk.listed(office.store) if one.kind is DeskKind.CORRECTION_DISPUTED]
    assert (item.employee, said(office, event_id)) == ("1053", NoticeAnswer.DISPUTED)
    assert answers(office) == ["disputed"]
    assert isinstance(office.closes(), IdleView)


@pytest.mark.parametrize("how", ["walks away", "later"])
def test_whoever_says_nothing_has_not_answered_and_is_told_again(office: Front, how: str) -> None:
    event_id = left_yesterday(office)
    for shown in (1, 2):
        notice_after_tap(office)
        if how == "later":
            reads_and_touches(office, "Later")
        assert isinstance(office.closes(), IdleView)
        assert (said(office, event_id), notices.find(office.store, event_id).shown) == ("not_answered", shown)
        office.clock.advance(20)
    assert answers(office) == []


def test_the_next_badge_wins_and_the_notice_is_not_answered(office: Front) -> None:
    event_id = left_yesterday(office)
    notice = notice_after_tap(office)
    assert office.badge("1054").what.startswith("Clocked in")
    office.clock.advance(READING_S)
    office.late(notice.choices[0].intent)
    office.settled()
    assert said(office, event_id) == "not_answered"
    assert office.kinds("1054") == ["clocked_in"]


def test_a_badge_during_the_outcome_leaves_it_for_the_next_tap(office: Front) -> None:
    event_id = left_yesterday(office)
    office.badge("1053")
    office.badge("1054")
    assert isinstance(office.closes(), IdleView)
    assert said(office, event_id) == ""


def test_a_touch_meant_for_the_screen_before_answers_nothing(office: Front) -> None:
    event_id = left_yesterday(office)
    view = notice_after_tap(office)
    for intent in (view.choices[0].intent, Intent(Act.NOT_RIGHT), Intent(Act.CHOOSE, "agreed:another")):
        office.late(intent)
    office.clock.advance(READING_S - 0.1)
    office.late(view.choices[0].intent)
    office.settled()
    assert said(office, event_id) == "not_answered"


def two_changes(front: Front) -> tuple[str, str, ChoiceView]:
    """Two of them, told at one tap; the first one's screen."""
    first = left_yesterday(front)
    front.badge("1053")
    front.idle()
    second = corrected(front, minutes=-5)
    front.clock.advance(300)
    front.badge("1053")
    front.touch("Clock out")
    return first, second, front.closes(ChoiceView)


def test_a_double_touch_answers_one_of_two(office: Front) -> None:
    first, second, view = two_changes(office)
    assert view.note == "1 of 2"
    after = reads_and_touches(office, "Right")
    assert (after.note, noticed(after)) == ("2 of 2", True)
    office.late(after.choices[0].intent)
    office.late(view.choices[0].intent)
    office.settled()
    assert (said(office, first), said(office, second)) == ("agreed", "not_answered")


def test_whoever_walks_away_from_the_first_has_not_been_shown_the_second(office: Front) -> None:
    first, second, _ = two_changes(office)
    assert isinstance(office.closes(), IdleView)
    assert (said(office, first), said(office, second)) == ("not_answered", "")


def test_after_not_right_the_next_one_follows(office: Front) -> None:
    first, second, _ = two_changes(office)
    assert isinstance(reads_and_touches(office, "Not right"), OutcomeView)
    assert office.closes(ChoiceView).note == "2 of 2"
    assert (said(office, first), said(office, second)) == ("disputed", "not_answered")


def test_at_most_three_at_one_tap_oldest_first_and_the_rest_the_next_time(office: Front) -> None:
    made = [f"{number:032x}" for number in range(5)]
    office.badge("1053")
    office.idle()
    target = office.kept("1053")[0]
    for event_id in made:
        kinds = NoticeKind.CORRECTED, target.event_id, Kind.CLOCKED_IN
        at = target.draft.at
        new = at + timedelta(minutes=1)
        office.clock.advance(60)
        notices.put(
            office.store, Notice(event_id, "1053", *kinds, at, new, "other", "9999", "North Gate", office.clock.wall)
        )
    office.clock.advance(120)
    office.badge("1053")
    office.touch("Clock out")
    notes = [office.closes(ChoiceView).note, *(reads_and_touches(office, "Right").note for _ in range(2))]
    assert notes == ["1 of 3", "2 of 3", "And 2 more, next time"]
    assert office.now.where == "North Gate \u00b7 9999 changed your hours"
    assert isinstance(reads_and_touches(office, "Right"), IdleView)
    assert [said(office, event_id) for event_id in made] == ["agreed"] * 3 + [""] * 2


def test_whoever_was_typing_gets_the_screen_back_first(office: Front) -> None:
    event_id = left_yesterday(office)
    office.touch("No badge")
    office.intent(Intent(Act.KEY, "1"))
    outcome = office.badge("1053")
    assert not any("see next" in line for line in outcome.lines)
    office.clock.advance(outcome.closes_after_s + 0.01)
    assert isinstance(office.wait_for(lambda view: isinstance(view, KeypadView), len(office.screen.views)), KeypadView)
    assert said(office, event_id) == ""


def test_it_speaks_the_persons_language(make_front, register) -> None:
    front = office_of(make_front(), register, languages={"1053": "da"})
    front.badge("1053")
    front.idle()
    corrected(front, minutes=-5)
    front.clock.advance(3600)
    front.badge("1053")
    front.intent(front.now.choices[0].intent)
    view = front.closes(ChoiceView)
    assert "Sam Roy" in view.where
    assert "changed" not in view.question + view.where


def test_a_muster_gets_the_screen_back_first(make_front, register) -> None:
    front = office_of(make_front(muster=lambda _: MusterMeans("free")), register)
    event_id = left_yesterday(front)
    front.intent(Intent(Act.MUSTER))
    front.badge("1053")
    front.closes(BoardView)
    assert said(front, event_id) == ""
