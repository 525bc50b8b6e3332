"""The web server of the phone line: Twilio's webhooks in, TwiML out; health and metrics for whoever watches.

Rule 1: the signature is checked before anything else is looked at; what does not fit is refused with 403.
Rule 2: a fault of ours is answered with a document that the caller hears, never with a status that Twilio reads out.
Rule 3: no body is logged: a PIN may be in it.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from functools import lru_cache
from typing import Final
from urllib.parse import parse_qsl

import structlog
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from ivr.address import STEP_PATH, state_of
from ivr.call import Call, Heard
from ivr.caller import number_of, verdict_of
from ivr.form import LONGEST_FORM_BYTES, Form, Unreadable, read_form
from ivr.line import Line
from ivr.messages import Told, keep_message
from ivr.metrics import Metrics
from ivr.public_url import PublicUrl
from ivr.rounds import Rounds
from ivr.signature import Signatures
from ivr.twiml import CONTENT_TYPE
from ivr.workers import Workers
from shared.store.errors import StoreError
from shared.watchdog import Watchdog

LOG = structlog.get_logger()
OVER: Final = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})
LINE: Final = "line"
"""The loop of the line: through the event loop and the writer and back."""
LISTENING: Final = "listening"
EMPTY: Final = '<?xml version="1.0" encoding="UTF-8"?><Response/>'
Page = Callable[[Form, Mapping[str, str]], Awaitable[str]]


class Web:
    """The routes. Everything behind `/voice` is for Twilio alone."""

    def __init__(
        self,
        line: Line,
        workers: Workers,
        rounds: Rounds,
        signatures: Signatures,
        public: PublicUrl,
        account_sid: str,
        metrics: Metrics,
        watchdog: Watchdog | None = None,
    ) -> None:
        self._watchdog = watchdog or watchdog_of_line()
        self._line = line
        self._workers = workers
        self._rounds = rounds
        self._signatures = signatures
        self._public = public
        self._account_sid = account_sid
        self._metrics = metrics

    def app(self) -> ASGIApp:
        """The ASGI application; its threads run while it does."""
        both = ["GET", "POST"]
        routes = Starlette(
            routes=[
                Route("/voice", self._for_twilio(self._begin, "begin"), methods=both),
                Route(STEP_PATH, self._for_twilio(self._step, "step"), methods=both),
                Route("/voice/status", self._for_twilio(self._status, "status"), methods=both),
                Route("/voice/message", self._for_twilio(self._message, "message"), methods=both),
                Route("/voice/recorded", self._for_twilio(self._recorded, "recorded"), methods=both),
                Route("/healthz", self._healthz),
                Route("/metrics", self._metrics_page),
            ],
            lifespan=self._lifespan,
        )

        async def at_our_own_paths(scope: Scope, receive: Receive, send: Send) -> None:
            # A proxy may leave the public prefix in the path; the signature needs the path as it came.
            if scope["type"] == "http":
                scope["path"] = self._public.own_path(scope["raw_path"])
            await routes(scope, receive, send)

        return at_our_own_paths

    @asynccontextmanager
    async def _lifespan(self, _app: Starlette) -> AsyncIterator[None]:
        self._workers.start()
        feeding = self._watchdog.feed(LINE, self._workers.turn)
        making = [asyncio.create_task(job) for job in (self._rounds.run(), feeding)]
        try:
            yield
        finally:
            for job in making:
                job.cancel()
            await asyncio.to_thread(self._workers.stop)

    def _for_twilio(self, page: Page, name: str) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            with self._metrics.timed(name):
                form = await self._signed_form(request, name)
                if isinstance(form, Response):
                    return form
                document = await page(form, _query_of(request))
            return Response(document, media_type=CONTENT_TYPE)

        return answer

    async def _signed_form(self, request: Request, name: str) -> Form | Response:
        """The fields of a request that Twilio signed, or the refusal."""
        try:
            body = await _short_body(request)
        except ClientDisconnect:
            return Response(status_code=400)
        in_body = request.method == "POST" or len(body) > LONGEST_FORM_BYTES
        form = read_form(body if in_body else request.scope["query_string"])
        if isinstance(form, Unreadable):
            self._metrics.refused("unreadable")
            too_long = form is Unreadable.TOO_LONG
            # Closed at once: the rest of a body that never ends would be read for ever.
            headers = {"connection": "close"} if too_long else None
            return Response(f"The form is {form.value}.", status_code=413 if too_long else 400, headers=headers)
        url = self._public.signed(request.scope["raw_path"], request.scope["query_string"])
        fields = form.pairs if request.method == "POST" else ()
        if not self._signatures.fits(url, fields, request.scope["headers"]):
            self._metrics.refused("signature")
            LOG.warning("ivr.not_signed_by_twilio", page=name)
            return Response("Not signed by Twilio.", status_code=403)
        if form.first("AccountSid") != self._account_sid or not form.first("CallSid"):
            self._metrics.refused("account")
            LOG.warning("ivr.other_account", page=name)
            return Response("Not a call of this account.", status_code=403)
        return form

    # Twilio's pages

    async def _begin(self, form: Form, _query: Mapping[str, str]) -> str:
        self._metrics.call_began()
        return await self._line.begin(_call_of(form))

    async def _step(self, form: Form, query: Mapping[str, str]) -> str:
        found = state_of(query)
        if found is None:
            # Made by another version of us: to begin anew would give its steps numbers that were used in this call.
            return self._line.over()
        state, rendered_at = found
        heard = Heard(form.first("Digits"), form.first("SpeechResult"), form.first("DialCallStatus"))
        return await self._line.step(_call_of(form), state, rendered_at, heard)

    async def _status(self, form: Form, _query: Mapping[str, str]) -> str:
        if form.first("CallStatus") in OVER:
            try:
                await self._line.ended(_call_of(form))
            except StoreError as error:
                # The rounds find the call later.
                LOG.error("ivr.end_not_kept", error=str(error))  # noqa: TRY400
        return EMPTY

    async def _message(self, form: Form, query: Mapping[str, str]) -> str:
        kept = await self._keep(form, query)
        return self._line.after_message(query.get("lang", ""), kept=kept)

    async def _recorded(self, form: Form, query: Mapping[str, str]) -> str:
        await self._keep(form, query)
        return EMPTY

    async def _keep(self, form: Form, query: Mapping[str, str]) -> bool:
        """Keep the recording that the form tells of; False where it tells of none."""
        told = Told.of(form, query, number_of(form.first("From")))
        if told is None:
            return False
        try:
            await self._workers.write(lambda store: keep_message(store, told, self._line.now()))
        except StoreError as error:
            # The recording stays at Twilio, and sync asks there for what it does not know.
            LOG.error("ivr.message_not_kept", error=str(error))  # noqa: TRY400
        return True

    # For whoever watches

    async def _healthz(self, _request: Request) -> Response:
        health = self._rounds.health()
        return JSONResponse(health.told(), status_code=200 if health.is_well else 503)

    async def _metrics_page(self, _request: Request) -> Response:
        return Response(self._metrics.page(), media_type=self._metrics.content_type)


def watchdog_of_line() -> Watchdog:
    """What systemd is told of the line: ready once it listens."""
    return Watchdog(ready_after=(LISTENING,), loops=(LINE,))


def _call_of(form: Form) -> Call:
    return Call(
        form.first("CallSid"),
        _number_of(form.first("From")),
        _number_of(form.first("To") or form.first("Called")),
        verdict_of(form.first("StirVerstat")),
    )


def _query_of(request: Request) -> dict[str, str]:
    # Starlette's own reading makes a value of every kind of access: three times the work.
    return dict(parse_qsl(request.scope["query_string"].decode("latin-1"), keep_blank_values=True))


@lru_cache(maxsize=4096)
def _number_of(told: str) -> str:
    # Every step of a call brings the same two numbers, and reading one takes longer than checking the signature.
    return number_of(told)


async def _short_body(request: Request) -> bytes:
    """The body, read no further than it may be long: one byte more tells that it is longer."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > LONGEST_FORM_BYTES:
            break
    return bytes(body)
