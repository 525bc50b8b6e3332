"""The desk on the web: what waits, the three steps of an act, and an order that is done once however often it comes."""

from datetime import timedelta

import pytest

from shared.clocking import claim, make_tap
from shared.domain.tap import Choice, Unidentified
from shared.store import one_time_pins, people
from shared.store.errors import CannotRecord
from tests.kiosk.board.site import MONA, NILS, OLGA, Browser, House
from tests.shared.store.gate import ANA, BEN, MONDAY, assert_sound, kinds

ACT = "/sites/687/desk/act"


def open_tap(house: House) -> str:
    """Ben tapped with a badge that nobody knows; the key of what waits."""
    kept = claim(
        house.store,
        house.gate.door,
        make_tap(house.gate.door, house.gate.around.reading),
        Unidentified.UNKNOWN_BADGE,
        "ab" * 32,
        house.gate.around,
    )
    return f"tap:{kept.tap.tap_id}"


def asked(browser: Browser, act: str, *, key: str = "", number: str = "") -> dict[str, str]:
    """The form of an act: its hidden fields."""
    page = browser.get(f"{ACT}?act={act}&key={key}&number={number}")
    assert page.status_code == 200, page.text
    return browser.fields()


def test_a_claim_waits_is_accepted_after_it_was_shown_how_and_is_gone(house: House) -> None:
    key = open_tap(house)
    house.gate.wait(minutes=9)
    browser = house.signed_in()
    listing = browser.get("/sites/687/desk").text
    assert all(word in listing for word in ("Unknown badge", "07:00", key.replace(":", "%3A")))
    entry = browser.get(f"/sites/687/desk/entry?key={key}").text
    assert "Accept" in entry
    fields = {**asked(browser, "accept", key=key), "person": "rib", "choice": "clock_in", "because": "no_badge"}
    shown = browser.post(ACT, {**fields, "note": "<i>her badge broke</i>", "step": "check"})
    for word in ("Ana Ribeiro (1053)", "Clock-in, 07:00", "No badge at hand", "&lt;i&gt;her badge", "tracktik"):
        assert word in shown.text
    assert kinds(house.store, ANA.number) == []
    done = browser.post(ACT, {**browser.fields(), "step": "do"})
    assert done.url.startswith(f"{house.url}/sites/687/desk?done=")
    assert "Done: 07:00" in done.text
    assert "Done" not in browser.get("/sites/687/desk").text
    assert kinds(house.store, ANA.number) == ["clocked_in"]
    assert key not in browser.page.text
    assert_sound(house.store)


def test_an_order_that_is_posted_again_does_nothing_again(house: House) -> None:
    browser = house.signed_in()
    fields = {**asked(browser, "clock", number="1053"), "choice": "clock_in", "because": "forgot", "day": "2026-03-02"}
    for _ in range(3):
        page = browser.post(ACT, {**fields, "time": "06:55", "step": "do"})
        assert page.url.startswith(f"{house.url}/sites/687/people/1053")
    assert kinds(house.store, ANA.number) == ["clocked_in"]


def test_somebody_is_clocked_out_now_or_at_a_time_and_what_does_not_fit_is_said(house: House) -> None:
    house.gate.tap(ANA, Choice.CLOCK_IN)
    house.gate.wait(hours=2)
    browser = house.signed_in()
    fields = {**asked(browser, "clock", number="1053"), "choice": "clock_out", "because": "forgot", "day": "2026-03-02"}
    for time, said in (("23:00", "not come yet"), ("05:00", ""), ("nonsense", "such as 05:58")):
        page = browser.post(ACT, {**fields, "time": time, "step": "do"})
        assert (page.status_code, said in page.text) == (422, True), page.text
        assert 'value="clock_out" required checked' in page.text  # nothing that was chosen is lost
    assert kinds(house.store, ANA.number) == ["clocked_in"]
    for missing in ("choice", "because"):
        assert browser.post(ACT, {**fields, missing: "", "step": "do"}).status_code == 422
    browser.post(ACT, {**fields, "time": "", "step": "check"})
    assert "Clock-out, now" in browser.page.text
    browser.post(ACT, {**browser.fields(), "step": "do"})
    assert kinds(house.store, ANA.number) == ["clocked_in", "clocked_out"]
    assert "Done: 09:00" in browser.page.text


def test_a_time_is_corrected_and_how_it_goes_out_is_shown_before(house: House) -> None:
    event = house.gate.tap(ANA, Choice.CLOCK_IN).events[0]
    house.gate.wait(minutes=30)
    browser = house.signed_in()
    fields = asked(browser, "correct", number="1053")
    told = {**fields, "event": event.event_id, "because": "forgot", "day": "2026-03-02", "time": "06:45"}
    shown = browser.post(ACT, {**told, "step": "check"}).text
    assert "Clock-in 07:00 \u2192, 06:45" in shown
    assert "tracktik" in shown
    browser.post(ACT, {**browser.fields(), "step": "do"})
    assert "Done: 06:45" in browser.page.text
    assert kinds(house.store, ANA.number) == ["clocked_in", "corrected"]


def test_in_the_hour_that_comes_twice_it_is_asked_which(house: House) -> None:
    house.gate.move_to(MONDAY.replace(month=10, day=25, hour=3))  # Copenhagen: back at 01:00 UTC
    browser = house.signed_in()
    fields = {**asked(browser, "clock", number="1053"), "choice": "clock_in", "because": "forgot", "day": "2026-10-25"}
    page = browser.post(ACT, {**fields, "time": "02:30", "step": "check"})
    assert page.status_code == 422
    assert all(word in page.text for word in ("came twice", "02:30 CEST, before the change", "02:30 CET, after"))
    told = {**fields, "time": "02:30", "which": "1"}
    # No shift says which position it was: that is asked too, and nothing else is lost.
    page = browser.post(ACT, {**told, "step": "check"})
    assert (page.status_code, "Choose a position." in page.text) == (422, True)
    assert '<select name="position" required>' in page.text
    assert 'value="1" required checked' in page.text
    browser.post(ACT, {**told, "position": "383", "step": "check"})
    assert "Patrol" in browser.page.text
    browser.post(ACT, {**browser.fields(), "step": "do"})
    rows = house.store.execute("SELECT body FROM ledger")
    assert "2026-10-25T01:30:00" in rows[-1][0]
    # And on the night that loses an hour:
    fields = {**asked(browser, "clock", number="1054"), "choice": "clock_in", "because": "forgot", "day": "2026-03-29"}
    assert "never came" in browser.post(ACT, {**fields, "time": "02:30", "step": "check"}).text


def test_nobody_authorises_their_own_event(house: House) -> None:
    browser = house.signed_in(MONA)
    fields = {**asked(browser, "clock", number=MONA.number), "choice": "clock_in", "because": "forgot"}
    page = browser.post(ACT, {**fields, "day": "2026-03-02", "time": "", "step": "do"})
    assert "another supervisor must decide it" in page.text
    assert kinds(house.store, MONA.number) == []


def test_a_pin_for_once_is_shown_once_and_is_in_no_other_page(house: House) -> None:
    browser = house.signed_in()
    asked(browser, "one_time_pin", number="1053")
    done = browser.post(ACT, {**browser.fields(), "step": "do"})
    pin = done.text.split('<p class="large">')[1].split("<")[0]
    assert len(pin) == 6
    assert pin.isdigit()
    assert one_time_pins.valid(house.store, "1053", house.gate.now)
    assert pin not in browser.get(done.url.removeprefix(house.url)).text


def test_another_sites_entries_and_acts_that_do_not_fit_are_no_page(house: House) -> None:
    key = open_tap(house)
    nils, mona = house.signed_in(NILS), house.signed_in(MONA)
    assert nils.get(f"/sites/688/desk/entry?key={key}").status_code == 404
    assert key not in nils.get("/sites/688/desk").text
    for act in ("retry", "clock", "nonsense", ""):
        assert mona.get(f"{ACT}?act={act}&key={key}").status_code == 404
    assert mona.get(f"{ACT}?act=lost&number=1053").status_code == 404  # holds no badge
    assert mona.get(f"{ACT}?act=clock&number=9999").status_code == 404
    fields = {**asked(mona, "accept", key=key), "person": "1053", "choice": "clock_in", "because": "forgot"}
    token = nils.get("/sites/688").text.split('name="csrf" value="')[1].split('"')[0]
    theirs = {**fields, "csrf": token, "step": "do"}
    assert nils.post("/sites/688/desk/act", theirs).status_code == 404
    assert kinds(house.store, ANA.number) == []


def test_what_somebody_else_settled_meanwhile_is_gone(house: House) -> None:
    key = open_tap(house)
    mona, olga = house.signed_in(MONA), house.signed_in(OLGA)
    told = {"person": "1053", "choice": "clock_in", "because": "forgot", "step": "do"}
    first, second = asked(mona, "accept", key=key), asked(olga, "accept", key=key)
    mona.post(ACT, {**first, **told})
    assert olga.post(ACT, {**second, **told}).status_code == 404
    assert kinds(house.store, ANA.number) == ["clocked_in"]


def test_a_name_that_several_have_is_asked_for_by_number(house: House) -> None:
    key = open_tap(house)
    register = [(one.number, one.name) for one in people.everybody(house.store)]
    assert len([name for _, name in register if "b" in name.lower()]) > 1
    browser = house.signed_in()
    fields = {**asked(browser, "accept", key=key), "choice": "clock_in", "because": "forgot", "step": "check"}
    assert "give the number" in browser.post(ACT, {**fields, "person": "b"}).text
    assert "Say who it was" in browser.post(ACT, {**fields, "person": "zz"}).text


def test_an_act_that_was_not_written_can_be_sent_again(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = house.signed_in()
    fields = {**asked(browser, "clock", number="1054"), "choice": "clock_in", "because": "forgot", "day": "2026-03-02"}

    def full(*_: object) -> None:
        raise CannotRecord("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr("kiosk.board.acting.act", full)
        assert browser.post(ACT, {**fields, "time": "", "step": "do"}).status_code == 503
    assert "Done" in browser.post(ACT, {**fields, "time": "", "step": "do"}).text
    assert kinds(house.store, BEN.number) == ["clocked_in"]


def test_older_taps_are_listed_on_request(house: House) -> None:
    key = open_tap(house)
    house.gate.wait(hours=49)
    browser = house.signed_in()
    page = browser.get("/sites/687/desk").text
    assert "1 older tap" in page
    assert "Unknown badge" not in page
    assert "Unknown badge" in browser.get("/sites/687/desk?older=1").text
    assert browser.get(f"/sites/687/desk/entry?key={key}").status_code == 200
    assert house.gate.now - MONDAY > timedelta(hours=48)
