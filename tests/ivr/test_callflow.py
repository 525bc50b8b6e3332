"""The whole table walked: at every state, every key, several keys, words and silence; what is not in it asks again."""

from dataclasses import replace
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.call import At, CallState, Heard
from ivr.callflow import ON_ONE_PAGE, TABLE, Act, Turn, on_page, said_key, turn
from ivr.prompts.questions import menu_words
from shared.words import LANGUAGES, words_for

KEYS: Final = "0123456789*"
MANY: Final = tuple(f"option-{place}" for place in range(1, 20))
PAGED: Final = {**dict.fromkeys("12345678", Act.CHOSEN), "9": Act.MORE, "0": Act.TO_MENU, "*": Act.REPEAT}
TYPED: Final = "0123456789"

EXPECTED: Final[dict[At, dict[str, Act]]] = {
    At.NUMBER: {**dict.fromkeys(TYPED, Act.TAKE_NUMBER), "*": Act.NEXT_LANGUAGE},
    At.PIN: {**dict.fromkeys(TYPED, Act.CHECK_PIN), "*": Act.ANOTHER_NUMBER},
    At.LEFT_THEN: {
        "1": Act.CLOCK_IN,
        "2": Act.CLOCK_OUT,
        "3": Act.BREAK,
        "4": Act.TELL_SHIFTS,
        "5": Act.ASK_POSITION,
        "6": Act.ASK_RECEIPT,
        "7": Act.LEFT_THEN,
        "8": Act.STILL_HERE,
        "0": Act.SUPERVISOR,
        "*": Act.REPEAT,
    },
    At.MENU: {
        "1": Act.CLOCK_IN,
        "2": Act.CLOCK_OUT,
        "3": Act.BREAK,
        "4": Act.TELL_SHIFTS,
        "5": Act.ASK_POSITION,
        "6": Act.ASK_RECEIPT,
        "0": Act.SUPERVISOR,
        "*": Act.REPEAT,
    },
    At.SITE: PAGED,
    At.POSITION: PAGED,
    At.DIRECTION: {**dict.fromkeys("12345678", Act.CHOSEN), "0": Act.TO_MENU, "*": Act.REPEAT},
    At.AFTER: {"1": Act.ANOTHER_NUMBER, "2": Act.CHOSEN, "9": Act.TAKE_BACK, "0": Act.TO_MENU, "*": Act.REPEAT},
    At.AUTHORISER: {**dict.fromkeys(TYPED, Act.AUTHORISERS_NUMBER), "*": Act.NOT_AUTHORISED},
    At.AUTHORISER_PIN: {**dict.fromkeys(TYPED, Act.CHECK_AUTHORISER), "*": Act.AUTHORISE},
    At.AUTHORISED_POSITION: {**PAGED, "0": Act.NOT_AUTHORISED},
    At.BREAKS: {"1": Act.BREAKS_RIGHT, "2": Act.BREAKS_WRONG, "0": Act.TO_MENU, "*": Act.REPEAT},
    At.EARLY_END: {"1": Act.ENDED_BY_CHOICE, "2": Act.ENDED_FOR_A_REASON, "0": Act.TO_MENU, "*": Act.REPEAT},
    At.EARLY_WHY: {**dict.fromkeys("123", Act.ENDED_BECAUSE), "0": Act.TO_MENU, "*": Act.REPEAT},
    At.NOTICE: {"1": Act.NOTICE_RIGHT, "2": Act.NOTICE_WRONG, "0": Act.TO_MENU, "*": Act.REPEAT},
    At.RECEIPT: {**dict.fromkeys(TYPED, Act.TELL_RECEIPT), "*": Act.TO_MENU},
    At.SPOKEN: {"1": Act.CHOSEN, "2": Act.TO_MENU, "0": Act.TO_MENU, "*": Act.REPEAT},
    At.SUPERVISOR: {
        "1": Act.WHO_IS_IN,
        "2": Act.WHO_IS_MISSING,
        "3": Act.CLAIMS,
        "4": Act.WHAT_WAITS,
        "0": Act.TO_MENU,
        "*": Act.REPEAT,
    },
    At.CLAIM: {
        "1": Act.ACCEPT_IN,
        "2": Act.ACCEPT_OUT,
        "3": Act.DISMISS,
        "4": Act.NEXT_CLAIM,
        "0": Act.SUPERVISOR,
        "*": Act.REPEAT,
    },
    At.CLAIM_NUMBER: {**dict.fromkeys(TYPED, Act.CLAIM_IS_OF), "*": Act.CLAIMS},
    At.CLAIM_POSITION: {**PAGED, "0": Act.CLAIMS},
    At.RINGING: {},
    At.OVER: {},
}
"""What one key does where everything is offered: 19 options on three pages, an event to take back."""
TYPING: Final = (At.NUMBER, At.PIN, At.RECEIPT, At.CLAIM_NUMBER, At.AUTHORISER, At.AUTHORISER_PIN)
SILENT: Final = {
    At.AFTER: Act.SAY_ONCE_MORE,
    At.NOTICE: Act.NEXT_NOTICE,
    **dict.fromkeys((At.BREAKS, At.EARLY_END, At.EARLY_WHY), Act.BREAKS_UNANSWERED),
    At.RINGING: Act.NOT_ANSWERED,
    At.OVER: Act.GOODBYE,
}


def at(where: At, **more: object) -> CallState:
    return replace(CallState(where, step=3, who="1053", options=MANY, event="event-1"), **more)  # type: ignore[arg-type]


def act(state: CallState, digits: str = "", speech: str = "") -> Act:
    return turn(state, Heard(digits, speech))[0].act


def test_every_state_has_its_row() -> None:
    assert set(TABLE) == set(At) == set(EXPECTED)


@pytest.mark.parametrize("where", At)
@pytest.mark.parametrize("key", KEYS)
def test_every_key_at_every_state_does_what_the_table_says(where: At, key: str) -> None:
    assert act(at(where), key) is EXPECTED[where].get(key, Act.AGAIN)


@pytest.mark.parametrize("where", At)
def test_silence_asks_again_but_after_an_outcome_and_a_call_that_rang(where: At) -> None:
    assert act(at(where)) is SILENT.get(where, Act.AGAIN)


@pytest.mark.parametrize("where", At)
def test_words_stand_for_a_key_in_the_menu_alone(where: At) -> None:
    asked, _ = turn(at(where), Heard(speech="clock in"))
    assert asked == (Turn(Act.READ_BACK, "clock in") if where is At.MENU else Turn(Act.AGAIN, "clock in"))


@pytest.mark.parametrize("where", sorted(set(At) - set(TYPING)))
@pytest.mark.parametrize("digits", ["11", "00", "1*", "**", "2580", "1053"])
def test_several_keys_where_one_is_asked_are_not_understood(where: At, digits: str) -> None:
    assert act(at(where), digits) is Act.AGAIN


@pytest.mark.parametrize("where", TYPING)
def test_what_is_typed_is_taken_whole(where: At) -> None:
    asked, _ = turn(at(where), Heard("0042"))
    assert asked == Turn(EXPECTED[where]["1"], "0042")


@pytest.mark.parametrize("where", TYPING)
@pytest.mark.parametrize("digits", ["*", "10*", "*1053", "1*2*"])
def test_a_star_among_what_is_typed_is_the_star_and_its_digits_go_nowhere(where: At, digits: str) -> None:
    assert turn(at(where), Heard(digits))[0] == Turn(EXPECTED[where]["*"])


@pytest.mark.parametrize("where", TYPING)
@pytest.mark.parametrize("digits", ["١٢٣٤", "²", "12a", "A", "w1", " ", "+1053", "#"])
def test_what_no_telephone_can_type_is_not_understood(where: At, digits: str) -> None:
    assert turn(at(where), Heard(digits))[0] == Turn(Act.AGAIN)


def test_keys_count_more_than_words() -> None:
    assert act(at(At.MENU), "2", "clock in") is Act.CLOCK_OUT


@pytest.mark.parametrize("where", sorted(set(At) - set(SILENT)))
def test_two_misses_ask_again_and_the_third_says_goodbye(where: At) -> None:
    state, acts = at(where), []
    for _ in range(3):
        asked, state = turn(state, Heard())
        acts.append(asked.act)
    assert acts == [Act.AGAIN, Act.AGAIN, Act.GOODBYE]
    assert state.misses == 3


def test_silence_after_an_outcome_tells_it_once_more_and_then_ends() -> None:
    asked, state = turn(at(At.AFTER), Heard())
    assert asked.act is Act.SAY_ONCE_MORE
    assert turn(state, Heard())[0].act is Act.GOODBYE


def test_a_key_that_was_understood_forgets_the_misses() -> None:
    _, missed = turn(at(At.MENU), Heard("7"))
    assert missed.misses == 1
    assert turn(missed, Heard("1"))[1].misses == 0


@pytest.mark.parametrize("rung", ["completed", "answered", "busy", "no-answer", "failed", ""])
def test_a_supervisor_who_was_reached_ends_the_call_and_one_who_was_not_leads_back(rung: str) -> None:
    does = Act.GOODBYE if rung in ("completed", "answered") else Act.NOT_ANSWERED
    assert turn(at(At.RINGING), Heard(rung=rung))[0].act is does


@pytest.mark.parametrize("where", sorted({At.SITE, At.POSITION, At.CLAIM_POSITION}))
class TestPages:
    def test_the_keys_choose_from_the_page_that_was_said(self, where: At) -> None:
        chosen = [turn(at(where, page=page), Heard("2"))[0].digits for page in range(4)]
        assert chosen == ["option-2", "option-10", "option-18", "option-2"]

    def test_a_key_behind_the_last_option_of_a_page_is_not_understood(self, where: At) -> None:
        assert turn(at(where, page=2), Heard("3"))[0] == Turn(Act.CHOSEN, "option-19")
        assert act(at(where, page=2), "4") is Act.AGAIN

    @pytest.mark.parametrize(("count", "more"), [(0, False), (1, False), (8, False), (9, True)])
    def test_more_is_a_key_only_where_there_is_more(self, where: At, count: int, more: bool) -> None:
        assert act(at(where, options=MANY[:count]), "9") is (Act.MORE if more else Act.AGAIN)


@given(st.lists(st.text(min_size=1), max_size=40).map(tuple), st.integers(0, 50))
def test_the_pages_hold_every_option_once_and_go_round(options: tuple[str, ...], page: int) -> None:
    pages = max(1, -(-len(options) // ON_ONE_PAGE))
    assert sum((on_page(options, number) for number in range(pages)), ()) == options
    assert on_page(options, page + pages) == on_page(options, page)
    assert len(on_page(options, page)) <= ON_ONE_PAGE


def test_nothing_can_be_taken_back_where_nothing_was_recorded() -> None:
    assert act(at(At.AFTER, event=""), "9") is Act.AGAIN


def test_authorising_is_a_key_only_behind_a_refusal() -> None:
    assert act(at(At.AFTER, tap="refused"), "5") is Act.AUTHORISE
    assert act(at(At.AFTER, tap=""), "5") is Act.AGAIN


def test_insisting_is_a_key_only_where_it_was_offered_and_is_the_only_option() -> None:
    assert turn(at(At.AFTER, options=("clock_out",)), Heard("2"))[0] == Turn(Act.CHOSEN, "clock_out")
    assert act(at(At.AFTER, options=()), "2") is Act.AGAIN


@given(
    st.sampled_from(At),
    st.builds(Heard, st.text(max_size=6) | st.text(KEYS + "#", max_size=6), st.text(max_size=6), st.text(max_size=6)),
    st.lists(st.text(min_size=1, max_size=3), max_size=12).map(tuple),
    st.integers(0, 20),
    st.integers(0, 5),
)
def test_whatever_is_heard_leads_to_an_act_of_that_row(
    where: At, heard: Heard, options: tuple[str, ...], page: int, misses: int
) -> None:
    asked, state = turn(CallState(where, options=options, page=page, misses=misses), heard)
    assert asked.act in {*TABLE[where].values(), Act.AGAIN, Act.GOODBYE}
    assert asked.act is not Act.CHOSEN or asked.digits in options
    assert replace(state, misses=misses) == CallState(where, options=options, page=page, misses=misses)


@pytest.mark.parametrize("language", LANGUAGES)
class TestSpokenWords:
    def test_each_key_is_said_by_its_words_in_any_case_and_in_a_sentence(self, language: str) -> None:
        spoken = menu_words(words_for(language))
        for key, words in spoken.items():
            assert said_key(words, spoken) == key
            assert said_key(words.upper(), spoken) == key
            assert said_key(f"Hm, {words.title()}!", spoken) == key

    def test_words_for_several_keys_mean_none(self, language: str) -> None:
        spoken = menu_words(words_for(language))
        assert said_key(f"{spoken['1']} {spoken['2']}", spoken) == ""

    def test_part_of_a_word_means_nothing(self, language: str) -> None:
        spoken = menu_words(words_for(language))
        assert [said_key(f"x{words}x", spoken) for words in spoken.values()] == [""] * len(spoken)

    def test_the_words_of_a_key_are_not_in_those_of_another(self, language: str) -> None:
        spoken = menu_words(words_for(language))
        assert len({words.casefold() for words in spoken.values()}) == len(spoken) == 7

    @given(speech=st.text(max_size=30))
    def test_other_words_mean_no_key_or_one_of_the_menu(self, language: str, speech: str) -> None:
        spoken = menu_words(words_for(language))
        assert said_key(speech, spoken) in {"", *spoken}


@pytest.mark.parametrize(
    ("language", "speech", "key"),
    [
        ("en", "I want to clock in, please.", "1"),
        ("en", "clock", ""),
        ("fr", "ENTRÉE", "1"),
        ("fr", "l'entrée s'il vous plaît", "1"),
        ("fr", "mon reçu", "6"),
        ("fr", "recu", ""),
        ("es", "¡Marcar salida!", "2"),
        ("es", "una pausa", "3"),
        ("da", "Jeg vil STEMPLE IND.", "1"),
        ("da", "stemple", ""),
        ("da", "mine vagter", "4"),
    ],
)
def test_a_caller_is_understood_in_their_own_words(language: str, speech: str, key: str) -> None:
    assert said_key(speech, menu_words(words_for(language))) == key
