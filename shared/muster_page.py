"""The muster on paper: A4, two columns, a box to tick before every name, those who are not sure first.

Some forty-five people fit on one page, sixty where it is set closer; for more it takes further pages.
"""

import importlib.util
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fpdf import FPDF
from fpdf.enums import XPos, YPos

from shared.domain.muster_entry import Muster, MusterEntry, Since, Stand
from shared.words import Words
from shared.words import muster as say
from shared.words.calendar import LocalTime

DEBIAN_ROBOTO: Final = Path("/usr/share/fonts/truetype/roboto/unhinted/RobotoTTF")
CUTS: Final = {"": ("Roboto-Regular.ttf",), "B": ("Roboto-Medium.ttf", "Roboto-Bold.ttf")}
MARGIN_MM: Final = 14.0
GUTTER_MM: Final = 8.0
HEAD_MM: Final = 46.0
FOOT_MM: Final = 12.0
SIGNED_MM: Final = 22.0
INK: Final = 16
SOFT: Final = 80
NO_SINCE: Final = Since()


@dataclass(frozen=True, slots=True)
class _Density:
    """Heights in millimetres, letters in points."""

    row_mm: float
    heading_mm: float
    name_pt: float
    small_pt: float


ROOMY: Final = _Density(8.6, 9.5, 10.5, 7.5)
CLOSE: Final = _Density(6.6, 8.0, 9.0, 6.5)


@dataclass(frozen=True, slots=True)
class _Line:
    """A heading has no entry."""

    text: str
    detail: str = ""
    is_heading: bool = False
    is_ticked: bool = False


def page(words: Words, local: LocalTime, muster: Muster, since: Since = NO_SINCE) -> bytes:
    """The PDF, in the language of `words` and the zone of `local`."""
    lines = list(_lines(words, local, muster, since))
    made = _Page(words, local, muster, CLOSE if _pages(lines, ROOMY) > 1 else ROOMY)
    made.columns(lines)
    made.sign_here()
    return bytes(made.output())


def roboto() -> dict[str, Path]:
    """The font file of each style, "" and "B": Debian's, else Kivy's; nothing where neither is installed."""
    folders = [DEBIAN_ROBOTO]
    kivy = importlib.util.find_spec("kivy")
    if kivy is not None and kivy.origin:
        folders.append(Path(kivy.origin).parent / "data" / "fonts")
    found = {}
    for style, names in CUTS.items():
        there = [folder / name for name in names for folder in folders if (folder / name).is_file()]
        if there:
            found[style] = there[0]
    return found if len(found) == len(CUTS) else {}


def _lines(words: Words, local: LocalTime, muster: Muster, since: Since) -> Iterable[_Line]:
    unsure = [entry for entry in muster.entries if entry.stand is Stand.UNSURE]
    sure = [entry for entry in muster.entries if entry.stand is not Stand.UNSURE]
    parts = (
        (words.say("Not sure, look for them too"), unsure),
        (words.say("In the building"), sure),
        (words.say("Came later"), list(since.later)),
    )
    for heading, entries in parts:
        if entries:
            yield _Line(f"{heading} \u00b7 {len(entries)}", is_heading=True)
        yield from (_line(words, local, muster, entry, since) for entry in entries)


def _line(words: Words, local: LocalTime, muster: Muster, entry: MusterEntry, since: Since) -> _Line:
    told = list(say.details(words, local, entry, muster.at))
    if entry.stand is not Stand.UNSURE:
        told.insert(0, say.stand_word(words, local, entry, muster.at))
    if entry.key in since.left:
        left_at = say.moment(words, local, since.left[entry.key], muster.at)
        told.insert(0, words.say("clocked out {time}", time=left_at).strip())
    number = f" ({entry.number})" if entry.name and entry.number else ""
    name = f"{say.who(words, entry)}{number}"
    return _Line(name, " \u00b7 ".join(part for part in told if part), is_ticked=muster.is_ticked(entry.key))


def _pages(lines: list[_Line], density: _Density) -> int:
    """How many pages the lines take at that density."""
    room = 297 - HEAD_MM - FOOT_MM - SIGNED_MM
    high = sum(density.heading_mm if line.is_heading else density.row_mm for line in lines)
    return 1 if high <= 2 * room - density.heading_mm - density.row_mm else 2


class _Page(FPDF):
    """The sheets. fpdf2 calls `header` and `footer` for each of them."""

    def __init__(self, words: Words, local: LocalTime, muster: Muster, density: _Density) -> None:
        super().__init__(format="A4")
        self.words, self.local, self.muster, self.density = words, local, muster, density
        self.family = self._letters()
        self.set_margins(MARGIN_MM, MARGIN_MM)
        self.set_auto_page_break(False)
        self.c_margin = 0
        self.set_title(say.title(words, muster))
        self.set_lang(words.language)
        self.set_creation_date(muster.at)
        self.column_mm = (self.w - 2 * MARGIN_MM - GUTTER_MM) / 2
        self.add_page()

    def _letters(self) -> str:
        fonts = roboto()
        for style, path in fonts.items():
            self.add_font("Roboto", style, path)
        # Without Roboto there are Latin letters only: others print as "?", which is better than no page.
        return "Roboto" if fonts else "Helvetica"

    def write_at(
        self, x: float, y: float, text: str, size_pt: float, *, bold: bool = False, soft: bool = False, width: float = 0
    ) -> None:
        """One line of text, its middle at `y`, set smaller where it is wider than `width` and cut at last."""
        if not text:
            return
        if self.family == "Helvetica":
            text = text.encode("latin-1", "replace").decode("latin-1")
        self.set_text_color(SOFT if soft else INK)
        self.set_font(self.family, "B" if bold else "", size_pt)
        while width and self.get_string_width(text) > width and size_pt > 6:
            size_pt -= 0.5
            self.set_font_size(size_pt)
        while width and len(text) > 1 and self.get_string_width(text) > width:
            text = text[:-2] + "\u2026" if self.family == "Roboto" else text[:-1]
        self.set_xy(x, y - size_pt * 0.25)
        self.cell(text=text, h=size_pt * 0.5, new_x=XPos.LEFT, new_y=YPos.TOP)

    def header(self) -> None:
        """Number, site, time and counts, and what is not on the list."""
        words, muster, right = self.words, self.muster, self.w - MARGIN_MM
        self.write_at(MARGIN_MM, 17, say.title(words, muster), 24, bold=True, width=80)
        at = f"{self.local.date(muster.at, words)} {muster.at.astimezone(self.local.zone):%Y}"
        self.write_at(MARGIN_MM, 25.5, f"{muster.site} \u00b7 {at} \u00b7 {self.local.time(muster.at)}", 11, width=95)
        self._counts(right)
        told = " \u00b7 ".join(say.knowledge(words, muster.ages))
        self.write_at(MARGIN_MM, 33.5, say.visitors(words), 11, bold=True)
        self.write_at(MARGIN_MM + 64, 33.5, told, 9, soft=True, width=right - MARGIN_MM - 64)
        self.set_draw_color(INK)
        self.set_line_width(0.5)
        self.line(MARGIN_MM, 38.5, right, 38.5)

    def _counts(self, right: float) -> None:
        words, counts = self.words, self.muster.counts
        told = (
            (counts.unsure, words.say("not sure")),
            (counts.on_break, words.say("on break")),
            (counts.inside, words.say("in")),
        )
        wide, x = 25.0, right
        for number, word in told:
            x -= wide
            self.set_draw_color(170)
            self.set_line_width(0.3)
            self.rect(x + 1.5, 12, wide - 1.5, 17, round_corners=True, corner_radius=2)
            for text, y, size, bold in ((str(number), 18.5, 18, True), (word, 25.5, 8.5, False)):
                self.set_font(self.family, "B" if bold else "", size)
                taken = min(self.get_string_width(text), wide - 4)
                self.write_at(x + 1.5 + (wide - 1.5 - taken) / 2, y, text, size, bold=bold, width=wide - 3)

    def footer(self) -> None:
        """Which sheet this is, and of how many."""
        # fpdf2 puts the number of pages in place of {nb} when it writes the file.
        of = self.words.say("Page {n} of {all}", n=self.page_no(), all="{nb}")
        self.write_at(MARGIN_MM, self.h - 8, f"{say.title(self.words, self.muster)} \u00b7 {of}", 8, soft=True)

    def columns(self, lines: list[_Line]) -> None:
        """All lines, down the left column, then the right one, then on the next sheet."""
        column, y = 0, HEAD_MM - 3
        foot = self.h - FOOT_MM - SIGNED_MM
        for line in lines:
            high = self.density.heading_mm if line.is_heading else self.density.row_mm
            # A heading does not stand alone at the foot.
            if y + high + (self.density.row_mm if line.is_heading else 0) > foot:
                column, y = column + 1, HEAD_MM - 3
                if column == 2:
                    self.add_page()
                    column = 0
            self._set(line, MARGIN_MM + column * (self.column_mm + GUTTER_MM), y, high)
            y += high

    def _set(self, line: _Line, x: float, y: float, high: float) -> None:
        size, width = self.density, self.column_mm
        if line.is_heading:
            self.write_at(x, y + high * 0.58, line.text, size.name_pt, bold=True, width=width)
            self.set_draw_color(INK)
            self.set_line_width(0.3)
            self.line(x, y + high - 0.6, x + width, y + high - 0.6)
            return
        box = min(4.6, high * 0.56)
        self.set_draw_color(INK)
        self.set_line_width(0.35)
        self.rect(x + 0.4, y + (high - box) / 2, box, box)
        if line.is_ticked:
            self._check(x + 0.4, y + (high - box) / 2, box)
        text_x = x + box + 3
        self.write_at(text_x, y + high * 0.32, line.text, size.name_pt, bold=True, width=width - box - 3)
        self.write_at(text_x, y + high * 0.77, line.detail, size.small_pt, soft=True, width=width - box - 3)
        self.set_draw_color(215)
        self.set_line_width(0.15)
        self.line(x, y + high, x + width, y + high)

    def _check(self, x: float, y: float, box: float) -> None:
        self.set_line_width(0.7)
        self.line(x + box * 0.2, y + box * 0.55, x + box * 0.42, y + box * 0.78)
        self.line(x + box * 0.42, y + box * 0.78, x + box * 0.85, y + box * 0.22)

    def sign_here(self) -> None:
        """Who counted, and when: at the foot of the last sheet."""
        y, wide = self.h - FOOT_MM - 8, (self.w - 2 * MARGIN_MM - 2 * GUTTER_MM) / 3
        self.set_draw_color(INK)
        self.set_line_width(0.3)
        told = (self.words.say("Counted by"), self.words.say("Signature"), self.words.say("Time of the count"))
        for place, text in enumerate(told):
            x = MARGIN_MM + place * (wide + GUTTER_MM)
            self.line(x, y, x + wide, y)
            self.write_at(x, y + 3.5, text, 8, soft=True, width=wide)
