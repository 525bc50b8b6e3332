"""Kept taps on the desk: those of the last two days, and what was left lying before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from shared.accepting import WAITING, WaitingClaim, accept_and_store, claims_at, dismiss_and_store
from shared.domain.acceptance import NotAccepted, WhyNot
from shared.domain.corrections import span_of
from shared.domain.decision import Ask, Refused
from shared.domain.model import Person
from shared.domain.site import Site
from shared.domain.supervision import NotDone, Obstacle
from shared.domain.tap import Answer, Choice, Question
from shared.recording import Outcome
from shared.store import corrections, desk, people, taps
from shared.store.database import Store
from shared.store.desk import DeskKind
from shared.store.taps import StoredTap
from shared.supervision.clocking_for import NEIGHBOURS_WITHIN, Order, clock_for_and_store
from shared.supervision.word import Word

LATELY: Final = timedelta(hours=48)
MOST: Final = 500
NOT_FITTING: Final = (WhyNot.NO_EVENT, WhyNot.OTHER_PERSON, WhyNot.NEEDS_A_TIME)


@dataclass(frozen=True, slots=True)
class Claims:
    """Oldest first, each."""

    lately: tuple[WaitingClaim, ...]
    older: tuple[WaitingClaim, ...]


def waiting(store: Store, sites: Sequence[Site], now: datetime) -> Claims:
    """What waits at these sites. A tap from a clock that was ahead counts as one of lately."""
    since = now - LATELY
    # Apart, so that however many old ones do not keep the new ones out of sight.
    return Claims(tuple(claims_at(store, sites, MOST, since=since)), tuple(claims_at(store, sites, MOST, until=since)))


def accept(store: Store, word: Word, claim_id: str, person: Person, answer: Answer) -> Outcome | NotDone:
    """Make an event of the claim, at the claim's time. The decision is Accepted, or Repeated where it is one already.

    Raises a StoreError when nothing was written.
    """
    with store.writing():
        return accept_one(store, word, claim_id, person, answer)


def accept_one(store: Store, word: Word, claim_id: str, person: Person, answer: Answer) -> Outcome | NotDone:
    """The inside of `accept`, for a caller that holds the transaction."""
    done = accept_and_store(store, word.door, claim_id, person, answer, word.by, word.around, word.reason)
    if isinstance(done, NotAccepted):
        return _not_done(done)
    match done.decision:
        case Ask(question=Question.WHICH_POSITION):
            return NotDone(Obstacle.NEEDS_A_POSITION)
        case Ask():
            return NotDone(Obstacle.OVERTAKEN)
        case Refused(reason=reason):
            return NotDone(Obstacle.REFUSED_BY_RULE, reason)
        case _:
            return done


def left_earlier(store: Store, word: Word, claim_id: str, at: datetime) -> Outcome | NotDone:
    """The "I left earlier" of a claim gets its time: a clock-out out of the work session that was open then.

    Raises a StoreError when nothing was written.
    """
    with store.writing():
        claim = taps.find(store, claim_id)
        if claim is None or claim.employee is None:
            return NotDone(Obstacle.NO_SUCH_CLAIM)
        if claim.site != word.site.name:
            return NotDone(Obstacle.OTHER_SITE)
        if claim.state not in WAITING:
            return NotDone(Obstacle.SETTLED)
        if claim.reason != DeskKind.LEFT_EARLIER:
            return NotDone(Obstacle.DOES_NOT_FIT)
        found = people.by_number(store, claim.employee)
        person = found[0] if found else Person(claim.employee, "")
        left = Order(claim_id, person, Answer(Choice.CLOCK_OUT), at, _open_then(store, claim.employee, at))
        done = clock_for_and_store(store, word, left)
        if isinstance(done, Outcome):
            desk.close(store, DeskKind.LEFT_EARLIER, claim_id, word.now, word.by.number)
        return done


def _open_then(store: Store, employee: str, at: datetime) -> str:
    """The work session that was open at that time and still has no end; "" for none of this ledger."""
    sessions = corrections.work_sessions(store, employee, at - NEIGHBOURS_WITHIN)
    spans = {came: span for came, moments in sessions.items() if (span := span_of(moments)) is not None}
    still_open = {came: span.started_at for came, span in spans.items() if span.ended_at is None}
    before = [came for came, started_at in still_open.items() if started_at <= at]
    return max(before, key=lambda came: still_open[came], default="")


def dismiss(store: Store, word: Word, claim_id: str) -> StoredTap | NotDone:
    """The claim is no event. Raises a StoreError when nothing was written."""
    with store.writing():
        done = dismiss_and_store(store, word.site, claim_id, word.by, word.now, word.reason)
    return _not_done(done) if isinstance(done, NotAccepted) else done.tap


def _not_done(done: NotAccepted) -> NotDone:
    if done.reason in NOT_FITTING:
        return NotDone(Obstacle.DOES_NOT_FIT, done.reason)
    return NotDone(Obstacle(str(done.reason)))
