"""What became of attempts: the ends of those that Twilio took, and whether it took those without an answer."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import structlog

from ivr.rest.facts import Placed
from ivr.rest.placing import became
from shared.clock import Reading
from shared.domain.chase_attempt import UNSETTLED, AttemptState, Way
from shared.ports import Clock
from shared.store import chases
from shared.store.chase_contacts import contacts
from shared.store.chases import ChaseAttempt
from shared.store.database import Store
from shared.upstream.errors import NotAllowed, NotReached, TryLater, UpstreamError

if TYPE_CHECKING:
    from ivr.rest.account import Account

LOG = structlog.get_logger()
LOOKED_FOR: Final = timedelta(hours=24)
"""Twilio keeps a call in its queue for so long."""
READ_FOR: Final = timedelta(hours=1)
"""Many carriers never tell that a message arrived."""
CLOCKS_APART: Final = timedelta(seconds=60)
"""Our clock is trusted to within so much before anybody is called."""
_ENDS: Final = {
    Way.CALL: {
        "completed": AttemptState.ANSWERED,
        "busy": AttemptState.BUSY,
        "no-answer": AttemptState.NO_ANSWER,
        "failed": AttemptState.FAILED,
        "canceled": AttemptState.FAILED,
    },
    Way.SMS: {
        "delivered": AttemptState.DELIVERED,
        "read": AttemptState.DELIVERED,
        "undelivered": AttemptState.UNDELIVERED,
        "failed": AttemptState.FAILED,
        "canceled": AttemptState.FAILED,
    },
}


@dataclass(frozen=True, slots=True)
class CallsInDoubt:
    """Reads what is not settled, oldest first. `settle_s`: as long Twilio may still carry out a lost request."""

    clock: Clock
    from_number: str
    settle_s: float

    def waiting(self, store: Store) -> list[ChaseAttempt]:
        """The attempts that Twilio has to be asked about."""
        now = self.clock.read().wall
        found = chases.unfinished(store, now - LOOKED_FOR)
        return [one for one in found if one.state in UNSETTLED or now - one.at < READ_FOR]

    def settle(self, account: "Account", store: Store) -> None:
        """Ask about all of them. Raises the `UpstreamError` that concerns the whole account; what is known stays."""
        for attempt in self.waiting(store):
            try:
                if attempt.state in UNSETTLED:
                    self._look(account, store, attempt)
                else:
                    self._read(account, store, attempt)
            except (NotReached, TryLater, NotAllowed):
                raise
            except UpstreamError as error:
                LOG.warning("chase.not_read", attempt=attempt.attempt_id, error=str(error))

    def _read(self, account: "Account", store: Store, attempt: ChaseAttempt) -> None:
        placed = account.outgoing.read(attempt.way, attempt.sid)
        if placed is None:
            became(store, self.clock, attempt, AttemptState.FAILED, error="404")
        else:
            self._told(store, attempt, placed)

    def _look(self, account: "Account", store: Store, attempt: ChaseAttempt) -> None:
        contact = contacts(store, [attempt.callee]).get(attempt.callee)
        if contact is None or not contact.phone:
            return
        age_s = _age_s(attempt, self.clock.read())
        since = attempt.at - CLOCKS_APART
        listed = account.outgoing.since(attempt.way, contact.phone, self.from_number, since)
        found = [placed for placed in listed if not chases.is_ours(store, placed.sid)]
        if found:
            # The oldest of several: a later one may belong to somebody's own use of the account.
            self._told(store, attempt, found[-1])
        elif age_s >= self.settle_s:
            became(store, self.clock, attempt, AttemptState.NOT_PLACED, error="not_found")
        elif attempt.state is AttemptState.INTENDED:
            became(store, self.clock, attempt, AttemptState.UNKNOWN)

    def _told(self, store: Store, attempt: ChaseAttempt, placed: Placed) -> None:
        state = _ENDS[attempt.way].get(placed.status, AttemptState.SENT)
        if (state, placed.status) != (attempt.state, attempt.outcome):
            became(store, self.clock, attempt, state, sid=placed.sid, outcome=placed.status, error=placed.error_code)


def _age_s(attempt: ChaseAttempt, now: Reading) -> float:
    if now.boot_id == attempt.boot_id:
        return now.boottime_s - attempt.boottime_s
    return (now.wall - attempt.at).total_seconds()
