"""The muster on the web: frozen once, ticked from everywhere; what a phone kept while the host was off is merged."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from kiosk.board.muster import MOST_TICKS, ticks_of
from shared import muster_now
from shared.domain.muster_entry import Muster
from shared.domain.tap import Choice
from shared.store import musters
from shared.store.errors import CannotRecord
from tests.kiosk.board.site import MONA, NILS, OLGA, PATIENCE_S, Browser, House
from tests.shared.store.gate import ANA, BEN

NOW = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
NOW_MS = NOW.timestamp() * 1000


def frozen(house: House) -> Browser:
    """Ana and Ben are in, and Mona made a list."""
    house.gate.tap(ANA, Choice.CLOCK_IN)
    house.gate.tap(BEN, Choice.CLOCK_IN)
    browser = house.signed_in(MONA)
    browser.get("/sites/687/muster")
    assert browser.post("/sites/687/muster", browser.fields()).url == f"{house.url}/sites/687/muster/1"
    return browser


def sent(browser: Browser, ticks: list[dict[str, Any]], *, now_ms: float = NOW_MS, csrf: str = "") -> requests.Response:
    """What a phone of ours posts."""
    token = csrf or browser.get("/sites/687/muster/1/state").json()["csrf"]
    house = browser.house
    return browser.session.post(
        f"{house.url}/sites/687/muster/1/ticks",
        json={"now": now_ms, "ticks": ticks},
        headers={"Origin": house.url, "X-CSRF": token},
        timeout=PATIENCE_S,
    )


def a_tick(number: int, key: str, *, ticked: bool = True, at_ms: float = NOW_MS) -> dict[str, Any]:
    return {"id": f"{number:032x}", "key": key, "ticked": ticked, "at": at_ms}


def kept(house: House) -> Muster:
    found = muster_now.of(house.store, 1)
    assert found is not None
    return found


def test_a_list_is_made_ticked_and_unticked_by_a_browser_without_our_script(house: House) -> None:
    browser = frozen(house)
    assert all(name in browser.page.text for name in (ANA.name, BEN.name, "Visitors are not included"))
    fields = {"csrf": browser.fields()["csrf"]}
    browser.post("/sites/687/muster/1/tick", {**fields, "tick": "+1053"})
    assert browser.page.text.count('aria-pressed="true"') == 1
    assert kept(house).is_ticked(ANA.number)
    assert kept(house).ticks[ANA.number].by == MONA.number
    house.gate.wait(seconds=1)
    browser.post("/sites/687/muster/1/tick", {**fields, "tick": "-1053"})
    assert not kept(house).is_ticked(ANA.number)
    for wrong in ("", "1053", "+", "x1053"):
        assert browser.post("/sites/687/muster/1/tick", {**fields, "tick": wrong}).status_code in (200, 404)
    assert list(kept(house).ticks) == [ANA.number]


def test_ticks_that_were_kept_are_merged_by_their_own_time_and_twice_is_once(house: House) -> None:
    browser = frozen(house)
    house.gate.wait(minutes=10)
    # Olga unticked Ana two minutes ago; Mona's phone had ticked her five minutes ago, and Ben one minute ago.
    olga = house.signed_in(OLGA)
    late = [a_tick(1, "1053", at_ms=NOW_MS - 300_000), a_tick(2, "1054", at_ms=NOW_MS - 60_000)]
    assert sent(olga, [a_tick(9, "1053", ticked=False, at_ms=NOW_MS - 120_000)]).status_code == 200
    answer = sent(browser, late)
    assert answer.json()["settled"] == [one["id"] for one in late]
    assert (kept(house).is_ticked("1053"), kept(house).is_ticked("1054")) == (False, True)
    assert sent(browser, late).json()["settled"] == [one["id"] for one in late]
    assert len(house.store.execute("SELECT * FROM muster_ticks")) == 3


def test_a_tick_for_nobody_on_the_list_is_settled_and_changes_nothing(house: House) -> None:
    browser = frozen(house)
    assert sent(browser, [a_tick(1, "nobody")]).json()["settled"] == [f"{1:032x}"]
    assert kept(house).ticks == {}


def test_ticks_need_the_token_and_a_session_and_the_own_site(house: House) -> None:
    browser = frozen(house)
    assert sent(browser, [a_tick(1, "1053")], csrf="wrong").status_code == 403
    nils = house.signed_in(NILS)
    assert nils.get("/sites/687/muster/1").status_code == 404
    assert nils.get("/sites/688/muster/1").status_code == 404  # a list of Harbour Tower, under the own site's name
    out = house.browser().get("/sites/687/muster/1/state", headers={"X-Fragment": "1"})
    assert (out.status_code, out.json()) == (401, {"error": "signed_out"})
    assert kept(house).ticks == {}


@pytest.mark.parametrize(
    "told",
    [
        None,
        [],
        {"ticks": []},
        {"now": "x", "ticks": []},
        {"now": NOW_MS, "ticks": [1]},
        {"now": NOW_MS, "ticks": [a_tick(1, "")]},
        {"now": NOW_MS, "ticks": [a_tick(1, "k" * 81)]},
        {"now": NOW_MS, "ticks": [{**a_tick(1, "k"), "id": "X"}]},
        {"now": NOW_MS, "ticks": [{**a_tick(1, "k"), "ticked": 1}]},
        {"now": NOW_MS, "ticks": [{**a_tick(1, "k"), "at": True}]},
        {"now": NOW_MS, "ticks": [a_tick(1, "k", at_ms=1e300)]},
        {"now": NOW_MS, "ticks": [a_tick(one, "k") for one in range(MOST_TICKS + 1)]},
    ],
)
def test_what_no_page_of_ours_sends_is_refused_whole(told: object) -> None:
    assert ticks_of(told, NOW, "2001") is None


@given(
    skew_s=st.floats(-86_400, 86_400),
    ages_s=st.lists(st.floats(0, 7200), max_size=5),
)
def test_a_phone_whose_clock_is_wrong_ticks_at_the_right_times(skew_s: float, ages_s: list[float]) -> None:
    phone_now_ms = NOW_MS + skew_s * 1000
    ticks = [a_tick(place, "k", at_ms=phone_now_ms - age_s * 1000) for place, age_s in enumerate(ages_s)]
    found = ticks_of({"now": phone_now_ms, "ticks": ticks}, NOW, "2001")
    assert found is not None
    for one, age_s in zip(found, ages_s, strict=True):
        assert abs((NOW - timedelta(seconds=age_s)) - one.at) < timedelta(milliseconds=1)


def test_a_tick_of_the_future_counts_as_now() -> None:
    found = ticks_of({"now": NOW_MS, "ticks": [a_tick(1, "k", at_ms=NOW_MS + 60_000)]}, NOW, "2001")
    assert found is not None
    assert found[0].at == NOW


def test_a_list_that_cannot_be_kept_is_shown_all_the_same(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.gate.tap(ANA, Choice.CLOCK_IN)
    browser = house.signed_in()
    browser.get("/sites/687/muster")

    def full(*_: object) -> Muster:
        raise CannotRecord("the disk is full")

    monkeypatch.setattr(musters, "put", full)
    page = browser.post("/sites/687/muster", browser.fields())
    assert page.status_code == 200
    assert all(word in page.text for word in (ANA.name, "not kept", "print it"))


def test_the_page_to_print_is_a_pdf_of_the_list(house: House) -> None:
    browser = frozen(house)
    paper = browser.get("/sites/687/muster/1/paper")
    assert paper.content.startswith(b"%PDF-")
    assert paper.headers["content-type"] == "application/pdf"
    assert paper.headers["content-disposition"] == 'inline; filename="muster-687-1.pdf"'
    assert browser.get("/sites/687/muster/2/paper").status_code == 404


def test_who_left_and_who_came_since_is_told(house: House) -> None:
    browser = frozen(house)
    house.gate.wait(minutes=6)
    house.gate.tap(ANA, Choice.CLOCK_OUT)
    page = browser.get("/sites/687/muster/1", headers={"X-Fragment": "1"}).text
    assert "clocked out 07:06" in page
    assert "<html" not in page
