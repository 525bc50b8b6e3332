"""What every command of the desk shares: who speaks, for which site, why, and how an answer is told."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Annotated, Final, NoReturn, TypeVar
from zoneinfo import ZoneInfo

import typer

from shared.clock import SystemClock
from shared.commands.terminal import fail, opened, settings
from shared.config import Config
from shared.domain.site import Site
from shared.domain.stated_time import Doubt, InDoubt, stated
from shared.domain.supervision import MOST_LETTERS, Because, NotDone, Reason
from shared.gather import Surroundings
from shared.identify import Identified, by_pin
from shared.store.database import Store
from shared.supervision.word import Word
from shared.time_service import heard_now
from shared.wiring import door_of, sites_of

T = TypeVar("T")
PLACE: Final = "command line"
ByOption = Annotated[str, typer.Option("--by", help="Your own employee number; your PIN is asked for.")]
PinOption = Annotated[str, typer.Option("--pin", prompt="Your PIN", hide_input=True, help="Left out: asked for.")]
WhyOption = Annotated[Because, typer.Option("--because", help="Why, in one word.")]
NoteOption = Annotated[str, typer.Option("--note", help="What else is to be said; kept where it can be erased.")]
SiteOption = Annotated[str, typer.Option("--site", help="The site; else the first of the settings.")]
AtOption = Annotated[
    str, typer.Option("--at", help="When, by the site's clock: 2026-03-02T05:58; an offset may follow.")
]


def reason_of(because: Because, note: str) -> Reason:
    """The reason given, or the end of the command."""
    if len(note) > MOST_LETTERS:
        fail(f"--note: at most {MOST_LETTERS} letters.", 2)
    return Reason(because, note)


@contextmanager
def speaking(config: Path | None, by: str, pin: str, reason: Reason, *, site: str = "") -> Iterator[tuple[Store, Word]]:
    """An open ledger and the word of whoever gave the right PIN; the site is `site` or the first of the settings."""
    loaded = settings(config)
    with opened(loaded) as store:
        reading, witnesses = heard_now(SystemClock().read, loaded.time.rtc)
        identity = by_pin(store, by, pin, PLACE, reading)
        if not isinstance(identity, Identified):
            fail("Number or PIN is wrong, or locked for a while. Nothing was changed.")
        if identity.one_time:
            fail("A PIN that serves once is for clocking alone. Nothing was changed.")
        around = Surroundings(reading, local_witnesses=witnesses)
        door = replace(door_of(loaded), site=_site(loaded, site), hold_s=0.0)
        tracktik = loaded.upstream.tracktik
        edits = tracktik is not None and tracktik.late_clock_out in ("auto", "edit")
        yield store, Word(identity.person, door, around, reason, edits)


def done(answer: T | NotDone) -> T:
    """What was done, or the end of the command with what stands against it."""
    if isinstance(answer, NotDone):
        refuse(answer)
    return answer


def refuse(answer: NotDone) -> NoReturn:
    """End the command with what stands against it."""
    more = f" ({answer.detail})" if answer.detail else ""
    fail(f"Nothing was changed: {answer.obstacle.replace('_', ' ')}{more}.")


def instant(text: str, site: Site) -> datetime:
    """A time as typed, in UTC, or the end of the command where it names no instant."""
    try:
        told = datetime.fromisoformat(text)
    except ValueError:
        fail(f"{text}: no time. Write it like 2026-03-02T05:58, or with an offset: 2026-03-02T05:58-05:00.", 2)
    zone = ZoneInfo(site.rules.timezone)
    found = stated(told, zone)
    if isinstance(found, InDoubt):
        _doubt(text, found, zone)
    return found


def _doubt(text: str, found: InDoubt, zone: ZoneInfo) -> NoReturn:
    if found.doubt is Doubt.NEVER:
        fail(f"{text}: the clocks were put forward over this time; it never came.", 2)
    both = " or ".join(one.astimezone(zone).isoformat() for one in found.instants)
    fail(f"{text}: this hour came twice. Say which: {both}.", 2)


def _site(config: Config, named: str) -> Site:
    sites = sites_of(config)
    found = next((site for site in sites if named in ("", site.name)), None)
    if found is None:
        fail(f"{named}: no such site. There are: {', '.join(site.name for site in sites)}.", 2)
    return found
