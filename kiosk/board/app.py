"""The routes of the web page. Everything behind `/sites` is for supervisors of that site alone."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import structlog
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from kiosk.board.acting import ActPages
from kiosk.board.desk import DeskPages
from kiosk.board.front import Front
from kiosk.board.guard import Guard, refused
from kiosk.board.headers import bound
from kiosk.board.hours import HoursPages
from kiosk.board.live import live
from kiosk.board.muster import MusterPages
from kiosk.board.people import PersonPages
from kiosk.board.roster import Boards, Roster
from kiosk.board.sign_in import SignIn
from kiosk.board.time_cards import TimeCardPages
from kiosk.board.visit import Visit
from shared.store.errors import StoreError
from shared.watchdog import Watchdog

LOG = structlog.get_logger()
LISTENING: Final = "listening"
PAGE: Final = "page"
"""The loop of the page: through the event loop and the thread that acts and back."""


class Web:
    """The application on its threads."""

    def __init__(self, front: Front, watchdog: Watchdog | None = None) -> None:
        self._front = front
        self._watchdog = watchdog or watchdog_of_page()
        self._guard = Guard(front)
        self._sign_in = SignIn(front)
        self._boards = Boards(front)

    def app(self) -> ASGIApp:
        """The ASGI application."""
        routes = [*self._for_anybody(), *self._of_a_site()]
        handlers = {HTTPException: self._no_page, StoreError: self._no_ledger, Exception: self._fault}
        made = Starlette(routes=routes, lifespan=self._lifespan, exception_handlers=handlers)  # type: ignore[arg-type]
        made.router.redirect_slashes = False
        return bound(made, secure=self._front.origin_is_secure)

    def _for_anybody(self) -> list[Route]:
        pages = self._front.pages
        return [
            Route("/", _to_sites),
            Route("/sign-in", self._sign_in.form),
            Route("/sign-in", self._sign_in.sent, methods=["POST"]),
            Route("/static/{digest}/{name}", pages.static),
            Route("/sw.js", pages.service_worker),
            Route("/manifest.json", pages.manifest),
            Route("/healthz", self._health),
            Route("/sign-out", self._guard.does("sign_out", self._sign_in.out), methods=["POST"]),
            Route("/sites", self._guard.shows("sites", _sites)),
        ]

    def _of_a_site(self) -> list[Route]:
        shows, does, front = self._guard.shows, self._guard.does, self._front
        roster, person = Roster(front, self._boards), PersonPages(front, self._boards)
        desk, acts = DeskPages(front), ActPages(front)
        muster, hours, cards = MusterPages(front), HoursPages(front), TimeCardPages(front)
        site, post = "/sites/{account}", ["POST"]
        return [
            Route(site, shows("roster", roster.page)),
            Route(f"{site}/live", shows("live", live)),
            Route(f"{site}/outages", does("close_outages", roster.close_outages), methods=post),
            Route(f"{site}/people/{{number}}", shows("person", person.page)),
            Route(f"{site}/desk", shows("desk", desk.listing)),
            Route(f"{site}/desk/entry", shows("entry", desk.entry)),
            Route(f"{site}/desk/sound", shows("sound", desk.sound)),
            Route(f"{site}/desk/act", shows("act", acts.form)),
            Route(f"{site}/desk/act", does("act", acts.act), methods=post),
            Route(f"{site}/muster", shows("muster", muster.page)),
            Route(f"{site}/muster", does("freeze", muster.freeze), methods=post),
            Route(f"{site}/muster/{{number}}", shows("muster_list", muster.listing)),
            Route(f"{site}/muster/{{number}}/state", shows("muster_state", muster.state)),
            Route(f"{site}/muster/{{number}}/tick", does("tick", muster.tick), methods=post),
            Route(f"{site}/muster/{{number}}/ticks", does("ticks", muster.ticks, as_json=True), methods=post),
            Route(f"{site}/muster/{{number}}/paper", shows("muster_paper", muster.paper)),
            Route(f"{site}/hours", shows("hours", hours.page)),
            Route(f"{site}/time-cards", shows("time_cards", cards.page)),
            Route(f"{site}/hours.csv", shows("hours_csv", hours.csv)),
            Route(f"{site}/hours.json", shows("hours_json", hours.json)),
        ]

    @asynccontextmanager
    async def _lifespan(self, _app: Starlette) -> AsyncIterator[None]:
        feeding = self._watchdog.feed(PAGE, self._front.rooms.turn)
        tasks = [asyncio.create_task(job) for job in (self._front.changes.run(), feeding)]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await asyncio.to_thread(self._front.rooms.stop)

    async def _health(self, _request: Request) -> Response:
        await self._front.rooms.read(lambda store: store.change_counter())
        return PlainTextResponse("ok\n")

    async def _no_page(self, request: Request, error: HTTPException) -> Response:
        return refused(request, self._front, error.status_code)

    async def _no_ledger(self, request: Request, error: StoreError) -> Response:
        LOG.error("web.no_ledger", error=str(error))
        return refused(request, self._front, 503)

    async def _fault(self, request: Request, error: Exception) -> Response:
        LOG.error("web.fault", path=request.url.path, exc_info=error)
        return refused(request, self._front, 500)


def watchdog_of_page() -> Watchdog:
    """What systemd is told of the page: ready once it listens."""
    return Watchdog(ready_after=(LISTENING,), loops=(PAGE,))


async def _to_sites(_request: Request) -> Response:
    return RedirectResponse("/sites", 303)


async def _sites(visit: Visit) -> Response:
    """The sites that are theirs; the page of the only one at once."""
    if len(visit.sites) == 1:
        return visit.go(f"/sites/{next(iter(visit.sites))}")
    told = [(f"/sites/{account}", site.name) for account, site in visit.sites.items()]
    return visit.page("sites.html", list=told, title=visit.words.say("Sites"))
