"""The telephone itself: pick it up, dial, and read what happened."""

from collections.abc import Callable, Iterable

from ivr.phone.call import Call
from ivr.phone.hands import Hand, ScriptedHand
from ivr.phone.presses import Press, presses_in
from ivr.phone.settings import Settings
from ivr.phone.transcript import Entry, Transcript
from shared.clock import SystemClock, new_id


class Telephone:
    """Calls one line, as often as wanted, also from several threads at once."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._clock = SystemClock()

    def dial(self, hand: Hand, listener: Callable[[Entry], None] | None = None) -> Call:
        """A call in `hand`, ready to run; `listener` hears of everything as it happens."""
        call_sid = self._settings.call_sid or "CA" + new_id(self._clock.now())
        return Call(self._settings, hand, Transcript(call_sid, listener=listener), self._clock)


def play(script: str | Iterable[str | Press], settings: Settings) -> Transcript:
    """Call, press what the script says, and return what happened.

    `script`: `1053 2580 1` or its words or presses, one a question; when it is over and the line still waits, the
    caller hangs up. Raises NotAPress.
    """
    return Telephone(settings).dial(ScriptedHand(presses_in(script))).run()
