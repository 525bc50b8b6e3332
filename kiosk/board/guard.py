"""Who may see a page and do what it does: asked anew at every request.

Rule 1: whoever is not signed in learns nothing, not even which sites there are.
Rule 2: another site's address is answered like one that never was.
Rule 3: what changes anything is a POST from our own page: same origin, and the token of the session.
Rule 4: every view is logged with who, what and which site; no employee's name, no PIN.
"""

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Final
from urllib.parse import quote, urlsplit

import structlog
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from kiosk.board.cookies import token_of
from kiosk.board.form import Unreadable, read_form, read_json
from kiosk.board.front import Front
from kiosk.board.labels import frame_texts, refusal
from kiosk.board.sessions import pin_mark
from kiosk.board.visit import FRAGMENT, Visit, language_of
from shared.domain.acceptance import is_supervisor_of
from shared.domain.model import Person
from shared.domain.site import Site
from shared.store import people

LOG = structlog.get_logger()
Answer = Callable[[Visit], Awaitable[Response]]
LOG_AGAIN_S: Final = 900.0
"""A page that refreshes itself is one view, told again every quarter of an hour."""
CSRF_HEADER: Final = "x-csrf"
LONGEST_NUMBER: Final = 12
STATUS: Final = {Unreadable.TOO_LONG: 413, Unreadable.TOO_SLOW: 408, Unreadable.NOT_A_FORM: 400}


class Guard:
    """Stands before every page but the sign-in."""

    def __init__(self, front: Front) -> None:
        self._front = front

    def shows(self, name: str, answer: Answer) -> Callable[[Request], Awaitable[Response]]:
        """A page to look at."""

        async def page(request: Request) -> Response:
            visit = await self._visit(request)
            if isinstance(visit, Response):
                return visit
            self._log_view(name, visit)
            return await answer(visit)

        return page

    def does(self, name: str, answer: Answer, *, as_json: bool = False) -> Callable[[Request], Awaitable[Response]]:
        """Something that a form, or a script of ours, asks for."""

        async def act(request: Request) -> Response:
            if not is_same_origin(request, secure=self._front.origin_is_secure):
                LOG.warning("web.other_origin", page=name)
                return refused(request, self._front, 403)
            body = await (read_json(request) if as_json else read_form(request))
            if isinstance(body, Unreadable):
                return refused(request, self._front, STATUS[body])
            visit = await self._visit(request)
            if isinstance(visit, Response):
                return visit
            given = request.headers.get(CSRF_HEADER, "") if as_json else body.text("csrf")
            if not secrets.compare_digest(given.encode(), visit.session.csrf.encode()):
                LOG.warning("web.no_token", page=name, by=visit.person.number)
                return refused(request, self._front, 403)
            LOG.info("web.asked", by=visit.person.number, page=name, site=_name_of(visit))
            return await answer(replace(visit, told=body) if as_json else replace(visit, form=body))

        return act

    async def _visit(self, request: Request) -> Visit | Response:
        """The supervisor of this request and the site of its address, or what they are answered instead."""
        by_hand = FRAGMENT not in request.headers and not request.url.path.endswith("/live")
        token = token_of(request, secure=self._front.origin_is_secure)
        session = self._front.sessions.find(token, touched=by_hand)
        if session is None:
            return signed_out(request)
        number = session.number
        found = await self._front.rooms.read(lambda store: people.by_number(store, number))
        if found is None or pin_mark(found[1]) != session.pin_mark or not (sites := sites_of(self._front, found[0])):
            LOG.warning("web.no_more_allowed", by=number)
            self._front.sessions.close(token)
            return signed_out(request)
        words = language_of(request, self._front, found[0])
        visit = Visit(request, self._front, found[0], session, sites, words)
        if "account" not in request.path_params:
            return visit
        account = number_in(request.path_params["account"])
        if account not in sites:
            LOG.warning("web.other_site", by=number, account=account)
            return refused(request, self._front, 404)
        return replace(visit, site_or_none=sites[account])

    def _log_view(self, name: str, visit: Visit) -> None:
        path, now_s = visit.request.url.path, self._front.clock.read().boottime_s
        before = visit.session.viewed.get(path)
        if visit.is_fragment and before is not None and now_s - before < LOG_AGAIN_S:
            return
        if len(visit.session.viewed) > 500:
            visit.session.viewed.clear()
        visit.session.viewed[path] = now_s
        LOG.info("web.viewed", by=visit.person.number, page=name, site=_name_of(visit))


def sites_of(front: Front, person: Person) -> dict[int, Site]:
    """The sites that this person supervises now, by account."""
    now = front.clock.read().wall
    return {account: site for account, site in front.sites.items() if is_supervisor_of(person, site, now)}


def number_in(text: str) -> int:
    """The number that a part of an address is, -1 for none: nobody's."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else -1


def is_same_origin(request: Request, *, secure: bool) -> bool:
    """Does one of our own pages ask? Every browser names the origin of a POST."""
    told = urlsplit(request.headers.get("origin", ""))
    scheme = "https" if secure else "http"
    return told.scheme == scheme and told.netloc != "" and told.netloc == request.headers.get("host")


def signed_out(request: Request) -> Response:
    """To the sign-in, and back to where they were; a script of ours is told in a word."""
    if FRAGMENT in request.headers or request.headers.get("accept") in ("application/json", "text/event-stream"):
        return JSONResponse({"error": "signed_out"}, 401)
    back = request.url.path if request.method == "GET" else "/"
    return RedirectResponse(f"/sign-in?next={quote(back, safe='')}", 303)


def refused(request: Request, front: Front, status: int) -> Response:
    """A page that says what went wrong and what to do."""
    words = language_of(request, front)
    title, what = refusal(words, status)
    values = {"t": frame_texts(words), "language": words.language, "title": title, "what": what}
    headers = {"connection": "close"} if status in (408, 413) else None
    return HTMLResponse(front.pages.render("refused.html", **values), status, headers)


def _name_of(visit: Visit) -> str:
    return visit.site_or_none.name if visit.site_or_none is not None else ""
