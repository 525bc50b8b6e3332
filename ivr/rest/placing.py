"""One attempt to reach somebody: its request, and what is kept of how it went.

The attempt is committed before; what the request came to is committed here, whatever that was.
"""

from collections.abc import Callable

import structlog

from ivr.rest.facts import Placed
from ivr.rest.outgoing import code_of
from shared.domain.chase_attempt import AttemptState
from shared.ports import Clock
from shared.store import chases
from shared.store.chases import ChaseAttempt
from shared.store.database import Store
from shared.upstream.errors import NotAsItIs, OutcomeUnknown, UpstreamError

LOG = structlog.get_logger()


def place(store: Store, clock: Clock, attempt: ChaseAttempt, request: Callable[[], Placed]) -> bool:
    """Send it; True where it was placed. Raises the `UpstreamError` that concerns the whole account."""
    try:
        placed = request()
    except NotAsItIs as error:
        became(store, clock, attempt, AttemptState.REFUSED, error=code_of(error) or str(error.status))
    except OutcomeUnknown:
        became(store, clock, attempt, AttemptState.UNKNOWN)
    except UpstreamError as error:
        # Nothing of these was carried out: not reached, asked to wait, or not let in.
        became(store, clock, attempt, AttemptState.NOT_PLACED, error=code_of(error) or type(error).__name__)
        raise
    else:
        became(store, clock, attempt, AttemptState.SENT, sid=placed.sid, outcome=placed.status)
        return True
    return False


def became(
    store: Store,
    clock: Clock,
    attempt: ChaseAttempt,
    state: AttemptState,
    *,
    sid: str = "",
    outcome: str = "",
    error: str = "",
) -> None:
    """Keep what became of it, and log that without a number, a name or a sentence of Twilio's."""
    with store.writing():
        chases.settle(store, attempt.attempt_id, clock.read().wall, state, sid=sid, outcome=outcome, error=error)
    if state is not attempt.state:
        LOG.info(
            "attempt.became",
            attempt=attempt.attempt_id,
            about=attempt.about,
            employee=attempt.employee,
            to="employee" if attempt.is_to_employee else "supervisor",
            way=attempt.way,
            state=state,
            error=error,
        )
