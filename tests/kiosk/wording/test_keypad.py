"""The keypad as a function of what was typed."""

from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from kiosk.views import Act, Intent
from kiosk.wording.keypad import MOST_DIGITS, Stage, Typing, keypad, typed
from kiosk.wording.setting import Setting
from shared.words import words_for
from shared.words.calendar import LocalTime

SETTING = Setting("Harbour Tower", "Terminal 1", "en", LocalTime(ZoneInfo("America/Montreal")), 4, 15)
TOUCHES = st.one_of(
    st.builds(lambda digit: Intent(Act.KEY, digit), st.sampled_from("0123456789")),
    st.sampled_from([Intent(Act.CLEAR), Intent(Act.BACKSPACE), Intent(Act.KEY, "x"), Intent(Act.KEY, "")]),
)


@given(st.lists(TOUCHES, max_size=30), st.sampled_from(Stage))
def test_only_digits_never_too_many_and_never_a_pin_in_the_clear(touches, stage):
    typing = Typing(stage, numbers=("1053",))
    for touch in touches:
        typing = typed(typing, touch)
        assert typing.current == "" or typing.current.isdecimal()
        assert len(typing.current) <= MOST_DIGITS
    assert typing.stage is stage
    view = keypad(words_for("en"), SETTING, typing)
    assert view.typed == (typing.number if stage is Stage.NUMBER else "\u2022" * len(typing.pin))


def test_backspace_on_an_empty_pin_goes_back_unless_the_badge_named_the_number():
    mine = Typing(Stage.PIN, "1053")
    assert typed(mine, Intent(Act.BACKSPACE)) == Typing(Stage.NUMBER, "1053")
    badge = Typing(Stage.PIN, "1053", numbers=("1053",), by_badge=True)
    assert typed(badge, Intent(Act.BACKSPACE)) == badge


def test_clear_stays_in_its_stage():
    assert typed(Typing(Stage.PIN, "1053", "25"), Intent(Act.CLEAR)) == Typing(Stage.PIN, "1053", "")
