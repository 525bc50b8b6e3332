"""One row a person: where they stand and what they last did, so that a tap reads one row."""

from dataclasses import dataclass, replace
from datetime import datetime

from pydantic import TypeAdapter

from shared.domain.corrections import as_corrected
from shared.domain.event import ClockEvent
from shared.domain.model import ELSEWHERE, OFF_DUTY, Draft, Kind, LastEvent, Presence
from shared.domain.presence import Recorded, after
from shared.store import ledger
from shared.store.database import Row, Store

_PRESENCE = TypeAdapter(Presence)


MOST_USED_SHIFTS = 24


@dataclass(frozen=True, slots=True)
class Standing:
    """Presence with the last event and the last clock-out of a person.

    `receipt` is the newest one given, be its event voided since: no two events share one. `used_shift_ids` are those
    of the last clock-ins, newest first.
    """

    presence: Presence = OFF_DUTY
    last_event: LastEvent | None = None
    last_out_at: datetime | None = None
    receipt: str = ""
    used_shift_ids: tuple[int, ...] = ()


NOBODY = Standing()
COLUMNS = (
    "body",
    "last_id",
    "last_kind",
    "last_at",
    "last_recorded_at",
    "last_receipt",
    "last_out_at",
    "receipt",
    "used_shifts",
    "last_boot",
    "last_boottime",
)
_COLUMNS = ", ".join(COLUMNS)


def of(store: Store, employee: str) -> Standing:
    """Where this employee stands; off duty when the store knows nothing."""
    row = store.one(f"SELECT {_COLUMNS} FROM presence WHERE employee = ?", (employee,))
    return standing_of(row) if row else NOBODY


def everybody(store: Store) -> dict[str, Standing]:
    """Everybody with a row, by employee number."""
    rows = store.execute(f"SELECT employee, {_COLUMNS} FROM presence ORDER BY employee")
    return {row[0]: standing_of(row[1:]) for row in rows}


def put(store: Store, employee: str, standing: Standing) -> None:
    """Write the row, inside the caller's transaction."""
    last = standing.last_event
    store.execute(
        f"INSERT OR REPLACE INTO presence (employee, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            employee,
            _PRESENCE.dump_json(standing.presence, exclude_defaults=True).decode(),
            last.event_id if last else None,
            last.kind if last else None,
            last.at.isoformat() if last else None,
            last.recorded_at.isoformat() if last else None,
            last.receipt if last else None,
            standing.last_out_at.isoformat() if standing.last_out_at else None,
            standing.receipt,
            " ".join(map(str, standing.used_shift_ids)),
            last.boot_id if last else "",
            last.boottime_s if last else 0.0,
        ),
    )


def moved(standing: Standing, presence: Presence, event: ClockEvent) -> Standing:
    """The row after `event` moved presence to `presence`."""
    draft = event.draft
    if _ends_older_work(standing, draft):
        return replace(standing, receipt=event.receipt)
    last = LastEvent(
        event.event_id, draft.kind, draft.at, event.recorded_at, event.receipt, event.boot_id, event.boottime_s
    )
    out = draft.at if draft.kind is Kind.CLOCKED_OUT else standing.last_out_at
    used = standing.used_shift_ids
    if draft.kind is Kind.CLOCKED_IN and draft.shift_id is not None:
        used = (draft.shift_id, *used)[:MOST_USED_SHIFTS]
    return Standing(presence, last, out, event.receipt, used)


def _ends_older_work(standing: Standing, draft: Draft) -> bool:
    """Is it the end of an older work session, told late? What the person did last is something else then.

    A clock-out whose clock-in was taken back is not: it may well be the last thing that stands.
    """
    if draft.kind is not Kind.CLOCKED_OUT or draft.work_session in (ELSEWHERE, standing.presence.work_session):
        return False
    return standing.presence.on_duty or (standing.last_event is not None and standing.last_event.at > draft.at)


def rebuild(store: Store, employee: str) -> Standing:
    """The row as the ledger alone tells it, without voided events and with what was corrected."""
    standing, receipt = NOBODY, ""
    rows = ledger.of_employee(store, employee)
    corrections = [row.event for row in rows if row.event is not None and row.event.draft.kind is Kind.CORRECTED]
    for row in rows:
        if row.event is None or row.event.about is not None:
            continue
        receipt = row.event.receipt or receipt
        if row.voided:
            continue
        event = replace(row.event, draft=as_corrected(row.event, corrections).draft)
        now_at = after(standing.presence, Recorded(row.event_id, row.seq, event.draft))
        standing = moved(standing, now_at, event)
    return replace(standing, receipt=receipt)


def standing_of(row: Row) -> Standing:
    """The stored row, its columns as in `COLUMNS`."""
    body, last_id, last_kind, last_at, last_recorded_at, last_receipt, last_out_at, receipt, used, boot, boottime_s = (
        row
    )
    last = None
    if last_id is not None:
        last = LastEvent(
            last_id,
            Kind(last_kind),
            datetime.fromisoformat(last_at),
            datetime.fromisoformat(last_recorded_at),
            last_receipt,
            boot,
            boottime_s,
        )
    out = datetime.fromisoformat(last_out_at) if last_out_at else None
    return Standing(_PRESENCE.validate_json(body), last, out, receipt, tuple(map(int, used.split())))
