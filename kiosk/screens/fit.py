"""How large a text can be in its box: the largest size at which whole words fit, on as few lines as that size needs.

Nothing here draws. `fits(text, size, width)` and `line_height(size)` come from whoever owns the font.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

Fits = Callable[[str, int, float], bool]
LineHeight = Callable[[int], int]

STEP_PX = 2
STEPS_OF_A_SIZE = 40  # large sizes go down in larger steps: nobody sees 2 px of 300
ELLIPSIS = "…"
NEVER_FIRST = frozenset("·:;?!»–")


@dataclass(frozen=True, slots=True)
class Fitted:
    """A text broken into lines at a font size."""

    size_px: int
    lines: tuple[str, ...]

    @property
    def shown(self) -> str:
        """The words a reader sees."""
        return " ".join(self.lines)


@dataclass(frozen=True, slots=True)
class Letters:
    """The measures of one font."""

    fits: Fits
    line_height: LineHeight


def sizes(wanted_px: int, least_px: int) -> Iterable[int]:
    """Font sizes to try, largest first, `least_px` last."""
    size = wanted_px
    while size > least_px:
        yield size
        size -= max(STEP_PX, size // STEPS_OF_A_SIZE)
    yield least_px


def fit(text: str, box: tuple[float, float], candidates: Iterable[int], letters: Letters, max_lines: int) -> Fitted:
    """`text` at the first of `candidates` where it fits `box`; at the last of them, shortened, if it never does."""
    width, height = box
    size = 0
    for size in candidates:
        lines = wrap(text, width, size, letters.fits)
        room = min(max_lines, int(height // letters.line_height(size)))
        if lines is not None and len(lines) <= room:
            return Fitted(size, balanced(text, width, size, letters.fits, lines))
    room = max(1, min(max_lines, int(height // letters.line_height(size))))
    return Fitted(size, shortened(text, width, size, letters.fits, room))


def on_one_line(text: str, box: tuple[float, float], candidates: Iterable[int], letters: Letters) -> Fitted | None:
    """`text` unbroken at the first of `candidates` where it fits `box`, if it does at any of them."""
    width, height = box
    for size in candidates:
        if letters.fits(text, size, width) and letters.line_height(size) <= height:
            return Fitted(size, (text,))
    return None


def pieces(text: str) -> list[str]:
    """The words of `text`, each with the signs that must not begin a line."""
    found: list[str] = []
    for word in text.split(" "):
        if found and word in NEVER_FIRST:
            found[-1] += f" {word}"
        else:
            found.append(word)
    return found


def wrap(text: str, width: float, size: int, fits: Fits) -> tuple[str, ...] | None:
    """`text` broken between words into lines of at most `width`; None if a word alone is wider."""
    lines: list[str] = []
    for word in pieces(text):
        if not fits(word, size, width):
            return None
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and fits(longer, size, width):
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines)


def balanced(text: str, width: float, size: int, fits: Fits, lines: tuple[str, ...]) -> tuple[str, ...]:
    """The same number of lines, of lengths as equal as whole words allow: no single word left on the last."""
    narrow, wide, best = 0.0, width, lines
    while len(lines) > 1 and wide - narrow > size / 2:
        middle = (narrow + wide) / 2
        tried = wrap(text, middle, size, fits)
        if tried is not None and len(tried) == len(lines):
            wide, best = middle, tried
        else:
            narrow = middle
    return best


def shortened(text: str, width: float, size: int, fits: Fits, max_lines: int) -> tuple[str, ...]:
    """As much of `text` as `max_lines` hold, breaking words where it must, ending in an ellipsis if some is left."""
    lines: list[str] = []
    rest = text
    while rest and len(lines) < max_lines:
        taken = _longest_start(rest, width, size, fits)
        lines.append(rest[:taken].rstrip())
        rest = rest[taken:].lstrip()
    if rest:
        last = lines[-1]
        while last and not fits(last + ELLIPSIS, size, width):
            last = last[:-1]
        lines[-1] = last.rstrip() + ELLIPSIS
    return tuple(lines)


def _longest_start(text: str, width: float, size: int, fits: Fits) -> int:
    taken = len(text)
    while taken > 1 and not fits(text[:taken].rstrip(), size, width):
        space = text.rfind(" ", 0, taken)
        taken = space if space > 0 else taken - 1
    return taken
