"""`clockpost events`: what the ledger holds."""

from typing import Annotated, Any, Final

import typer

from shared.commands.terminal import ConfigOption, JsonOption, opened, print_json, print_table, settings
from shared.domain.model import Kind
from shared.store import ledger, outbox
from shared.store.authorisers import authoriser_of
from shared.store.database import Store
from shared.store.ledger import LedgerRow

COLUMNS: Final = ("seq", "at", "kind", "employee", "door", "receipt", "flags", "authorised by", "upstream")
UNKNOWN: Final = "unknown"
ANSWERS: Final = (Kind.CORRECTION_ANSWER, Kind.BREAK_ANSWER)


def events(
    config: ConfigOption = None,
    employee: Annotated[str, typer.Option(help="Only this employee number.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=100_000, help="How many, newest first.")] = 50,
    as_json: JsonOption = False,
) -> None:
    """List clock events, newest first, with where each stands upstream."""
    with opened(settings(config)) as store:
        found = [_told(store, row) for row in ledger.newest(store, limit, employee=employee)]
    if as_json:
        print_json(found)
        return
    print_table(f"{len(found)} clock events", COLUMNS, [_cells(one) for one in found])


def _cells(told: dict[str, Any]) -> list[object]:
    upstream = "; ".join(f"{row['upstream']} {row['state']} {row['session'] or ''}".strip() for row in told["outbox"])
    if told["kind"] == UNKNOWN:
        return [told["seq"], "", f"{UNKNOWN}: a newer version knows it", "", "", "", "", "", upstream]
    return [
        told["seq"],
        told["at"],
        _kind(told),
        told["employee"],
        told["door"],
        told["receipt"],
        ", ".join(told["flags"]),
        told["authorised_by"] or "",
        upstream,
    ]


def _kind(told: dict[str, Any]) -> str:
    """The kind, with what an employee said to a correction or of their breaks, and whether it was voided."""
    said = f": {_in_words(told['said'])}" if told["said"] else ""
    if said and told["because"]:
        said += f", {_in_words(told['because'])}"
    return f"{told['kind']}{said} (voided)" if told["voided"] else f"{told['kind']}{said}"


def _in_words(said: str) -> str:
    return said.replace("_", " ")


def _told(store: Store, row: LedgerRow) -> dict[str, Any]:
    event = row.event
    sent = [
        {
            "upstream": one.upstream,
            "state": one.state,
            "session": one.session_id or one.their_id or None,
            "method": one.their_method or one.method,
            "their_started": one.their_started,
            "their_ended": one.their_ended,
            "found": one.found,
            "reason": one.reason,
        }
        for one in outbox.of_event(store, row.event_id)
    ]
    if event is None:
        return {"seq": row.seq, "id": row.event_id, "kind": UNKNOWN, "body": row.body, "outbox": sent}
    draft = event.draft
    return {
        "seq": row.seq,
        "id": row.event_id,
        "kind": draft.kind,
        "at": draft.at.isoformat(),
        "employee": event.employee,
        "site": draft.site,
        "account": draft.account_id,
        "position": draft.position_id,
        "shift": draft.shift_id,
        "work_session": event.work_session,
        "door": event.door,
        "terminal": event.terminal,
        "receipt": event.receipt,
        "status": draft.status,
        "flags": list(event.flags),
        "authorised_by": authoriser_of(store, event) or None,
        "voided": row.voided,
        "about": event.about.target if event.about else None,
        "said": event.about.new if event.about and draft.kind in ANSWERS else None,
        "because": (event.about.reason or None) if event.about else None,
        "outbox": sent,
    }
