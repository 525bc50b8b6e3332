"""Who is signed in: in memory alone, so that a restart signs everybody out and no file holds a key to the desk.

Rule 1: a session's id is 256 random bits and is kept as its digest only.
Rule 2: it ends after a time without a touch, after half a day at the latest, and when its person signs out.
Rule 3: what refreshes itself is no touch.
"""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

LONGEST_S: Final = 12 * 3600.0
"""The longest watch: whoever comes next signs in anew."""
MOST: Final = 1000
MOST_OF_ONE: Final = 5
MOST_ORDERS: Final = 50


@dataclass(slots=True)
class Session:
    """One signed-in browser. `pin_mark` tells whether the PIN is still the one that was given.

    `csrf` stands in every form. `said` is what is told once, by order id. `viewed` are pages and when they were logged.
    """

    number: str
    pin_mark: str
    csrf: str
    began_s: float
    seen_s: float
    said: dict[str, object] = field(default_factory=dict)
    viewed: dict[str, float] = field(default_factory=dict)

    def keep(self, order_id: str, told: object) -> None:
        """Remember what came of an order, so that posting it twice does nothing twice."""
        self.said[order_id] = told
        while len(self.said) > MOST_ORDERS:
            del self.said[next(iter(self.said))]


class Sessions:
    """Used by the event loop alone. `monotonic` tells seconds that also pass in suspend."""

    def __init__(self, monotonic: Callable[[], float], idle_s: float) -> None:
        self._monotonic, self._idle_s = monotonic, idle_s
        self._by_digest: dict[str, Session] = {}

    def open(self, number: str, pin_hash: str) -> str:
        """Sign somebody in; the id for their browser. Their oldest session ends where they have too many."""
        self._forget_ended()
        own = [digest for digest, one in self._by_digest.items() if one.number == number]
        for digest in own[: max(0, len(own) - MOST_OF_ONE + 1)]:
            del self._by_digest[digest]
        while len(self._by_digest) >= MOST:
            del self._by_digest[next(iter(self._by_digest))]
        token, now_s = secrets.token_urlsafe(32), self._monotonic()
        self._by_digest[_digest(token)] = Session(number, pin_mark(pin_hash), secrets.token_urlsafe(24), now_s, now_s)
        return token

    def find(self, token: str, *, touched: bool) -> Session | None:
        """The session of this id while it lasts. `touched`: by a person, not by a page that refreshes itself."""
        session = self._by_digest.get(_digest(token))
        if session is None:
            return None
        if self._has_ended(session):
            self.close(token)
            return None
        if touched:
            session.seen_s = self._monotonic()
        return session

    def close(self, token: str) -> None:
        """Sign out."""
        self._by_digest.pop(_digest(token), None)

    def _has_ended(self, session: Session) -> bool:
        now_s = self._monotonic()
        return now_s - session.seen_s >= self._idle_s or now_s - session.began_s >= LONGEST_S

    def _forget_ended(self) -> None:
        self._by_digest = {digest: one for digest, one in self._by_digest.items() if not self._has_ended(one)}


def pin_mark(pin_hash: str) -> str:
    """Tells two PIN hashes apart without being one."""
    return hashlib.sha256(pin_hash.encode()).hexdigest()


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
