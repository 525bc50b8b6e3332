"""Say, Play and Pause: what the caller hears, and what the caller does meanwhile."""

from ivr.phone.hands import Hand
from ivr.phone.presses import HangUp, Keys
from ivr.phone.steps import Over, Step
from ivr.phone.transcript import KEYS, Transcript, Who
from ivr.phone.verbs import Audible, Pause, Play, Say


class Speaker:
    """Writes down what is heard in one call."""

    def __init__(self, hand: Hand, transcript: Transcript) -> None:
        self._hand = hand
        self._transcript = transcript

    def speak(self, heard: Audible) -> Keys | HangUp | None:
        """Let `heard` be heard, and tell what the caller did meanwhile."""
        match heard:
            case Say(text, language):
                self._transcript.add(Who.LINE, text, "Say", language)
            case Play(address, digits):
                self._transcript.add(Who.LINE, address or f"keys {digits}", "Play")
            case Pause(length_s):
                self._transcript.add(Who.LINE, f"silence of {length_s} s", "Pause")
        done = self._hand.while_heard()
        if isinstance(done, HangUp):
            self._transcript.add(Who.CALLER, "hangs up", "hang-up")
        return done

    def follow(self, heard: Audible) -> Step:
        """The same outside a question, where keys are lost."""
        match self.speak(heard):
            case HangUp():
                return Over(Who.CALLER)
            case Keys(keys):
                self._transcript.add(Who.CALLER, keys, KEYS)
                self._transcript.add(Who.TWILIO, "does not listen now: these keys are lost", "Say")
        return None
