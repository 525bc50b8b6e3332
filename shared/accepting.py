"""A supervisor accepts or dismisses a kept tap: a claim, a refusal, or a question that nobody answered.

An accepted claim becomes the event at the claim's time, at its door and its terminal, through the same decision as any
tap. What the supervisor's own door knows of place and caller says nothing about the claim, and is left out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from shared import gather
from shared.clocking import decide_and_store
from shared.domain.acceptance import RECORDING, NotAccepted, WhyNot, is_supervisor_of, objection_to, obstacle_to
from shared.domain.clock_trust import TrustLevel
from shared.domain.decision import Accepted
from shared.domain.facts import Argument
from shared.domain.model import Door as DoorKind
from shared.domain.model import Person
from shared.domain.site import Site
from shared.domain.supervision import NO_REASON, Reason
from shared.domain.tap import Answer, Choice, Refusal, Tap, Unidentified
from shared.gather import Surroundings
from shared.recording import Door, Outcome
from shared.store import at_tap, decisions, desk, evidence, people, roster_of_site, taps
from shared.store.database import Store
from shared.store.desk import DeskKind
from shared.store.taps import StoredTap, TapState

WAITING: Final = (TapState.CLAIM, TapState.OPEN)
TYPED: Final = (Unidentified.UNKNOWN_NUMBER, Unidentified.WRONG_PIN, Unidentified.LOCKED)
"""Here what was presented is an employee number; elsewhere it is a badge's hash."""
ABOUT_THE_TAP: Final = (DeskKind.LEFT_EARLIER, DeskKind.LOST_BADGE)


@dataclass(frozen=True, slots=True)
class WaitingClaim:
    """A kept tap on the supervisor's desk.

    `number` is the employee's where somebody was identified, else the typed one; empty for a badge. `person` is who has
    it in the register, None for nobody. `wanted` is what they were about to do, None where they had not said.
    """

    tap: StoredTap
    number: str
    person: Person | None
    wanted: Answer | None


@dataclass(frozen=True, slots=True)
class Dismissed:
    """The claim is no event, by a supervisor's word."""

    tap: StoredTap


def claims_at(
    store: Store,
    sites: Sequence[Site],
    limit: int = 100,
    since: datetime = roster_of_site.EARLIEST,
    until: datetime = roster_of_site.LATEST,
) -> list[WaitingClaim]:
    """What waits for a supervisor of these sites, oldest first: taps from `since` up to `until` (aware UTC)."""
    waiting = roster_of_site.claims_waiting(store, [site.name for site in sites], limit, since, until)
    found = (taps.find(store, tap_id) for tap_id in waiting)
    return [waiting_claim(store, tap) for tap in found if tap is not None]


def accept(
    store: Store,
    door: Door,
    claim_id: str,
    person: Person,
    answer: Answer,
    by: Person,
    around: Surroundings,
    reason: Reason = NO_REASON,
) -> Outcome | NotAccepted:
    """Make the event `answer` of a claim, for `person`, by the word of the supervisor `by`.

    `door` is one of the claim's site. The outcome's decision is Accepted, Repeated where the claim is an event already,
    or Ask where the position must be named: nothing is stored then. Raises a StoreError when nothing was written.
    """
    with store.writing():
        return accept_and_store(store, door, claim_id, person, answer, by, around, reason)


def accept_and_store(
    store: Store,
    door: Door,
    claim_id: str,
    person: Person,
    answer: Answer,
    by: Person,
    around: Surroundings,
    reason: Reason = NO_REASON,
) -> Outcome | NotAccepted:
    """The inside of `accept`, for a caller that holds the transaction."""
    claim, now = taps.find(store, claim_id), around.reading.wall
    if claim is None:
        return NotAccepted(WhyNot.NO_SUCH_CLAIM)
    objection = objection_to(by, person, everybody_if_asked(store), door.site, now)
    why_not = objection or _unfit(store, claim, door.site, person, answer)
    if why_not is not None:
        return NotAccepted(why_not)
    kept = _argument(store, claim)
    there, then = _door_of(claim, door), _surroundings_of(kept, around)
    tap = _tap_of(claim, there, answer, by)
    if claim.state in WAITING:
        seen = at_tap.read(
            store, employee=person.number, terminal=there.terminal, tap_id=tap.tap_id, site=there.site.name
        )
        obstacle = obstacle_to(tap, answer, gather.facts_for(store, person, there.site, then, seen), there.site)
        if obstacle is not None:
            return NotAccepted(obstacle)
    outcome = decide_and_store(store, there, tap, person, claim.presented, then)
    if isinstance(outcome.decision, Accepted):
        _clear_desk(store, claim, by, now)
        _keep_decision(store, "accept", claim, person.number, by, reason, now)
    return outcome


def dismiss(
    store: Store, site: Site, claim_id: str, by: Person, now: datetime, reason: Reason = NO_REASON
) -> Dismissed | NotAccepted:
    """Settle a claim of this site without an event, by the word of the supervisor `by`. Raises a StoreError."""
    with store.writing():
        return dismiss_and_store(store, site, claim_id, by, now, reason)


def dismiss_and_store(
    store: Store, site: Site, claim_id: str, by: Person, now: datetime, reason: Reason = NO_REASON
) -> Dismissed | NotAccepted:
    """The inside of `dismiss`, for a caller that holds the transaction."""
    claim = taps.find(store, claim_id)
    if claim is None:
        return NotAccepted(WhyNot.NO_SUCH_CLAIM)
    if not is_supervisor_of(by, site, now):
        return NotAccepted(WhyNot.NOT_YOUR_SITE)
    if claim.site != site.name:
        return NotAccepted(WhyNot.OTHER_SITE)
    if claim.state not in WAITING:
        return NotAccepted(WhyNot.SETTLED)
    taps.move(store, claim_id, TapState.DISMISSED, now=now)
    facts = {"at": claim.at, "reason": claim.reason}
    employee = claim.employee or ""
    desk.put(store, DeskKind.CLAIM_DISMISSED, claim_id, now, employee=employee, site=claim.site, facts=facts)
    desk.close(store, DeskKind.CLAIM_DISMISSED, claim_id, now, by.number)
    _clear_desk(store, claim, by, now)
    _keep_decision(store, "dismiss", claim, employee, by, reason, now)
    return Dismissed(claim)


def _keep_decision(
    store: Store, what: str, claim: StoredTap, employee: str, by: Person, reason: Reason, now: datetime
) -> None:
    """By whom and why; one about the supervisor's own tap is put where others see it."""
    facts = {"at": claim.at.isoformat()}
    decisions.keep(
        store, what, claim.tap_id, reason, now, by=by.number, site=claim.site, employee=employee, facts=facts
    )
    if employee == by.number:
        told = {"what": what, **facts}
        desk.put(store, DeskKind.SELF_AUTHORISED, claim.tap_id, now, employee=employee, site=claim.site, facts=told)


def everybody_if_asked(store: Store) -> Iterator[Person]:
    """The register, read once it is asked for: a long one takes its time, and the ledger may be locked."""
    yield from people.everybody(store)


def _unfit(store: Store, claim: StoredTap, site: Site, person: Person, answer: Answer) -> WhyNot | None:
    """Why this claim cannot become this event, whoever accepts it; None when it can."""
    if claim.site != site.name:
        return WhyNot.OTHER_SITE
    if answer.choice not in RECORDING:
        return WhyNot.NO_EVENT
    if claim.state not in WAITING and taps.recorded_as(store, claim.tap_id) is None:
        return WhyNot.SETTLED
    if claim.reason == DeskKind.LEFT_EARLIER:
        return WhyNot.NEEDS_A_TIME
    return WhyNot.OTHER_PERSON if claim.employee not in (None, person.number) else None


def _tap_of(claim: StoredTap, door: Door, answer: Answer, by: Person) -> Tap:
    site = door.site
    lifted = claim.reason if claim.reason in set(Refusal) else ""
    return Tap(
        claim.tap_id,
        claim.at,
        door.kind,
        door.terminal,
        site.name,
        site.account_id,
        answer,
        accepted_by=by.number,
        lifted=lifted,
    )


def _door_of(claim: StoredTap, door: Door) -> Door:
    site = replace(door.site, judged_by_receiver=False)
    return replace(door, site=site, terminal=claim.terminal, kind=DoorKind(claim.door))


def _surroundings_of(kept: Argument | None, around: Surroundings) -> Surroundings:
    facts = kept.facts if kept is not None else None
    return Surroundings(
        around.reading,
        local_witnesses=around.local_witnesses,
        caller=facts.caller if facts else None,
        place=facts.place if facts else None,
        clock=facts.clock if facts and facts.clock.level is not TrustLevel.UNTRUSTED else None,
    )


def _argument(store: Store, claim: StoredTap) -> Argument | None:
    return evidence.argument(store, claim.evidence) if claim.evidence is not None else None


def _clear_desk(store: Store, claim: StoredTap, by: Person, now: datetime) -> None:
    for kind in ABOUT_THE_TAP:
        desk.close(store, kind, claim.tap_id, now, by.number)


def waiting_claim(store: Store, claim: StoredTap) -> WaitingClaim:
    """A kept tap with whose it is and what they were about to do."""
    number = claim.employee or (claim.presented if claim.reason in TYPED else "")
    found = people.by_number(store, number) if number else None
    return WaitingClaim(claim, number, found[0] if found else None, _wanted(store, claim))


def _wanted(store: Store, claim: StoredTap) -> Answer | None:
    kept = _argument(store, claim)
    said = None
    if kept is not None:
        said = kept.tap.answer or (Answer(kept.tap.wish) if kept.tap.wish is not None else None)
    if said is not None and said.choice in RECORDING:
        return said
    # Only a clock-in is ever refused.
    return Answer(Choice.CLOCK_IN) if claim.reason in set(Refusal) else None
