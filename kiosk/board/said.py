"""What came of an act, told once on the page that follows it: how it goes out, a PIN, or why nothing was changed."""

from collections.abc import Iterator
from dataclasses import dataclass

from kiosk.board.visit import Visit
from kiosk.wording.desk_acts import act_word
from kiosk.wording.desk_answers import done_text, goes_out_text, obstacle_text
from shared.domain.desk_entry import Done
from shared.domain.supervision import NotDone, Obstacle


@dataclass(frozen=True, slots=True)
class Said:
    """`large` is a PIN: on the page that follows and never again."""

    title: str
    lines: tuple[str, ...]
    is_done: bool = True
    large: str = ""


def said_of(visit: Visit, order_id: str) -> Said | None:
    """What is to be told of that order, and not told again; None for nothing."""
    told = visit.session.said.get(order_id) if order_id else None
    if not isinstance(told, Said):
        return None
    # The order stays known: posting it again does nothing.
    visit.session.said[order_id] = ""
    return told


def of_done(visit: Visit, about: str, done: Done) -> Said:
    """What was done."""
    words, now = visit.words, visit.front.clock.read().wall
    title = f"{act_word(words, done.act)} \u00b7 {about}"
    return Said(title, (done_text(words, visit.setting.local, done, now), *_after(visit, done)), large=done.pin)


def _after(visit: Visit, done: Done) -> Iterator[str]:
    words = visit.words
    yield from dict.fromkeys(goes_out_text(words, upstream, how) for upstream, how in done.how.items())
    if done.pin:
        yield words.say("It serves once, within 12 hours. Write it down now: it is not shown again.")
    if done.left:
        yield words.say_n("{n} is left as it was:", "{n} are left as they were:", len(done.left))
        yield from dict.fromkeys(obstacle_text(words, NotDone(Obstacle(why))) for why in done.left.values())
