"""The sound of every message that is known: fetched when it can be, or a note why it never will be.

One recording that cannot be had does not hold up the others. "Not now" is tried again at the next look, and "never"
is noted with the message, where the supervisor reads it.
"""

from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from ivr.rest.facts import SID, Recorded
from shared.ports import Clock
from shared.store import voice_messages
from shared.store.database import Store
from shared.store.voice_messages import VoiceMessage
from shared.upstream.errors import NotAsItIs, NotReached, TryLater, UpstreamError

if TYPE_CHECKING:
    from ivr.rest.account import Account

LOG = structlog.get_logger()
GIVEN_UP_AFTER = timedelta(days=1)
LARGEST_BYTES = 5_000_000
LONGEST_S = 1800
"""Three times what the settings allow a message to last: longer ones were not made by this line."""
PASS_S = 120.0
MOST_IN_A_PASS = 1000
WITHOUT_SOUND = ("absent", "deleted", "failed")


class Sounds:
    """Fetches sounds, pass after pass; it remembers what failed, so that it comes last."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._failures: dict[str, int] = {}

    def fetch(self, account: "Account", store: Store) -> tuple[int, int]:
        """How many sounds came, and how many have to wait. A pass lasts two minutes at most.

        Raises the `UpstreamError` that concerns the whole account; what came stays.
        """
        messages = voice_messages.to_fetch(store, MOST_IN_A_PASS)
        failures = {message.recording: self._failures.get(message.recording, 0) for message in messages}
        self._failures = failures
        give_up_s = self._clock.read().boottime_s + PASS_S
        fetched = waiting = 0
        for message in sorted(messages, key=lambda message: failures[message.recording]):
            if self._clock.read().boottime_s > give_up_s:
                break
            try:
                came = self._sound(account, store, message)
            except UpstreamError as error:
                if is_about_the_account(error):
                    raise
                came = None
                LOG.warning("recordings.not_fetched", recording=message.recording, error=str(error))
            fetched += came is True
            waiting += came is None
            failures[message.recording] += came is None
        return fetched, waiting

    def _sound(self, account: "Account", store: Store, message: VoiceMessage) -> bool | None:
        """True where the sound came, False where it never will, None where it may come later."""
        if SID.fullmatch(message.recording) is None:
            return self._never(store, message, "This is not a recording's id.")
        if message.duration_s > LONGEST_S:
            return self._never(store, message, f"{message.duration_s} s long: listen to it in Twilio's console.")
        try:
            sound = account.sound(message.recording)
        except NotAsItIs as error:
            return self._without_sound(account, store, message, error)
        if len(sound) > LARGEST_BYTES:
            return self._never(store, message, f"{len(sound)} bytes: too large, listen to it in Twilio's console.")
        with store.writing():
            voice_messages.put_audio(store, message.recording, sound, self._clock.read().wall)
        return True

    def _without_sound(self, account: "Account", store: Store, message: VoiceMessage, error: NotAsItIs) -> bool | None:
        """A 404 right after the call only says that the recording is not processed yet."""
        recorded = account.recording(message.recording)
        if recorded is None:
            return self._never(store, message, "Twilio does not have it any more.")
        if recorded.status in WITHOUT_SOUND:
            return self._never(store, message, no_sound(recorded))
        if self._clock.read().wall - message.called_at > GIVEN_UP_AFTER:
            return self._never(store, message, f"Twilio answers {error.status} for its sound since a day.")
        return None

    def _never(self, store: Store, message: VoiceMessage, problem: str) -> bool:
        with store.writing():
            voice_messages.note_problem(store, message.recording, problem, self._clock.read().wall)
        LOG.warning("recordings.never", recording=message.recording, problem=problem)
        return False


def is_about_the_account(error: UpstreamError) -> bool:
    """No network, a pause that Twilio asks for, or a wrong token: the next request would fare no better."""
    return isinstance(error, NotReached | TryLater) or error.status == 401


def no_sound(recorded: Recorded) -> str:
    """The problem of a message whose recording Twilio has without a sound."""
    return f"Twilio has no sound of it: it is {recorded.status}."
