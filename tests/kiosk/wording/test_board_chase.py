"""Chase calls in the words of the board."""

from datetime import UTC, datetime

import pytest

from kiosk.wording.board_reasons import chase_word
from shared.domain.chase_attempt import AttemptState, ChaseTold, Way
from shared.words import LANGUAGES, words_for

AT = datetime(2026, 3, 2, 18, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("way", "state", "is_to_employee", "said"),
    [
        (Way.CALL, AttemptState.NO_ANSWER, True, "called 18:16, no answer"),
        (Way.CALL, AttemptState.ANSWERED, True, "called 18:16, answered"),
        (Way.CALL, AttemptState.BUSY, True, "called 18:16, busy"),
        (Way.CALL, AttemptState.SENT, True, "called 18:16"),
        (Way.CALL, AttemptState.UNKNOWN, True, "called 18:16"),
        (Way.CALL, AttemptState.FAILED, True, "number cannot be reached"),
        (Way.CALL, AttemptState.REFUSED, False, "number cannot be reached"),
        (Way.CALL, AttemptState.ANSWERED, False, "supervisor called 18:16"),
        (Way.SMS, AttemptState.SENT, False, "SMS to supervisor 18:16"),
        (Way.SMS, AttemptState.SENT, True, "SMS sent 18:16"),
        (Way.SMS, AttemptState.DELIVERED, True, "SMS arrived 18:16"),
        (Way.SMS, AttemptState.UNDELIVERED, True, "SMS 18:16 did not arrive"),
        (Way.SMS, AttemptState.FAILED, True, "SMS 18:16 did not arrive"),
        (Way.CALL, AttemptState.NOT_PLACED, True, ""),
        (Way.CALL, AttemptState.WITHDRAWN, True, ""),
    ],
)
def test_what_came_of_it_in_a_few_words(way: Way, state: AttemptState, is_to_employee: bool, said: str) -> None:
    assert chase_word(words_for("en"), ChaseTold(AT, way, state, is_to_employee), "18:16") == said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", list(AttemptState))
@pytest.mark.parametrize("way", list(Way))
def test_no_state_is_without_words_in_any_language(language: str, state: AttemptState, way: Way) -> None:
    told = chase_word(words_for(language), ChaseTold(AT, way, state, is_to_employee=True), "18:16")
    assert (told == "") == (state in (AttemptState.NOT_PLACED, AttemptState.WITHDRAWN))
    assert "{" not in told
