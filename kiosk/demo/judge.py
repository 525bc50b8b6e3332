"""Screens and calls, ledger and upstream side by side: the morning was good only if the three agree."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from kiosk.demo.glass import Confirmation
from kiosk.demo.upstream import instant
from kiosk.demo.world import NAMES, POSITIONS

BY_PHONE: Final = {"1056": "PHONE", "1058": "DELAYED"}
"""Who called, and how it must have gone out."""


@dataclass(slots=True)
class Line:
    """One work session, told three times."""

    employee: str
    position: str
    came: str
    left: str
    methods: str
    screens: str
    ledger: str
    upstream: str
    verdict: str


@dataclass(slots=True)
class Verdict:
    lines: list[Line] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)
    methods: set[str] = field(default_factory=set)


def judge(
    confirmed: list[Confirmation], events: list[dict[str, Any]], sessions: list[dict[str, Any]], misdated: str
) -> Verdict:
    """Compare; `misdated` is the employee whose late clock-out the upstream stamped with its own time."""
    verdict = Verdict()
    standing = [event for event in events if not event["voided"]]
    _screens_in_ledger(verdict, confirmed, standing)
    by_id = {session["id"]: session for session in sessions}
    for clock_in in (event for event in standing if event["kind"] == "clocked_in"):
        out = next(
            (one for one in standing if one["kind"] == "clocked_out" and one["work_session"] == clock_in["id"]), None
        )
        session = by_id.pop(clock_in["outbox"][0]["session"], None)
        _one_session(verdict, confirmed, clock_in, out, session, misdated)
    for employee, wanted in BY_PHONE.items():
        if not any(line.employee == employee and wanted in line.methods for line in verdict.lines):
            verdict.faults.append(f"{employee}: no session of theirs was delivered as {wanted}")
    for session in by_id.values():
        verdict.faults.append(f"upstream has a session that no event made: {session['id']}")
    for wanted in ("KIOSK", "PHONE", "DELAYED"):
        if wanted not in verdict.methods:
            verdict.faults.append(f"no session was delivered as {wanted}")
    if len(verdict.differences) != 1:
        verdict.faults.append(f"one misdated clock-out was expected, {len(verdict.differences)} were found")
    return verdict


def _screens_in_ledger(verdict: Verdict, confirmed: list[Confirmation], events: list[dict[str, Any]]) -> None:
    kept = {(event["employee"], event["receipt"]) for event in events}
    for told in confirmed:
        if (NAMES.get(told.who, ""), told.receipt) not in kept:
            verdict.faults.append(
                f"a screen or a call told {told.who} {told.what!r}, receipt {told.receipt}: not in the ledger"
            )


def _one_session(
    verdict: Verdict,
    confirmed: list[Confirmation],
    clock_in: dict[str, Any],
    out: dict[str, Any] | None,
    session: dict[str, Any] | None,
    misdated: str,
) -> None:
    employee = clock_in["employee"]
    told = {one.receipt for one in confirmed if NAMES.get(one.who) == employee}
    mine = [event for event in (clock_in, out) if event is not None]
    screens = "yes" if all(event["receipt"] in told for event in mine) else "not all"
    if screens != "yes":
        verdict.faults.append(f"{employee}: an event is in the ledger that neither screen nor call confirmed")
    if session is None:
        verdict.faults.append(f"{employee}: clocked in {clock_in['at']}, and upstream has no session of it")
        return
    agrees = _agrees(verdict, clock_in, out, session, misdated)
    methods = [session["clockInMethod"], *([session["clockOutMethod"]] if out else [])]
    verdict.methods.update(methods)
    verdict.lines.append(
        Line(
            employee,
            POSITIONS.get(session["position"], "?"),
            _time(clock_in["at"]),
            _time(out["at"]) if out else "on duty",
            " / ".join(methods),
            screens,
            ", ".join(event["receipt"] for event in mine),
            str(session["id"]),
            agrees,
        )
    )


def _agrees(
    verdict: Verdict, clock_in: dict[str, Any], out: dict[str, Any] | None, session: dict[str, Any], misdated: str
) -> str:
    employee = clock_in["employee"]
    wrong = [
        name
        for name, ours, theirs in (
            ("employee", employee, str(session["employee"])),
            ("position", clock_in["position"], session["position"]),
            ("in", instant(clock_in["at"]), instant(session["startedOn"])),
            ("out", bool(out), session["status"] == "CLOSED"),
            ("method in", clock_in["outbox"][0]["method"], session["clockInMethod"]),
            ("method out", out["outbox"][0]["method"] if out else "LIVE", session["clockOutMethod"]),
        )
        if ours != theirs
    ]
    if wrong:
        verdict.faults.append(f"{employee}: {', '.join(wrong)} differ between ledger and session {session['id']}")
        return "WRONG"
    ended = instant(session["endedOn"])
    if out is None or ended == instant(out["at"]):
        return "agree"
    difference = f"{employee}: left {_time(out['at'])}, upstream says {_time(session['endedOn'])}"
    if employee != misdated:
        verdict.faults.append(difference)
        return "WRONG"
    verdict.differences.append(difference)
    return f"upstream says {_time(session['endedOn'])}"


def _time(text: str) -> str:
    return datetime.fromisoformat(text).strftime("%H:%M:%S")
