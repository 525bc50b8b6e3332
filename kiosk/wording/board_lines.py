"""The lines of the roster board: headings, one line a person, and what stands between them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from kiosk.views import Act, BoardLine, Intent, LineKind, Mark, Tone
from kiosk.wording.board_reasons import chase_word, flag_word, note_word, origin_word
from kiosk.wording.time_cards import finding_note
from shared.board_now import SiteBoard
from shared.domain.board_order import NOT_TO_MISS
from shared.domain.board_row import BoardRow, Day, Outage, Place, Rota, Standing
from shared.domain.board_search import Sought, is_found
from shared.domain.model import Shift
from shared.terminals import SilentTerminal
from shared.words import Words
from shared.words.calendar import LocalTime, duration

MOST_NAMES = 6
MOST_THEN = 2
CLOCK_IS_ENOUGH = timedelta(hours=18)
WEEKDAY_IS_ENOUGH = timedelta(days=6)
_MARKS = {
    Standing.LATE: (Mark.LATE, Tone.WARN),
    Standing.ABSENT: (Mark.ABSENT, Tone.STOP),
    Standing.UNSURE: (Mark.UNSURE, Tone.WARN),
    Standing.IN: (Mark.IN, Tone.OK),
    Standing.ON_BREAK: (Mark.ON_BREAK, Tone.OK),
    Standing.DUE: (Mark.DUE, Tone.PLAIN),
    Standing.PLANNED: (Mark.PLANNED, Tone.PLAIN),
    Standing.GONE: (Mark.GONE, Tone.PLAIN),
}


@dataclass(frozen=True, slots=True)
class Teller:
    """What all lines of one board need: its words, its zone, its instant, and the names of its positions."""

    words: Words
    local: LocalTime
    now: datetime
    position_names: Mapping[int, str]
    spans: dict[tuple[datetime, datetime], str] = field(default_factory=dict)
    """Said already: hundreds of people have the same shift."""

    def time(self, at: datetime) -> str:
        """The clock alone while it means one instant to anybody; else with its weekday, and before that its date."""
        age = abs(self.now - at)
        if age < CLOCK_IS_ENOUGH:
            return self.local.time(at)
        if age < WEEKDAY_IS_ENOUGH:
            return self.local.day_and_time(at, self.now, self.words)
        return f"{self.local.date(at, self.words)} {self.local.time(at)}"

    def span(self, shift: Shift) -> str:
        """06:00 to 14:00."""
        ends = (shift.starts_at, shift.ends_at)
        if ends not in self.spans:
            start, end = map(self.local.time, ends)
            self.spans[ends] = self.words.say("{start} to {end}", start=start, end=end)
        return self.spans[ends]


def lines_of(teller: Teller, known: SiteBoard, sought: Sought) -> Iterator[BoardLine]:
    """Everything under its heading, narrowed. A heading without a line stays away where the board is narrowed."""
    is_narrowed = sought != Sought()
    if not is_narrowed:
        yield from (_silent(teller, one) for one in known.knowledge.silent)
        yield from (_outage(teller, outage, known.names) for outage in known.outages)
    found = [row for row in known.board.rows if is_found(row, sought)]
    for day in known.board.days:
        rows = [row for row in found if row.place is day.place and (day.place is Place.FIRST or row.day == day.day)]
        if is_narrowed and not rows:
            continue
        yield _heading(teller, day, nobody=not rows)
        yield from (person_line(teller, row) for row in rows)


def _heading(teller: Teller, day: Day, *, nobody: bool) -> BoardLine:
    words, date = teller.words, _date(teller, day)
    match day.place:
        case Place.FIRST:
            return BoardLine(LineKind.HEADING, words.say("To look at first"))
        case Place.EARLIER if day.is_night:
            return BoardLine(LineKind.HEADING, words.say("Night of {date}", date=date))
        case Place.EARLIER:
            return BoardLine(LineKind.HEADING, words.say("Since {date}", date=date))
        case Place.TODAY:
            heading = words.say("Today, {date}", date=date)
        case Place.TOMORROW:
            heading = words.say("Tomorrow, {date}", date=date)
    if not day.has_rota:
        detail = words.say("no rota for this day") if nobody else words.say("rota not complete")
        return BoardLine(LineKind.HEADING, heading, detail=detail, detail_tone=Tone.WARN)
    return BoardLine(LineKind.HEADING, heading, detail=words.say("nobody planned") if nobody else "")


def _date(teller: Teller, day: Day) -> str:
    # Noon is on its own day in every zone, also where a change of clocks leaves midnight out.
    noon = datetime(day.day.year, day.day.month, day.day.day, 12, tzinfo=teller.local.zone)
    return teller.local.date(noon, teller.words)


def person_line(teller: Teller, row: BoardRow) -> BoardLine:
    """Where somebody stands."""
    mark, tone = _MARKS[row.standing]
    warns = not NOT_TO_MISS.isdisjoint(row.flags) or row.open_tap_at is not None
    return BoardLine(
        LineKind.PERSON,
        row.name or row.number,
        _plan(teller, row),
        _state(teller, row),
        " \u00b7 ".join(dict.fromkeys(part for part in _details(teller, row) if part)),
        mark,
        Tone.PLAIN if row.announced else tone,
        Tone.WARN if warns else Tone.PLAIN,
        Intent(Act.PERSON, row.number),
    )


def _plan(teller: Teller, row: BoardRow) -> str:
    if row.shift is not None:
        return teller.span(row.shift)
    if row.rota is Rota.NO_ROTA:
        return teller.words.say("no rota")
    if row.rota is Rota.AWAY:
        return teller.words.say("known to the rota")
    return teller.words.say("not scheduled")


def _state(teller: Teller, row: BoardRow) -> str:
    words = teller.words
    time = teller.time(row.since) if row.since is not None else ""
    match row.standing:
        case Standing.LATE:
            return words.say("Late {duration}", duration=duration(words, timedelta(seconds=row.late_by_s or 0.0)))
        case Standing.ABSENT:
            return words.say("Absent")
        case Standing.UNSURE:
            return words.say("Not sure")
        case Standing.IN:
            return words.say("In {time}", time=time) if time else words.say("In")
        case Standing.ON_BREAK:
            return words.say("Break {time}", time=time) if time else words.say("On break")
        case Standing.DUE:
            return words.say("Due")
        case Standing.PLANNED:
            return words.say("Planned")
        case Standing.GONE:
            return words.say("Gone {time}", time=time) if time else words.say("Gone")


def _details(teller: Teller, row: BoardRow) -> Iterator[str]:
    """What must not be missed first: the end of a line may not fit."""
    words = teller.words
    if row.open_tap_at is not None:
        yield words.say("tapped {time}, chose nothing", time=teller.time(row.open_tap_at))
    yield from (flag_word(words, flag) for flag in row.flags if flag in NOT_TO_MISS)
    yield from (note_word(words, note, row.other_site) for note in row.notes)
    if row.chase is not None:
        yield chase_word(words, row.chase, teller.time(row.chase.at))
    yield from (finding_note(words, one) for one in row.cards)
    if row.past_end_s is not None and row.shift is not None:
        yield words.say("shift ended {time}", time=teller.time(row.shift.ends_at))
    if row.announced and row.rota is not Rota.AWAY:
        yield words.say("known to the rota")
    if row.standing is Standing.UNSURE and row.since is not None:
        yield words.say("since {time}", time=teller.time(row.since))
    yield teller.position_names.get(row.position_id, "") if row.position_id is not None else ""
    yield origin_word(words, row.origin) if row.origin is not None else ""
    yield from (words.say("then {span}", span=teller.span(shift)) for shift in row.then[:MOST_THEN])
    yield from (flag_word(words, flag) for flag in row.flags if flag not in NOT_TO_MISS)


def _outage(teller: Teller, outage: Outage, names: Mapping[str, str]) -> BoardLine:
    words = teller.words
    who = [names.get(number) or number for number in outage.touched]
    told = ", ".join(who[:MOST_NAMES]) + ("\u2026" if len(who) > MOST_NAMES else "")
    touched = words.say_n("{n} shift touched", "{n} shifts touched", len(who))
    return BoardLine(
        LineKind.NOTE,
        words.say("{terminal} was off", terminal=outage.terminal),
        words.say("{start} to {end}", start=teller.time(outage.began_at), end=teller.time(outage.ended_at)),
        duration(words, outage.ended_at - outage.began_at),
        f"{touched} \u00b7 {told}" if who else touched,
        Mark.OUTAGE,
        Tone.WARN,
    )


def _silent(teller: Teller, silent: SilentTerminal) -> BoardLine:
    words = teller.words
    since = words.say("since {time}", time=teller.time(silent.last_sign_at)) if silent.last_sign_at else ""
    who = words.say("{terminal} does not report", terminal=silent.terminal)
    return BoardLine(LineKind.NOTE, who, since, mark=Mark.OUTAGE, tone=Tone.WARN)
