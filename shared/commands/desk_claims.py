"""`clockpost desk accept | dismiss | left-earlier`: what becomes of kept taps."""

from typing import Annotated, Final

import typer

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
from shared.domain.model import Person
from shared.domain.supervision import Because
from shared.domain.tap import Answer, Choice
from shared.store import people
from shared.store.database import Store
from shared.supervision import claims

TapArgument = Annotated[str, typer.Argument(help="The tap's id, as `clockpost desk` lists it.")]
EmployeeOption = Annotated[str, typer.Option("--employee", help="Whose it is: an employee number.")]
PositionOption = Annotated[int | None, typer.Option("--position", help="The position's id, where it must be named.")]


def known(store: Store, number: str) -> Person:
    """Somebody of the register, or the end of the command."""
    found = people.by_number(store, number)
    if found is None:
        fail(f"{number}: nobody of the register has this number.")
    return found[0]


def accept(
    tap: TapArgument,
    by: ByOption,
    pin: PinOption,
    employee: EmployeeOption,
    choice: Annotated[Choice, typer.Option("--as", help="What the tap was.")] = Choice.CLOCK_IN,
    position: PositionOption = None,
    because: WhyOption = Because.OTHER,
    note: NoteOption = "",
    site: SiteOption = "",
    config: ConfigOption = None,
) -> None:
    """Make an event of a kept tap, at the tap's own time."""
    with speaking(config, by, pin, reason_of(because, note), site=site) as (store, word):
        person = known(store, employee)
        outcome = done(claims.accept(store, word, tap, person, Answer(choice, position)))
    typer.echo(f"{tap}: {', '.join(event.draft.kind for event in outcome.events) or 'it is an event already'}.")


def dismiss(
    tap: TapArgument,
    by: ByOption,
    pin: PinOption,
    because: WhyOption = Because.OTHER,
    note: NoteOption = "",
    site: SiteOption = "",
    config: ConfigOption = None,
) -> None:
    """Settle a kept tap without an event."""
    with speaking(config, by, pin, reason_of(because, note), site=site) as (store, word):
        done(claims.dismiss(store, word, tap))
    typer.echo(f"{tap}: dismissed by {by}.")


def left_earlier(
    tap: TapArgument,
    by: ByOption,
    pin: PinOption,
    at: AtOption,
    because: WhyOption = Because.FORGOT,
    note: NoteOption = "",
    site: SiteOption = "",
    config: ConfigOption = None,
) -> None:
    """Give an "I left earlier" its time: it becomes the clock-out."""
    with speaking(config, by, pin, reason_of(because, note), site=site) as (store, word):
        outcome = done(claims.left_earlier(store, word, tap, instant(at, word.site)))
    typer.echo(f"{tap}: {outcome.person.number} clocked out at {outcome.tap.at.isoformat()}.")


COMMANDS: Final = {"accept": accept, "dismiss": dismiss, "left-earlier": left_earlier}
