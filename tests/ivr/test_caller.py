"""What Twilio tells of a caller: numbers of any shape, verdicts, and whose number it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.caller import PLACEHOLDERS, WITHHELD, caller_at, number_of, verdict_of
from shared.domain.caller import Caller, CallerMatch, Verdict

MOBILE, LANDLINE, ELSEWHERE = "+15145550142", "+15145550111", "+15145550222"


@pytest.mark.parametrize(
    ("told", "number"),
    [
        ("+15145550142", "+15145550142"),
        (" +15145550142 ", "+15145550142"),
        ("+1 (514) 555-0142", "+15145550142"),
        ("+4533123456", "+4533123456"),
        ("", ""),
        ("   ", ""),
        ("5145550142", ""),
        ("client:guard", ""),
        ("sip:guard@example.com", ""),
        ("+1", ""),
        ("+", ""),
        ("+1514555014299999999999", ""),
    ],
)
def test_a_number_is_e164_or_nothing(told: str, number: str) -> None:
    assert number_of(told) == number


@pytest.mark.parametrize("word", sorted(WITHHELD))
def test_a_word_for_a_withheld_number_is_no_number_in_any_case(word: str) -> None:
    assert [number_of(said) for said in (word, word.upper(), f" {word.title()} ")] == ["", "", ""]


@pytest.mark.parametrize("number", sorted(PLACEHOLDERS))
def test_letters_dialled_as_digits_are_no_number(number: str) -> None:
    assert number_of(number) == ""


@given(st.text(max_size=40) | st.text("+0123456789 ()-", max_size=25))
def test_whatever_is_told_is_a_number_or_nothing_and_read_once_more_it_stays(told: str) -> None:
    number = number_of(told)
    assert number == "" or (number[0] == "+" and number[1:].isascii() and number[1:].isdecimal())
    assert number_of(number) == number


@pytest.mark.parametrize(
    ("told", "verdict"),
    [
        ("TN-Validation-Passed-A", Verdict.FULL),
        ("TN-Validation-Passed-B", Verdict.PARTIAL),
        ("TN-Validation-Passed-C", Verdict.GATEWAY),
        ("TN-Validation-Passed-A-Diverted", Verdict.FULL),
        ("TN-Validation-Passed-B-Passthrough", Verdict.PARTIAL),
        (" TN-Validation-Passed-A ", Verdict.FULL),
        ("TN-Validation-Failed-A", Verdict.FAILED),
        ("TN-Validation-Failed-C-Diverted", Verdict.FAILED),
        ("TN-Validation-Failed", Verdict.FAILED),
        ("No-TN-Validation", Verdict.NONE),
        ("TN-Validation-Passed-", Verdict.NONE),
        ("TN-Validation-Passed-D", Verdict.NONE),
        ("", Verdict.NONE),
    ],
)
def test_the_carriers_verdict_is_read_as_twilio_writes_it(told: str, verdict: Verdict) -> None:
    assert verdict_of(told) is verdict


@given(st.text(max_size=40) | st.text("ABC-adefilnotuv", max_size=12).map("TN-Validation-{}".format))
def test_no_text_makes_a_verdict_better_than_the_carriers_said(told: str) -> None:
    passed = told.strip().startswith("TN-Validation-Passed-")
    assert passed or verdict_of(told) in (Verdict.FAILED, Verdict.NONE)


@pytest.mark.parametrize(
    ("number", "own_phone", "landlines", "elsewhere", "match"),
    [
        ("", "", (), (), CallerMatch.WITHHELD),
        ("", "", ("",), ("",), CallerMatch.WITHHELD),
        (LANDLINE, "", (LANDLINE,), (), CallerMatch.SITE),
        (LANDLINE, LANDLINE, (LANDLINE,), (LANDLINE,), CallerMatch.SITE),
        (ELSEWHERE, "", (LANDLINE,), (ELSEWHERE,), CallerMatch.OTHER_SITE),
        (ELSEWHERE, ELSEWHERE, (LANDLINE,), (ELSEWHERE,), CallerMatch.OTHER_SITE),
        (MOBILE, MOBILE, (LANDLINE,), (ELSEWHERE,), CallerMatch.OWN_PHONE),
        (MOBILE, ELSEWHERE, (LANDLINE,), (), CallerMatch.UNKNOWN),
        (MOBILE, "", (), (), CallerMatch.UNKNOWN),
    ],
)
def test_whose_number_it_is(
    number: str, own_phone: str, landlines: tuple[str, ...], elsewhere: tuple[str, ...], match: CallerMatch
) -> None:
    found = caller_at(number, Verdict.PARTIAL, own_phone, landlines, elsewhere, 3)
    assert found == Caller(number, match, Verdict.PARTIAL, 3)
