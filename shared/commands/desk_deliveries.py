"""`clockpost desk parked | remedy | differences | settle | note | heard`: deliveries that wait, and other items."""

from typing import Annotated, Final

import typer

from shared.commands.desk_hours import EventArgument, event_id_of
from shared.commands.desk_word import (
    ByOption,
    NoteOption,
    PinOption,
    SiteOption,
    WhyOption,
    done,
    instant,
    reason_of,
    refuse,
    speaking,
)
from shared.commands.terminal import ConfigOption, JsonOption, fail, opened, print_json, print_table, settings
from shared.domain.remedies import Fix
from shared.domain.supervision import Because
from shared.store import outbox
from shared.supervision import differences as deciding
from shared.supervision.differences import Settle
from shared.supervision.messages import CameOf
from shared.supervision.messages import heard as message_heard
from shared.supervision.parked import Mending, mend, waiting
from shared.wiring import sites_of

ItemsArgument = Annotated[list[str], typer.Argument(help="The items' ids, as `clockpost desk differences` lists them.")]


def parked(config: ConfigOption = None, as_json: JsonOption = False) -> None:
    """List deliveries that wait for a person, with why and what fits."""
    loaded = settings(config)
    with opened(loaded) as store:
        rows = [
            {
                "event": one.row.event_id,
                "upstream": one.row.upstream,
                "employee": one.row.employee,
                "kind": one.row.kind,
                "at": one.row.at.isoformat(),
                "state": one.row.state,
                "why": one.why,
                "reason": one.row.reason,
                "answer": one.answer,
                "remedies": list(one.fixes),
                "sessions": list(one.sessions),
            }
            for one in waiting(store, sites_of(loaded))
        ]
    if as_json:
        print_json(rows)
        return
    columns = ("event", "employee", "kind", "at", "why", "reason", "remedies", "sessions")
    cells = [[", ".join(map(str, v)) if isinstance(v := row[name], list) else v for name in columns] for row in rows]
    print_table(f"{len(rows)} deliveries wait", columns, cells)


def remedy(
    event: EventArgument,
    fix: Annotated[Fix, typer.Argument(help="What to do about it.")],
    by: ByOption,
    pin: PinOption,
    upstream: Annotated[str, typer.Option("--upstream", help="Which upstream, where the event goes to several.")] = "",
    session: Annotated[int | None, typer.Option("--session", help="same_as: the upstream's session.")] = None,
    at: Annotated[str, typer.Option("--at", help="correct_time: the right time, by the site's clock.")] = "",
    position: Annotated[int | None, typer.Option("--position", help="other_place: the position's id.")] = None,
    because: WhyOption = Because.OTHER,
    note: NoteOption = "",
    site: SiteOption = "",
    config: ConfigOption = None,
) -> None:
    """Mend a parked delivery."""
    with speaking(config, by, pin, reason_of(because, note), site=site) as (store, word):
        event_id = event_id_of(store, event)
        upstreams = [row.upstream for row in outbox.of_event(store, event_id) if upstream in ("", row.upstream)]
        if len(upstreams) != 1:
            fail(f"{event}: name one of its upstreams with --upstream.")
        when = instant(at, word.site) if at else None
        row = done(mend(store, word, event_id, upstreams[0], Mending(fix, session, when, position)))
    typer.echo(f"{event_id}: {row.state} now.")


def differences(config: ConfigOption = None, as_json: JsonOption = False) -> None:
    """List where the upstream says another time than we do, in the groups that they arose in."""
    loaded = settings(config)
    with opened(loaded) as store:
        rows = [
            {"item": item.item_id, "group": one.grouped_by, "kind": one.kind, "employee": item.employee, **item.facts}
            for one in deciding.groups(store, sites_of(loaded))
            for item in one.items
        ]
    if as_json:
        print_json(rows)
        return
    columns = ("item", "group", "kind", "employee", "ours", "theirs")
    print_table(f"{len(rows)} differences", columns, [[row.get(name) for name in columns] for row in rows])


def settle(
    how: Annotated[Settle, typer.Argument(help="Whose time counts.")],
    items: ItemsArgument,
    by: ByOption,
    pin: PinOption,
    because: WhyOption = Because.AS_UPSTREAM,
    note: NoteOption = "",
    site: SiteOption = "",
    config: ConfigOption = None,
) -> None:
    """Decide differences, as many as are named, alike."""
    with speaking(config, by, pin, reason_of(because, note), site=site) as (store, word):
        settled = deciding.settle(store, word, items, how)
    for item_id, goes in settled.done.items():
        typer.echo(f"{item_id}: {how.replace('_', ' ')} ({goes.replace('_', ' ')}).")
    for item_id, left in settled.left.items():
        typer.echo(f"{item_id}: left as it was: {left.obstacle.replace('_', ' ')} {left.detail}".strip(), err=True)
    if settled.left:
        raise typer.Exit(1)


def note(
    item: Annotated[str, typer.Argument(help="The item's id, as `clockpost desk` lists it.")],
    by: ByOption,
    pin: PinOption,
    because: WhyOption = Because.OTHER,
    said: NoteOption = "",
    site: SiteOption = "",
    config: ConfigOption = None,
) -> None:
    """Take note of an item: a person has seen it."""
    with speaking(config, by, pin, reason_of(because, said), site=site) as (store, word):
        stopped = deciding.note(store, word, item)
    if stopped is not None:
        refuse(stopped)
    typer.echo(f"{item}: noted by {by}.")


def heard(
    recording: Annotated[str, typer.Argument(help="The recording's id, as `clockpost ivr messages` lists it.")],
    came_of: Annotated[CameOf, typer.Argument(help="What came of it.")],
    by: ByOption,
    pin: PinOption,
    said: NoteOption = "",
    site: SiteOption = "",
    config: ConfigOption = None,
) -> None:
    """Mark a voice message as heard."""
    with speaking(config, by, pin, reason_of(Because.OTHER, said), site=site) as (store, word):
        done(message_heard(store, word, recording, came_of))
    typer.echo(f"{recording}: heard by {by}.")


COMMANDS: Final = {
    "parked": parked,
    "remedy": remedy,
    "differences": differences,
    "settle": settle,
    "note": note,
    "heard": heard,
}
