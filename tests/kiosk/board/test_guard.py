"""Who sees what: own sites only, nothing without the session's token, and a word in the log about every view."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from kiosk.board.guard import LOG_AGAIN_S, number_in
from tests.kiosk.board.site import MONA, NILS, OLGA, Browser, House
from tests.shared.store.gate import ANA

OF_A_SITE = ("", "/live", "/people/1053", "/desk", "/desk/entry?key=x", "/desk/act?act=clock&number=1053", "/muster")
OF_A_SITE += ("/muster/1", "/muster/1/state", "/muster/1/paper", "/hours", "/hours.csv", "/hours.json")
DEEDS = ("/outages", "/desk/act", "/muster", "/muster/1/tick", "/muster/1/ticks")


@pytest.mark.parametrize("path", OF_A_SITE)
def test_another_site_is_no_page_and_whoever_is_signed_out_learns_nothing(house: House, path: str) -> None:
    theirs, mine = house.signed_in(NILS).get(f"/sites/687{path}"), house.signed_in(MONA)
    never = mine.get(f"/sites/999{path}")
    assert (theirs.status_code, never.status_code) == (404, 404)
    out = house.browser()
    answers = {out.get(f"/sites/{account}{path}", allow_redirects=False).status_code for account in (687, 688, 999)}
    assert answers == {303}


@pytest.mark.parametrize("path", DEEDS)
def test_nothing_is_done_for_another_site_without_a_token_or_from_another_page(house: House, path: str) -> None:
    browser = house.signed_in(MONA)
    token = browser.fields()["csrf"]
    told = {"csrf": token, "order": "1"}
    assert browser.post(f"/sites/688{path}", told).status_code in (400, 404)
    for origin in (None, "null", "http://evil.example", "http://127.0.0.1", house.url.replace("http", "https")):
        assert browser.post(f"/sites/687{path}", told, origin).status_code == 403
    for wrong in ("", "x", house.signed_in(OLGA).get("/sites/687").text[:20], "\u00e9"):
        assert browser.post(f"/sites/687{path}", {**told, "csrf": wrong}).status_code in (400, 403)
    assert browser.get(f"/sites/687{path}").status_code in (200, 404, 405)


def test_the_token_of_one_session_is_none_of_another(house: House) -> None:
    mona, olga = house.signed_in(MONA), house.signed_in(OLGA)
    told = {"csrf": olga.get("/sites/687").text.split('name="csrf" value="')[1].split('"')[0], "outages": ""}
    assert mona.post("/sites/687/outages", told).status_code == 403
    assert olga.post("/sites/687/outages", told).url == f"{house.url}/sites/687"


def test_nobody_stays_signed_in_without_a_touch_and_a_page_that_refreshes_itself_is_none(house: House) -> None:
    browser = house.signed_in()
    for _ in range(4):
        house.gate.wait(minutes=14)
        assert browser.get("/sites/687", headers={"X-Fragment": "1"}).status_code == 200
    house.gate.wait(minutes=5)
    assert browser.get("/sites/687", headers={"X-Fragment": "1"}).status_code == 401
    assert "/sign-in" in browser.get("/sites/687").url


def test_touches_keep_a_session_for_half_a_day_at_most(house: House) -> None:
    browser = house.signed_in()
    for _ in range(14):
        house.gate.wait(minutes=50)
        assert browser.get("/sites/687", allow_redirects=False).status_code == 200
    house.gate.wait(minutes=50)
    assert browser.get("/sites/687", allow_redirects=False).status_code == 303


def test_a_sixth_browser_ends_the_oldest(house: House) -> None:
    browsers = [house.signed_in() for _ in range(6)]
    codes = [one.get("/sites/687", allow_redirects=False).status_code for one in browsers]
    assert codes == [303, 200, 200, 200, 200, 200]


def test_every_view_export_and_deed_is_logged_without_names_or_pins(house: House) -> None:
    with capture_logs() as logs:
        browser = house.signed_in()
        for path in ("/people/1053", "/desk", "/hours.csv", "/hours.json"):
            browser.get(f"/sites/687{path}")
        browser.get("/sites/687")
        browser.post("/sites/687/muster", browser.fields())
    told = [(one["event"], one.get("page", one.get("kind", ""))) for one in logs if one.get("by") == MONA.number]
    for said in (
        ("web.signed_in", ""),
        ("web.viewed", "roster"),
        ("web.viewed", "person"),
        ("web.viewed", "desk"),
        ("web.exported", "csv"),
        ("web.exported", "json"),
        ("web.asked", "freeze"),
        ("web.mustered", ""),
    ):
        assert said in told
    assert not [one for one in logs if any(word in str(one) for word in ("2580", ANA.name, MONA.name, "1053"))]


def test_a_page_that_asks_for_its_moving_part_alone_is_a_view_all_the_same(house: House) -> None:
    browser = house.signed_in()
    part = {"X-Fragment": "1"}

    def views() -> int:
        with capture_logs() as logs:
            assert browser.get("/sites/687/desk", headers=part).status_code == 200
        return sum(one["event"] == "web.viewed" for one in logs)

    assert [views(), views()] == [1, 0]
    house.gate.wait(seconds=LOG_AGAIN_S + 1)
    assert views() == 1


@pytest.fixture(scope="module")
def walker(tmp_path_factory: pytest.TempPathFactory) -> object:
    """One board for many addresses."""
    from contextlib import ExitStack  # noqa: PLC0415

    from tests.kiosk.board.site import opened  # noqa: PLC0415

    with ExitStack() as stack:
        house = opened(stack, tmp_path_factory.mktemp("walk")).start()
        stack.callback(house.close)
        yield house.signed_in(MONA)


PIECES = st.sampled_from(
    (
        *("sites", "687", "688", "0687", "-1", "6" * 4400, "people", "1053", "desk", "act", "entry", "muster", "1"),
        *("ticks", "hours.csv", "..", ".", "%2e%2e", "%2f", "static", "x", "sw.js", "%00", "\u00e9", "\u0661", "<b>"),
    )
)
QUERIES = st.sampled_from(
    (
        *(
            "",
            "?find=%00",
            "?find=%ff",
            "?position=" + "9" * 5000,
            "?standing=x&position=\u0661",
            "?done=x",
            "?older=1",
        ),
        *("?from=0001-01-01&to=9999-12-31", "?from=x&to=2026-13-45", "?key=row:", "?key=group:a:b:c&act=ours"),
        "?act=clock&number=%27",
    )
)


@settings(max_examples=120)
@given(pieces=st.lists(PIECES, max_size=6), query=QUERIES)
def test_no_address_is_a_fault(walker: Browser, pieces: list[str], query: str) -> None:
    with walker.listen("/" + "/".join(pieces) + query) as answer:
        assert answer.status_code in (200, 303, 400, 401, 404, 405)


@given(st.text(max_size=20))
def test_a_number_in_an_address_is_digits_or_nobodys(text: str) -> None:
    found = number_in(text)
    assert found == -1 or (str(found) == text.lstrip("0") or (set(text) == {"0"} and found == 0))
