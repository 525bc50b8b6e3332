"""What one of the desk's screens has to show, gathered by the room and told by the views."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from kiosk.desk_state import Whom
from shared.domain.board_row import BoardRow
from shared.domain.desk_entry import DeskAct, Entry
from shared.domain.supervision import NotDone


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to a question: what a touch on it brings, and facts that its words are made of."""

    value: str
    at: datetime | None = None
    kind: str = ""
    name: str = ""
    is_paired: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """Only what the screen that stands needs is filled in. Times are aware UTC.

    `entries` wait, `older` for longer than two days. `acts` are those of a card. `row` is the person's line of the
    board. `answers` belong to the question that is asked. `how` an act would go out, or what stands against it.
    """

    now: datetime
    entries: tuple[Entry, ...] = ()
    older: tuple[Entry, ...] = ()
    problem: str = ""
    acts: tuple[DeskAct, ...] = ()
    row: BoardRow | None = None
    people: tuple[Whom, ...] = ()
    answers: tuple[Answer, ...] = ()
    position_names: Mapping[int, str] = field(default_factory=dict)
    how: Mapping[str, str] | NotDone = field(default_factory=dict)
