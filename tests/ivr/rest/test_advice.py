"""What a person is told before callers rely on the line."""

from dataclasses import replace

import pytest

from ivr.rest.advice import advice
from ivr.rest.connect import wanted_at
from ivr.rest.facts import AccountFacts, NumberSetup

BASE = "https://clock.example.test/line"
WANTED = wanted_at(BASE, None)
RIGHT = NumberSetup("PN1", "+1", "", True, BASE + "/voice", "POST", "", "POST", BASE + "/voice/status", "POST", "", "")
ACTIVE = AccountFacts("Guards", "Full", "active")


@pytest.mark.parametrize(
    ("account", "words"),
    [
        (AccountFacts("", "Trial", "active"), "takes 5 calls"),
        (AccountFacts("", "Full", "active"), "takes 10 calls"),
        (AccountFacts("", "Full", "suspended"), "is suspended"),
    ],
)
def test_the_limit_of_calls_at_once_is_told(account: AccountFacts, words: str) -> None:
    assert words in " ".join(advice(account, BASE, [RIGHT], WANTED))


@pytest.mark.parametrize(
    ("address", "is_told"),
    [
        ("https://clock.example.com", False),
        ("https://8.8.8.8/x", False),
        ("https://127.0.0.1:8080", True),
        ("https://[::1]/", True),
        ("https://localhost", True),
        ("https://192.168.1.4/", True),
        ("https://clock.local", True),
    ],
)
def test_an_address_twilio_cannot_reach_is_told(address: str, is_told: bool) -> None:
    assert ("cannot reach" in " ".join(advice(ACTIVE, address, [], WANTED))) is is_told


def test_http_without_tls_is_told() -> None:
    assert "not https" in " ".join(advice(ACTIVE, "http://clock.example.com", [], WANTED))
    assert "not https" not in " ".join(advice(ACTIVE, BASE, [], WANTED))


def test_a_number_without_fallback_is_told_unless_it_gets_one() -> None:
    assert "no fallback URL" in " ".join(advice(ACTIVE, BASE, [RIGHT], WANTED))
    assert "no fallback" not in " ".join(advice(ACTIVE, BASE, [RIGHT], wanted_at(BASE, "https://s.test/f.xml")))
    assert "no fallback" not in " ".join(advice(ACTIVE, BASE, [replace(RIGHT, fallback_url="https://a.test")], WANTED))
