"""`clockpost desk pair | badges | lost | found | one-time-pin | unlock`: badges and PINs."""

from typing import Annotated, Final

import typer

from shared.commands.desk_claims import TapArgument
from shared.commands.desk_hours import NumberArgument
from shared.commands.desk_word import (
    ByOption,
    NoteOption,
    PinOption,
    SiteOption,
    WhyOption,
    done,
    reason_of,
    refuse,
    speaking,
)
from shared.commands.terminal import ConfigOption, fail, opened, print_table, settings
from shared.domain.supervision import Because, NotDone
from shared.domain.tap import Answer, Choice
from shared.pins import made_pin
from shared.store.database import Store
from shared.supervision import pairing
from shared.wiring import badge_keys_of

SHOWN: Final = 8
BadgeOption = Annotated[str, typer.Option("--badge", help="The badge's mark, where the person has several.")]


def pair(
    tap: TapArgument,
    employee: NumberArgument,
    by: ByOption,
    pin: PinOption,
    choice: Annotated[Choice | None, typer.Option("--as", help="Also make this event of the tap.")] = None,
    because: WhyOption = Because.NO_BADGE,
    note: NoteOption = "",
    site: SiteOption = "",
    config: ConfigOption = None,
) -> None:
    """Pair the unknown badge of a kept tap with its holder."""
    keys = badge_keys_of(settings(config))
    with speaking(config, by, pin, reason_of(because, note), site=site) as (store, word):
        answer = Answer(choice) if choice is not None else None
        key_id = keys.newest.key_id if keys is not None else ""
        paired = done(pairing.pair_claim(store, word, tap, employee, answer, key_id=key_id))
    typer.echo(f"{tap}: the badge is of {employee} now.")
    if isinstance(paired.outcome, NotDone):
        fail(f"The tap is no event: {paired.outcome.obstacle.replace('_', ' ')}.")


def badges(employee: NumberArgument, config: ConfigOption = None) -> None:
    """List somebody's badges by their marks. A badge's number is kept nowhere."""
    with opened(settings(config)) as store:
        held = pairing.badges_of(store, employee)
    rows = [[one.digest[:SHOWN], "lost" if one.lost else "", "desk" if one.paired else "register"] for one in held]
    print_table(f"{len(rows)} badges of {employee}", ("mark", "state", "known by"), rows)


def lost(
    employee: NumberArgument,
    by: ByOption,
    pin: PinOption,
    badge: BadgeOption = "",
    because: WhyOption = Because.OTHER,
    note: NoteOption = "",
    site: SiteOption = "",
    config: ConfigOption = None,
) -> None:
    """Report a badge lost: nobody can use it from now on."""
    with speaking(config, by, pin, reason_of(because, note), site=site) as (store, word):
        done(pairing.report_lost(store, word, employee, _only(store, employee, badge)))
    typer.echo(f"A badge of {employee} is refused from now on.")


def found(
    employee: NumberArgument,
    by: ByOption,
    pin: PinOption,
    badge: BadgeOption = "",
    because: WhyOption = Because.OTHER,
    note: NoteOption = "",
    site: SiteOption = "",
    config: ConfigOption = None,
) -> None:
    """A badge that was reported lost here was found: it serves again."""
    with speaking(config, by, pin, reason_of(because, note), site=site) as (store, word):
        done(pairing.found_again(store, word, employee, _only(store, employee, badge)))
    typer.echo(f"A badge of {employee} serves again.")


def one_time_pin(
    employee: NumberArgument,
    by: ByOption,
    pin: PinOption,
    because: WhyOption = Because.FORGOT,
    note: NoteOption = "",
    site: SiteOption = "",
    config: ConfigOption = None,
) -> None:
    """Make a PIN that identifies somebody once, within 12 hours. It is shown here and nowhere else."""
    lent = made_pin()
    with speaking(config, by, pin, reason_of(because, note), site=site) as (store, word):
        done(pairing.set_one_time_pin(store, word, employee, lent))
    typer.echo(f"{employee} may give this PIN once, within 12 hours: {lent}")


def unlock(
    employee: NumberArgument,
    by: ByOption,
    pin: PinOption,
    because: WhyOption = Because.FORGOT,
    note: NoteOption = "",
    site: SiteOption = "",
    config: ConfigOption = None,
) -> None:
    """Let a number that was tried too often be tried again at once."""
    with speaking(config, by, pin, reason_of(because, note), site=site) as (store, word):
        stopped = pairing.unlock(store, word, employee)
    if stopped is not None:
        refuse(stopped)
    typer.echo(f"{employee} may be tried again.")


def _only(store: Store, employee: str, mark: str) -> str:
    held = [one.digest for one in pairing.badges_of(store, employee) if one.digest.startswith(mark)]
    if len(held) != 1:
        fail(f"{employee}: name one badge with --badge. `clockpost desk badges {employee}` lists their marks.")
    return held[0]


COMMANDS: Final = {
    "pair": pair,
    "badges": badges,
    "lost": lost,
    "found": found,
    "one-time-pin": one_time_pin,
    "unlock": unlock,
}
