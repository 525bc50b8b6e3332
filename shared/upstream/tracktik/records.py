"""What TrackTik answers, as our values: the envelope, and one function for each kind of record. No I/O.

Every function raises `Misread` for what is not in the documented form. Records by the article "Work Sessions"; the
envelope by "Performance Limits and Offset Pagination" (23794537688471).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shared.ports import UpstreamAccount, UpstreamEmployee, UpstreamPosition, UpstreamSession, UpstreamShift
from shared.upstream.tracktik.bodies import canonical
from shared.upstream.tracktik.fields import (
    Misread,
    Row,
    identity,
    needed_relation,
    needed_time,
    own_id,
    read_time,
    relation,
    word,
)

ACTIVE = "ACTIVE"


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list. `count` is how many rows there are in all, `limit` how many fit a page, where told."""

    rows: Sequence[Row]
    count: int | None = None
    limit: int | None = None


def row_in(answer: object) -> Row | None:
    """The one record of an answer, enveloped or bare; None where the envelope is empty."""
    inner = _data(answer)
    if inner is None or inner in ([], {}):
        return None
    if not isinstance(inner, Mapping):
        raise Misread("one record was expected")
    return inner


def page_in(answer: object) -> Page:
    """The rows of an answer to a list, enveloped or bare."""
    rows = _data(answer)
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise Misread("a list of records was expected")
    meta = answer.get("meta") if isinstance(answer, Mapping) else None
    if not isinstance(meta, Mapping):
        return Page(rows)
    return Page(rows, _number(meta, "count"), _number(meta, "limit") or None)


def session(row: Row) -> UpstreamSession:
    """A work session."""
    status = word(row, "status")
    if not status:
        raise Misread(f"record {own_id(row)} has no status")
    return UpstreamSession(
        session_id=own_id(row),
        employee_id=needed_relation(row, "employee"),
        account_id=relation(row, "account"),
        position_id=relation(row, "position"),
        shift_id=relation(row, "shift"),
        started_at=needed_time(row, "startedOn"),
        ended_at=read_time(row, "endedOn"),
        status=status,
        clock_in_method=word(row, "clockInMethod"),
        clock_out_method=word(row, "clockOutMethod"),
        raw=canonical(row),
    )


def employee(row: Row) -> UpstreamEmployee:
    """An employee; `customId` is the customer's own number."""
    name = word(row, "name") or f"{word(row, 'firstName')} {word(row, 'lastName')}".strip()
    active = word(row, "status") == ACTIVE
    return UpstreamEmployee(own_id(row), custom_id=word(row, "customId"), name=name, active=active)


def position(row: Row, account_id: int) -> UpstreamPosition:
    """A position; one that names no account is of the account that was asked for."""
    return UpstreamPosition(own_id(row), relation(row, "account") or account_id, word(row, "name"))


def account(row: Row) -> UpstreamAccount:
    """A client site: TrackTik lists accounts under /clients."""
    return UpstreamAccount(own_id(row), word(row, "name"))


def shift(row: Row, account_id: int) -> UpstreamShift:
    """A planned shift, taken or open; one that names no account is of the account that was asked for."""
    return UpstreamShift(
        shift_id=own_id(row),
        employee_id=relation(row, "employee"),
        position_id=relation(row, "position"),
        account_id=relation(row, "account") or account_id,
        starts_at=needed_time(row, "startDateTime"),
        ends_at=needed_time(row, "endDateTime"),
    )


def _data(answer: object) -> object:
    return answer["data"] if isinstance(answer, Mapping) and "data" in answer else answer


def _number(meta: Row, key: str) -> int | None:
    value = meta.get(key)
    return None if value is None else 0 if value in (0, "0") else identity(value)
