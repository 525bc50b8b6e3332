"""Whose break is due at this site, for the idle screen: looked up now and then, never while somebody taps."""

from collections.abc import Callable
from datetime import datetime

import structlog

from shared.break_calls import Called, call_of, calls_at
from shared.domain.clock_trust import TrustLevel
from shared.domain.decision import Accepted, Ask
from shared.domain.model import Kind
from shared.domain.site import Site
from shared.recording import Outcome
from shared.store.database import Store
from shared.store.errors import StoreError
from shared.words import Words
from shared.words.break_calls import break_call
from shared.words.calendar import LocalTime

LOG = structlog.get_logger()
LOOK_EVERY_S = 15.0


class BreakWatch:
    """Used by the presenter's thread alone, while nobody is there."""

    def __init__(self, store: Store, site: Site, monotonic: Callable[[], float]) -> None:
        self._store = store
        self._site = site
        self._monotonic = monotonic
        self._looked_at = float("-inf")
        self._known: tuple[Called, ...] = ()

    def now(self, at: datetime) -> tuple[Called, ...]:
        """Who is to be told something, as of the last look."""
        if self._monotonic() - self._looked_at >= LOOK_EVERY_S:
            self._looked_at = self._monotonic()
            try:
                self._known = tuple(calls_at(self._store, self._site, at))
            except StoreError as error:
                # The idle screen tells of the ledger in words of its own.
                LOG.warning("kiosk.breaks_not_read", error=str(error))
                self._known = ()
        return self._known

    def line(self, words: Words, local: LocalTime, outcome: Outcome) -> str:
        """What whoever tapped is told of their breaks, or "": as of before the tap, from what it was decided on.

        Told to whoever is asked what they want, and to whoever comes back too late. Whoever starts a break or leaves
        need not hear that one was due.
        """
        # What the idle screen knows may be wrong from now on.
        self._looked_at = float("-inf")
        facts, asked = outcome.facts, isinstance(outcome.decision, Ask)
        comes_back = isinstance(outcome.decision, Accepted) and outcome.events[-1].draft.kind is Kind.BREAK_ENDED
        if not (asked or comes_back) or facts.clock.level is TrustLevel.UNTRUSTED:
            return ""
        call = call_of(facts.presence, facts.breaks_taken, self._site.rules, outcome.tap.at)
        return break_call(words, call, local.time(call.since)) if call is not None else ""
