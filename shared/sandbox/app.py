"""The sandbox as one ASGI application: routes, the line in front of them, and the watch over what time brings."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from shared.sandbox.answer import html_answer
from shared.sandbox.control import control_routes
from shared.sandbox.fault_layer import FaultLayer
from shared.sandbox.oracle.api import api_routes as oracle_routes
from shared.sandbox.oracle.control import control_routes as oracle_control_routes
from shared.sandbox.oracle.posting import catch_up
from shared.sandbox.oracle.sign_in import sign_in_routes as oracle_sign_in_routes
from shared.sandbox.outcomes import CAPTIVE_PATH
from shared.sandbox.page import render_page
from shared.sandbox.sandbox import Sandbox
from shared.sandbox.state_file import SaveBeforeAnswering, StateFile
from shared.sandbox.tamigo.api import api_routes as tamigo_routes
from shared.sandbox.tamigo.control import control_routes as tamigo_control_routes
from shared.sandbox.tracktik.api import api_routes
from shared.sandbox.tracktik.auto_clock_out import close_forgotten
from shared.sandbox.tracktik.sign_in import sign_in_routes
from shared.sandbox.twilio.api import api_routes as twilio_routes
from shared.sandbox.twilio.control import control_routes as twilio_control_routes

logger = logging.getLogger(__name__)

MAX_BODY_BYTES = 16 * 1024 * 1024
WATCH_EVERY_S = 0.25
ANY_METHOD = ["GET", "POST", "PUT", "PATCH", "DELETE"]


def build_sandbox_app(sandbox: Sandbox, state_file: StateFile | None) -> Starlette:
    """The application around `sandbox`, saving to `state_file` when there is one."""
    middleware = [Middleware(FaultLayer, sandbox=sandbox)]
    if state_file is not None:
        middleware.append(Middleware(SaveBeforeAnswering, state_file=state_file))
    app = Starlette(
        routes=_routes(sandbox),
        middleware=middleware,
        lifespan=_watching(sandbox, state_file),
        max_body_size=MAX_BODY_BYTES,
    )
    app.router.redirect_slashes = False
    return app


def _routes(sandbox: Sandbox) -> list[Route]:
    async def page(_: Request) -> Response:
        return HTMLResponse(render_page(sandbox))

    async def captive(_: Request) -> Response:
        return html_answer(200, "Sign in to Wi-Fi").as_response()

    return [
        *api_routes(sandbox.portal),
        *sign_in_routes(sandbox.portal),
        *twilio_routes(sandbox.exchange),
        *tamigo_routes(sandbox.company),
        *oracle_sign_in_routes(sandbox.enterprise),
        *oracle_routes(sandbox.enterprise),
        *control_routes(sandbox),
        *twilio_control_routes(sandbox.exchange),
        *tamigo_control_routes(sandbox.company),
        *oracle_control_routes(sandbox.enterprise),
        Route("/", page),
        Route(CAPTIVE_PATH, captive, methods=ANY_METHOD),
    ]


def _watching(
    sandbox: Sandbox, state_file: StateFile | None
) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        watch = asyncio.create_task(_watch(sandbox, state_file))
        yield
        watch.cancel()
        with suppress(asyncio.CancelledError):
            await watch

    return lifespan


async def _watch(sandbox: Sandbox, state_file: StateFile | None) -> None:
    while True:
        close_forgotten(sandbox.portal, sandbox.portal.now())
        catch_up(sandbox.enterprise, sandbox.enterprise.now())
        if state_file is not None:
            await _save(state_file)
        await asyncio.sleep(WATCH_EVERY_S)


async def _save(state_file: StateFile) -> None:
    try:
        await state_file.catch_up()
    except OSError as error:
        logger.error("the sandbox's state cannot be saved (%s); it is tried again", error)  # noqa: TRY400
