"""Sends the webhooks of calls, and judges each answer by the rows that it added to the ledger."""

from typing import Final

from ivr.phone.twiml_reader import Document, read_answer
from ivr.phone.webhooks import Answer
from shared.domain.event import ClockEvent
from shared.domain.model import Person, Role
from shared.store import ledger, presence
from tests.end_to_end.ivr_in_process import DOCKS, TOWER, ZONE, InProcessLine
from tests.end_to_end.ivr_installation import PIN, Told, standing_of
from tests.end_to_end.ivr_model import (
    CLAIMS,
    NOTHING,
    Caller,
    Webhook,
    came_twice,
    promised,
    sentences_in,
    stands_as,
    told_of,
    waits_in,
)

ANA, BEN, VERA = "1053", "1054", "1900"
REGISTER: Final = (
    Person(ANA, "Ana Ribeiro", "en", sites=(TOWER,)),
    Person(BEN, "Ben Okafor", "en", sites=(TOWER, DOCKS)),
    Person(VERA, "Vera Lund", "en", Role.SUPERVISOR, (TOWER, DOCKS)),
)
EXPIRED_S: Final = 15 * 60


class Judge:
    """`life` counts the starts of the line: what it answered in an earlier one is not in its memory."""

    def __init__(self, line: InProcessLine) -> None:
        self.line = line
        self.life = 0
        self._seen = 0
        self._proven: set[tuple[str, str]] = set()

    def goes_on(self, caller: Caller, asked: Webhook, *same: Webhook) -> None:
        """The call goes on with this webhook, which may arrive twice: what it recorded is what it told."""
        before = {person.number: self._standing(person.number) for person in REGISTER}
        self.line.clock.advance(1)
        answers = self.line.ask(*((one.path, one.fields) for one in (asked, *same)))
        assert len({answer.body for answer in answers}) == 1, "one webhook, two answers"
        document = self._read(asked, answers[0])
        rows = self.new_rows()
        self._judge(caller, asked, document, rows, before.get(asked.told("who"), []))
        self._keep(caller, asked, document, recorded=bool(rows))

    def both_go_on(self, *two: tuple[Caller, Webhook]) -> None:
        """Two calls go on at the same instant: in either order, what they recorded is what they told."""
        self.line.clock.advance(1)
        answers = self.line.ask(*((asked.path, asked.fields) for _, asked in two))
        documents = [self._read(asked, answer) for (_, asked), answer in zip(two, answers, strict=True)]
        rows = self.new_rows()
        told = [one for document in documents for one in told_of(document)]
        self._judge_told(told, rows)
        for (caller, asked), document in zip(two, documents, strict=True):
            own = any(one.fits(event, ZONE) for one in told_of(document) for event in rows)
            self._keep(caller, asked, document, recorded=own)

    def comes_again(self, old: Webhook, again: Webhook) -> None:
        """An old webhook is sent once more, as it was or with other keys: nothing is done, it has its old answer."""
        (answer,) = self.line.ask((again.path, again.fields))
        self._read(again, answer)
        assert not self.new_rows(), f"{again.path} was done twice"
        if old.life == self.life or (old.is_kept and not self._is_expired(old)):
            assert answer.body == old.body, f"{again.path} was answered anew"

    def status(self, caller: Caller, status: str) -> None:
        """A status callback records nothing."""
        told = caller.webhook("/voice/status", [], status)
        (answer,) = self.line.ask((told.path, told.fields))
        assert (answer.status, self.new_rows()) == (200, [])

    def everybody(self) -> None:
        """Presence is what the confirmed events make of it, and nobody came twice."""
        for person in REGISTER:
            events = self._standing(person.number)
            assert presence.of(self.line.store, person.number).presence.state.value == stands_as(events)
            assert not came_twice(events), events
            assert len({event.receipt for event in events}) == len(events)

    def new_rows(self) -> list[ClockEvent]:
        """What was added to the ledger since this was asked last, in its order."""
        rows = [row for row in reversed(ledger.newest(self.line.store, 20)) if row.seq > self._seen]
        self._seen = rows[-1].seq if rows else self._seen
        return [row.event for row in rows if row.event is not None]

    def _judge(
        self, caller: Caller, asked: Webhook, document: Document, rows: list[ClockEvent], before: list[ClockEvent]
    ) -> None:
        self._judge_told(told_of(document), rows)
        new = [event for event in rows if event.about is None]
        at, is_expired = asked.told("at"), self._is_expired(asked)
        assert at in CLAIMS or all((caller.sid, event.employee) in self._proven for event in new)
        may = {NOTHING} if is_expired else promised(asked, before)
        assert tuple(event.draft.kind for event in new) in may, f"{asked.keys!r} at {at}: {new}"
        stood = asked.told("event") in [event.event_id for event in before]
        is_taken_back = (at, asked.keys, stood, is_expired) == ("after", "9", True, False)
        assert (len(rows) > len(new)) == is_taken_back, "voided, or not, against the caller's word"
        assert not is_taken_back or any("Taken back." in said for said in sentences_in(document))

    def _judge_told(self, told: list[Told], rows: list[ClockEvent]) -> None:
        """The last event of every tap is told, and whatever is told stands in the ledger."""
        last_of_tap = {event.tap_id: event for event in rows if event.about is None}
        for event in last_of_tap.values():
            assert any(one.fits(event, ZONE) for one in told), f"recorded and not told: {event}"
        everything = [row.event for row in ledger.newest(self.line.store, 1000) if row.event is not None]
        for one in told:
            assert any(one.fits(event, ZONE) for event in everything), f"told and not recorded: {one}"

    def _keep(self, caller: Caller, asked: Webhook, document: Document, *, recorded: bool) -> None:
        at_pin = asked.told("at") == "pin"
        if at_pin and asked.keys == PIN:
            self._proven.add((caller.sid, asked.told("who")))
        asked.life = self.life
        # What is shorter than every PIN is asked again and is no guess: nothing of it is kept.
        asked.is_kept = recorded or (at_pin and asked.keys.isdecimal() and len(asked.keys) >= len(PIN))
        caller.asked.append(asked)
        caller.waits = waits_in(document)

    def _read(self, asked: Webhook, answer: Answer) -> Document:
        """Every answer is 200 and valid TwiML."""
        document = read_answer(asked.path, answer.status, answer.content_type, answer.body)
        assert not document.warnings
        asked.body = asked.body or answer.body
        return document

    def _is_expired(self, asked: Webhook) -> bool:
        rendered_at = asked.told("t")
        return bool(rendered_at) and self.line.clock.wall.timestamp() - int(rendered_at) >= EXPIRED_S

    def _standing(self, number: str) -> list[ClockEvent]:
        return standing_of(self.line.store, number)
