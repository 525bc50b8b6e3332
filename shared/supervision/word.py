"""A supervisor's word: who says it, where, when and why. Whoever makes one has identified the supervisor."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.domain.acceptance import is_supervisor_of, objection_to
from shared.domain.break_record import TRACKTIK_BREAKS
from shared.domain.flags import Flag
from shared.domain.model import Person
from shared.domain.site import Site
from shared.domain.supervision import NO_REASON, NotDone, Obstacle, Reason
from shared.domain.worked_shift import TAMIGO
from shared.gather import Surroundings
from shared.recording import Door
from shared.store import decisions, desk, memory, people
from shared.store.database import Store
from shared.store.desk import DeskKind


@dataclass(frozen=True, slots=True)
class Word:
    """`door` is one of the site that is decided about. `edits`: do the settings let delivery edit upstream records?"""

    by: Person
    door: Door
    around: Surroundings
    reason: Reason = NO_REASON
    edits: bool = True

    @property
    def site(self) -> Site:
        """The site that is decided about."""
        return self.door.site

    @property
    def now(self) -> datetime:
        """The wall clock at the word, aware UTC."""
        return self.around.reading.wall

    def flags_about(self, employee: str) -> tuple[Flag, ...]:
        """What an event made by this word is flagged with."""
        own = (Flag.SELF_ACCEPTED,) if employee == self.by.number else ()
        return (Flag.ACCEPTED_BY_SUPERVISOR, *own)


def objection(store: Store, word: Word, employee: str) -> NotDone | None:
    """Why this supervisor may not decide about this employee's hours at the site, or None."""
    found = people.by_number(store, employee)
    person = found[0] if found else Person(employee, "")
    why = objection_to(word.by, person, people.everybody(store), word.site, word.now)
    return NotDone(Obstacle(str(why))) if why is not None else None


def no_supervisor(word: Word) -> NotDone | None:
    """Why this person may not decide anything at the site, or None."""
    return None if is_supervisor_of(word.by, word.site, word.now) else NotDone(Obstacle.NOT_YOUR_SITE)


def keep(
    store: Store, word: Word, what: str, subject: str, *, employee: str = "", facts: dict[str, Any] | None = None
) -> None:
    """Write the word down; one about the supervisor's own hours is put where others see it."""
    decisions.keep(
        store,
        what,
        subject,
        word.reason,
        word.now,
        by=word.by.number,
        site=word.site.name,
        employee=employee,
        facts=facts,
    )
    if employee == word.by.number:
        told = {"what": what, **(facts or {})}
        desk.put(store, DeskKind.SELF_AUTHORISED, subject, word.now, employee=employee, site=word.site.name, facts=told)


def may_edit(store: Store, word: Word, upstream: str) -> bool:
    """Is an edit of that upstream's record worth a try, by the settings and by what was learnt?"""
    learnt = memory.recall(store, upstream, "learnt") or {}
    if upstream == TRACKTIK_BREAKS:
        return False  # how a break is edited is in no document
    # The settings speak about the system of record: worked shifts that are written back are always edited.
    return (word.edits or upstream == TAMIGO) and learnt.get("edit") != "refused"
