"""A form keeps everything that was sent, and what cannot be read is a value."""

from itertools import permutations
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.form import LONGEST_FORM_BYTES, MOST_FIELDS, Form, Unreadable, read_form

PAIRS = st.lists(st.tuples(st.text(min_size=1, max_size=8), st.text(max_size=12)), max_size=20)


def form_of(body: bytes) -> Form:
    form = read_form(body)
    assert isinstance(form, Form), form
    return form


def test_blank_repeated_and_unknown_fields_are_kept_in_the_order_of_arrival() -> None:
    form = form_of(b"To=%2B18005551212&Digits=&Later=x&Later=a+b&Digits2")
    assert form.pairs == (("To", "+18005551212"), ("Digits", ""), ("Later", "x"), ("Later", "a b"), ("Digits2", ""))
    assert form.every("Later") == ("x", "a b")
    assert form.every("Never") == ()


def test_a_blank_field_was_sent_and_a_missing_one_has_the_default() -> None:
    form = form_of(b"Digits=")
    assert form.first("Digits", "none") == ""
    assert form.first("SpeechResult", "none") == "none"
    assert form.first("SpeechResult") == ""


def test_the_order_of_arrival_decides_nothing() -> None:
    fields = [b"From=%2B15145550100", b"From=anonymous", b"Digits=1"]
    firsts = [(form.first("From"), form.first("Digits")) for form in map(form_of, map(b"&".join, permutations(fields)))]
    assert set(firsts) == {("+15145550100", "1")}


@given(PAIRS)
def test_whatever_is_encoded_is_read_back(pairs: list[tuple[str, str]]) -> None:
    assert form_of(urlencode(pairs).encode()).pairs == tuple(pairs)


@given(st.binary(max_size=300) | st.text("%&=+;aF09\xff", max_size=60).map(lambda text: text.encode("latin-1")))
def test_any_bytes_are_a_form_or_say_why_not(body: bytes) -> None:
    assert isinstance(read_form(body), Form | Unreadable)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"a=" + b"x" * (LONGEST_FORM_BYTES - 1), Unreadable.TOO_LONG),
        (b"&".join([b"a=1"] * (MOST_FIELDS + 1)), Unreadable.TOO_MANY_FIELDS),
        (b"&" * MOST_FIELDS, Unreadable.TOO_MANY_FIELDS),
        (b"a=%", Unreadable.NOT_ENCODED),
        (b"a=%4", Unreadable.NOT_ENCODED),
        (b"%zz=1", Unreadable.NOT_ENCODED),
        ("FromCity=Montréal".encode(), Unreadable.NOT_ENCODED),
        (b"a=%ff", Unreadable.NOT_UTF8),
        (b"%c3=1", Unreadable.NOT_UTF8),
        (b"a=%ed%a0%80", Unreadable.NOT_UTF8),
    ],
    ids=["a byte too long", "a field too many", "separators", "%", "%4", "%zz", "raw", "ff", "half", "surrogate"],
)
def test_what_is_no_form_says_why(body: bytes, expected: Unreadable) -> None:
    assert read_form(body) is expected


def test_the_largest_forms_are_still_read() -> None:
    assert len(form_of(b"a=" + b"x" * (LONGEST_FORM_BYTES - 2)).first("a")) == LONGEST_FORM_BYTES - 2
    assert len(form_of(b"&".join([b"a=1"] * MOST_FIELDS)).pairs) == MOST_FIELDS
    assert form_of(b"").pairs == ()


def test_no_value_is_shown_where_a_form_is_printed() -> None:
    assert "2580" not in repr(form_of(b"Digits=2580"))
