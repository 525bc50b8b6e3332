"""Gather: prompts that keys interrupt, keys typed ahead, silence, and what goes to the action."""

from ivr.phone.hands import Hand
from ivr.phone.keypad import Heard, pressed
from ivr.phone.presses import HangUp, Keys, Silence, Spoken
from ivr.phone.request_fields import heard_fields
from ivr.phone.speaking import Speaker
from ivr.phone.steps import Go, Over, Step
from ivr.phone.transcript import KEYS, Transcript, Who
from ivr.phone.verbs import Gather


class Asker:
    """Follows every Gather of one call; keys that one does not use stay for the next."""

    def __init__(self, hand: Hand, speaker: Speaker, transcript: Transcript) -> None:
        self._hand = hand
        self._speaker = speaker
        self._transcript = transcript
        self._typed_ahead = ""

    def follow(self, gather: Gather) -> Step:
        """To the action with what was heard; on to the next verb with nothing; over when the caller hangs up."""
        heard = self._heard(gather)
        if heard is None:
            return Over(Who.CALLER)
        if heard.is_empty and not gather.action_on_empty_result:
            return None
        return Go(gather.action, gather.method, heard_fields(heard))

    def _heard(self, gather: Gather) -> Heard | None:
        """What the question got, or None when the caller hung up."""
        keys = self._typed_ahead if gather.takes_keys else ""
        if keys:
            self._typed_ahead = ""
            self._transcript.add(Who.TWILIO, f"takes {len(keys)} keys typed ahead", "Gather")
        else:
            match self._prompts(gather):
                case HangUp():
                    return None
                case Keys(more):
                    keys = more
        outcome = pressed(gather, keys)
        if not outcome.complete:
            match self._waited(gather):
                case HangUp():
                    return None
                case Keys(more):
                    outcome = pressed(gather, keys + more)
                case Spoken(words):
                    return Heard(words=words)
                case Silence():
                    # The time is over: keys pressed until then are the input.
                    pass
        self._typed_ahead = outcome.left
        return outcome.heard

    def _prompts(self, gather: Gather) -> Keys | HangUp | None:
        """Speak until the end, or until a key interrupts."""
        for prompt in gather.prompts:
            done = self._speaker.speak(prompt)
            if isinstance(done, Keys):
                self._transcript.add(Who.CALLER, done.keys, KEYS)
                if gather.takes_keys:
                    self._transcript.add(Who.TWILIO, "stops speaking: keys interrupt", "Gather")
                    return done
                self._transcript.add(Who.TWILIO, "takes no keys here", "Gather")
            elif done is not None:
                return done
        return None

    def _waited(self, gather: Gather) -> Keys | Spoken | Silence | HangUp:
        """What the caller does now; what this question does not take is silence."""
        press = self._hand.answer(gather)
        match press:
            case HangUp():
                self._transcript.add(Who.CALLER, "hangs up", "hang-up")
            case Silence():
                self._transcript.add(Who.TWILIO, f"waits {gather.timeout_s} s and hears nothing", "Gather")
            case Keys(keys):
                self._transcript.add(Who.CALLER, keys, KEYS)
                if not gather.takes_keys:
                    self._transcript.add(Who.TWILIO, "takes no keys here", "Gather")
                    return Silence()
            case Spoken(words):
                self._transcript.add(Who.CALLER, words, "speech", gather.language)
                if not gather.takes_speech:
                    self._transcript.add(Who.TWILIO, "takes no spoken words here", "Gather")
                    return Silence()
        return press
