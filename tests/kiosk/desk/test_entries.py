"""What waits is looked at, decided step by step, and gone from the list; nothing told is lost on the way."""

import pytest

from kiosk.views import Act, BoardView, CardView, IdleView, Intent, LineKind, Tone
from shared.store.errors import StoreError
from shared.store.taps import TapState
from tests.kiosk.desk.conftest import confirm_of, confirmed


def lines(view):
    return [line.who for line in view.lines if line.kind is not LineKind.HEADING]


def to_confirm(at_desk):
    """The unknown badge's claim as Ana's clock-in, all but confirmed."""
    at_desk.entry("Unknown badge")
    at_desk.touch("Accept")
    at_desk.line("Ana Ribeiro")
    reasons = at_desk.touch("Clock-in")
    return at_desk.touch(reasons.choices[0].text)


def test_the_board_says_how_much_waits(claimed):
    assert claimed.board().buttons[0].text == "Desk 1"
    assert claimed.board().buttons[0].tone is Tone.WARN


def test_an_empty_desk_says_so(site):
    listed = site.desk()
    assert (lines(listed), listed.empty) == ([], "Nothing waits")
    assert isinstance(site.touch("Board"), BoardView)


def test_a_claim_becomes_an_event_at_its_own_time_and_is_gone(claimed):
    front = claimed.front
    tapped_at = front.clock.wall
    front.clock.advance(600)
    card = claimed.entry("Unknown badge")
    assert (card.who, card.choices[0].primary) == ("Unknown badge", True)
    assert isinstance(claimed.touch("Accept"), BoardView)
    question = claimed.line("Ana Ribeiro")
    assert (question.who, question.step) == ("What was it?", "2 of 3")
    reasons = claimed.touch("Clock-in")
    assert (reasons.who, reasons.step) == ("Why?", "3 of 3")
    shown = claimed.touch(reasons.choices[1].text)
    assert (shown.who, shown.what) == ("Ana Ribeiro", "Clock-in, 05:58")
    assert shown.said == "Begins a session in tracktik."
    assert front.kinds("1053") == [], "nothing is done before it is confirmed"
    done = claimed.touch("Confirm")
    assert done.what == "Done: 05:58"
    assert front.events("1053") == [("clocked_in", tapped_at)]
    assert lines(claimed.touch("Back to the desk")) == []


def test_a_confirmation_acts_once_however_often_it_is_touched(claimed):
    confirmed = claimed.front
    to_confirm(claimed)
    intent = confirm_of(confirmed.now)
    claimed.touch("Confirm")
    confirmed.late(intent)
    confirmed.settled()
    assert confirmed.kinds("1053") == ["clocked_in"]


def test_a_finger_that_was_coming_down_on_a_question_confirms_nothing(claimed):
    to_confirm(claimed)
    claimed.front.late(confirm_of(claimed.front.now))
    claimed.front.settled()
    assert claimed.front.kinds("1053") == []


def test_a_confirmation_of_something_else_is_not_answered(claimed):
    to_confirm(claimed)
    claimed.front.clock.advance(0.5)
    claimed.front.late(Intent(Act.PICK, "another order"))
    claimed.front.settled()
    assert claimed.front.kinds("1053") == []


def test_going_back_asks_the_question_before_with_its_answer_marked(claimed):
    to_confirm(claimed)
    reasons = claimed.touch("Go back")
    assert [one.primary for one in reasons.choices[:2]] == [True, False]
    claimed.touch(reasons.choices[2].text)
    again = claimed.touch("Go back")
    assert [one.text for one in again.choices if one.primary] == [reasons.choices[2].text]
    assert claimed.touch("Go back").who == "What was it?"
    assert isinstance(claimed.touch("Go back"), BoardView)
    assert isinstance(claimed.touch("Go back"), CardView)
    assert isinstance(claimed.touch("Go back"), BoardView)


def test_typed_letters_narrow_whom_it_may_be(claimed):
    claimed.entry("Unknown badge")
    claimed.touch("Accept")
    claimed.front.clock.advance(0.5)
    assert len(claimed.front.now.lines) == 7
    for key in "262":
        narrowed = claimed.front.intent(Intent(Act.KEY, key))
    assert (lines(narrowed), narrowed.panel_note) == (["Ana Ribeiro"], "262 \u00b7 1 found")
    assert len(claimed.front.intent(Intent(Act.CLEAR)).lines) == 7


def test_the_second_page_of_reasons_can_be_chosen(claimed):
    claimed.entry("Unknown badge")
    claimed.touch("Dismiss")
    first = [one.text for one in claimed.front.now.choices]
    second = claimed.touch("More")
    assert len(first) == 6
    assert set(first) & {one.text for one in second.choices} == {"More"}
    claimed.touch(second.choices[0].text, "Confirm")
    assert claimed.front.taps(TapState.CLAIM) == []


def test_a_badge_of_a_claim_is_paired_without_an_event(claimed):
    claimed.entry("Unknown badge")
    claimed.touch("Whose badge is it?")
    claimed.line("Ana Ribeiro")
    reasons = claimed.touch("Only pair the badge")
    claimed.touch(reasons.choices[0].text, "Confirm")
    assert claimed.front.kinds("1053") == []
    assert claimed.front.read("0F0000FFFF").who == "Ana Ribeiro"


def test_what_was_settled_meanwhile_says_so_and_loses_nothing(claimed):
    to_confirm(claimed)
    (tap,) = claimed.front.taps(TapState.CLAIM)
    with claimed.front.store.writing():
        claimed.front.store.execute("UPDATE taps SET state = 'dismissed' WHERE id = ?", (tap.tap_id,))
    refused = claimed.touch("Confirm")
    assert (refused.said, refused.said_tone) == ("Somebody settled it meanwhile.", Tone.STOP)
    assert refused.what == "Clock-in, 05:58"
    assert claimed.front.kinds("1053") == []


def test_nobody_authorises_their_own(claimed):
    claimed.entry("Unknown badge")
    claimed.touch("Accept")
    claimed.line("Boss 3001")
    reasons = claimed.touch("Clock-in")
    claimed.touch(reasons.choices[0].text)
    refused = confirmed(claimed)
    assert refused.said == "It is your own: another supervisor must decide it."
    assert claimed.front.kinds("3001") == []


def test_a_position_that_is_needed_is_asked_and_nothing_else_again(make_site):
    at_desk = make_site()
    at_desk.front.roster()
    at_desk.front.read("0F0000FFFF")
    at_desk.entry("Unknown badge")
    at_desk.touch("Accept")
    at_desk.line("Cho Lee")
    reasons = at_desk.touch("Clock-in")
    at_desk.touch(reasons.choices[0].text)
    asked = confirmed(at_desk)
    assert (asked.who, [one.text for one in asked.choices]) == ("Which position?", ["Gate 2", "Patrol"])
    shown = at_desk.touch("Patrol")
    assert "Patrol" in shown.what
    at_desk.touch("Confirm")
    assert at_desk.front.kept("1055")[0].draft.position_id == 383


# While it stands


def test_a_guards_badge_clocks_at_once_and_the_question_comes_back(claimed):
    to_confirm(claimed)
    assert claimed.front.badge("1054").what == "Clocked in 05:58"
    back = claimed.front.closes(CardView)
    assert back.what == "Clock-in, 05:58"
    claimed.touch("Confirm")
    assert claimed.front.kinds("1053") == ["clocked_in"]


def test_the_list_comes_back_with_what_came_meanwhile(claimed):
    claimed.desk()
    claimed.front.read("0F0000EEEE")
    assert len(lines(claimed.front.closes(BoardView))) == 2


def test_every_screen_closes_by_itself(claimed):
    to_confirm(claimed)
    since = len(claimed.front.screen.views)
    claimed.front.clock.advance(60.1)
    assert isinstance(claimed.front.wait_for(lambda view: True, since), IdleView)


def test_the_list_tells_what_another_process_wrote_and_keeps_the_time_it_has_left(claimed):
    claimed.desk()
    claimed.front.clock.advance(20)
    since = len(claimed.front.screen.views)
    with claimed.front.store.writing():
        claimed.front.store.execute("UPDATE taps SET state = 'dismissed'")
    shown = claimed.front.wait_for(lambda view: isinstance(view, BoardView) and not lines(view), since)
    assert shown.closes_after_s == pytest.approx(40, abs=1)


def test_it_speaks_the_supervisors_language(make_site):
    at_desk = make_site(language="fr")
    at_desk.front.read("0F0000FFFF")
    assert at_desk.desk().close.text == "Fermer"
    assert isinstance(at_desk.touch("Fermer"), IdleView)
    assert at_desk.front.button("No badge")


def test_a_ledger_that_cannot_be_written_says_so(claimed, monkeypatch):
    to_confirm(claimed)

    def broken(*_):
        raise StoreError("the disk is on fire")

    monkeypatch.setattr("kiosk.desk.room.act", broken)
    shown = claimed.touch("Confirm")
    assert shown.lines == ("the disk is on fire",)
