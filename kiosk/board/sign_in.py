"""Signing in with number and PIN, and out again.

Rule 1: one answer for an unknown number, a wrong PIN, a locked number and somebody who supervises nothing.
Rule 2: guesses are counted with those of every other door, the browser's address as their place.
Rule 3: a PIN that serves once is for clocking alone: it signs nobody in and is not used up.
"""

import re
from typing import Final
from urllib.parse import urlsplit

import structlog
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from kiosk.board.cookies import FormSeal, forget, set_token, token_of
from kiosk.board.form import Form, Unreadable, read_form
from kiosk.board.front import Front
from kiosk.board.guard import STATUS, is_same_origin, refused, sites_of
from kiosk.board.labels import sign_in_texts
from kiosk.board.visit import Visit, language_of
from shared.clock import Reading
from shared.domain.model import Person
from shared.domain.tap import Unidentified
from shared.identify import Guess, Identified, NotIdentified, begin_guess, checked, end_guess
from shared.pins import PinHashError
from shared.store import people
from shared.store.database import Store

LOG = structlog.get_logger()
OUR_PAGES: Final = re.compile(r"/sites(/[0-9]{1,12}(/[a-z]{1,12}(/[0-9]{1,12})?)?)?")
CLEAR: Final = '"cache", "storage"'
"""https://www.w3.org/TR/clear-site-data/: names must not stay in a browser whose person signed out."""


class SignIn:
    """The two pages for whoever is not signed in."""

    def __init__(self, front: Front) -> None:
        self._front = front
        self._seal = FormSeal()

    async def form(self, request: Request) -> Response:
        """The form; whoever is signed in already goes on."""
        if self._front.sessions.find(token_of(request, secure=self._secure), touched=True) is not None:
            return RedirectResponse(_next(request.query_params.get("next", "")), 303)
        return self._page(request, _next(request.query_params.get("next", "")))

    async def sent(self, request: Request) -> Response:
        """Number and PIN were given."""
        if not is_same_origin(request, secure=self._secure):
            LOG.warning("web.other_origin", page="sign_in")
            return refused(request, self._front, 403)
        form = await read_form(request)
        if isinstance(form, Unreadable):
            return refused(request, self._front, STATUS[form])
        if not self._seal.fits(request, form.text("seal"), secure=self._secure):
            return self._page(request, _next(form.text("next")))
        try:
            found = await self._identified(request, form)
        except PinHashError as error:
            LOG.error("web.no_sign_in", error=str(error))  # noqa: TRY400  the sentence says it all
            return refused(request, self._front, 503)
        if found is None:
            return self._page(request, _next(form.text("next")), number=form.text("number", 20), wrong=True)
        person, pin_hash = found
        self._front.sessions.close(token_of(request, secure=self._secure))
        answer = RedirectResponse(_next(form.text("next")), 303)
        set_token(answer, self._front.sessions.open(person.number, pin_hash), secure=self._secure)
        LOG.info("web.signed_in", by=person.number)
        return answer

    async def out(self, visit: Visit) -> Response:
        """Signed out: this browser forgets what it was shown."""
        self._front.sessions.close(token_of(visit.request, secure=self._secure))
        LOG.info("web.signed_out", by=visit.person.number)
        answer = RedirectResponse("/sign-in", 303)
        forget(answer, secure=self._secure)
        answer.headers["clear-site-data"] = CLEAR
        return answer

    @property
    def _secure(self) -> bool:
        return self._front.origin_is_secure

    async def _identified(self, request: Request, form: Form) -> tuple[Person, str] | None:
        """The supervisor and their PIN's hash; None where there is none, whatever the reason."""
        number, pin, reading = form.text("number", 20), form.text("pin", 20), self._front.clock.read()
        place = f"web {request.client.host}" if request.client else "web"
        rooms = self._front.rooms
        guess = await rooms.act(lambda store: _begun(store, number, place, reading))
        if isinstance(guess, NotIdentified):
            LOG.warning("web.not_signed_in", reason=guess.reason)
            return None
        identity = await rooms.hash(lambda: checked(guess, pin))
        if isinstance(identity, Identified) and identity.one_time:
            identity = NotIdentified(Unidentified.WRONG_PIN, number)
        ended = await rooms.act(lambda store: _ended(store, guess, identity, reading))
        if isinstance(ended, NotIdentified):
            LOG.warning("web.not_signed_in", reason=ended.reason)
            return None
        if not sites_of(self._front, ended.person):
            LOG.warning("web.not_signed_in", reason="no_supervisor", by=ended.person.number)
            return None
        return await rooms.read(lambda store: people.by_number(store, ended.person.number))

    def _page(self, request: Request, to: str, *, number: str = "", wrong: bool = False) -> Response:
        words = language_of(request, self._front)
        sealed, mark = self._seal.seal(request, secure=self._secure)
        said = words.say("Number or PIN is wrong, or locked for a while, or not a supervisor's.") if wrong else ""
        values = {"t": sign_in_texts(words), "language": words.language, "number": number, "said": said}
        page = self._front.pages.render("sign_in.html", **values, seal=sealed, next=to)
        answer = HTMLResponse(page, 403 if wrong else 200)
        self._seal.keep(answer, mark, secure=self._secure)
        return answer


def _begun(store: Store, number: str, place: str, reading: Reading) -> Guess | NotIdentified:
    with store.writing():
        return begin_guess(store, number, place, reading)


def _ended(
    store: Store, guess: Guess, identity: Identified | NotIdentified, reading: Reading
) -> Identified | NotIdentified:
    with store.writing():
        return end_guess(store, guess, identity, reading)


def _next(told: str) -> str:
    """One of our own pages, never another host's."""
    path = urlsplit(told).path
    return told if path == told and OUR_PAGES.fullmatch(told) else "/sites"
