"""The plan: what would change at a number, what stands in the way, and what a person should know."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.rest.connect import Change, Refused, chosen, plan, wanted_at, without_password
from ivr.rest.facts import NumberSetup

BLANK = NumberSetup("PN1", "+15145550100", "", True, "", "POST", "", "POST", "", "POST", "", "")
OTHER = replace(BLANK, sid="PN2", number="+15145550101")
BASE = "https://clock.example.test/line"
WANTED = wanted_at(BASE + "/", None)
RIGHT = replace(BLANK, voice_url=BASE + "/voice", status_url=BASE + "/voice/status")


def test_a_blank_number_gets_both_addresses() -> None:
    assert plan(BLANK, WANTED).changes == (
        Change("voice_url", "voice URL", "", BASE + "/voice"),
        Change("status_callback", "status URL", "", BASE + "/voice/status"),
    )


def test_a_number_that_is_right_changes_nothing() -> None:
    assert plan(RIGHT, WANTED).changes == ()


def test_methods_are_put_right() -> None:
    wrong = replace(RIGHT, voice_method="GET", status_method="GET", fallback_method="POST")
    fields = [(change.field, change.after) for change in plan(wrong, wanted_at(BASE, "https://s.test/f.xml")).changes]
    assert fields == [
        ("voice_method", "POST"),
        ("status_callback_method", "POST"),
        ("voice_fallback_url", "https://s.test/f.xml"),
        ("voice_fallback_method", "GET"),
    ]


def test_without_a_fallback_the_number_keeps_its_own() -> None:
    kept = replace(RIGHT, fallback_url="https://elsewhere.test/x", fallback_method="POST")
    assert plan(kept, WANTED).changes == ()


def test_overrides_that_a_person_put_behind_the_address_stay() -> None:
    assert plan(replace(RIGHT, voice_url=RIGHT.voice_url + "#ct=2000&rc=2"), WANTED).changes == ()
    assert plan(replace(RIGHT, voice_url=RIGHT.voice_url + "2#ct=2000"), WANTED).changes != ()


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (replace(RIGHT, application="AP1"), "TwiML app AP1"),
        (replace(RIGHT, trunk="TK1"), "trunk TK1"),
        (replace(RIGHT, takes_calls=False), "cannot take calls"),
    ],
)
def test_what_overrides_the_address_is_told(number: NumberSetup, words: str) -> None:
    assert words in " ".join(plan(number, WANTED).obstacles)


ADDRESSES = st.sampled_from(["", BASE + "/voice", BASE + "/voice/status", "https://a.test/b", BASE + "/voice#rc=3"])
METHODS = st.sampled_from(["GET", "POST", ""])


@given(ADDRESSES, METHODS, ADDRESSES, METHODS, ADDRESSES, METHODS, st.none() | st.just("https://s.test/f.xml"))
def test_a_plan_carried_out_leaves_nothing_to_change(
    voice: str, by: str, status: str, status_by: str, fallback: str, fallback_by: str, wanted_fallback: str | None
) -> None:
    number = NumberSetup("PN1", "+1", "", True, voice, by, fallback, fallback_by, status, status_by, "", "")
    wanted = wanted_at(BASE, wanted_fallback)
    ours = {
        "voice_fallback_url": "fallback_url",
        "voice_fallback_method": "fallback_method",
        "status_callback": "status_url",
        "status_callback_method": "status_method",
    }
    changes = {ours.get(change.field, change.field): change.after for change in plan(number, wanted).changes}
    assert plan(replace(number, **changes), wanted).changes == ()


def test_the_numbers_asked_for_come_before_those_of_the_settings() -> None:
    assert chosen([BLANK, OTHER], [OTHER.number], [BLANK.number]) == (OTHER,)
    assert chosen([BLANK, OTHER], [], [BLANK.number, OTHER.number, BLANK.number]) == (BLANK, OTHER)
    assert chosen([BLANK], [], []) == (BLANK,)


@pytest.mark.parametrize(
    ("numbers", "asked", "called", "words"),
    [
        ([], [], [], "has no number"),
        ([BLANK, OTHER], [], [], r"Which number.*\+15145550100, \+15145550101"),
        ([BLANK], ["+4532123456"], [], r"\+4532123456: not a number of this account, which has \+15145550100"),
        ([], [], ["+4532123456"], "which has none"),
    ],
)
def test_no_number_to_work_on_is_told(
    numbers: list[NumberSetup], asked: list[str], called: list[str], words: str
) -> None:
    refused = chosen(numbers, asked, called)
    assert isinstance(refused, Refused)
    with pytest.raises(AssertionError, match=words):
        raise AssertionError(refused.reason)


def test_a_password_in_an_address_is_not_shown() -> None:
    assert without_password("https://me:secret@a.test:8443/x?y=1") == "https://***@a.test:8443/x?y=1"
    assert without_password("https://a.test/x@y") == "https://a.test/x@y"
