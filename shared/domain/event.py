"""A clock event as the ledger keeps it for good."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from shared.domain.clock_status import ClockStatus
from shared.domain.flags import Flag
from shared.domain.model import Door, Draft, Kind

_canonical: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class About:
    """What a Corrected, Voided or BreakAnswer says about another event."""

    target: str
    old: str = ""
    new: str = ""
    reason: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class ClockEvent:
    """One fact. `recorded_at` is the wall clock at the commit's decision; `draft.at` is when it happened.

    `evidence_id` and `evidence_digest` point at what can be erased: position, caller, the decision's whole argument.
    An event without any has 0.
    """

    event_id: str
    employee: str
    draft: Draft
    door: Door
    terminal: str
    recorded_at: datetime
    boottime_s: float
    boot_id: str
    receipt: str = ""
    tap_id: str = ""
    flags: tuple[Flag, ...] = ()
    evidence_id: int = 0
    evidence_digest: str = ""
    about: About | None = None

    @property
    def work_session(self) -> str:
        """The work session it belongs to: a ClockedIn opens its own."""
        return self.event_id if self.draft.kind is Kind.CLOCKED_IN else self.draft.work_session


def body_of(event: ClockEvent) -> str:
    """The canonical JSON text that is hashed: sorted keys, no spaces, names and positions never in it."""
    draft = event.draft
    body: dict[str, object] = {
        "v": 1,
        "id": event.event_id,
        "kind": draft.kind,
        "employee": event.employee,
        "at": draft.at.isoformat(),
        "site": draft.site,
        "account": draft.account_id,
        "position": draft.position_id,
        "shift": draft.shift_id,
        "shift_ends": draft.shift_ends_at.isoformat() if draft.shift_ends_at else None,
        "work_session": event.work_session,
        "status": draft.status,
        "shift_starts": draft.shift_starts_at.isoformat() if draft.shift_starts_at else None,
        "door": event.door,
        "terminal": event.terminal,
        "recorded": event.recorded_at.isoformat(),
        "boottime_s": round(event.boottime_s, 3),
        "boot": event.boot_id,
        "receipt": event.receipt,
        "tap": event.tap_id,
        "flags": list(event.flags),
        "evidence": event.evidence_id,
        "digest": event.evidence_digest,
    }
    if event.about is not None:
        about = event.about
        body["about"] = {
            "target": about.target,
            "old": about.old,
            "new": about.new,
            "reason": about.reason,
            "by": about.by,
        }
    return _canonical(body)


def event_of(body: str) -> ClockEvent | None:
    """The event that a body tells, or None where this version cannot read it: a newer kind, or a body gone bad.

    Such a row is kept, shown, and ignored for presence; `clockpost verify` tells one from the other.
    """
    try:
        return _event(json.loads(body))
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _event(told: dict[str, Any]) -> ClockEvent:
    kind, ends, starts = Kind(told["kind"]), told["shift_ends"], told.get("shift_starts")
    draft = Draft(
        kind,
        datetime.fromisoformat(told["at"]),
        told["site"],
        told["account"],
        told["position"],
        told["shift"],
        datetime.fromisoformat(ends) if ends else None,
        "" if kind is Kind.CLOCKED_IN else told["work_session"],
        _status(told.get("status")),
        datetime.fromisoformat(starts) if starts else None,
    )
    return ClockEvent(
        told["id"],
        told["employee"],
        draft,
        Door(told["door"]),
        told["terminal"],
        datetime.fromisoformat(told["recorded"]),
        told["boottime_s"],
        told["boot"],
        told["receipt"],
        told["tap"],
        tuple(Flag(flag) for flag in told["flags"] if flag in set(Flag)),
        told["evidence"],
        told["digest"],
        _about(told["about"]) if "about" in told else None,
    )


def _status(told: int | None) -> ClockStatus | None:
    return ClockStatus(told) if told in set(ClockStatus) else None


def _about(told: dict[str, str]) -> About:
    return About(told["target"], told["old"], told["new"], told["reason"], told["by"])
