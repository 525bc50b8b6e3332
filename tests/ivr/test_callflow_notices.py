"""What a supervisor changed, in the table: a key and a silence that are there only where something waits."""

import pytest

from ivr.call import At, CallState, Heard
from ivr.callflow import Act, Turn, turn


@pytest.mark.parametrize("where", [At.MENU, At.AFTER])
@pytest.mark.parametrize(("changes", "does"), [(0, Act.AGAIN), (2, Act.TELL_NOTICES)])
def test_what_was_changed_is_a_key_only_where_it_was_offered(where: At, changes: int, does: Act) -> None:
    assert turn(CallState(where, who="1053", changes=changes), Heard("8"))[0].act is does


def test_at_an_open_tap_the_key_means_no_as_ever() -> None:
    assert turn(CallState(At.LEFT_THEN, changes=2), Heard("8"))[0].act is Act.STILL_HERE


def test_the_first_silence_after_an_outcome_tells_what_was_changed_and_the_next_ends_the_call() -> None:
    asked, state = turn(CallState(At.AFTER, changes=1), Heard())
    assert (asked, state.misses) == (Turn(Act.TELL_NOTICES), 0)
    assert turn(CallState(At.AFTER, changes=1, misses=1), Heard())[0].act is Act.GOODBYE


def test_silence_in_the_menu_tells_nothing() -> None:
    assert turn(CallState(At.MENU, changes=1), Heard())[0].act is Act.AGAIN
