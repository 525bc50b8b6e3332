"""Which planned shift an event belongs to: by overlap of instants, never by calendar date.

Instants are only ever subtracted from each other: a shift dated in the year 1 or 9999 must not stop a tap.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.domain.model import Shift
from shared.domain.rules import Rules


@dataclass(frozen=True, slots=True)
class ShiftMatch:
    shift: Shift | None
    candidates: tuple[Shift, ...]


def match_clock_in(
    at: datetime, account_id: int, shifts: Iterable[Shift], used_shift_ids: Iterable[int], rules: Rules
) -> ShiftMatch:
    """The shift a clock-in at `at` starts: its early window has opened, it has not ended, and no event uses it.

    The nearest start wins; all candidates are returned, nearest first.
    """
    used = frozenset(used_shift_ids)
    window = timedelta(seconds=rules.early_window_s)
    candidates = sorted(
        (
            shift
            for shift in shifts
            if shift.account_id == account_id
            and shift.shift_id not in used
            and shift.starts_at - at <= window
            and at < shift.ends_at
        ),
        key=lambda shift: (abs(shift.starts_at - at), shift.starts_at, shift.shift_id),
    )
    return ShiftMatch(candidates[0] if candidates else None, tuple(candidates))


def next_shift(at: datetime, account_id: int, shifts: Iterable[Shift]) -> Shift | None:
    """The next shift at the account that begins after `at`."""
    later = [shift for shift in shifts if shift.account_id == account_id and shift.starts_at > at]
    return min(later, key=lambda shift: shift.starts_at, default=None)


def nearer_to_an_end(at: datetime, account_id: int, shifts: Iterable[Shift]) -> bool:
    """Does `at` lie nearer to the end of some shift of the account than to the start of any?"""
    here = [shift for shift in shifts if shift.account_id == account_id]
    if not here:
        return False
    to_start = min(abs(shift.starts_at - at) for shift in here)
    to_end = min(abs(shift.ends_at - at) for shift in here)
    return to_end < to_start


def end_of_duty(ends_at: datetime, account_id: int, shifts: Iterable[Shift], gap_s: int) -> datetime:
    """When duty really ends: back-to-back shifts of one account count as one stretch of work."""
    gap = timedelta(seconds=gap_s)
    for shift in sorted(shifts, key=lambda shift: shift.starts_at):
        if shift.account_id == account_id and abs(shift.starts_at - ends_at) <= gap:
            ends_at = max(ends_at, shift.ends_at)
    return ends_at


def due_now(
    at: datetime,
    account_id: int,
    position_id: int | None,
    shift_id: int | None,
    shifts: Iterable[Shift],
    used_shift_ids: Iterable[int],
    rules: Rules,
) -> Shift | None:
    """Another unused shift that has come due for somebody on duty, at a position other than the one being worked."""
    used = frozenset(used_shift_ids)
    window = timedelta(seconds=rules.early_in_s)
    due = [
        shift
        for shift in shifts
        if shift.account_id == account_id
        and shift.shift_id != shift_id
        and shift.shift_id not in used
        and shift.position_id is not None
        and shift.position_id != position_id
        and shift.starts_at - at <= window
        and at < shift.ends_at
    ]
    return max(due, key=lambda shift: shift.starts_at, default=None)
