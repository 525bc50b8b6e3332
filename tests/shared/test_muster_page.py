"""The muster's page as a reader of PDFs sees it: every name, every letter, and on how many sheets."""

import re
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader

from shared import muster_page
from shared.domain.model import Door
from shared.domain.muster_entry import Ages, Muster, MusterEntry, Seen, Since, Stand, Tick, Why
from shared.muster_page import page
from shared.words import words_for
from shared.words.calendar import LocalTime
from tests.shared.store.gate import MONDAY

LOCAL = LocalTime(ZoneInfo("Europe/Copenhagen"))
NAMES = (
    "Ana Ribeiro",
    "\u0141ukasz \u017b\u00f3\u0142\u0107",
    "\u0110\u1eb7ng Th\u1ecb H\u01b0\u01a1ng",
    "\u0418\u0432\u0430\u043d \u041f\u0435\u0442\u0440\u043e\u0432",
    "\u0395\u03bb\u03ad\u03bd\u03b7",
)


def a_muster(people: int, **wishes) -> Muster:
    seen = Seen(MONDAY - timedelta(hours=2), Door.KIOSK, "Gate 1")
    entries = [
        MusterEntry(str(number), str(number), f"{NAMES[number % len(NAMES)]} {number}", Stand.IN, seen)
        for number in range(people)
    ]
    return replace(Muster(7, "Harbour Tower", "Gate 1", MONDAY, "", tuple(entries)), **wishes)


def text_of(pdf: bytes) -> str:
    """What stands on all sheets, each ended by a form feed."""
    return "".join(f"{sheet.extract_text()}\f" for sheet in PdfReader(BytesIO(pdf)).pages)


def made(muster: Muster, language: str = "en", since: Since | None = None) -> str:
    return text_of(page(words_for(language), LOCAL, muster, since or Since()))


def sheets(text: str) -> int:
    return text.count("\f")


def test_a_usual_site_is_one_sheet_that_says_what_it_is() -> None:
    text = made(a_muster(40))
    assert sheets(text) == 1
    for words in ("Muster 7", "Harbour Tower", "Monday 2 March 2026", "07:00", "Visitors are not included."):
        assert words in text
    for words in ("Counted by", "Signature", "Page 1 of 1", "In 05:00"):
        assert words in text


@pytest.mark.parametrize("people", [0, 1, 47, 60, 61, 500])
def test_everybody_is_on_it_once_however_many_they_are(people: int) -> None:
    text = made(a_muster(people))
    found = re.findall(r"\((\d+)\)", text)
    assert sorted(map(int, found)) == list(range(people))
    assert f"Page 1 of {sheets(text)}" in text
    assert text.count("Visitors are not included.") == sheets(text)


def test_nothing_stands_beside_the_sheet_or_below_its_foot() -> None:
    places: list[tuple[float, float]] = []
    for sheet in PdfReader(BytesIO(page(words_for("es"), LOCAL, a_muster(130)))).pages:
        sheet.extract_text(
            visitor_text=lambda text, _, matrix, *more: places.append((matrix[4], matrix[5])) if text.strip() else None
        )
    assert len(places) > 260
    # Points of an A4 sheet: 595 by 842.
    assert all(30 < x < 560 and 15 < y < 830 for x, y in places)


def test_every_letter_of_a_name_prints() -> None:
    text = made(a_muster(5))
    for name in NAMES:
        assert name in text


def test_those_who_are_not_sure_come_first_with_the_reason() -> None:
    lost = MusterEntry("tap:1", "", "", Stand.UNSURE, Seen(MONDAY, Door.KIOSK, "Gate 1"), Why.CLAIM)
    muster = a_muster(2)
    text = made(replace(muster, entries=(*muster.entries, lost)))
    assert text.index("Somebody unknown") < text.index("Ana Ribeiro")
    assert "badge or number unknown" in text


def test_it_tells_how_old_what_is_known_is_and_who_left_and_came() -> None:
    muster = a_muster(2, ages=Ages(3 * 86400.0, 7 * 3600.0, 2 * 86400.0, other_doors=True))
    came = replace(muster.entries[0], key="9", number="9", name="New Hand")
    text = made(muster, since=Since({"0": MONDAY + timedelta(minutes=4)}, (came,)))
    for words in ("rota 3 days old", "register 2 days old", "other doors heard 7 hours ago"):
        assert words in text
    assert "clocked out 07:04" in text
    assert text.index("Came later") < text.index("New Hand")


def test_a_muster_that_could_not_be_kept_has_no_number() -> None:
    assert "Muster, not kept" in made(a_muster(1, number=0))


def test_a_tick_is_drawn_in_its_box_and_nowhere_else() -> None:
    plain = a_muster(3)
    ticked = replace(plain, ticks={"1": Tick("t", "1", True, MONDAY)})
    undone = replace(plain, ticks={"1": Tick("t", "1", False, MONDAY)})
    words = words_for("en")
    one, two, three = (page(words, LOCAL, muster) for muster in (plain, ticked, undone))
    assert len(two) > len(one)
    assert len(three) == len(one)


def test_without_roboto_there_is_a_page_all_the_same(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(muster_page, "roboto", dict)
    text = made(a_muster(5), "fr")
    assert "Ana Ribeiro" in text
    assert "Harbour Tower" in text
