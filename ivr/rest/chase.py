"""Calls and messages to whoever is late or missing, and to their supervisors: one attempt at a time, each one kept.

Rule 1: an attempt is committed before its request is sent. Found again after a crash, or after an answer that settles
        nothing, Twilio is looked at; nothing else is placed for that shift before it is known what became of it.
Rule 2: found counts at any time; not found counts once the look began `settle_s` after the attempt.
Rule 3: presence, consent and attempts are read in the transaction that writes the attempt, and presence once more just
        before the request.
Rule 4: no number, no name and no sentence of Twilio's goes into a log.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from ivr.rest.chase_fate import CallsInDoubt
from ivr.rest.chase_gather import ChaseSite, Late, decided, late_people
from ivr.rest.chase_words import ChaseWords
from ivr.rest.facts import Placed
from ivr.rest.placing import became, place
from shared.clock import Reading, new_id
from shared.domain.chase_attempt import AttemptState, Way
from shared.domain.chase_step import Nothing, Reach
from shared.ports import Clock
from shared.store import chases
from shared.store.chase_contacts import Contact
from shared.store.chases import ChaseAttempt
from shared.store.database import Store

if TYPE_CHECKING:
    from ivr.rest.account import Account

RINGS_AT_MOST: Final = timedelta(minutes=3)
"""A telephone that rings for one person is not called for the next."""
PASS_S: Final = 60.0
"""Downloads wait behind this job."""


@dataclass(frozen=True, slots=True)
class Chases:
    """The chase of every site. `from_number` is a number of the account, in E.164."""

    clock: Clock
    sites: Sequence[ChaseSite]
    words: ChaseWords
    from_number: str
    settle_s: float

    def run(self, store: Store, opened: Callable[[], AbstractContextManager["Account"]]) -> int:
        """One pass; how many attempts were placed. `opened` signs in, and is asked only where there is work.

        Raises an `UpstreamError` where the account as a whole cannot be asked, and a StoreError.
        """
        begun = self.clock.read()
        doubts = CallsInDoubt(self.clock, self.from_number, self.settle_s)
        due = [late for place in self.sites for late in late_people(store, place, begun)]
        due = [late for late in due if isinstance(decided(store, late, begun.wall).step, Reach)]
        if not due and not doubts.waiting(store):
            return 0
        placed = 0
        with opened() as account:
            doubts.settle(account, store)
            for late in due:
                if self.clock.read().boottime_s - begun.boottime_s > PASS_S:
                    break
                placed += self._chase(account, store, late)
        return placed

    def _chase(self, account: "Account", store: Store, late: Late) -> bool:
        """True where something was placed for this person."""
        intended = self._intend(store, late)
        if intended is None:
            return False
        attempt, reach, contact = intended
        meanwhile = decided(store, late, self.clock.read().wall).step
        if isinstance(meanwhile, Nothing):
            became(store, self.clock, attempt, AttemptState.WITHDRAWN, error=meanwhile.why)
            return False
        return place(store, self.clock, attempt, lambda: self._request(account, late, reach, contact))

    def _intend(self, store: Store, late: Late) -> tuple[ChaseAttempt, Reach, Contact] | None:
        reading = self.clock.read()
        with store.writing():
            now_decided = decided(store, late, reading.wall)
            step = now_decided.step
            if not isinstance(step, Reach):
                return None
            if step.way is Way.CALL and chases.is_being_called(store, step.callee, reading.wall - RINGS_AT_MOST):
                return None
            attempt = _attempt(late, step, reading)
            chases.intend(store, attempt)
        return attempt, step, now_decided.contacts[step.callee]

    def _request(self, account: "Account", late: Late, reach: Reach, contact: Contact) -> Placed:
        now = self.clock.read().wall
        if reach.way is Way.CALL:
            document = self.words.document(late, reach, contact, now)
            return account.outgoing.call(contact.phone, self.from_number, document)
        return account.outgoing.message(contact.phone, self.from_number, self.words.text(late, reach, contact, now))


def _attempt(late: Late, reach: Reach, reading: Reading) -> ChaseAttempt:
    return ChaseAttempt(
        new_id(reading.wall),
        late.rostered.number,
        late.shift.shift_id,
        late.shift.starts_at,
        late.place.site.name,
        reach.callee,
        reach.way,
        reading.wall,
        reading.boot_id,
        reading.boottime_s,
    )
