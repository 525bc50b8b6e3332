"""Where a person stands, as moved by clock events.

Presence is the state of the newest ClockedIn by ledger sequence: an event of an older work session does not touch it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from shared.domain.model import ELSEWHERE, OFF_DUTY, Draft, Kind, Presence, PresenceState
from shared.domain.rules import Rules


@dataclass(frozen=True, slots=True)
class Recorded:
    """A draft as it stands in the ledger."""

    event_id: str
    seq: int
    draft: Draft


def after(presence: Presence, recorded: Recorded) -> Presence:
    """Presence after one more event of the same person. Kinds that it does not know change nothing."""
    draft = recorded.draft
    if draft.kind is Kind.CLOCKED_IN:
        return Presence(
            PresenceState.WORKING,
            since=draft.at,
            site=draft.site,
            account_id=draft.account_id,
            position_id=draft.position_id,
            shift_id=draft.shift_id,
            shift_ends_at=draft.shift_ends_at,
            work_session=recorded.event_id,
            seq=recorded.seq,
        )
    if not _is_about(presence, draft):
        return presence
    if not presence.on_duty and draft.kind in (Kind.BREAK_STARTED, Kind.BREAK_ENDED):
        # Whoever has a break is on duty, by a clock-in that this ledger does not hold: since when, nobody knows.
        presence = Presence(PresenceState.WORKING, site=draft.site, account_id=draft.account_id, work_session=ELSEWHERE)
    match draft.kind:
        case Kind.CLOCKED_OUT:
            return replace(OFF_DUTY, since=draft.at, site=draft.site, seq=recorded.seq)
        case Kind.BREAK_STARTED:
            return replace(presence, state=PresenceState.ON_BREAK, break_since=draft.at, seq=recorded.seq)
        case Kind.BREAK_ENDED:
            return replace(presence, state=PresenceState.WORKING, break_since=None, seq=recorded.seq)
        case _:
            return presence


def rebuilt(recorded: Iterable[Recorded]) -> Presence:
    """Presence from scratch: the events of one person in ledger order, without the voided ones."""
    presence = OFF_DUTY
    for event in recorded:
        presence = after(presence, event)
    return presence


def _is_about(presence: Presence, draft: Draft) -> bool:
    if draft.work_session != ELSEWHERE:
        return draft.work_session == presence.work_session
    return presence.work_session in ("", ELSEWHERE)


def released(presence: Presence, at: datetime, rules: Rules) -> bool:
    """Has somebody been on duty for so long that they must have forgotten to clock out?"""
    return presence.on_duty and presence.since is not None and at - presence.since >= timedelta(seconds=rules.release_s)


def is_known(presence: Presence, snapshot_age_s: float | None, rules: Rules) -> bool:
    """Can presence be believed? With other doors, only an own open session or a young download tells."""
    if presence.state is PresenceState.UNKNOWN:
        return False
    if not rules.other_doors or (presence.on_duty and presence.work_session != ELSEWHERE):
        return True
    return snapshot_age_s is not None and snapshot_age_s <= rules.other_doors_max_age_s


def by_snapshot(
    stored: Presence,
    found: Presence | None,
    *,
    has_unfinished_row: bool,
    last_event_at: datetime | None,
    began_at: datetime,
) -> Presence:
    """Presence after a download of open sessions whose request began at `began_at`.

    The ledger wins for whoever has an unfinished row or an event newer than that instant. `found` is the upstream's
    open session of the person, or None where it has none.
    """
    if has_unfinished_row or (last_event_at is not None and last_event_at >= began_at):
        return stored
    if found is None:
        return stored if stored.state is PresenceState.OFF else replace(OFF_DUTY, since=began_at, site=stored.site)
    if stored.on_duty and stored.upstream_session == found.upstream_session:
        return stored
    return found
