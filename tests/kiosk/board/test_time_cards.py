"""The ledger beside another system's time cards in a browser: what differs first, who changed what, nothing twice."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from shared.config.oracle import OracleUpstream
from shared.domain.card_finding import card_finding
from shared.domain.card_people import CardName, NumberKind
from shared.domain.clock_status import ClockStatus
from shared.domain.model import Person
from shared.domain.tap import Choice
from shared.domain.time_card import Adjustment, CardType
from shared.store import memory, time_card_findings, time_card_names, time_cards
from shared.time_cards import ORACLE, business_date, card_rules_of, compare
from tests.kiosk.board import site as sites
from tests.kiosk.board.browsing import DESK, PHONE, Open, is_within
from tests.kiosk.board.site import NILS, OLGA, House
from tests.shared.cards import card
from tests.shared.store.gate import ANA, BEN, CHLOE, MONDAY, SITE

ORACLE_SECTION = {
    "base_url": "https://oracle.invalid",
    "auth_url": "https://oracle.invalid",
    "org": "acme",
    "client_id": "clockpost",
    "username": "api",
    "password_file": "oracle.secret",
    "locations": {SITE: "L1"},
}
PAGE = "/sites/687/time-cards?day=2026-03-02"


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """The first site has time cards, the second has none."""
    before = sites.settings

    def with_oracle(folder: Path, **board: object) -> Any:
        made = before(folder, **board)
        upstream = made.upstream.model_copy(update={"oracle": OracleUpstream(**ORACLE_SECTION)})
        return made.model_copy(update={"upstream": upstream})

    monkeypatch.setattr(sites, "settings", with_oracle)
    with ExitStack() as stack:
        made = sites.opened(stack, tmp_path).start()
        stack.callback(made.close)
        yield made


def compared_day(house: House) -> None:
    """Ana's card was changed twice, Ben agrees, Chloé has a card and no event, a card is of nobody."""
    gate, store = house.gate, house.store
    times = {}
    for who in (ANA, BEN):
        times[who.number] = [gate.tap(who, Choice.CLOCK_IN).events[0].draft.at]
    gate.wait(hours=8)
    for who in (ANA, BEN):
        times[who.number].append(gate.tap(who, Choice.CLOCK_OUT).events[0].draft.at)
    came, left = times[ANA.number]
    changes = (
        Adjustment(7, left + timedelta(hours=1), "J Doe", "Clocked out late", came, left, 382, 1),
        Adjustment(8, left + timedelta(hours=2), "K Roe", "<b>Typing</b>", came, left + timedelta(hours=1), 382, 1),
    )
    pause = came + timedelta(hours=4)
    cards = (
        card(1, ANA, came, pause, left_status=ClockStatus.PAID_BREAK, came_by=2001),
        card(2, ANA, pause, pause + timedelta(minutes=15), card_type=CardType.PAID_BREAK),
        card(3, ANA, pause + timedelta(minutes=15), left + timedelta(minutes=32), adjustments=changes, left_by=77),
        card(4, BEN, *times[BEN.number]),
        card(5, CHLOE, came, left),
        card(6, Person("9999", ""), came, left),
    )
    time_cards.keep(store, ORACLE, "L1", cards)
    gate.wait(hours=3)
    with store.writing():
        listed = [CardName(NumberKind.EMPLOYEE, 2001, "M B", external_payroll_id="2001")]
        time_card_names.replace(
            store, ORACLE, "L1", NumberKind.EMPLOYEE, [*listed, CardName(NumberKind.EMPLOYEE, 77, "Lee")]
        )
        jobs = [CardName(NumberKind.JOB_CODE, 382, "Gate 2")]
        time_card_names.replace(store, ORACLE, "L1", NumberKind.JOB_CODE, jobs)
        memory.remember(store, ORACLE, "state:L1", {"at": gate.now.isoformat(), "failure": ""})


def found(house: House) -> None:
    """As the job of `clockpost sync` keeps it."""
    site = house.gate.door.site
    rules = card_rules_of(house.config, site)
    assert rules is not None
    day = MONDAY.date()
    lines = compare(house.store, site, rules, day, day).lines
    made = [card_finding(one, business_date(one, site), house.gate.now) for one in lines]
    with house.store.writing():
        time_card_findings.replace(house.store, SITE, [one for one in made if one is not None])


def test_differences_come_first_with_both_sides_and_every_change(house: House) -> None:
    compared_day(house)
    text = house.signed_in().get(PAGE).text
    assert text.index(ANA.name) < text.index(CHLOE.name) < text.index(BEN.name)
    for told in (
        "Times differ \u00b7 Changed there",
        "07:00 to 15:00",
        "07:00 to 15:32",
        "Coming authorised by Mona Berg",
        "Leaving authorised by Lee",
        "Paid break 11:00 to 11:15",
        "16:00: changed by J Doe: Clocked out late",
        "Before: came 07:00, left 15:00, job Gate 2, revenue centre 1",
        "17:00: changed by K Roe: &lt;b&gt;Typing&lt;/b&gt;",
        "Before: came 07:00, left 16:00",
        "Only a time card",
        "Agrees",
        "Time cards of nobody whom the people register knows",
        "9999",
        "Downloaded 18:00",
    ):
        assert told in text, told


def test_before_the_first_download_and_after_a_failed_one_it_says_so(house: House) -> None:
    browser = house.signed_in()
    assert "No time cards were downloaded yet." in browser.get(PAGE).text
    with house.store.writing():
        state = {"at": house.gate.now.isoformat(), "failure": "Oracle: the password has expired."}
        memory.remember(house.store, ORACLE, "state:L1", state)
        memory.remember(house.store, ORACLE, "unread:L1", {"4": "x", "5": "y"})
    assert "The last download failed, 07:00: Oracle: the password has expired." in browser.get(PAGE).text


@pytest.mark.parametrize("day", ["", "x", "9999-12-31", "0001-01-01", "2026-02-30"])
def test_a_date_that_is_none_is_today(house: House, day: str) -> None:
    answer = house.signed_in().get(f"/sites/687/time-cards?day={day}")
    assert (answer.status_code, 'value="2026-03-02"' in answer.text) == (200, True)


def test_a_site_without_time_cards_has_no_such_page_and_no_link_to_it(house: House) -> None:
    browser = house.signed_in(OLGA)
    assert browser.get("/sites/688/time-cards").status_code == 404
    assert "time-cards" not in browser.get("/sites/688/hours").text
    assert "/sites/687/time-cards" in browser.get("/sites/687/hours").text


def test_another_sites_supervisor_sees_none_of_it(house: House) -> None:
    compared_day(house)
    answer = house.signed_in(NILS).get(PAGE)
    assert (answer.status_code, ANA.name in answer.text) == (404, False)


def test_many_sessions_are_bounded(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    compared_day(house)
    monkeypatch.setattr("kiosk.board.time_cards.MOST_LINES", 1)
    text = house.signed_in().get(PAGE).text
    assert ("and 2 more" in text, BEN.name in text) == (True, False)


def test_the_board_and_the_person_say_it_beside_the_name(house: House) -> None:
    compared_day(house)
    found(house)
    browser = house.signed_in()
    assert "time card differs" in browser.get("/sites/687").text
    person = browser.get(f"/sites/687/people/{ANA.number}").text
    assert "here 07:00 to 15:00, time card 07:00 to 15:32, changed by K Roe" in person
    assert "time card" not in browser.get(f"/sites/687/people/{BEN.number}").text


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("who", [OLGA.number], ids=["fr"])
def test_in_a_browser_it_fits_and_leads_on(
    house: House, open_page: Open, viewport: dict[str, int], scheme: str, who: str
) -> None:
    compared_day(house)
    page = open_page(house, who=who, viewport=viewport, color_scheme=scheme)
    page.goto(house.url + PAGE)
    assert is_within(page)
    expect(page.locator(".row.cards").first).to_contain_text(ANA.name)
    page.locator("[name=day]").fill("2026-03-01")
    page.locator("main form button").click()
    page.wait_for_url("**/time-cards?day=2026-03-01")
    expect(page.locator(".row.cards")).to_have_count(0)
    page.locator(".buttons a").nth(1).click()
    expect(page.locator(".row.cards")).to_have_count(3)
    page.get_by_role("link", name=ANA.name).click()
    page.wait_for_url(f"**/people/{ANA.number}")
