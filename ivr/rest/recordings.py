"""Fetches what callers said when the line could not serve them: each recording once, from wherever it was made.

Rule 1: What was recorded by the fallback document is known to Twilio only, so its list is read. A look that was read
        to its end is remembered, and the next one goes back two days before it: Twilio lists what was made since.
Rule 2: A recording is ours where it was made by `<Record>` in a call to one of our numbers: those of the settings, and
        whatever rings at our address; other uses of the same
        account are left alone. Where the settings list no numbers, every such recording is ours.
Rule 3: Nothing is deleted at Twilio: how long recordings stay there is for the customer to decide.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import structlog

from ivr.rest.facts import PhoneCall, Recorded
from ivr.rest.sounds import WITHOUT_SOUND, Sounds, is_about_the_account, no_sound
from shared.ports import Clock
from shared.store import memory, voice_messages
from shared.store.database import Store
from shared.upstream.errors import UpstreamError

if TYPE_CHECKING:
    from ivr.rest.account import Account

LOG = structlog.get_logger()
TWILIO, LOOKED_AT = "twilio", "recordings_looked_at"
OVERLAP = timedelta(days=2)
FIRST_LOOK_BEHIND = timedelta(days=30)
BY_RECORD_VERB = "RecordVerb"
STILL_MADE = ("in-progress", "paused", "stopped", "processing")


@dataclass(frozen=True, slots=True)
class Pass:
    """What one look brought: messages that were not known, sounds that arrived, and what has to wait."""

    new: int = 0
    fetched: int = 0
    waiting: int = 0


class Recordings:
    """The look at Twilio's recordings, again and again. `sites` is the site's name by the number called.

    Another number that rings at `voice_url` is ours too: a number that is no site's serves, and asks which one.
    """

    def __init__(self, clock: Clock, sites: Mapping[str, str], voice_url: str = "") -> None:
        self._clock = clock
        self._sites = sites
        self._sounds = Sounds(clock)
        self._voice_url = voice_url
        self._ours: frozenset[str] = frozenset(sites)
        self._others: set[str] = set()

    def run(self, account: "Account", store: Store) -> Pass:
        """One look. Raises an `UpstreamError` where the account as a whole cannot be asked; what came stays."""
        if self._sites and self._voice_url:
            self._ours = frozenset(self._sites) | self._ringing_here(account)
        new = self._look(account, store)
        fetched, waiting = self._sounds.fetch(account, store)
        return Pass(new, fetched, waiting)

    def _ringing_here(self, account: "Account") -> frozenset[str]:
        # Connection overrides stand behind a #.
        return frozenset(one.number for one in account.numbers() if one.voice_url.partition("#")[0] == self._voice_url)

    def _look(self, account: "Account", store: Store) -> int:
        now = self._clock.read().wall
        new, complete = 0, True
        seen: set[str] = set()
        try:
            for recorded in account.recordings(_since(store, now)):
                seen.add(recorded.sid)
                try:
                    new += self._meet(account, store, recorded)
                except UpstreamError as error:
                    if is_about_the_account(error):
                        raise
                    complete = False
                    LOG.warning("recordings.call_unknown", recording=recorded.sid, error=str(error))
        except UpstreamError as error:
            if is_about_the_account(error):
                raise
            # The sounds of messages that are known need no list.
            LOG.warning("recordings.not_listed", error=str(error))
            return new
        self._others &= seen
        if complete:
            with store.writing():
                memory.remember(store, TWILIO, LOOKED_AT, now.isoformat())
        return new

    def _meet(self, account: "Account", store: Store, recorded: Recorded) -> bool:
        """Keep a recording that is ours and not known. True where it was new."""
        if recorded.source != BY_RECORD_VERB or recorded.status in STILL_MADE or recorded.sid in self._others:
            return False
        if voice_messages.find(store, recorded.sid) is not None:
            return False
        call = account.call(recorded.call)
        if call is not None and not self._is_ours(call):
            self._others.add(recorded.sid)
            return False
        now = self._clock.read().wall
        with store.writing():
            new = voice_messages.keep(
                store,
                recorded.sid,
                call=recorded.call,
                called_at=call.began_at if call else recorded.began_at,
                now=now,
                caller=call.caller if call else "",
                site=self._sites.get(call.called, "") if call else "",
                duration_s=recorded.duration_s,
            )
            if recorded.status in WITHOUT_SOUND:
                voice_messages.note_problem(store, recorded.sid, no_sound(recorded), now)
        return new

    def _is_ours(self, call: PhoneCall) -> bool:
        return call.inbound and (not self._sites or call.called in self._ours)


def _since(store: Store, now: datetime) -> datetime:
    """Where a look begins. One that was made under a clock that ran ahead of this one says nothing."""
    told = memory.recall(store, TWILIO, LOOKED_AT)
    looked_at = datetime.fromisoformat(told) if isinstance(told, str) else None
    if looked_at is None or looked_at > now:
        return now - FIRST_LOOK_BEHIND
    return looked_at - OVERLAP
