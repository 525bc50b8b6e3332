"""`clockpost outbox`: what is on its way, why, and what a person may do about it."""

from datetime import datetime
from typing import Annotated

import typer

from shared.clock import SystemClock
from shared.commands.terminal import ConfigOption, JsonOption, fail, opened, print_json, print_table, settings
from shared.domain.delivery import UNFINISHED, OutboxRow, RowState, Step
from shared.domain.supervision import MOST_LETTERS, Reason
from shared.store import decisions, desk, ledger, memory, outbox
from shared.store.database import Store


def _given(value: str) -> str:
    if not value.strip():
        raise typer.BadParameter("must say something: it is kept with the row.")
    return value.strip()


EventArgument = Annotated[str, typer.Argument(help="The event's id, or its beginning.")]
ByOption = Annotated[
    str, typer.Option("--by", callback=_given, help="Who decides this: a name that can be asked later.")
]
UpstreamOption = Annotated[str, typer.Option("--upstream", help="Which upstream, where the event goes to several.")]


def build() -> typer.Typer:
    """`clockpost outbox` with its commands."""
    app = typer.Typer(no_args_is_help=True, help="What is on its way upstream, and what holds it up.")
    app.command("list")(list_rows)
    app.command()(show)
    app.command()(retry)
    app.command()(drop)
    return app


def list_rows(
    config: ConfigOption = None,
    everything: Annotated[bool, typer.Option("--all", help="Finished ones too.")] = False,
    limit: Annotated[int, typer.Option(min=1, max=100_000, help="How many, oldest first.")] = 200,
    as_json: JsonOption = False,
) -> None:
    """List what has not reached its upstream: waiting, unknown and parked rows, oldest first."""
    states = tuple(RowState) if everything else (*UNFINISHED, RowState.PARKED)
    with opened(settings(config)) as store:
        rows = outbox.listed(store, states, limit)
        learnt = {one: memory.recall(store, one, "learnt") for one in {row.upstream for row in rows}}
    if as_json:
        print_json({"rows": [_told(row) for row in rows], "learnt": learnt})
        return
    columns = ("event", "upstream", "at", "kind", "employee", "state", "step", "sends", "session", "reason")
    told = [
        [
            row.event_id,
            row.upstream,
            row.at.isoformat(),
            row.kind,
            row.employee,
            row.state,
            row.step,
            row.sends,
            row.session_id or row.their_id,
            row.reason,
        ]
        for row in rows
    ]
    print_table(f"{len(rows)} rows", columns, told)


def show(event: EventArgument, config: ConfigOption = None, as_json: JsonOption = False) -> None:
    """Show one row whole: what was sent, what came back, and both times."""
    with opened(settings(config)) as store:
        rows = outbox.of_event(store, _event_id(store, event))
    if not rows:
        fail(f"{event}: this event goes to no upstream. `clockpost events` lists where each one goes.")
    if as_json:
        print_json([_told(row) for row in rows])
        return
    for row in rows:
        print_table(row.event_id, ("field", "value"), list(_told(row).items()))


def retry(event: EventArgument, by: ByOption, upstream: UpstreamOption = "", config: ConfigOption = None) -> None:
    """Try a parked row again. It is looked up first, so nothing is sent twice."""
    now = SystemClock().read().wall
    with opened(settings(config)) as store, store.writing():
        row = _only(store, event, upstream)
        if row.state is not RowState.PARKED:
            fail(
                f"{row.event_id} is {row.state}: only a parked row can be tried again."
                " `clockpost outbox list` shows which ones are."
            )
        outbox.change(
            store,
            row.event_id,
            row.upstream,
            now,
            state=RowState.UNKNOWN,
            reason="retried",
            by_whom=by,
            not_before=0.0,
            sends=0,
            looks=0,
            failures=0,
        )
        desk.close_parked(store, row.event_id, row.upstream, now, by)
    typer.echo(f"{row.event_id}: will be looked up and, if it is not there, sent again.")


def drop(
    event: EventArgument,
    by: ByOption,
    reason: Annotated[str, typer.Option("--reason", callback=_given, help="Why it need not be delivered.")],
    upstream: UpstreamOption = "",
    config: ConfigOption = None,
) -> None:
    """Give up delivering a row, in a person's name. The event itself stays in the ledger."""
    now = SystemClock().read().wall
    with opened(settings(config)) as store, store.writing():
        row = _only(store, event, upstream)
        if row.state in (RowState.DELIVERED, RowState.DROPPED, RowState.HANDED_OVER, RowState.SENDING):
            fail(
                f"{row.event_id} is {row.state}: there is nothing to drop."
                " `clockpost outbox show` tells where it stands."
            )
        if row.step is not Step.SEND:
            fail(
                f"{row.event_id}: the upstream has it already, and only its time is being put right."
                " `clockpost desk differences` tells what became of that."
            )
        outbox.change(store, row.event_id, row.upstream, now, state=RowState.DROPPED, reason=reason, by_whom=by)
        desk.close_parked(store, row.event_id, row.upstream, now, by)
        _keep_decision(store, row, by, reason, now)
    typer.echo(f"{row.event_id}: dropped by {by}. The event stays in the ledger.")


def _keep_decision(store: Store, row: OutboxRow, by: str, reason: str, now: datetime) -> None:
    """A ledger that has to be made anew from a damaged file must know that this was given up."""
    found = ledger.find(store, row.event_id)
    site = found.event.draft.site if found is not None and found.event is not None else ""
    why, facts = Reason(note=reason[:MOST_LETTERS]), {"upstream": row.upstream}
    decisions.keep(store, "drop", row.event_id, why, now, by=by, site=site, employee=row.employee, facts=facts)


def _event_id(store: Store, beginning: str) -> str:
    found = ledger.ids_beginning(store, beginning)
    if not found:
        fail(f"{beginning}: no such event. `clockpost events` lists them.")
    if len(found) > 1:
        fail(f"{beginning}: several events begin like that; give more of the id.")
    return found[0]


def _only(store: Store, event: str, upstream: str) -> OutboxRow:
    rows = outbox.of_event(store, _event_id(store, event))
    if not rows:
        fail(f"{event}: this event goes to no upstream. `clockpost events` lists where each one goes.")
    fitting = [row for row in rows if upstream in ("", row.upstream)]
    if len(fitting) != 1:
        fail(f"{event}: name one of its upstreams with --upstream: {', '.join(row.upstream for row in rows)}.")
    return fitting[0]


def _told(row: OutboxRow) -> dict[str, object]:
    return {name: getattr(row, name) for name in OutboxRow.__dataclass_fields__}
