"""What stands around every answer, and who is answered at all behind a proxy."""

import re

import pytest

from tests.kiosk.board.site import MONA, NASTY, PIN, House, Make

PAGES = (
    "/sign-in",
    "/sites",
    "/sites/687",
    "/sites/687/people/1066",
    "/sites/687/desk",
    "/sites/687/muster",
    "/nowhere",
)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_binds_the_browser(house: House, path: str) -> None:
    headers = house.signed_in().get(path, allow_redirects=False).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"
    assert "strict-transport-security" not in headers  # plain HTTP on this machine
    assert "server" not in headers


def test_no_page_has_a_script_or_a_style_of_its_own(house: House) -> None:
    browser = house.signed_in()
    for path in PAGES[1:]:
        text = browser.get(path).text
        assert not re.search(r"<script(?![^>]* src=)|<style|\son\w+=|\sstyle=|javascript:", text), path


def test_a_name_is_text_whatever_it_looks_like(house: House) -> None:
    browser = house.signed_in()
    for path in ("/sites/687", "/sites/687?find=%3Cscript", "/sites/687/people/1066"):
        text = browser.get(path).text
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
        assert NASTY.name not in text


def test_what_somebody_types_is_text_too(house: House) -> None:
    browser = house.signed_in()
    text = browser.get('/sites/687?find="><img src=x onerror=alert(1)>').text
    assert "<img" not in text
    sign_in = house.browser()
    sign_in.get("/sign-in")
    page = sign_in.post("/sign-in", {**sign_in.fields(), "number": '"><b>', "pin": "1"}).text
    assert "<b>" not in page


def test_files_are_kept_by_what_is_in_them(house: House) -> None:
    browser = house.browser()
    found = re.findall(r'"(/static/[^"]+)"', browser.get("/sign-in").text)
    assert {path.rsplit("/", 1)[1] for path in found} == {"mark.svg", "board.css", "sign_in.js"}
    for path in found:
        assert "immutable" in browser.get(path).headers["cache-control"]
        digest = path.split("/")[2]
        assert browser.get(path.replace(digest, "0" * 12)).headers["cache-control"] == "no-cache"
    for none in ("/static/x/sw.js", "/static/x/../board.py", "/static/x/%2e%2e%2fapp.py", "/static/x/"):
        assert browser.get(none).status_code == 404
    assert browser.get("/sw.js").headers["content-type"].startswith("text/javascript")
    assert browser.get("/manifest.json").json()["start_url"] == "/sites"


def test_behind_a_proxy_nobody_else_is_answered(make_house: Make) -> None:
    house = make_house(behind_proxy=("10.9.9.9",))
    assert house.browser().get("/sign-in", headers={"X-Forwarded-Proto": "https"}).status_code == 403


def test_through_the_proxy_it_is_tls_and_the_browser_is_the_place_of_its_guesses(make_house: Make) -> None:
    house = make_house(behind_proxy=("127.0.0.1", "10.0.0.0/8"))
    browser = house.browser()
    assert browser.get("/sign-in").status_code == 403
    assert browser.get("/sign-in", headers={"X-Forwarded-Proto": "http"}).status_code == 403
    browser.session.headers.update({"X-Forwarded-Proto": "https", "X-Forwarded-For": "6.6.6.6, 203.0.113.7"})
    answer = browser.get("/sign-in")
    assert answer.headers["strict-transport-security"].startswith("max-age=")
    mark = answer.headers["set-cookie"]
    assert mark.startswith("__Host-clockpost-sign-in=")
    assert "Secure" in mark
    # requests brings no Secure cookie over plain HTTP; a proxy's inner side is plain.
    browser.session.headers["Cookie"] = mark.split(";")[0]
    own = house.url.replace("http://", "https://")
    wrong = browser.post("/sign-in", {**browser.fields(), "number": MONA.number, "pin": "1"}, own)
    assert wrong.status_code == 403
    places = house.store.execute("SELECT DISTINCT place FROM pin_attempts")
    assert places == [("web 203.0.113.7",)]
    right = browser.post(
        "/sign-in", {**browser.fields(), "number": MONA.number, "pin": PIN}, own, allow_redirects=False
    )
    assert right.headers["set-cookie"].startswith("__Host-clockpost=")
    assert "Secure" in right.headers["set-cookie"]
