"""Is the upstream worth asking now? A breaker over connection failures, and pauses that the upstream asked for."""

import random
import threading
from collections.abc import Callable
from dataclasses import dataclass

from shared.sync.backoff import wait_s
from shared.upstream.errors import (
    NotAllowed,
    NotReached,
    OutcomeUnknown,
    SignInFailed,
    TryLater,
    Unreadable,
    UpstreamError,
)

FAILURES_TO_OPEN = 3
PAUSE_AFTER_NO_S = 300.0
ASK_SIGN_IN_AGAIN_S = 30.0
"""The sign-in keeps its own wait, and ends it when a credential file changes: asking it costs nothing upstream."""
PROBE_S = 5.0
GATEWAY_STATUSES = (502, 503, 504)


@dataclass(frozen=True, slots=True)
class LinkState:
    """`up` is None until something was tried. `reason` is for people: why nothing goes out."""

    up: bool | None = None
    reason: str = ""


class Link:
    """Shared by all lanes. Counts connection failures, 429 and 502 to 504 only: a 500 belongs to its record.

    A page instead of an answer is a connection failure too: the upstream was not reached.
    """

    def __init__(self, monotonic: Callable[[], float], draw: random.Random, first_wait_s: float = 2.0) -> None:
        self._monotonic = monotonic
        self._draw = draw
        self._first_wait_s = first_wait_s
        self._lock = threading.Lock()
        self._failures = 0
        self._closed_until = 0.0
        self._probe_until = 0.0
        self._state = LinkState()

    @property
    def state(self) -> LinkState:
        """What the status line shows."""
        return self._state

    def allows(self) -> bool:
        """May a request go out now? After a pause, one probe alone goes first."""
        with self._lock:
            if self._monotonic() < self._closed_until:
                return False
            if self._failures >= FAILURES_TO_OPEN:
                if self._monotonic() < self._probe_until:
                    return False
                self._probe_until = self._monotonic() + PROBE_S
            return True

    def opens_in_s(self) -> float:
        """Seconds until the next request may go out."""
        return max(0.0, self._closed_until - self._monotonic())

    def answered(self) -> None:
        """The upstream answered like itself."""
        with self._lock:
            self._failures = 0
            self._probe_until = 0.0
            self._state = LinkState(True)

    def failed(self, error: UpstreamError) -> None:
        """Learn from a failure: pause, count it, or know that the link is fine and the record is not."""
        with self._lock:
            self._probe_until = 0.0
            match error:
                case SignInFailed():
                    self._close(ASK_SIGN_IN_AGAIN_S, str(error))
                case NotAllowed():
                    self._close(PAUSE_AFTER_NO_S, str(error))
                case TryLater():
                    self._count(error)
                    self._close(error.retry_after_s or 60.0, str(error))
                case NotReached():
                    self._count(error)
                case OutcomeUnknown() if error.status is None or error.status in GATEWAY_STATUSES:
                    self._count(error)
                case Unreadable() if _is_a_strangers(error):
                    self._count(error)
                case _:
                    self._failures = 0
                    self._state = LinkState(True)

    def wake(self) -> None:
        """Try again at once: a credential or the network changed."""
        with self._lock:
            self._closed_until = 0.0

    def _count(self, error: UpstreamError) -> None:
        self._failures += 1
        self._state = LinkState(False, str(error))
        if self._failures >= FAILURES_TO_OPEN:
            self._close(wait_s(self._failures - FAILURES_TO_OPEN + 1, self._first_wait_s, self._draw), str(error))

    def _close(self, seconds: float, reason: str) -> None:
        self._closed_until = max(self._closed_until, self._monotonic() + min(seconds, 3600.0))
        self._state = LinkState(False, reason)


def _is_a_strangers(error: Unreadable) -> bool:
    """A redirect or a page: a captive portal stands between us and the upstream."""
    redirected = error.status is not None and 300 <= error.status < 400
    return redirected or error.answer.lstrip().startswith("<")
