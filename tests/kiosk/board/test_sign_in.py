"""Signing in: number and PIN, one answer for whatever is wrong, and cookies that stay where they belong."""

from dataclasses import replace
from datetime import timedelta

import pytest

from shared import pins
from shared.domain.model import Person, Role
from shared.pins import hash_pin
from shared.store import one_time_pins, people
from shared.store.people import RegisterRow
from tests.kiosk.board.site import HASHED, MONA, NILS, OLGA, PIN, House
from tests.shared.store.gate import ANA, MONDAY


def signs_in(house: House, number: str, pin: str = PIN) -> bool:
    return house.browser().sign_in(number, pin).url.startswith(f"{house.url}/sites")


def test_a_supervisor_comes_to_their_site_and_one_of_several_chooses(house: House) -> None:
    assert house.signed_in(MONA).page.url == f"{house.url}/sites/687"
    chooser = house.signed_in(OLGA).page
    assert chooser.url == f"{house.url}/sites"
    assert ("Harbour Tower" in chooser.text, "Dock 4" in chooser.text) == (True, True)
    assert house.signed_in(NILS).page.url == f"{house.url}/sites/688"


def test_every_wrong_way_in_gets_the_same_answer(house: House) -> None:
    told = set()
    for number, pin in ((MONA.number, "0000"), ("9999", PIN), (ANA.number, PIN), ("", ""), ("2001' OR 1=1", PIN)):
        answer = house.browser().sign_in(number, pin)
        told.add((answer.status_code, answer.text.count("Number or PIN is wrong")))
        assert "clockpost" not in {cookie.name for cookie in answer.cookies}
    assert told == {(403, 1)}


def test_an_unknown_number_costs_a_hash_too_so_that_time_tells_nothing(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[str] = []
    usual = pins.is_right
    monkeypatch.setattr(pins, "is_right", lambda known, pin: hashed.append(known) or usual(known, pin))
    assert not signs_in(house, "9999")
    assert hashed == [""]


def test_the_cookie_is_for_this_host_alone_and_for_no_script(house: House) -> None:
    browser = house.browser()
    browser.get("/sign-in")
    answer = browser.post("/sign-in", {**browser.fields(), "number": MONA.number, "pin": PIN}, allow_redirects=False)
    told = answer.headers["set-cookie"]
    assert told.startswith("clockpost=")
    assert all(word in told for word in ("HttpOnly", "SameSite=strict", "Path=/"))
    assert "Domain" not in told
    assert len(told.split("=")[1].split(";")[0]) >= 43  # 256 bits


def test_three_wrong_pins_lock_the_number_for_the_right_one_too(house: House) -> None:
    for _ in range(3):
        assert not signs_in(house, MONA.number, "1111")
    assert not signs_in(house, MONA.number)
    assert signs_in(house, OLGA.number)
    house.gate.wait(minutes=16)
    assert signs_in(house, MONA.number)


def test_one_address_that_guesses_many_numbers_is_stopped(house: House) -> None:
    for number in range(30):
        assert not signs_in(house, str(5000 + number), "1111")
    assert not signs_in(house, MONA.number)


def test_a_pin_that_serves_once_signs_nobody_in_and_is_not_used_up(house: House) -> None:
    once = hash_pin("777777")
    with house.store.writing():
        one_time_pins.put(house.store, MONA.number, once, house.gate.now, MONDAY + timedelta(hours=12), "2003")
    assert not signs_in(house, MONA.number, "777777")
    assert one_time_pins.valid(house.store, MONA.number, house.gate.now) == once


def test_a_form_of_another_browser_or_another_page_signs_nobody_in(house: House) -> None:
    theirs = house.browser()
    theirs.get("/sign-in")
    fields = {**theirs.fields(), "number": MONA.number, "pin": PIN}
    other = house.browser()
    other.get("/sign-in")
    assert 'name="pin"' in other.post("/sign-in", fields).text
    for origin in (None, "null", "http://127.0.0.1", "https://evil.example", house.url + ".evil.example"):
        assert theirs.post("/sign-in", fields, origin).status_code == 403
    assert theirs.post("/sign-in", fields).url == f"{house.url}/sites/687"


@pytest.mark.parametrize(
    "told",
    [
        "//evil.example",
        "https://evil.example/sites",
        "/\\evil.example",
        "/sites/687\r\nX: y",
        "javascript:alert(1)",
        "/sign-out",
    ],
)
def test_nobody_is_led_to_another_host_after_signing_in(house: House, told: str) -> None:
    browser = house.browser()
    browser.get("/sign-in")
    answer = browser.post(
        "/sign-in", {**browser.fields(), "next": told, "number": MONA.number, "pin": PIN}, allow_redirects=False
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/sites")


def test_somebody_comes_back_to_the_page_that_they_wanted(house: House) -> None:
    browser = house.browser()
    assert browser.get("/sites/687/muster").url == f"{house.url}/sign-in?next=%2Fsites%2F687%2Fmuster"
    answer = browser.post("/sign-in", {**browser.fields(), "number": MONA.number, "pin": PIN})
    assert answer.url == f"{house.url}/sites/687/muster"


def test_signing_out_ends_the_session_and_clears_the_browser(house: House) -> None:
    browser = house.signed_in()
    cookie = browser.session.cookies["clockpost"]
    answer = browser.post("/sign-out", browser.fields(), allow_redirects=False)
    assert answer.headers["clear-site-data"] == '"cache", "storage"'
    assert "clockpost" not in browser.session.cookies
    browser.session.cookies.set("clockpost", cookie)
    assert "/sign-in" in browser.get("/sites/687").url


def test_a_session_id_that_was_set_before_is_not_taken_over(house: House) -> None:
    browser = house.browser()
    browser.session.headers["Cookie"] = "clockpost=chosen-by-an-attacker"
    browser.get("/sign-in")
    del browser.session.headers["Cookie"]
    browser.sign_in(MONA.number)
    assert browser.get("/sites/687").status_code == 200
    stranger = house.browser()
    stranger.session.cookies.set("clockpost", "chosen-by-an-attacker")
    assert "/sign-in" in stranger.get("/sites/687").url


def test_somebody_who_is_no_supervisor_any_more_is_out_at_once(house: House) -> None:
    browser = house.signed_in()
    register(house, [replace(MONA, role=Role.EMPLOYEE), OLGA])
    assert "/sign-in" in browser.get("/sites/687").url
    register(house, [MONA, OLGA])
    assert "/sign-in" in browser.get("/sites/687").url  # and has to sign in anew


def test_whoever_left_the_register_or_got_another_pin_is_out_at_once(house: House) -> None:
    mona, olga = house.signed_in(MONA), house.signed_in(OLGA)
    register(house, [MONA], pin_hash=hash_pin("1234"))
    assert "/sign-in" in mona.get("/sites/687").url
    assert "/sign-in" in olga.get("/sites/687").url


def register(house: House, persons: list[Person], pin_hash: str = "") -> None:
    rows = [RegisterRow(one, "", pin_hash or HASHED[0], ()) for one in persons]
    people.replace(house.store, rows, fingerprint=str(persons), taken_at=house.gate.now)
