"""`clockpost desk clock-in | clock-out | correct`: putting somebody's hours right."""

from typing import Annotated, Final

import typer

from shared.clock import new_id
from shared.commands.desk_claims import PositionOption, known
from shared.commands.desk_word import (
    AtOption,
    ByOption,
    NoteOption,
    PinOption,
    SiteOption,
    WhyOption,
    done,
    instant,
    reason_of,
    speaking,
)
from shared.commands.terminal import ConfigOption, fail
from shared.domain.supervision import Because
from shared.domain.tap import Answer, Choice
from shared.store import ledger
from shared.store.database import Store
from shared.supervision.clocking_for import Order, clock_for, how_it_will_go
from shared.supervision.correcting import correct_time
from shared.supervision.correcting import how_it_will_go as how_correction_goes
from shared.supervision.word import Word

NumberArgument = Annotated[str, typer.Argument(help="The employee number.")]
EventArgument = Annotated[str, typer.Argument(help="The event's id, or its beginning.")]
WhenOption = Annotated[str, typer.Option("--at", help="When, by the site's clock; else now.")]
YesOption = Annotated[bool, typer.Option("--yes", help="Do not ask once more.")]


def event_id_of(store: Store, beginning: str) -> str:
    """The one event whose id begins like this, or the end of the command."""
    found = ledger.ids_beginning(store, beginning)
    if len(found) != 1:
        fail(
            f"{beginning}: {'several events begin' if found else 'no event begins'} like that. See `clockpost events`."
        )
    return found[0]


def clock_in(
    employee: NumberArgument,
    by: ByOption,
    pin: PinOption,
    at: WhenOption = "",
    position: PositionOption = None,
    because: WhyOption = Because.FORGOT,
    note: NoteOption = "",
    site: SiteOption = "",
    yes: YesOption = False,
    config: ConfigOption = None,
) -> None:
    """Clock somebody in."""
    with speaking(config, by, pin, reason_of(because, note), site=site) as (store, word):
        _clock(store, word, employee, Answer(Choice.CLOCK_IN, position), at, yes=yes)


def clock_out(
    employee: NumberArgument,
    by: ByOption,
    pin: PinOption,
    at: WhenOption = "",
    session: Annotated[
        str, typer.Option("--session", help="The clock-in of an older session that was left open.")
    ] = "",
    because: WhyOption = Because.FORGOT,
    note: NoteOption = "",
    site: SiteOption = "",
    yes: YesOption = False,
    config: ConfigOption = None,
) -> None:
    """Clock somebody out, of the work they are at or of an older session that was left open."""
    with speaking(config, by, pin, reason_of(because, note), site=site) as (store, word):
        older = event_id_of(store, session) if session else ""
        _clock(store, word, employee, Answer(Choice.CLOCK_OUT), at, session=older, yes=yes)


def correct(
    event: EventArgument,
    by: ByOption,
    pin: PinOption,
    at: AtOption,
    because: WhyOption = Because.AGREED,
    note: NoteOption = "",
    site: SiteOption = "",
    yes: YesOption = False,
    config: ConfigOption = None,
) -> None:
    """Correct the time of an event; the first reading stays in the ledger."""
    with speaking(config, by, pin, reason_of(because, note), site=site) as (store, word):
        event_id, new = event_id_of(store, event), instant(at, word.site)
        goes = how_correction_goes(store, word, event_id, new)
        _confirm(", ".join(f"{upstream}: {way}" for upstream, way in goes.items()) or "nowhere", yes=yes)
        corrected = done(correct_time(store, word, event_id, new))
    typer.echo(f"{event_id}: {corrected.target.now.draft.at.isoformat()} from now on. The employee will be told.")


def _clock(
    store: Store, word: Word, employee: str, answer: Answer, at: str, *, session: str = "", yes: bool = False
) -> None:
    person, when = known(store, employee), instant(at, word.site) if at else word.now
    _confirm(how_it_will_go(word.door, answer.choice), yes=yes)
    outcome = done(clock_for(store, word, Order(new_id(word.now), person, answer, when, session)))
    for event in outcome.events:
        typer.echo(f"{event.event_id}: {employee} {event.draft.kind} at {event.draft.at.isoformat()}.")


def _confirm(how: str, *, yes: bool) -> None:
    typer.echo(f"How it goes out: {how.replace('_', ' ')}.")
    if not yes and not typer.confirm("Do it?"):
        fail("Nothing was changed.")


COMMANDS: Final = {"clock-in": clock_in, "clock-out": clock_out, "correct": correct}
