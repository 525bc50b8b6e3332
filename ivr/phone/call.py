"""One call from the first ring to the last status callback."""

from ivr.phone.asking import Asker
from ivr.phone.documents import Documents
from ivr.phone.faults import NEVER_ENDS, Fault
from ivr.phone.hands import Hand
from ivr.phone.recording import Recorder
from ivr.phone.request_fields import call_fields, dial_fields
from ivr.phone.settings import Settings
from ivr.phone.signing import Fields
from ivr.phone.speaking import Speaker
from ivr.phone.steps import Go, Over, Step
from ivr.phone.transcript import Transcript, Who
from ivr.phone.twiml_reader import Document
from ivr.phone.verbs import Dial, Gather, Hangup, Record, Redirect, Reject, Verb
from ivr.phone.webhooks import Webhooks
from shared.clock import SystemClock, new_id


class Call:
    """Follows documents verb by verb until somebody ends it. For one run."""

    def __init__(self, settings: Settings, hand: Hand, transcript: Transcript, clock: SystemClock) -> None:
        self._settings = settings
        self._hand = hand
        self._clock = clock
        self.transcript = transcript
        self._status = "ringing"
        self._address = settings.signed_url
        self._speaker = Speaker(hand, transcript)
        self._asker = Asker(hand, self._speaker, transcript)

    def run(self) -> Transcript:
        """Dial, go through the call, hang up, and tell the status address. Returns what happened."""
        with Webhooks(self._settings, self._clock) as webhooks:
            self._documents = Documents(self._settings, webhooks, self.transcript)
            self._recorder = Recorder(self._settings, self._hand, self.transcript, self._notify, self._new_recording)
            began_s = self._clock.boottime_s()
            over = self._until_over()
            self.transcript.ended_by = over.by
            self._status = over.status
            lasted_s = int(self._clock.boottime_s() - began_s)
            if self._settings.status_url:
                ending = [("CallDuration", str(lasted_s)), ("Duration", "1"), ("SequenceNumber", "0")]
                self._address = self._settings.signed_url
                self._notify(self._settings.status_url, "POST", [*self._about_the_call(), *ending])
        return self.transcript

    def _until_over(self) -> Over:
        step: Step = Go(None, self._settings.method)
        documents = 0
        while isinstance(step, Go):
            documents += 1
            if documents > self._settings.request_limit:
                sentence = f"the line was asked {self._settings.request_limit} times and the call did not end"
                self.transcript.add_fault(Fault(NEVER_ENDS, sentence, self._address))
                return Over(Who.TWILIO)
            step = self._document_at(step)
        return step or Over(Who.LINE)

    def _document_at(self, go: Go) -> Step:
        fields = [*self._about_the_call(), *go.fields]
        document = self._documents.fetch(self._address, go.address or "", go.method, fields)
        if document is None:
            self.transcript.add(Who.TWILIO, "We are sorry, an application error has occurred. Goodbye.", "error")
            return Over(Who.TWILIO)
        return self._through(document)

    def _through(self, document: Document) -> Step:
        """Every verb in order, until one leads elsewhere. A document that ends ends the call."""
        self._address = document.address
        for warning in document.warnings:
            self.transcript.add_fault(warning)
        for verb in document.verbs:
            step = self._follow(verb)
            if step is not None:
                return step
        self.transcript.add(Who.TWILIO, "the document ends, and with it the call", "hang-up")
        return Over(Who.LINE)

    def _follow(self, verb: Verb) -> Step:
        if isinstance(verb, Reject):
            self.transcript.add(Who.LINE, f"does not take the call: {verb.reason}", "Reject")
            return Over(Who.LINE, "busy" if verb.reason == "busy" else "no-answer")
        self._status = "in-progress"
        match verb:
            case Gather():
                return self._asker.follow(verb)
            case Record():
                return self._recorder.follow(verb)
            case Dial():
                return self._dial(verb)
            case Redirect():
                return Go(verb.address, verb.method)
            case Hangup():
                self.transcript.add(Who.LINE, "hangs up", "Hangup")
                return Over(Who.LINE)
        return self._speaker.follow(verb)

    def _dial(self, dial: Dial) -> Step:
        status = self._settings.dial_status
        self.transcript.add(Who.LINE, f"rings {dial.number}: {status}", "Dial")
        if dial.action is None:
            return None
        return Go(dial.action, dial.method, dial_fields(status, self._new_sid("CA")))

    def _notify(self, address: str, method: str, fields: Fields) -> None:
        self._documents.notify(self._address, address, method, fields)

    def _about_the_call(self) -> Fields:
        return call_fields(self._settings, self.transcript.call_sid, self._status)

    def _new_recording(self) -> str:
        return self._new_sid("RE")

    def _new_sid(self, kind: str) -> str:
        return kind + new_id(self._clock.now())
