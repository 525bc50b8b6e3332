"""What a form asks for an act: one question a need, the likeliest answer first, what was told before filled in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from kiosk.board.form import Form
from kiosk.board.subject import Subject
from kiosk.desk.asking import ONLY_PAIR, reasons_for
from kiosk.wording.desk import entry_lines
from kiosk.wording.desk_acts import because_word, came_of_word, choice_word
from kiosk.wording.names import kind_word
from shared.domain.desk_entry import DeskAct, Need
from shared.supervision.messages import CameOf
from shared.words import Words
from shared.words.calendar import LocalTime

PART: Final = "part."
MOST_PARTS: Final = 60
"""More are decided together: nobody ticks through them, and a form has a bound."""
OF_GROUPS: Final = (DeskAct.OURS, DeskAct.THEIRS, DeskAct.AS_IT_IS)


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    text: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """`kind` says how it is asked: person, pick (a few answers), checks (several of them), list (many), number or when.

    `value` and `more` are what stands in it: of a time its clock and its day. `hint` is small print.
    """

    name: str
    kind: str
    label: str
    options: tuple[Option, ...] = ()
    value: str = ""
    more: str = ""
    hint: str = ""


def part_name(part: str) -> str:
    """The field of one part of a group: by its own id, since the group may grow before the form comes back."""
    return f"{PART}{part}"


def is_chosen(form: Form, part: str) -> bool:
    """Is this part of a group meant? All are, on a form that nobody sent yet."""
    return form.text("parts") == "" or form.text(part_name(part)) != ""


def _named(line: str, names: dict[str, str]) -> str:
    """The line with the person's name before it in place of the number."""
    number, colon, rest = line.partition(":")
    return f"{names.get(number) or number}{colon}{rest}"


class Asking:
    """The questions of one act about one subject, in one language."""

    def __init__(self, words: Words, local: LocalTime, subject: Subject, form: Form) -> None:
        self._words, self._local, self._subject, self._form = words, local, subject, form

    def of(self, act: DeskAct, *, position: bool = False, twice: tuple[datetime, ...] = ()) -> tuple[Question, ...]:
        """All questions. `position`: it has turned out to be needed. `twice`: both instants that a time can mean."""
        needs = list(self._subject.needs_of(act))
        if position and Need.POSITION not in needs:
            needs.insert(max(0, len(needs) - 1), Need.POSITION)
        parts = self._parts() if act in OF_GROUPS else ()
        return (*parts, *(question for need in needs for question in self._of(need, act, twice)))

    def _parts(self) -> tuple[Question, ...]:
        """Which of a group's differences it is for: all of them, unless some are taken out."""
        entry = self._subject.entry
        if entry is None or not 1 < len(entry.parts) <= MOST_PARTS:
            return ()
        # The first line tells of the group as a whole.
        lines = entry_lines(self._words, self._local, entry, self._subject.now)[1 : len(entry.parts) + 1]
        names = dict(self._subject.people)
        options = tuple(
            Option(part_name(part), _named(line, names), is_chosen(self._form, part))
            for part, line in zip(entry.parts, lines, strict=True)
        )
        return (Question("parts", "checks", self._words.say("Which of them?"), options),)

    def _of(self, need: Need, act: DeskAct, twice: tuple[datetime, ...]) -> Iterator[Question]:
        match need:
            case Need.PERSON:
                yield self._person()
            case Need.CHOICE:
                yield self._choice(act)
            case Need.EVENT:
                yield self._event()
            case Need.TIME:
                yield self._when(act)
                yield from self._which(twice)
            case Need.SESSION:
                yield self._session()
            case Need.BADGE:
                yield self._badge(act)
            case _:
                yield self._of_closed_set(need, act)

    def _of_closed_set(self, need: Need, act: DeskAct) -> Question:
        words = self._words
        if need is Need.CAME_OF:
            came_of = ((one.value, came_of_word(words, one)) for one in CameOf)
            return self._question("came_of", "pick", words.say("What came of it?"), *came_of)
        if need is Need.POSITION:
            named = ((str(one), name) for one, name in self._subject.positions.items())
            return self._question("position", "list", words.say("Which position?"), *named)
        because = ((one.value, because_word(words, one)) for one in reasons_for(act))
        return self._question("because", "list", words.say("Why?"), *because)

    def _question(self, name: str, kind: str, label: str, *told: tuple[str, str]) -> Question:
        before = self._form.text(name)
        only = len(told) == 1
        options = tuple(Option(value, text, only or value == before) for value, text in told)
        return Question(name, kind, label, options, before)

    def _person(self) -> Question:
        people = tuple(Option(number, name) for number, name in self._subject.people)
        hint = self._words.say("Number, or the beginning of the name")
        return Question(
            "person", "person", self._words.say("Who was it?"), people, self._form.text("person"), hint=hint
        )

    def _choice(self, act: DeskAct) -> Question:
        words = self._words
        about = words.say("What was it?") if self._subject.entry else words.say("What shall be recorded?")
        told = [(one.value, choice_word(words, one)) for one in self._subject.choices]
        if act is DeskAct.PAIR:
            told.append((ONLY_PAIR, words.say("Only pair the badge")))
        return self._question("choice", "pick", about, *told)

    def _event(self) -> Question:
        words, now = self._words, self._subject.now
        told = (
            (one.event_id, f"{kind_word(words, one.kind)} {self._local.day_and_time(one.at, now, words)}")
            for one in self._subject.events
        )
        return self._question(
            "event", "pick" if len(self._subject.events) < 6 else "list", words.say("Which time?"), *told
        )

    def _when(self, act: DeskAct) -> Question:
        words, subject = self._words, self._subject
        start = subject.entry.at if subject.entry is not None else subject.now
        local = start.astimezone(self._local.zone)
        is_clock = act is DeskAct.CLOCK
        begins = "" if is_clock or subject.entry is None else f"{local:%H:%M}"
        return Question(
            "time",
            "when",
            words.say("When?"),
            value=self._form.text("time") or begins,
            more=self._form.text("day") or f"{local:%Y-%m-%d}",
            hint=words.say("Left empty: now") if is_clock else "",
        )

    def _which(self, twice: tuple[datetime, ...]) -> Iterator[Question]:
        if not twice:
            return
        first, second = twice
        label = self._words.say("The clocks were put back that night: this time came twice.")
        yield self._question(
            "which",
            "pick",
            label,
            ("0", self._words.say("{time}, before the change", time=self._local.time(first))),
            ("1", self._words.say("{time}, after the change", time=self._local.time(second))),
        )

    def _session(self) -> Question:
        label = self._words.say("Which session?")
        sessions = self._subject.entry.sessions if self._subject.entry is not None else ()
        if not sessions:
            return Question("session", "number", label, value=self._form.text("session"))
        return self._question("session", "pick", label, *((str(one), str(one)) for one in sessions))

    def _badge(self, act: DeskAct) -> Question:
        # Nobody can read a badge's number off its hash: the order is all there is to tell them apart by.
        words = self._words
        told = []
        for place, badge in enumerate(self._subject.badges, 1):
            if badge.lost is (act is DeskAct.FOUND):
                said = words.say("Badge {n}, paired at the desk", n=place) if badge.paired else ""
                told.append((str(place), said or words.say("Badge {n}", n=place)))
        return self._question("badge", "pick", words.say("Which badge?"), *told)
