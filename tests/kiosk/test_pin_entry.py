"""Number and PIN: typed, checked beside the presenter, and never lost to a badge in between."""

import time

import pytest

from kiosk.views import Act, Icon, IdleView, Intent, KeypadView, OutcomeView, Tone
from shared.clock import Reading
from shared.domain.model import Person
from shared.domain.tap import Unidentified
from shared.identify import Identified, NotIdentified
from shared.store.errors import StoreError
from shared.store.people import RegisterRow
from shared.store.taps import TapState

SHARED = "0C00000001"
LOST = "0C00000002"
OWNERS = ("2001", "2002")


@pytest.fixture
def shared_badge(make_front, register, pin_hash, badge_keys):
    """A kiosk whose people 2001 and 2002 hold one badge, and 2003 reported one lost."""
    front = make_front(start=False, filled=False)
    digest, key_id = badge_keys.hashes("em4100", "", SHARED)[0]
    lost = (*badge_keys.hashes("em4100", "", LOST)[0], True)
    rows = [
        RegisterRow(Person(number, f"Twin {number}"), "", pin_hash, ((digest, key_id, False),)) for number in OWNERS
    ]
    register(front.store, more=[*rows, RegisterRow(Person("2003", "Careless"), "", pin_hash, (lost,))])
    front.start()
    front.wait_for(lambda view: isinstance(view, IdleView))
    return front


@pytest.fixture
def slow(make_front):
    """A kiosk whose PINs are checked when the test says so."""
    return make_front(slow_pins=True)


def _answer(front, place=0, identity=None):
    number, _, at, answer = front.desk.asked[place]
    answer(identity or Identified(Person(number, f"Guard {number}"), number), at)


def _typed_and_sent(front, number="1053"):
    front.touch("No badge")
    front.typed(number)
    return front.typed("2580")


def test_a_number_and_its_pin_clock_in(front):
    told = front.number_and_pin("1053")
    assert (told.who, told.what) == ("Ana Ribeiro", "Clocked in 05:58")


def test_the_pin_is_shown_as_dots_and_the_number_as_typed(front):
    front.touch("No badge")
    assert front.intent(Intent(Act.KEY, "1")).typed == "1"
    assert front.intent(Intent(Act.NEXT)).typed == ""
    assert front.intent(Intent(Act.KEY, "2")).typed == "\u2022"
    assert "2" not in front.now.typed


def test_clear_and_backspace(front):
    front.touch("No badge")
    for digit in "1054":
        front.intent(Intent(Act.KEY, digit))
    assert front.intent(Intent(Act.BACKSPACE)).typed == "105"
    assert front.intent(Intent(Act.CLEAR)).typed == ""


def test_backspace_on_an_empty_pin_goes_back_to_the_number(front):
    front.touch("No badge")
    front.typed("1054")
    back = front.intent(Intent(Act.BACKSPACE))
    assert (back.heading, back.typed) == ("Your employee number", "1054")
    front.intent(Intent(Act.BACKSPACE))
    front.typed("3")
    told = front.gives_pin("2580")
    assert told.who == "Ana Ribeiro"


def test_next_without_digits_does_nothing(front):
    front.touch("No badge")
    front.late(Intent(Act.NEXT))
    front.intent(Intent(Act.KEY, "1"))
    assert front.now.heading == "Your employee number"


def test_no_more_digits_than_a_number_can_have(front):
    front.touch("No badge")
    for _ in range(14):
        front.intent(Intent(Act.KEY, "7"))
    assert front.now.typed == "7" * 12


def test_close_and_time_both_leave_the_keypad(front):
    front.touch("No badge")
    assert isinstance(front.touch("Close"), IdleView)
    front.touch("No badge")
    shown = len(front.screen.views)
    front.clock.advance(30.1)
    assert isinstance(front.wait_for(lambda view: True, shown), IdleView)


def test_every_key_gives_the_keypad_its_time_again(front):
    front.touch("No badge")
    for _ in range(3):
        front.clock.advance(20)
        assert isinstance(front.intent(Intent(Act.KEY, "1")), KeypadView)
    assert front.now.typed == "111"


@pytest.mark.parametrize(("number", "pin"), [("1053", "0000"), ("9999", "2580")])
def test_a_wrong_pin_and_an_unknown_number_sound_alike_and_are_kept(front, number, pin):
    front.touch("No badge")
    front.typed(number)
    told = front.gives_pin(pin)
    assert (told.what, told.detail) == ("Number or PIN is wrong", "Kept 05:58. Your supervisor will confirm.")
    (claim,) = front.taps(TapState.CLAIM)
    assert claim.presented == number


def test_after_three_wrong_pins_the_number_is_locked_and_the_badge_is_not(front):
    for _ in range(3):
        front.number_and_pin("1053", "1111")
    told = front.number_and_pin("1053")
    assert told.what == "Too many wrong PINs"
    assert [tap.reason for tap in front.taps(TapState.CLAIM)].count("locked") == 1
    assert front.badge("1053").what == "Clocked in " + front.setting.local.time(front.clock.wall)


def test_after_a_quarter_of_an_hour_the_right_pin_works_again(front):
    for _ in range(3):
        front.number_and_pin("1053", "1111")
    front.idle()
    front.clock.advance(15 * 60)
    assert front.number_and_pin("1053").who == "Ana Ribeiro"


def test_a_badge_of_two_holders_asks_whose_it_is(shared_badge):
    asked = shared_badge.read(SHARED)
    assert (asked.title, asked.heading) == ("Badge and PIN", "Your employee number")
    wrong = shared_badge.typed("1053")
    assert (wrong.hint, wrong.hint_tone) == ("This badge is not of that number.", Tone.STOP)
    shared_badge.typed("2002")
    told = shared_badge.gives_pin("2580")
    assert told.who == "Twin 2002"


def test_a_lost_badge_is_refused_by_that_name_and_a_supervisor_is_told(shared_badge):
    told = shared_badge.read(LOST)
    assert (told.what, told.icon, told.who) == ("Badge reported lost", Icon.HAND, "")
    rows = shared_badge.store.execute("SELECT kind, employee FROM desk")
    assert rows == [("lost_badge", "2003")]


def test_a_site_may_ask_badge_and_pin(make_front):
    front = make_front(badge_and_pin=True)
    asked = front.badge("1053")
    assert (asked.title, asked.heading, asked.step) == ("Badge and PIN", "Your PIN", "")
    assert front.gives_pin("2580").what == "Clocked in 05:58"


def test_a_wrong_pin_after_a_badge_is_a_claim(make_front):
    front = make_front(badge_and_pin=True)
    front.badge("1053")
    assert front.gives_pin("1111").what == "Number or PIN is wrong"
    assert front.kinds("1053") == []


def test_the_same_badge_once_more_keeps_what_was_typed(make_front):
    front = make_front(badge_and_pin=True)
    front.badge("1053")
    front.intent(Intent(Act.KEY, "2"))
    again = front.badge("1053")
    assert again.typed == "\u2022"
    front.clock.advance(0.5)
    assert front.gives_pin("580").who == "Ana Ribeiro"


def test_the_same_badge_once_more_does_not_ask_the_desk_twice(make_front):
    front = make_front(badge_and_pin=True, slow_pins=True)
    front.badge("1053")
    front.typed("2580")
    front.badge("1053")
    assert len(front.desk.asked) == 1
    shown = len(front.screen.views)
    _answer(front)
    assert front.wait_for(lambda view: isinstance(view, OutcomeView), shown).what == "Clocked in 05:58"
    assert front.kinds("1053") == ["clocked_in"]


def test_without_the_badge_key_the_screen_says_so_and_the_keypad_works(make_front):
    front = make_front(keys=None)
    assert front.now.notice == "Badges cannot be read now. Use \u201cNo badge\u201d."
    told = front.badge("1053")
    assert (told.what, told.lines) == (
        "Badges cannot be read now",
        ("Try \u201cNo badge\u201d with your number and PIN.",),
    )
    assert [tap.reason for tap in front.taps(TapState.CLAIM)] == ["no_badge_key"]
    assert front.number_and_pin("1053").who == "Ana Ribeiro"


# A PIN that is being checked


def test_a_pin_is_dated_when_it_was_given_not_when_it_was_checked(slow):
    _typed_and_sent(slow)
    given = slow.clock.wall
    slow.clock.advance(6)
    shown = len(slow.screen.views)
    _answer(slow)
    slow.wait_for(lambda view: isinstance(view, OutcomeView), shown)
    assert slow.events("1053") == [("clocked_in", given.replace(microsecond=0))]


def test_keys_do_nothing_while_a_pin_is_checked(slow):
    _typed_and_sent(slow)
    assert slow.now.hint == "Checking\u2026"
    for act in (Act.NEXT, Act.CLEAR, Act.BACKSPACE):
        slow.late(Intent(act))
    slow.late(Intent(Act.KEY, "1"))
    slow.settled()
    assert len(slow.desk.asked) == 1


def test_a_right_pin_is_served_though_a_badge_came_while_it_was_checked(slow):
    _typed_and_sent(slow)
    assert slow.badge("1054").who == "Ben Okafor"
    shown = len(slow.screen.views)
    _answer(slow)
    told = slow.wait_for(lambda view: isinstance(view, OutcomeView), shown)
    assert told.who == "Guard 1053"
    assert (slow.kinds("1053"), slow.kinds("1054")) == (["clocked_in"], ["clocked_in"])
    shown = len(slow.screen.views)
    slow.clock.advance(4.1)
    assert isinstance(slow.wait_for(lambda view: True, shown), IdleView), "its keypad must not come back"


def test_a_right_pin_after_a_badge_is_served_though_another_badge_came(make_front):
    front = make_front(badge_and_pin=True, slow_pins=True)
    front.badge("1053")
    front.typed("2580")
    front.badge("1054")
    front.clock.advance(0.5)
    front.typed("2580")
    shown = len(front.screen.views)
    _answer(front, 0)
    _answer(front, 1)
    front.wait_for(lambda view: getattr(view, "who", "") == "Guard 1054", shown)
    assert (front.kinds("1053"), front.kinds("1054")) == (["clocked_in"], ["clocked_in"])


def test_a_late_answer_is_not_taken_for_the_next_persons(make_front):
    front = make_front(badge_and_pin=True, slow_pins=True)
    front.badge("1053")
    front.typed("0000")
    front.badge("1054")
    front.clock.advance(0.5)
    front.typed("2580")
    shown = len(front.screen.views)
    _answer(front, 0, NotIdentified(Unidentified.WRONG_PIN, "1053"))
    front.wait_for(lambda view: getattr(view, "what", "") == "Number or PIN is wrong", shown)
    shown = len(front.screen.views)
    _answer(front, 1)
    front.wait_for(lambda view: getattr(view, "who", "") == "Guard 1054", shown)
    assert (front.kinds("1053"), front.kinds("1054")) == ([], ["clocked_in"])


@pytest.mark.parametrize("gone", ["closed", "timed out"])
def test_a_right_pin_is_served_though_its_keypad_is_gone(slow, gone):
    _typed_and_sent(slow)
    if gone == "closed":
        slow.touch("Close")
    else:
        slow.idle()
    shown = len(slow.screen.views)
    _answer(slow)
    assert slow.wait_for(lambda view: isinstance(view, OutcomeView), shown).who == "Guard 1053"
    assert slow.kinds("1053") == ["clocked_in"]


def test_a_keypad_that_somebody_else_uses_comes_back_after_a_late_answer(slow):
    _typed_and_sent(slow)
    slow.touch("Close")
    slow.touch("No badge")
    slow.intent(Intent(Act.KEY, "7"))
    shown = len(slow.screen.views)
    _answer(slow)
    slow.wait_for(lambda view: isinstance(view, OutcomeView), shown)
    assert slow.closes(KeypadView).typed == "7"


def test_a_pin_that_could_not_be_checked_says_so_and_leaves_no_dead_keypad(slow):
    _typed_and_sent(slow)
    slow.badge("1054")
    shown = len(slow.screen.views)
    _answer(slow, 0, StoreError("the disk is on fire"))
    told = slow.wait_for(lambda view: not isinstance(view, IdleView), shown)
    assert (told.what, told.lines) == ("This terminal cannot record", ("the disk is on fire",))
    shown = len(slow.screen.views)
    slow.clock.advance(12.1)
    assert isinstance(slow.wait_for(lambda view: True, shown), IdleView)


def test_close_on_the_pin_of_a_badge_brings_back_the_keypad_it_interrupted(shared_badge):
    shared_badge.touch("No badge")
    shared_badge.intent(Intent(Act.KEY, "1"))
    shared_badge.read(SHARED)
    back = shared_badge.touch("Close")
    assert (back.title, back.typed) == ("No badge", "1")


def test_a_badge_is_not_kept_waiting_by_a_pin(slow):
    _typed_and_sent(slow)
    began = time.monotonic()
    slow.badge("1054")
    assert time.monotonic() - began < 2
    assert slow.desk.asked[0][0] == "1053"


def test_the_desk_is_given_the_instant_of_next(slow):
    _typed_and_sent(slow)
    assert isinstance(slow.desk.asked[0][2], Reading)
    assert slow.desk.asked[0][:2] == ("1053", "2580")


def test_a_badge_whose_pin_nobody_gives_leaves_a_claim(make_front):
    front = make_front(badge_and_pin=True)
    front.badge("1053")
    [kept] = front.taps(TapState.CLAIM)
    assert kept.reason == "no_pin"
    front.touch("Close")
    assert [claim.tap_id for claim in front.taps(TapState.CLAIM)] == [kept.tap_id]
    assert front.kinds("1053") == []


def test_the_right_pin_settles_the_claim_of_its_badge(make_front):
    front = make_front(badge_and_pin=True)
    front.badge("1053")
    front.gives_pin("2580")
    assert front.kinds("1053") == ["clocked_in"]
    assert front.taps(TapState.CLAIM) == []
    assert len(front.taps(TapState.EXPLAINED)) == 1


def test_a_wrong_pin_is_the_only_claim_of_its_badge(make_front):
    front = make_front(badge_and_pin=True)
    front.badge("1053")
    front.gives_pin("9999")
    assert [claim.reason for claim in front.taps(TapState.CLAIM)] == ["wrong_pin"]


def test_a_badge_key_that_came_while_the_kiosk_ran_is_read_at_the_first_unknown_badge(front):
    doorkeeper = front.opened[0]
    doorkeeper.keys, doorkeeper._keys_again = None, lambda: front.keys
    assert front.badge("1053").what == "Clocked in 05:58"
    assert doorkeeper.keys is front.keys
