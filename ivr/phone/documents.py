"""From an address to a document: the webhook, and the fallback when it fails."""

from ivr.phone.faults import ANSWERED_DIFFERENTLY, RETRIEVAL, UNANSWERED_NOTICE, Fault, NoDocument
from ivr.phone.route import resolved
from ivr.phone.settings import Settings
from ivr.phone.signing import Fields
from ivr.phone.transcript import Exchange, Transcript
from ivr.phone.twiml_reader import Document, read_answer, read_document
from ivr.phone.webhooks import Answer, Webhooks

KEPT_AT_TWILIO = "https://kept-at-twilio.invalid/fallback"
"""Where a fallback document that is a file seems to come from; the name leads nowhere (RFC 2606)."""


class Documents:
    """Fetches for one call, and writes down in its transcript what was sent and what went wrong."""

    def __init__(self, settings: Settings, webhooks: Webhooks, transcript: Transcript) -> None:
        self._settings = settings
        self._webhooks = webhooks
        self._transcript = transcript

    def fetch(self, base: str, address: str, method: str, fields: Fields) -> Document | None:
        """The document at `address` as seen from `base`, or the fallback's; None when neither can be had.

        Faults are written down.
        """
        try:
            return self._read(resolved(base, address), method, fields)
        except NoDocument as error:
            self._transcript.add_fault(error.fault)
            failed = error.fault
        if not self._settings.fallback_url and self._settings.fallback_file is None:
            return None
        why = [("ErrorCode", str(failed.code)), ("ErrorUrl", failed.address)]
        try:
            return self._read(self._fallback_address(), "POST", [*fields, *why])
        except NoDocument as error:
            self._transcript.add_fault(error.fault)
            return None

    def notify(self, base: str, address: str, method: str, fields: Fields) -> None:
        """Tell a status address; whatever 2xx it answers is right."""
        try:
            answer = self._answer(resolved(base, address), method, fields)
        except NoDocument as error:
            self._transcript.add_fault(error.fault)
            return
        if not 200 <= answer.status < 300:
            self._transcript.add_fault(Fault(UNANSWERED_NOTICE, f"answered with HTTP {answer.status}", address))

    def _fallback_address(self) -> str:
        if self._settings.fallback_file is not None:
            return KEPT_AT_TWILIO
        return resolved(self._settings.signed_url, self._settings.fallback_url)

    def _read(self, address: str, method: str, fields: Fields) -> Document:
        if self._settings.fallback_file is not None and address.startswith(KEPT_AT_TWILIO.rpartition("/")[0]):
            if address != KEPT_AT_TWILIO:
                raise NoDocument(Fault(RETRIEVAL, "the document kept at Twilio leads to another one there", address))
            return read_document(address, self._settings.fallback_file.read_bytes())
        answer = self._answer(address, method, fields)
        return read_answer(address, answer.status, answer.content_type, answer.body)

    def _answer(self, address: str, method: str, fields: Fields) -> Answer:
        """The answer to one request, noted with it. Raises NoDocument without an answer."""
        try:
            answers = self._webhooks.send(address, method, fields)
        except NoDocument:
            self._transcript.exchanges.append(Exchange(address, method, fields, None))
            raise
        self._transcript.exchanges += [Exchange(address, method, fields, answer.status) for answer in answers]
        if any(answer != answers[0] for answer in answers):
            sentence = "the same request, sent again, got another answer"
            self._transcript.add_fault(Fault(ANSWERED_DIFFERENTLY, sentence, address))
        return answers[0]
