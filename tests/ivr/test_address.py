"""The state of a call travels in an address: there and back for every state, and no address makes a fault."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.address import STEP_PATH, address_of, state_of
from ivr.call import At, CallState

SECONDS = st.integers(0, 10**11 - 1)
TEXT = st.text(st.characters(codec="utf-8"), max_size=20)
OPTION = st.text(st.characters(codec="utf-8", exclude_characters="\t"), min_size=1, max_size=12)
STATES = st.builds(
    CallState,
    at=st.sampled_from(At),
    step=st.integers(0, 9_999),
    language=st.sampled_from(("en", "fr", "es", "da")),
    site=TEXT,
    who=st.text("0123456789", max_size=12),
    misses=st.integers(0, 9),
    options=st.lists(OPTION, max_size=20).map(tuple),
    page=st.integers(0, 99),
    tap=TEXT,
    wish=TEXT,
    event=TEXT,
    item=TEXT,
    chose_language=st.booleans(),
    changes=st.integers(0, 99),
)
NAMES = st.sampled_from(("at", "n", "t", "lang", "site", "who", "missed", "options", "page", "tap", "chosen", "other"))
NUMBERS = st.integers().map(str) | st.sampled_from(("", "-1", "1e9", "0x1", "1_0", "٣", " 3 ", "9" * 5000, "nan"))


def query_of(address: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(address).query, keep_blank_values=True))


@given(STATES, SECONDS)
def test_every_state_comes_back_as_it_went(state: CallState, rendered_at: int) -> None:
    assert state_of(query_of(address_of(state, rendered_at))) == (state, rendered_at)


@given(STATES, SECONDS)
def test_an_address_is_a_path_with_a_query_of_plain_letters(state: CallState, rendered_at: int) -> None:
    address = address_of(state, rendered_at)
    assert address.isascii()
    assert not set(address) & set(" \t\r\n\"<>#'")
    assert urlsplit(address).path == STEP_PATH


def test_what_a_call_has_not_yet_takes_no_room() -> None:
    assert address_of(CallState(), 7) == f"{STEP_PATH}?n=0&t=7"


def test_two_states_have_two_addresses() -> None:
    states = [CallState(options=("a", "b")), CallState(options=("a b",)), CallState(site="a"), CallState(who="a")]
    assert len({address_of(state, 0) for state in states}) == len(states)


@given(st.dictionaries(NAMES | TEXT, NUMBERS | TEXT | st.sampled_from(At).map(str)))
def test_any_query_is_a_state_or_none(query: dict[str, str]) -> None:
    found = state_of(query)
    if found is None:
        return
    state, _ = found
    assert state.at in At
    assert 0 <= state.step < 10_000
    assert state.misses >= 0
    assert state.page >= 0


@pytest.mark.parametrize(
    "query",
    [
        {"at": "nowhere"},
        {"at": ""},
        {"at": "MENU"},
        {"n": "-1"},
        {"n": "10000"},
        {"n": "x"},
        {"n": ""},
        {"t": "soon"},
        {"missed": "-1"},
        {"page": "-1"},
        {"changes": "-1"},
        {"page": "9" * 5000},
    ],
    ids=str,
)
def test_an_address_that_the_line_never_made_is_none(query: dict[str, str]) -> None:
    assert state_of(query) is None
