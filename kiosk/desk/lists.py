"""Lists at the desk: what waits, people to choose from, and events that can be corrected."""

from collections.abc import Iterator
from itertools import groupby

from kiosk.desk.frame import Frame
from kiosk.desk_state import Whom
from kiosk.views import Act, BoardLine, BoardView, Button, Icon, Intent, LineKind, Mark, Tone
from kiosk.wording.desk import entry_title, entry_what, entry_when, topic_word
from kiosk.wording.names import kind_word
from shared.domain.board_search import LETTERS, keys_of
from shared.domain.desk_entry import Entry, Topic
from shared.domain.model import Kind

_MARKS = {
    Topic.CLAIM: (Mark.UNSURE, Tone.WARN),
    Topic.REFUSED: (Mark.ABSENT, Tone.STOP),
    Topic.OPEN_TAP: (Mark.UNSURE, Tone.WARN),
    Topic.LEFT_EARLIER: (Mark.PLANNED, Tone.WARN),
    Topic.PARKED: (Mark.LATE, Tone.STOP),
    Topic.DOUBTFUL: (Mark.LATE, Tone.WARN),
    Topic.DIFFERENCES: (Mark.PLANNED, Tone.WARN),
    Topic.DISPUTE: (Mark.LATE, Tone.WARN),
    Topic.VOICE: (Mark.DUE, Tone.PLAIN),
    Topic.NEWS: (Mark.DUE, Tone.PLAIN),
}


def waiting(frame: Frame) -> BoardView:
    """One line an entry, under its topic."""
    words, seen, desk = frame.words, frame.seen, frame.desk
    shown = seen.older if desk.is_older else seen.entries
    buttons = [frame.back]
    if seen.older:
        told = words.say_n("{n} older", "{n} older", len(seen.older))
        buttons.append(Button(Intent(Act.MORE), told, primary=desk.is_older))
    count = words.say_n("{n} waits", "{n} wait", len(shown))
    return _listed(
        frame,
        title=words.say("Desk"),
        corner=desk.said or seen.problem or (count if shown else ""),
        warns=bool(desk.said or seen.problem),
        lines=tuple(_entries(frame, shown)),
        empty=words.say("Nothing waits"),
        buttons=tuple(buttons),
    )


def _entries(frame: Frame, shown: tuple[Entry, ...]) -> Iterator[BoardLine]:
    for topic, entries in groupby(shown, key=lambda one: one.topic):
        told = list(entries)
        count = str(len(told)) if len(told) > 1 else ""
        yield BoardLine(LineKind.HEADING, topic_word(frame.words, topic), detail=count)
        for entry in told:
            mark, tone = _MARKS[topic]
            yield BoardLine(
                LineKind.NOTE,
                entry_title(frame.words, entry),
                entry_when(frame.words, frame.setting.local, entry, frame.seen.now),
                detail=entry_what(frame.words, frame.setting.local, entry),
                mark=mark,
                tone=tone,
                intent=Intent(Act.ENTRY, entry.key),
            )


def people(frame: Frame) -> BoardView:
    """Everybody who may be meant, narrowed by keys as on the board."""
    words, keys = frame.words, frame.desk.typing.keys
    found = [one for one in frame.seen.people if _is_found(one, keys)]
    digits = tuple(Button(Intent(Act.KEY, key), f"{key} {LETTERS.get(key, '')}".strip()) for key in "1234567890")
    note = words.say("First letters of a name, or a number")
    if keys:
        note = words.say_n("{typed} \u00b7 {n} found", "{typed} \u00b7 {n} found", len(found), typed=keys)
    return _listed(
        frame,
        title=words.say("Who was it?"),
        corner=frame.step,
        lines=tuple(
            BoardLine(LineKind.NOTE, one.name or one.number, one.number, intent=Intent(Act.PICK, one.number))
            for one in found
        ),
        empty=words.say("Nobody found"),
        panel=(
            *digits,
            Button(Intent(Act.BACKSPACE), "", Icon.BACKSPACE),
            Button(Intent(Act.CLEAR), "", Icon.CROSS),
        ),
        panel_note=note,
        buttons=(frame.back,),
    )


def _is_found(whom: Whom, keys: str) -> bool:
    return whom.number.startswith(keys) or any(name.startswith(keys) for name in keys_of(whom.name))


def events(frame: Frame) -> BoardView:
    """The events of one person, newest first."""
    words, local, now = frame.words, frame.setting.local, frame.seen.now
    lines = tuple(
        BoardLine(
            LineKind.NOTE,
            kind_word(words, Kind(one.kind)),
            local.day_and_time(one.at, now, words) if one.at is not None else "",
            detail=one.name,
            intent=Intent(Act.PICK, one.value),
        )
        for one in frame.seen.answers
    )
    whom = frame.desk.whom
    heading = (BoardLine(LineKind.HEADING, whom.name or whom.number),) if whom is not None and lines else ()
    return _listed(
        frame,
        title=words.say("Which one?"),
        corner=frame.step,
        lines=(*heading, *lines),
        empty=words.say("No event of the last days"),
        buttons=(frame.back,),
    )


def _listed(
    frame: Frame,
    *,
    title: str,
    corner: str,
    lines: tuple[BoardLine, ...],
    empty: str,
    buttons: tuple[Button, ...],
    warns: bool = False,
    panel: tuple[Button, ...] = (),
    panel_note: str = "",
) -> BoardView:
    return BoardView(
        scope=f"{frame.desk.stand}/{frame.desk.opened}/{frame.desk.is_older}/{frame.desk.typing.keys}",
        title=title,
        corner=corner,
        corner_tone=Tone.WARN if warns else Tone.PLAIN,
        counts=(),
        lines=lines,
        empty="" if lines else empty,
        panel=panel,
        panel_note=panel_note,
        buttons=buttons,
        close=frame.close,
        closes_after_s=frame.setting.board_s,
        sound=frame.sound,
        demo=frame.demo,
    )
