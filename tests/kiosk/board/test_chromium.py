"""The page in a real Chromium, on a phone and on a desk, the host switched off too."""

import pytest
from playwright.sync_api import Locator, Page, expect

from shared import muster_now
from shared.domain.tap import Choice
from shared.store.errors import CannotRecord
from tests.kiosk.board.browsing import DESK, PHONE, Open, is_within, signs_in
from tests.kiosk.board.site import MONA, OLGA, House
from tests.kiosk.board.test_desk import open_tap
from tests.shared.store.gate import ANA, BEN, CHLOE, kinds


def row(page: Page, name: str) -> Locator:
    return page.locator(".row", has_text=name)


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_a_tap_at_the_kiosk_is_on_the_page_at_once(house: House, open_page: Open, viewport: dict[str, int]) -> None:
    page = open_page(house, viewport=viewport)
    expect(row(page, ANA.name)).to_contain_text("Due")
    page.evaluate("window.sameDocument = true")
    house.gate.tap(ANA, Choice.CLOCK_IN)
    expect(row(page, ANA.name)).to_contain_text("In 07:00")
    assert page.evaluate("window.sameDocument")  # no reload: focus and scroll stay
    for path in ("", "/people/1053", "/desk", "/muster", "/hours", "/desk/act?act=clock&number=1053"):
        page.goto(f"{house.url}/sites/687{path}")
        assert is_within(page), path


def test_the_search_narrows_while_somebody_types_and_keeps_the_cursor(house: House, open_page: Open) -> None:
    page = open_page(house)
    page.locator("[name=find]").type("rib")
    expect(row(page, BEN.name)).to_have_count(0)
    expect(row(page, ANA.name)).to_be_visible()
    assert page.url.endswith("?find=rib")
    house.gate.tap(ANA, Choice.CLOCK_IN)
    expect(row(page, ANA.name)).to_contain_text("In 07:00")
    page.locator("[name=find]").type("eiro")
    assert page.locator("[name=find]").input_value() == "ribeiro"
    page.locator("[name=find]").fill("")
    page.locator(".count", has_text="due").click()
    expect(row(page, ANA.name)).to_have_count(0)
    expect(row(page, BEN.name)).to_be_visible()


def test_a_claim_is_accepted_at_the_desk(house: House, open_page: Open) -> None:
    page = open_page(house, viewport=DESK)
    open_tap(house)
    expect(page.locator("#waiting")).to_have_text("1")
    page.get_by_role("link", name="Desk").click()
    page.locator(".row", has_text="Unknown badge").click()
    page.get_by_role("link", name="Accept").click()
    page.locator("[name=person]").fill("Ana Ribeiro")
    page.get_by_label("Clock-in").check()
    page.locator("[name=because]").select_option(label="No badge at hand")
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_text("Ana Ribeiro (1053)")).to_be_visible()
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_text("Done: 07:00")).to_be_visible()
    assert kinds(house.store, ANA.number) == ["clocked_in"]


def mustered(house: House, open_page: Open) -> Page:
    """Three are in, and a phone has the list."""
    for one in (ANA, BEN):
        house.gate.tap(one, Choice.CLOCK_IN)
    page = open_page(house, "/sites/687/muster")
    page.locator("main form button").first.click()
    page.wait_for_url("**/muster/1")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("() => caches.match(location.pathname).then((kept) => Boolean(kept))")
    return page


def ticked(house: House) -> set[str]:
    found = muster_now.of(house.store, 1)
    assert found is not None
    return {key for key in found.ticks if found.is_ticked(key)}


def is_pressed(page: Page, name: str, *, pressed: bool = True) -> None:
    expect(row(page, name)).to_have_attribute("aria-pressed", "true" if pressed else "false")


def test_people_are_ticked_while_the_host_is_off_and_the_ticks_are_merged(house: House, open_page: Open) -> None:
    page = mustered(house, open_page)
    house.stop()
    row(page, ANA.name).click()
    is_pressed(page, ANA.name)
    expect(page.locator("#unsent")).to_have_text("1 not sent yet")
    # The phone is put away, and its browser loads the page anew: from its own memory.
    page.reload()
    is_pressed(page, ANA.name)
    is_pressed(page, BEN.name, pressed=False)
    row(page, BEN.name).click()
    expect(page.locator("#unsent")).to_have_text("2 not sent yet")
    assert ticked(house) == set()
    house.start()
    # The host knows nobody any more: the ticks wait for a sign-in, and are not lost by it.
    page.locator("#sign-in").click()
    signs_in(page, MONA.number)
    page.wait_for_url("**/muster/1")
    expect(page.locator("#unsent")).to_have_text("Everything is sent")
    is_pressed(page, ANA.name)
    assert ticked(house) == {ANA.number, BEN.number}


def test_ticks_go_out_by_themselves_where_only_the_network_was_away(house: House, open_page: Open) -> None:
    page = mustered(house, open_page)
    page.context.set_offline(True)
    row(page, BEN.name).click()
    expect(page.locator("#unsent")).to_have_text("1 not sent yet")
    page.context.set_offline(False)
    expect(page.locator("#unsent")).to_have_text("Everything is sent")
    assert ticked(house) == {BEN.number}


def test_a_tick_that_the_host_could_not_write_stays_on_the_phone(
    house: House, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = mustered(house, open_page)

    def full(*_: object) -> None:
        raise CannotRecord("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(muster_now, "tick", full)
        row(page, ANA.name).click()
        expect(page.locator("#unsent")).to_have_text("1 not sent yet")
        page.reload()
        is_pressed(page, ANA.name)
        is_pressed(page, BEN.name, pressed=False)
    expect(page.locator("#unsent")).to_have_text("Everything is sent")
    is_pressed(page, ANA.name)
    assert ticked(house) == {ANA.number}


def test_two_phones_see_each_others_ticks_and_the_newest_counts(house: House, open_page: Open) -> None:
    first = mustered(house, open_page)
    second = open_page(house, "/sites/687/muster/1", who=OLGA.number)
    row(first, ANA.name).click()
    is_pressed(second, ANA.name)
    house.gate.wait(seconds=2)
    row(second, ANA.name).click()
    is_pressed(first, ANA.name, pressed=False)
    assert ticked(house) == set()


def test_whoever_signs_out_leaves_no_list_in_the_browser(house: House, open_page: Open) -> None:
    page = mustered(house, open_page)
    page.locator(".out button").click()
    page.wait_for_url("**/sign-in")
    assert page.evaluate("caches.keys().then((names) => names.length)") == 0
    house.stop()
    with pytest.raises(Exception, match="ERR_CONNECTION_REFUSED"):
        page.goto(f"{house.url}/sites/687/muster/1")
    house.start()


def test_a_page_that_lost_its_host_says_from_when_it_is_and_comes_back(house: House, open_page: Open) -> None:
    page = open_page(house)
    house.stop()
    expect(page.locator("#lost")).to_contain_text("Not connected. This is from")
    house.start()
    # Who was signed in is not any more: the page cannot go on as if it were true.
    page.wait_for_url("**/sign-in*")


def test_without_scripts_everything_can_be_done(house: House, open_page: Open) -> None:
    house.gate.tap(CHLOE, Choice.CLOCK_IN)
    house.gate.tap(ANA, Choice.CLOCK_IN)
    page = open_page(house, java_script_enabled=False)
    page.locator("[name=find]").fill("rib")
    page.get_by_role("button", name="Search").click()
    expect(row(page, ANA.name)).to_be_visible()
    page.goto(f"{house.url}/sites/687/muster")
    page.locator("main form button").first.click()
    row(page, ANA.name).click()
    is_pressed(page, ANA.name)
    assert ticked(house) == {ANA.number}
