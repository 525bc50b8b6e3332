"""Handing what this terminal has not delivered to another one, while nothing runs here.

Rule 1: what was handed over is never sent from here again, whatever becomes of the file.
Rule 2: a file that was not written to its end, or was lost, is written again from the ledger; it is taken in once.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import structlog

from shared.clock import Reading, new_id
from shared.domain.delivery import RowState
from shared.handover_file import KEPT, HandoverError, check_place, new_code, signed, write_file
from shared.store import taps
from shared.store.database import Store
from shared.store.errors import StoreError
from shared.store.handed_over import in_earlier_files
from shared.store.handing_over import Export, export, export_called, last_export, mark_written, whole
from shared.store.offline import offline
from shared.store.taps import TapState

LOG = structlog.get_logger()
MOST_CLAIMS: Final = 10_000


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What lies in the file. `code` opens it; `again` where it was handed over before, `claims` stay here.

    `earlier` are handovers before it, by id, and how many deliveries went with each: their files are needed too.
    """

    export_id: str
    events: int
    deliveries: int
    code: str
    again: bool
    claims: int
    earlier: dict[str, int]


def hand_over(path: Path, key: str, to: Path, terminal: str, now: Reading, *, again: str = "") -> HandedOver:
    """Write what is undelivered into the new file `to`. `again` is the id of an earlier export to write once more.

    Raises HandoverError, or a StoreError; where the message does not say otherwise, nothing was handed over.
    """
    if to.exists():
        raise HandoverError(f"{to} exists already; name a new file. Nothing was handed over")
    if not path.exists():
        raise HandoverError(f"{path}: no ledger, so nothing to hand over")
    check_place(to)
    with offline(path), Store.unlocked(path, key) as store:
        store.quick_check()
        before = _made_before(store, again)
        made = before or _new_export(store, terminal, now)
        if made is None:
            raise HandoverError("Nothing waits and nobody is on duty here: there is nothing to hand over")
        code = new_code()
        write_file(to, signed(whole(store, made), code))
        mark_written(store, made.export_id, now.wall)
        claims = len(taps.listed(store, (TapState.CLAIM, TapState.OPEN), MOST_CLAIMS))
        earlier = in_earlier_files(store, made.export_id)
    events, deliveries = _counted(made)
    LOG.warning("handover.written", export=made.export_id, events=events, deliveries=deliveries)
    return HandedOver(made.export_id, events, deliveries, code, before is not None, claims, earlier)


def _made_before(store: Store, again: str) -> Export | None:
    """The export that is asked for by its id, or the last one where a crash kept it from being written."""
    if again:
        asked = export_called(store, again)
        if asked is None:
            raise HandoverError(f"{again}: no handover of this terminal has that id")
        return asked
    last = last_export(store)
    return last if last is not None and not last.written else None


def _new_export(store: Store, terminal: str, now: Reading) -> Export | None:
    with store.writing():
        made = export(store, new_id(now.wall), terminal, now.wall)
    # Durable in the ledger file itself before a file elsewhere tells of it.
    try:
        store.checkpoint()
    except StoreError as error:
        raise HandoverError(f"{error}. {KEPT}") from error
    return made


def _counted(made: Export) -> tuple[int, int]:
    events = json.loads(made.body)["events"]
    final = (RowState.DELIVERED, RowState.HANDED_OVER, RowState.DROPPED)
    return len(events), sum(row["state"] not in final for event in events for row in event["rows"])
