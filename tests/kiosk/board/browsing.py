"""A real Chromium: the page as somebody sees it who is signed in, on a phone or on a desk."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.kiosk.board.site import MONA, PIN, House

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
FLAGS += ["--disable-component-update", "--disable-sync"]
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 800}
PATIENCE_MS = 15_000

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE_MS)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[Open]:
    """A new browser of somebody who is signed in; at the end none of its pages has seen a fault of a script."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def opened(house: House, path: str = "/sites/687", *, who: str = MONA.number, **wishes: Any) -> Page:
        context = chromium.new_context(**{"viewport": PHONE, "locale": "en-GB", **wishes})
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None)
        page.goto(f"{house.url}{path}")
        signs_in(page, who)
        page.wait_for_url(f"**{path}")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


def signs_in(page: Page, who: str) -> None:
    page.get_by_label("Employee number").or_(page.locator("[name=number]")).first.fill(who)
    page.locator("[name=pin]").fill(PIN)
    page.locator("button.primary").click()


def is_within(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
