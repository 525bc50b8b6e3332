"""The breaks of a shift are told after the committed clock-out: never before it, never in anybody's way."""

import pytest

from kiosk.summary_desk import READING_S
from kiosk.views import (
    Act,
    ChoiceView,
    Icon,
    IdleView,
    Intent,
    KeypadView,
    Sound,
    SummaryRow,
    SummaryView,
    Tone,
)
from shared.store import break_answers, desk
from shared.store.desk import DeskKind
from shared.verify import verify
from tests.kiosk.break_office import (
    PLANNED,
    answers,
    leaves,
    left_after_a_short_rest,
    left_without_a_break,
    question,
    reads_and_touches,
    takes_break,
)
from tests.kiosk.conftest import Front
from tests.kiosk.notice_office import corrected, noticed, office_of


@pytest.fixture
def planned(make_front) -> Front:
    return make_front(rules=PLANNED)


def test_the_outcome_comes_first_and_the_summary_when_it_closes(planned: Front) -> None:
    planned.on_duty("1053", for_h=3)
    outcome = leaves(planned)
    assert outcome.what.startswith("Clocked out")
    assert outcome.lines[1] == "Your breaks: see next."
    assert question(planned).answer == ""
    view = planned.closes(SummaryView)
    assert (view.who, view.heading) == ("Ana Ribeiro", "Your breaks of today, 05:58 to 08:58")
    assert view.total == "Breaks in all: 0 min. Paid 0 min, unpaid 0 min."
    assert view.rows == (SummaryRow("Rest break", "due 07:58", "10 min \u00b7 paid \u00b7 not taken", Tone.WARN),)
    assert [button.text for button in view.choices] == ["Right", "Not right"]
    assert view.sound is Sound.ASK


def test_every_break_is_told_with_what_it_came_to(planned: Front) -> None:
    view = left_after_a_short_rest(planned)
    assert view.rows == (
        SummaryRow("Rest break", "07:58 to 08:03", "5 min instead of 10 min \u00b7 paid", Tone.WARN),
        SummaryRow("Meal break", "due 09:58", "30 min \u00b7 unpaid \u00b7 not taken", Tone.WARN),
    )
    assert view.total == "Breaks in all: 5 min. Paid 5 min, unpaid 0 min."


def test_it_is_told_after_the_commit_and_stored_as_not_answered_before_it_is_shown(planned: Front) -> None:
    kept_when_told = []

    def look(view):
        if isinstance(view, SummaryView):
            store = planned.opened[0].store
            kept_when_told.append(store.execute("SELECT kind FROM ledger ORDER BY seq"))
            kept_when_told.append(store.execute("SELECT answer FROM break_questions"))

    planned.screen.before_showing = look
    left_without_a_break(planned)
    assert kept_when_told == [[("clocked_in",), ("clocked_out",), ("break_answer",)], [("not_answered",)]]


def test_right_is_kept_by_their_own_word_and_ends_it(planned: Front) -> None:
    left_without_a_break(planned)
    assert isinstance(reads_and_touches(planned, "Right"), IdleView)
    assert answers(planned) == [("not_answered", ""), ("agreed", "")]
    assert (question(planned).answer, question(planned).shown) == ("agreed", 1)
    planned.clock.advance(300)
    planned.badge("1053")
    since = len(planned.screen.views)
    assert isinstance(planned.closes(), IdleView)
    assert not any(isinstance(view, SummaryView) for view in planned.screen.views[since:])
    assert verify(planned.store).intact


def test_not_right_goes_to_the_desk_with_what_was_told(planned: Front) -> None:
    left_without_a_break(planned)
    told = reads_and_touches(planned, "Not right")
    assert (told.what, told.icon) == ("Noted: not right", Icon.HAND)
    (item,) = [one for one in desk.listed(planned.store) if one.kind is DeskKind.BREAKS_DISPUTED]
    assert (item.employee, item.site) == ("1053", "Harbour Tower")
    assert [(line["found"], line["kind"]) for line in item.facts["lines"]] == [("missing", "rest")]
    assert answers(planned)[-1] == ("disputed", "")
    assert isinstance(planned.closes(), IdleView)


@pytest.mark.parametrize("how", ["walks away", "later"])
def test_whoever_says_nothing_has_not_answered_and_is_asked_again(planned: Front, how: str) -> None:
    left_without_a_break(planned)
    for shown in (1, 2):
        if how == "later":
            reads_and_touches(planned, "Later")
        assert isinstance(planned.closes(), IdleView)
        assert (question(planned).answer, question(planned).shown) == ("not_answered", shown)
        planned.clock.advance(300)
        if shown == 1:
            planned.badge("1053")
            assert planned.now.what.startswith("Clocked in")
            planned.closes(SummaryView)
    assert answers(planned) == [("not_answered", "")]


def test_the_next_badge_wins_and_the_summary_is_not_answered(planned: Front) -> None:
    view = left_without_a_break(planned)
    assert planned.badge("1054").what.startswith("Clocked in")
    planned.clock.advance(READING_S)
    planned.late(view.choices[0].intent)
    planned.settled()
    assert question(planned).answer == "not_answered"
    assert planned.kinds("1054") == ["clocked_in"]


def test_a_badge_during_the_outcome_leaves_it_for_the_next_tap(planned: Front) -> None:
    planned.on_duty("1053", for_h=3)
    leaves(planned)
    planned.badge("1054")
    assert isinstance(planned.closes(), IdleView)
    assert (question(planned).answer, answers(planned)) == ("", [])


def test_a_touch_meant_for_the_screen_before_answers_nothing(planned: Front) -> None:
    view = left_without_a_break(planned)
    for intent in (view.choices[0].intent, Intent(Act.NOT_RIGHT), Intent(Act.CHOOSE, "agreed:another")):
        planned.late(intent)
    planned.clock.advance(READING_S - 0.1)
    planned.late(view.choices[0].intent)
    planned.settled()
    assert question(planned).answer == "not_answered"


def test_whoever_was_typing_gets_the_screen_back_first(planned: Front) -> None:
    planned.on_duty("1053", for_h=3)
    planned.touch("No badge")
    planned.intent(Intent(Act.KEY, "1"))
    outcome = leaves(planned)
    assert not any("see next" in line for line in outcome.lines)
    since = len(planned.screen.views)
    planned.clock.advance(outcome.closes_after_s + 0.01)
    planned.wait_for(lambda view: isinstance(view, KeypadView), since)
    assert question(planned).answer == ""


def test_the_summary_comes_before_what_a_supervisor_changed(make_front, register) -> None:
    front = office_of(make_front(rules=PLANNED), register)
    front.on_duty("1053", for_h=3)
    corrected(front, minutes=-5)
    assert leaves(front).lines[1] == "Your breaks: see next."
    assert front.closes(SummaryView).heading.startswith("Your breaks")
    assert noticed(reads_and_touches(front, "Right"))
    assert isinstance(reads_and_touches(front, "Right"), IdleView)


@pytest.mark.parametrize("touched", ["Later", "Not right"])
def test_what_a_supervisor_changed_follows_whatever_was_touched(make_front, register, touched: str) -> None:
    front = office_of(make_front(rules=PLANNED), register)
    front.on_duty("1053", for_h=3)
    corrected(front, minutes=-5)
    leaves(front)
    front.closes(SummaryView)
    reads_and_touches(front, touched)
    assert noticed(front.closes(ChoiceView))


def test_whoever_walks_away_from_the_summary_is_told_nothing_more(make_front, register) -> None:
    front = office_of(make_front(rules=PLANNED), register)
    front.on_duty("1053", for_h=3)
    corrected(front, minutes=-5)
    leaves(front)
    front.closes(SummaryView)
    assert isinstance(front.closes(), IdleView)
    assert not any(noticed(view) for view in front.screen.views)


def test_no_break_due_and_none_taken_is_no_summary(planned: Front) -> None:
    planned.on_duty("1053", for_h=1)
    leaves(planned)
    assert isinstance(planned.closes(), IdleView)
    assert planned.store.execute("SELECT * FROM break_questions") == []


def test_an_unmanaged_break_is_told_where_no_break_is_planned(make_front) -> None:
    front = make_front()
    front.on_duty("1053", for_h=2)
    takes_break(front, minutes=20)
    front.clock.advance(3600)
    leaves(front)
    assert front.closes(SummaryView).rows == (
        SummaryRow("Break", "07:58 to 08:18", "20 min \u00b7 unpaid \u00b7 not planned", Tone.WARN),
    )


def test_where_the_vendors_app_asks_nothing_is_asked_here(make_front) -> None:
    front = make_front(rules=PLANNED, asks_of_breaks=False)
    front.on_duty("1053", for_h=3)
    leaves(front)
    assert isinstance(front.closes(), IdleView)
    assert front.store.execute("SELECT * FROM break_questions") == []


def test_taken_back_it_is_asked_no_more(planned: Front) -> None:
    planned.on_duty("1053", for_h=3)
    leaves(planned)
    planned.touch("Not right?")
    planned.touch("Take it back")
    assert isinstance(planned.closes(), IdleView)
    planned.clock.advance(300)
    assert break_answers.waiting(planned.store, "1053", planned.clock.wall) == []
    assert answers(planned) == []


def test_it_speaks_the_persons_language(make_front) -> None:
    front = make_front(rules=PLANNED, languages={"1053": "da"})
    front.on_duty("1053", for_h=3)
    front.badge("1053")
    front.intent(next(one.intent for one in front.now.choices if one.icon is Icon.OUT))
    assert isinstance(front.closes(SummaryView), SummaryView)
    assert front.now.corner.text != "Later"
