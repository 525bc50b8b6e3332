"""Addresses on the way through a proxy."""

import pytest
import requests

from ivr.phone.faults import NoDocument
from ivr.phone.route import Route, as_sent, credentials_in, resolved


def test_what_both_addresses_end_with_is_behind_the_proxy() -> None:
    route = Route.between("https://phone.example.com/clockpost/voice?x=1", "http://127.0.0.1:8080/voice")
    assert route == Route("https://phone.example.com/clockpost", "http://127.0.0.1:8080")
    assert route.local("https://phone.example.com/clockpost/voice/pin?a=1") == "http://127.0.0.1:8080/voice/pin?a=1"
    assert route.local("https://u:p@phone.example.com/clockpost") == "http://127.0.0.1:8080"


def test_without_a_proxy_every_address_is_its_own() -> None:
    route = Route.between("http://127.0.0.1:8080/voice", "http://127.0.0.1:8080/voice")
    assert route.local("http://127.0.0.1:8080/other?x=1") == "http://127.0.0.1:8080/other?x=1"
    assert route.local("https://elsewhere.example.com/x") == "https://elsewhere.example.com/x"


@pytest.mark.parametrize("address", ["https://phone.example.com/other", "https://phone.example.com/clockposts/voice"])
def test_what_the_proxy_does_not_pass_on_is_not_reached(address: str) -> None:
    route = Route.between("https://phone.example.com/clockpost/voice", "http://127.0.0.1:8080/voice")
    with pytest.raises(NoDocument):
        route.local(address)


def test_relative_addresses_are_seen_from_their_document() -> None:
    assert resolved("https://x.example/a/voice?call=1", "pin?x=2") == "https://x.example/a/pin?x=2"
    assert resolved("https://x.example/a/voice?call=1", "/pin") == "https://x.example/pin"
    assert resolved("https://x.example/a/voice?call=1", "?n=2") == "https://x.example/a/voice?n=2"
    assert resolved("https://x.example/a/voice?call=1", "") == "https://x.example/a/voice?call=1"
    with pytest.raises(NoDocument):
        resolved("https://x.example/a", "http://[")


def test_an_address_goes_out_escaped_without_its_fragment_and_with_its_query() -> None:
    assert as_sent("http://x.example/a é?x=1#rc=2", [("Digits", ""), ("Digits", "1#")]) == (
        "http://x.example/a%20%C3%A9?x=1&Digits=&Digits=1%23"
    )
    with pytest.raises(requests.RequestException):
        as_sent("tel:+1514")


def test_credentials_are_told_apart_from_the_address() -> None:
    assert credentials_in("https://ana:p%40ss@x.example/") == ("ana", "p@ss")
    assert credentials_in("https://x.example/?a=b@c") is None
