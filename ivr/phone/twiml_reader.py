"""A TwiML document in, verbs out. Written from Twilio's pages, apart from whatever writes the documents."""

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from ivr.phone.faults import NOT_TWIML, RETRIEVAL, SCHEMA, TOO_LARGE, Fault, NoDocument
from ivr.phone.schema import ATTRIBUTES, INSIDE
from ivr.phone.verbs import ANY_KEY, Audible, Dial, Gather, Hangup, Pause, Play, Record, Redirect, Reject, Say, Verb

LARGEST_BYTES = 64 * 1024
"""Source: https://www.twilio.com/docs/api/errors/11750"""
CONTENT_TYPES = ("text/xml", "application/xml")


@dataclass(frozen=True, slots=True)
class Document:
    """What an answer says: its verbs in order, where it came from, and what Twilio would warn of."""

    address: str
    verbs: tuple[Verb, ...]
    warnings: tuple[Fault, ...] = ()


def read_answer(address: str, status: int, content_type: str, body: bytes) -> Document:
    """The document in an HTTP answer from `address`. Raises NoDocument where Twilio would give up on it."""
    if not 200 <= status < 300:
        raise NoDocument(Fault(RETRIEVAL, f"answered with HTTP {status}", address))
    if len(body) > LARGEST_BYTES:
        raise NoDocument(Fault(TOO_LARGE, "the document is larger than 64 kB", address))
    kind = content_type.partition(";")[0].strip().lower()
    if kind not in CONTENT_TYPES:
        raise NoDocument(Fault(RETRIEVAL, f"the content type is {kind or 'missing'}, not text/xml", address))
    return read_document(address, body)


def read_document(address: str, body: bytes) -> Document:
    """The document in these bytes of XML. Raises NoDocument when it is none."""
    try:
        root = fromstring(body)
    except (ParseError, DefusedXmlException, LookupError, ValueError) as error:
        raise NoDocument(Fault(NOT_TWIML, f"the document cannot be read: {error}", address)) from error
    if root.tag != "Response":
        raise NoDocument(Fault(NOT_TWIML, f"the document begins with <{root.tag}>, not <Response>", address))
    reading = _Reading(address)
    verbs = tuple(verb for element in root for verb in reading.verbs(element))
    return Document(address, verbs, tuple(reading.warnings))


@dataclass(slots=True)
class _Reading:
    """One document being read; warnings gather on the way."""

    address: str
    warnings: list[Fault] = field(default_factory=list)

    def verbs(self, element: Element) -> tuple[Verb, ...]:
        """The verb that `element` is, or none after a warning."""
        if element.tag not in ATTRIBUTES:
            self._warn(f"<{element.tag}> is no verb")
            return ()
        self._check(element)
        match element.tag:
            case "Gather":
                return (self._gather(element),)
            case "Record":
                return (self._record(element),)
            case "Dial":
                return (self._dial(element),)
            case "Redirect":
                return (Redirect(_text(element), self._method(element)),)
            case "Hangup":
                return (Hangup(),)
            case "Reject":
                return (Reject(self._one_of(element, "reason", ("rejected", "busy"))),)
        return (self._audible(element),)

    def _audible(self, element: Element) -> Audible:
        match element.tag:
            case "Say":
                return Say(_text(element), element.get("language", ""), element.get("voice", ""))
            case "Play":
                return Play(_text(element), element.get("digits", ""))
        return Pause(self._number(element, "length", 1) or 1)

    def _gather(self, element: Element) -> Gather:
        kinds = element.get("input", "dtmf").split()
        if not kinds or set(kinds) - {"dtmf", "speech"}:
            self._warn(f"<Gather> cannot take input {element.get('input')!r}")
        return Gather(
            prompts=tuple(self._audible(inner) for inner in element if inner.tag in INSIDE["Gather"]),
            action=element.get("action"),
            method=self._method(element),
            timeout_s=self._number(element, "timeout", 5) or 0,
            digits=self._number(element, "numDigits", None),
            finish_on_key=self._keys(element, "#"),
            takes_keys="dtmf" in kinds or "speech" not in kinds,
            takes_speech="speech" in kinds,
            action_on_empty_result=self._flag(element, "actionOnEmptyResult", default=False),
            speech_timeout=element.get("speechTimeout", ""),
            hints=tuple(hint.strip() for hint in element.get("hints", "").split(",") if hint.strip()),
            language=element.get("language", "en-US"),
        )

    def _record(self, element: Element) -> Record:
        events = tuple(element.get("recordingStatusCallbackEvent", "completed").split())
        if set(events) - {"in-progress", "completed", "absent"}:
            self._warn(f"<Record> knows no event {' '.join(events)!r}")
        return Record(
            action=element.get("action"),
            method=self._method(element),
            timeout_s=self._number(element, "timeout", 5) or 0,
            longest_s=self._number(element, "maxLength", 3600) or 3600,
            play_beep=self._flag(element, "playBeep", default=True),
            finish_on_key=self._keys(element, ANY_KEY),
            trim=self._one_of(element, "trim", ("trim-silence", "do-not-trim")),
            status_callback=element.get("recordingStatusCallback", ""),
            status_method=self._method(element, "recordingStatusCallbackMethod"),
            events=events,
        )

    def _dial(self, element: Element) -> Dial:
        return Dial(
            number=_text(element),
            action=element.get("action"),
            method=self._method(element),
            timeout_s=self._number(element, "timeout", 30) or 30,
            caller_id=element.get("callerId", ""),
        )

    def _check(self, element: Element) -> None:
        """Warn of what Twilio does not know in this verb and, for Gather, in the verbs inside it."""
        for name in sorted(set(element.attrib) - ATTRIBUTES[element.tag]):
            self._warn(f"<{element.tag}> has no attribute {name}")
        for inner in element:
            if inner.tag not in INSIDE.get(element.tag, ()):
                self._warn(f"<{inner.tag}> cannot stand inside <{element.tag}>")
            elif element.tag == "Gather":
                self._check(inner)

    def _number(self, element: Element, name: str, otherwise: int | None) -> int | None:
        given = element.get(name)
        if given is None:
            return otherwise
        if given.isascii() and given.isdigit() and (int(given) > 0 or name == "timeout"):
            return int(given)
        if not (element.tag == "Gather" and name == "timeout" and given == "auto"):
            self._warn(f"<{element.tag} {name}={given!r}> is no number it can take")
        return otherwise

    def _keys(self, element: Element, otherwise: str) -> str:
        keys = element.get("finishOnKey", otherwise)
        if set(keys) - set(ANY_KEY):
            self._warn(f"<{element.tag} finishOnKey={keys!r}> holds something else than keys")
            return otherwise
        return keys

    def _flag(self, element: Element, name: str, *, default: bool) -> bool:
        return self._one_of(element, name, ("true", "false") if default else ("false", "true")) == "true"

    def _method(self, element: Element, name: str = "method") -> str:
        return self._one_of(element, name, ("POST", "GET"))

    def _one_of(self, element: Element, name: str, allowed: tuple[str, ...]) -> str:
        """The attribute's value, or the first of `allowed` when it is missing or not one of them."""
        given = element.get(name, allowed[0])
        if given in allowed:
            return given
        self._warn(f"<{element.tag} {name}={given!r}> must be one of {', '.join(allowed)}")
        return allowed[0]

    def _warn(self, sentence: str) -> None:
        self.warnings.append(Fault(SCHEMA, sentence, self.address))


def _text(element: Element) -> str:
    """The words in an element and in what stands inside it, single spaces between them."""
    for heard_apart in (inner for inner in element.iter() if inner.tag in ("break", "p", "s")):
        heard_apart.tail = f" {heard_apart.tail or ''}"
    return " ".join("".join(element.itertext()).split())
