"""Hours in a browser are those of the command, of the own site, and no sheet has a formula in it."""

import csv
import io

from shared.domain.tap import Choice
from tests.kiosk.board.site import NILS, House
from tests.shared.store.gate import ANA, CHLOE


def worked(house: House) -> None:
    house.gate.tap(ANA, Choice.CLOCK_IN)
    house.gate.wait(hours=8)
    house.gate.tap(ANA, Choice.CLOCK_OUT)
    house.gate.tap(CHLOE, Choice.CLOCK_IN)


def test_the_page_tells_what_was_worked_and_what_is_doubtful(house: House) -> None:
    worked(house)
    browser = house.signed_in()
    text = browser.get("/sites/687/hours").text
    assert all(word in text for word in (ANA.name, "07:00", "15:00", "8 h 00", "not delivered yet"))
    assert "Nobody worked" in browser.get("/sites/687/hours?from=2026-03-03&to=2026-03-09").text


def test_the_sheet_and_the_document_tell_the_same(house: House) -> None:
    worked(house)
    browser = house.signed_in()
    sheet = browser.get("/sites/687/hours.csv?from=2026-03-02&to=2026-03-02")
    assert sheet.headers["content-disposition"] == 'attachment; filename="hours-687-2026-03-02-2026-03-02.csv"'
    rows = list(csv.DictReader(io.StringIO(sheet.text)))
    told = browser.get("/sites/687/hours.json?from=2026-03-02&to=2026-03-02").json()
    assert [row["employee"] for row in rows] == [one["employee"] for one in told["sessions"]]
    assert rows[0]["worked_s"] == str(told["sessions"][0]["worked_s"]) == str(8 * 3600)
    assert sheet.headers["cache-control"] == "no-store"


def test_dates_that_are_none_and_spans_without_end_are_bounded(house: House) -> None:
    worked(house)
    browser = house.signed_in()
    for query in ("?from=x&to=y", "?from=2026-03-09&to=2026-03-01", "?from=1900-01-01&to=9999-12-31", "?to=0001-01-01"):
        assert browser.get(f"/sites/687/hours{query}").status_code == 200
    told = browser.get("/sites/687/hours.json?from=2020-01-01&to=2026-03-02").json()
    assert told["from"] == "2025-12-01"


def test_another_site_sees_none_of_it(house: House) -> None:
    worked(house)
    assert ANA.name not in house.signed_in(NILS).get("/sites/688/hours.csv").text
