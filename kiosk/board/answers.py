"""What was told in a form, read into what the desk acts on; what does not fit is said in plain words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Final

from kiosk.board.form import Form
from kiosk.board.questions import OF_GROUPS, is_chosen
from kiosk.board.roster import is_word_of
from kiosk.board.subject import Subject
from kiosk.desk.asking import ONLY_PAIR
from shared.domain.desk_entry import DeskAct, Given, Need
from shared.domain.stated_time import Doubt, InDoubt, stated
from shared.domain.supervision import MOST_LETTERS, Because, Reason
from shared.domain.tap import Choice
from shared.supervision.messages import CameOf
from shared.words import Words
from shared.words.calendar import LocalTime

MOST_DIGITS: Final = 12


@dataclass(frozen=True, slots=True)
class Told:
    """`given` is whole where there are no `mistakes`. `twice`: both instants that the time can mean, unless said."""

    given: Given
    mistakes: tuple[str, ...] = ()
    twice: tuple[datetime, ...] = ()


@dataclass(slots=True)
class _Answers:
    values: dict[str, object] = field(default_factory=dict)
    mistakes: list[str] = field(default_factory=list)
    twice: tuple[datetime, ...] = ()


def told_in(form: Form, act: DeskAct, subject: Subject, words: Words, local: LocalTime, *, key_id: str = "") -> Told:
    """The answers of the form to what the act needs. `key_id` is that of the newest badge key."""
    reading = _Reading(form, act, subject, words, local)
    needs = list(subject.needs_of(act))
    if form.text("position") and Need.POSITION not in needs:
        needs.append(Need.POSITION)
    for need in needs:
        reading.read(need)
    reading.parts()
    found = reading.found
    note = form.text("note", MOST_LETTERS)
    because = found.values.pop("because", Because.OTHER)
    reason = Reason(Because(str(because)), note)
    values = {"number": subject.number, **found.values}
    given = Given(act, reason, order_id=form.text("order", 40), badge_key_id=key_id, **values)  # type: ignore[arg-type]
    return Told(given, tuple(found.mistakes), found.twice)


class _Reading:
    """One form, read need by need."""

    def __init__(self, form: Form, act: DeskAct, subject: Subject, words: Words, local: LocalTime) -> None:
        self._form, self._act, self._subject, self._words, self._local = form, act, subject, words, local
        self.found = _Answers()

    def read(self, need: Need) -> None:
        """The answer to one need, or the mistake in it."""
        form, values = self._form, self.found.values
        match need:
            case Need.PERSON:
                self._person(form.text("person"))
            case Need.CHOICE:
                self._choice(form.text("choice"))
            case Need.POSITION:
                positions = {str(one): one for one in self._subject.positions}
                self._one_of("position_id", positions, form.text("position"), self._words.say("Choose a position."))
            case Need.EVENT:
                events = {one.event_id: one.event_id for one in self._subject.events}
                self._one_of("event_id", events, form.text("event"), self._words.say("Choose which time it is."))
            case Need.TIME:
                self._time(form.text("time"), form.text("day"))
            case Need.SESSION:
                self._session(form.text("session"))
            case Need.BADGE:
                digests = {str(place): one.digest for place, one in enumerate(self._subject.badges, 1)}
                self._one_of("badge", digests, form.text("badge"), self._words.say("Choose a badge."))
            case Need.CAME_OF:
                came_of = {one.value: one.value for one in CameOf}
                self._one_of("came_of", came_of, form.text("came_of"), self._words.say("Say what came of it."))
            case Need.BECAUSE:
                because = {one.value: one for one in Because}
                values.setdefault("because", Because.OTHER)
                self._one_of("because", because, form.text("because"), self._words.say("Say why."))

    def parts(self) -> None:
        """Which of a group's items are meant; all as they stand then where the form did not ask."""
        entry = self._subject.entry
        if entry is None or self._act not in OF_GROUPS or not self._form.text("parts"):
            return
        chosen = tuple(part for part in entry.parts if is_chosen(self._form, part))
        if not chosen:
            self.found.mistakes.append(self._words.say("Choose at least one of them."))
        self.found.values["parts"] = chosen

    def _one_of(self, name: str, wanted: Mapping[str, object], told: str, no: str) -> None:
        if told in wanted:
            self.found.values[name] = wanted[told]
        else:
            self.found.mistakes.append(no)

    def _person(self, told: str) -> None:
        people = self._subject.people
        numbers = [number for number, _ in people if number == told]
        fits = numbers or [number for number, name in people if told and is_word_of(name, told)]
        if len(fits) == 1:
            self.found.values["number"] = fits[0]
        elif fits:
            self.found.mistakes.append(self._words.say("Several people are called that: give the number."))
        else:
            self.found.mistakes.append(self._words.say("Say who it was: a number of the register, or a name."))

    def _choice(self, told: str) -> None:
        if told == ONLY_PAIR and self._act is DeskAct.PAIR:
            return
        wanted = {one.value: one for one in Choice if one in self._subject.choices}
        self._one_of("choice", wanted, told, self._words.say("Choose what it was."))

    def _time(self, told: str, day: str) -> None:
        if not told and self._act is DeskAct.CLOCK:
            return
        try:
            at = datetime.combine(date.fromisoformat(day), time.fromisoformat(told))
            found = stated(at.replace(tzinfo=None), self._local.zone)
        except (ValueError, OverflowError):
            self.found.mistakes.append(self._words.say("Give the time, such as 05:58."))
            return
        if not isinstance(found, InDoubt):
            self.found.values["at"] = found
        elif found.doubt is Doubt.NEVER:
            self.found.mistakes.append(self._words.say("That time never came: the clocks were put forward over it."))
        else:
            self.found.twice = found.instants
            which = {"0": found.instants[0], "1": found.instants[1]}
            no = self._words.say("That time came twice that night: say which.")
            self._one_of("at", which, self._form.text("which"), no)

    def _session(self, told: str) -> None:
        if told.isascii() and told.isdigit() and len(told) <= MOST_DIGITS:
            self.found.values["session"] = int(told)
        else:
            self.found.mistakes.append(self._words.say("Give the number of the session."))
