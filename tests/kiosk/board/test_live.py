"""Changes: told once to everybody who listens, whoever made them, and never for nothing."""

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
import requests

from kiosk.board import changes, roster
from shared.domain.tap import Choice
from shared.store import board_facts, outages
from shared.store.errors import StoreError
from tests.kiosk.board.site import MONA, PATIENCE_S, House
from tests.shared.store.gate import ANA, MONDAY

PART = {"X-Fragment": "1"}


def versions(listening: requests.Response) -> Iterator[str]:
    for line in listening.iter_lines():
        if line.startswith(b"data: "):
            yield line.removeprefix(b"data: ").decode()


def test_a_tap_is_told_and_the_moving_part_shows_it(house: House) -> None:
    browser = house.signed_in()
    assert "Absent" in browser.get("/sites/687", headers=PART).text or "Due" in browser.page.text
    listening = browser.listen("/sites/687/live")
    told = versions(listening)
    first = next(told)
    house.gate.tap(ANA, Choice.CLOCK_IN)
    assert next(told) != first
    text = browser.get("/sites/687", headers=PART).text
    assert "In 07:00" in text
    assert "<html" not in text


def test_a_minute_later_is_a_change_and_the_same_minute_is_none(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.board.live.HEARTBEAT_S", 0.6)
    listening = house.signed_in().listen("/sites/687/live")
    lines = (line for line in listening.iter_lines() if line and not line.startswith(b"retry"))
    # The sign-in itself was a change.
    assert [line for line in (next(lines), next(lines), next(lines)) if line == b":"]
    house.gate.wait(seconds=61)
    seen = [next(lines), next(lines)]
    assert any(line.startswith(b"data") for line in seen)


def test_too_many_listeners_are_told_to_come_back(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "MOST_LISTENERS", 2)
    browser = house.signed_in()
    listening = [browser.listen("/sites/687/live") for _ in range(2)]
    assert browser.get("/sites/687/live").status_code == 503
    for one in listening:
        one.close()
    # A place is free once the server has seen that they left.
    house.gate.tap(ANA, Choice.CLOCK_IN)
    again = threading.Event()
    for _ in range(100):
        answer = browser.listen("/sites/687/live")
        answer.close()
        if answer.status_code == 200:
            break
        house.gate.wait(seconds=61)
        again.wait(0.1)
    assert answer.status_code == 200


def test_a_page_is_gathered_once_for_everybody_until_something_changes(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    gathered: list[object] = []
    usual = roster.site_board
    monkeypatch.setattr(roster, "site_board", lambda *args: gathered.append(args) or usual(*args))
    browser = house.signed_in(MONA)
    for _ in range(20):
        browser.get("/sites/687")
    # Once for the first look, once or twice for what the sign-in wrote.
    assert 1 <= len(gathered) <= 3


def test_a_ledger_that_cannot_be_read_says_so_and_comes_back(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = house.signed_in()
    house.gate.wait(minutes=2)

    def broken(*_: object) -> None:
        raise StoreError("the disk reports input/output errors")

    with monkeypatch.context() as patched:
        patched.setattr("kiosk.board.roster.site_board", broken)
        patched.setattr("kiosk.board.guard.people.by_number", broken)
        for path in ("/sites/687", "/sites/687/desk", "/sites/687/hours"):
            answer = browser.get(path)
            assert (answer.status_code, "ledger cannot be read" in answer.text) == (503, True)
        assert "input/output" not in answer.text
    assert browser.get("/sites/687").status_code == 200


def test_health_is_told_to_whoever_watches(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"{house.url}/healthz"
    assert requests.get(url, timeout=PATIENCE_S).text == "ok\n"

    def broken(*_: object) -> int:
        raise StoreError("gone")

    monkeypatch.setattr("shared.store.database.Store.change_counter", broken)
    assert requests.get(url, timeout=PATIENCE_S).status_code == 503


def test_the_board_is_narrowed_by_name_position_and_standing(house: House) -> None:
    house.gate.tap(ANA, Choice.CLOCK_IN)
    house.gate.wait(minutes=20)
    browser = house.signed_in()

    def names(query: str) -> set[str]:
        text = browser.get(f"/sites/687{query}", headers=PART).text
        return {name for name in ("Ana Ribeiro", "Ben Okafor") if name in text}

    assert names("") == {"Ana Ribeiro", "Ben Okafor"}
    assert names("?find=rib") == {"Ana Ribeiro"}
    assert names("?find=1054") == {"Ben Okafor"}
    assert names("?find=cma") == set()  # the same keys of a telephone as Ana, other letters
    assert names("?standing=in") == {"Ana Ribeiro"}
    assert names("?standing=late") == {"Ben Okafor"}
    assert names("?position=383") == set()
    assert names("?position=382&find=be") == {"Ben Okafor"}
    assert names("?standing=nonsense&position=x") == {"Ana Ribeiro", "Ben Okafor"}


def test_an_outage_is_closed_with_those_that_were_shown(house: House) -> None:
    for hour in (5, 4):
        start = MONDAY - timedelta(hours=hour)
        with house.store.writing():
            outages.keep(house.store, "Gate 1", start, start + timedelta(minutes=30))
    browser = house.signed_in()
    assert "Close 2 outages" in browser.page.text
    fields = browser.fields()
    assert browser.post("/sites/687/outages", fields).url == f"{house.url}/sites/687"
    assert "outage" not in browser.page.text
    assert list(board_facts.outages_waiting(house.store, "Gate 1", MONDAY - timedelta(days=2))) == []
