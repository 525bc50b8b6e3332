"""An act at the desk in three steps: what it needs is asked, what it would do is shown, and it is done.

Every step names its order; an order that was done is not done again, however often it is posted.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

import structlog
from starlette.responses import Response

from kiosk.board.answers import Told, told_in
from kiosk.board.form import Form
from kiosk.board.front import Front
from kiosk.board.guard import refused
from kiosk.board.questions import PART, Asking
from kiosk.board.said import of_done
from kiosk.board.subject import LONGEST_KEY, Subject, of_entry, of_person
from kiosk.board.told import told_lines
from kiosk.board.visit import Visit
from kiosk.wording.desk import entry_title
from kiosk.wording.desk_acts import act_word
from kiosk.wording.desk_answers import goes_out_text, obstacle_text
from shared.domain.desk_entry import NEEDS, DeskAct, Done, Need
from shared.domain.supervision import NotDone, Obstacle
from shared.store.database import Store
from shared.store.errors import StoreError
from shared.supervision.desk_acting import act, how_it_will_go

LOG = structlog.get_logger()
FIELDS: Final = (
    "number",
    "person",
    "choice",
    "position",
    "event",
    "time",
    "day",
    "which",
    "session",
    "badge",
    "came_of",
    "because",
    "note",
    "parts",
)
BEING_DONE: Final = "being done"


@dataclass(frozen=True, slots=True)
class Asked:
    """One act that somebody puts together."""

    visit: Visit
    subject: Subject
    act: DeskAct
    form: Form
    order_id: str


class ActPages:
    """The forms and the deeds."""

    def __init__(self, front: Front) -> None:
        self._front = front

    async def form(self, visit: Visit) -> Response:
        """What the act needs to be told."""
        told = Form({name: visit.asked(name, LONGEST_KEY) for name in ("act", "key", "number")})
        asked = await self._asked(visit, told)
        if asked is None:
            return refused(visit.request, self._front, 404)
        # Nothing to be told: what will be done is shown at once.
        return await self._check(asked) if not NEEDS[asked.act] else self._ask(asked)

    async def act(self, visit: Visit) -> Response:
        """The next step of an act."""
        order_id = visit.form.text("order", 40)
        if visit.session.said.get(order_id) is not None:
            return visit.go(_after(visit, visit.form.text("key", LONGEST_KEY), visit.form.text("number"), order_id))
        asked = await self._asked(visit, visit.form)
        if asked is None or not order_id:
            return refused(visit.request, self._front, 404)
        match visit.form.text("step"):
            case "do":
                return await self._do(asked)
            case "check":
                return await self._check(asked)
            case _:
                return self._ask(asked)

    # The steps

    def _ask(
        self, asked: Asked, mistakes: tuple[str, ...] = (), told: Told | None = None, *, position: bool = False
    ) -> Response:
        visit, form = asked.visit, asked.form
        asking = Asking(visit.words, visit.setting.local, asked.subject, form)
        wants_position = position or bool(form.text("position"))
        twice = told.twice if told is not None else ()
        questions = asking.of(asked.act, position=wants_position, twice=twice)
        note = form.text("note") if Need.BECAUSE in NEEDS[asked.act] else None
        return self._page(
            asked, "act.html", 422 if mistakes else 200, questions=questions, mistakes=mistakes, note=note
        )

    async def _check(self, asked: Asked) -> Response:
        told = self._told(asked)
        if told.mistakes:
            return self._ask(asked, told.mistakes, told)
        how = await self._front.rooms.act(lambda store: self._how(store, asked, told))
        if isinstance(how, NotDone):
            return self._stopped(asked, told, how)
        words = asked.visit.words
        goes = tuple(dict.fromkeys(goes_out_text(words, upstream, one) for upstream, one in how.items()))
        lines = told_lines(asked.visit, asked.subject, told.given)
        return self._page(asked, "check.html", lines=lines, goes=goes, fields=_carried(asked.form))

    async def _do(self, asked: Asked) -> Response:
        visit, told = asked.visit, self._told(asked)
        if told.mistakes:
            return self._ask(asked, told.mistakes, told)
        visit.session.keep(asked.order_id, BEING_DONE)
        try:
            done = await self._front.rooms.act(lambda store: self._act(store, asked, told))
        except StoreError:
            del visit.session.said[asked.order_id]
            raise
        facts = {"by": visit.person.number, "site": visit.site.name, "act": asked.act, "entry": asked.subject.key}
        if isinstance(done, NotDone):
            del visit.session.said[asked.order_id]
            LOG.info("web.not_done", obstacle=done.obstacle, **facts)
            return self._stopped(asked, told, done)
        LOG.info("web.done", employee=told.given.number, **facts)
        self._front.changes.tell()
        visit.session.keep(asked.order_id, of_done(visit, _title(asked), done))
        return visit.go(_after(visit, asked.subject.key, asked.subject.number, asked.order_id))

    def _stopped(self, asked: Asked, told: Told, why: NotDone) -> Response:
        """Nothing was changed; what was told is kept, and a position asked for where one is needed."""
        said = obstacle_text(asked.visit.words, why)
        return self._ask(asked, (said,), told, position=why.obstacle is Obstacle.NEEDS_A_POSITION)

    # What they need

    def _how(self, store: Store, asked: Asked, told: Told) -> Mapping[str, str] | NotDone:
        word = self._front.word_of(asked.visit.person, asked.visit.site, told.given.reason)
        return how_it_will_go(store, word, asked.subject.key, told.given)

    def _act(self, store: Store, asked: Asked, told: Told) -> Done | NotDone:
        word = self._front.word_of(asked.visit.person, asked.visit.site, told.given.reason)
        return act(store, word, asked.subject.key, told.given)

    def _told(self, asked: Asked) -> Told:
        keys = self._front.keys
        key_id = keys.newest.key_id if keys is not None else ""
        visit = asked.visit
        return told_in(asked.form, asked.act, asked.subject, visit.words, visit.setting.local, key_id=key_id)

    async def _asked(self, visit: Visit, form: Form) -> Asked | None:
        """The act that is meant; None where it does not fit what it is about."""
        subject = await self._subject(visit, form.text("key", LONGEST_KEY), form.text("number"))
        name = form.text("act")
        if subject is None or name not in set(subject.acts):
            return None
        return Asked(visit, subject, DeskAct(name), form, form.text("order", 40))

    async def _subject(self, visit: Visit, key: str, number: str) -> Subject | None:
        front, site = self._front, visit.site
        if key:
            return await front.rooms.read(lambda store: of_entry(store, front, site, key))
        return await front.rooms.read(lambda store: of_person(store, front, site, number))

    def _page(self, asked: Asked, template: str, status: int = 200, **values: object) -> Response:
        visit, words = asked.visit, asked.visit.words
        return visit.page(
            template,
            status,
            tab="desk" if asked.subject.entry is not None else "board",
            **({"order_id": asked.order_id} if asked.order_id else {}),
            act=asked.act,
            key=asked.subject.key,
            number=asked.subject.number if asked.subject.entry is None else "",
            title=act_word(words, asked.act),
            about=_title(asked),
            back_to=_after(visit, asked.subject.key, asked.subject.number, "", to_entry=True),
            w={
                "next": words.say("Next"),
                "confirm": words.say("Confirm"),
                "change": words.say("Change"),
                "note": words.say("Note"),
                "note_hint": words.say("Kept where it can be erased."),
                "day": words.say("Day"),
                "time": words.say("Time"),
            },
            **values,
        )


def _title(asked: Asked) -> str:
    subject = asked.subject
    if subject.entry is not None:
        return entry_title(asked.visit.words, subject.entry)
    return subject.name or subject.number


def _carried(form: Form) -> dict[str, str]:
    """The answers that a confirmation carries on."""
    return {name: form.text(name) for name in form.fields if name in FIELDS or name.startswith(PART)}


def _after(visit: Visit, key: str, number: str, order_id: str, *, to_entry: bool = False) -> str:
    """Where somebody goes on: to the desk, or to the person whom it was about."""
    done = f"?{urlencode({'done': order_id})}" if order_id else ""
    if key:
        return f"{visit.home}/desk/entry?{urlencode({'key': key})}" if to_entry else f"{visit.home}/desk{done}"
    return f"{visit.home}/people/{number}{done}"
