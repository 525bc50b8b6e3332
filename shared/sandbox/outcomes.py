"""What each fault does: when the request takes effect, and what the client gets to see instead of the answer."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import Enum, auto

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.sandbox import connection
from shared.sandbox.answer import AWSELB, Answer, html_answer
from shared.sandbox.faults import Fault, FaultKind
from shared.sandbox.system import System

CAPTIVE_PATH = "/captive-portal"
MISSING_BYTES = 64  # what a truncated answer promises and does not send


@dataclass(frozen=True, slots=True)
class Call:
    """One request, read in full, with the application that would answer it."""

    app: ASGIApp
    scope: Scope
    receive: Receive
    send: Send
    body: bytes
    employee: int | None
    system: System
    late: set[asyncio.Task[Answer]]  # commits still to come: asyncio itself keeps no task alive

    async def pass_through(self) -> None:
        """Lets the application answer the client itself."""
        await self.app(self.scope, self._replay(), self.send)

    async def commit(self) -> Answer:
        """Lets the request take effect and keeps the answer."""
        answer = Answer(500)
        await self.app(self.scope, self._replay(), answer.take)
        return answer

    def _replay(self) -> Receive:
        async def replay() -> Message:
            return {"type": "http.request", "body": self.body, "more_body": False}

        return replay


Show = Callable[[Call, Fault, Answer], Awaitable[None]]


class Effect(Enum):
    """When a request that met a fault takes effect."""

    NEVER = auto()
    NOW = auto()
    AFTER_WAITING = auto()
    BEHIND_ITS_BACK = auto()  # the client sees the outcome now, the effect comes after the waiting


@dataclass(frozen=True, slots=True)
class Course:
    """How a kind of fault goes: its effect, what is shown, and how long it waits by default."""

    effect: Effect
    show: Show
    seconds: float = 0.0


async def _the_answer(call: Call, _: Fault, real: Answer) -> None:
    await real.send(call.send)


async def _close(call: Call, _: Fault, __: Answer) -> None:
    await connection.close(call.scope, call.receive)


async def _reset(call: Call, _: Fault, __: Answer) -> None:
    await connection.reset(call.scope, call.receive)


async def _silence(call: Call, _: Fault, __: Answer) -> None:
    await connection.until_gone(call.receive)


async def _truncated(call: Call, _: Fault, real: Answer) -> None:
    await call.send(real.start(len(real.body) + MISSING_BYTES))
    await call.send({"type": "http.response.body", "body": real.body, "more_body": True})
    await connection.close(call.scope, call.receive)


async def _garbage(call: Call, _: Fault, real: Answer) -> None:
    half = real.body[: len(real.body) // 2]
    await Answer(200, half + b'\x00"}}', [(b"content-type", b"application/json")]).send(call.send)


async def _too_many(call: Call, fault: Fault, _: Answer) -> None:
    answer = call.system.error(429, "Too many requests in the past minute; wait one minute.")
    if fault.retry_after is not None:
        answer.headers.append((b"retry-after", fault.retry_after.encode("latin-1", "replace")))
    await answer.send(call.send)


async def _captive_redirect(call: Call, _: Fault, __: Answer) -> None:
    await html_answer(302, "Sign in to Wi-Fi", (b"location", CAPTIVE_PATH.encode())).send(call.send)


async def _wrong_rows(call: Call, _: Fault, real: Answer) -> None:
    await call.system.with_rows_of_others(real, call.employee).send(call.send)


def _api_error(status: int, message: str) -> Show:
    async def show(call: Call, _: Fault, __: Answer) -> None:
        await call.system.error(status, message).send(call.send)

    return show


def _page(status: int, title: str, *headers: tuple[bytes, bytes]) -> Show:
    async def show(call: Call, _: Fault, __: Answer) -> None:
        await html_answer(status, title, *headers).send(call.send)

    return show


_internal_error = _api_error(500, "Internal error.")
_gateway_timeout = _page(504, "504 Gateway Time-out", AWSELB)

COURSES: dict[FaultKind, Course] = {
    FaultKind.SLOW: Course(Effect.AFTER_WAITING, _the_answer, 1.0),
    FaultKind.SLOW_ANSWER: Course(Effect.NOW, _the_answer, 1.0),
    FaultKind.BEFORE_500: Course(Effect.NEVER, _internal_error),
    FaultKind.AFTER_500: Course(Effect.NOW, _internal_error),
    FaultKind.BAD_GATEWAY: Course(Effect.NEVER, _page(502, "502 Bad Gateway", AWSELB)),
    FaultKind.UNAVAILABLE: Course(Effect.NEVER, _page(503, "503 Service Temporarily Unavailable", AWSELB)),
    FaultKind.BEFORE_504: Course(Effect.NEVER, _gateway_timeout),
    FaultKind.AFTER_504: Course(Effect.NOW, _gateway_timeout),
    FaultKind.TOO_MANY: Course(Effect.NEVER, _too_many),
    FaultKind.WAF_403: Course(Effect.NEVER, _page(403, "403 Forbidden", AWSELB)),
    FaultKind.API_403: Course(Effect.NEVER, _api_error(403, "The role has no permission for this action.")),
    FaultKind.TOKEN_EXPIRED: Course(Effect.NEVER, _api_error(401, "The access token is invalid.")),
    FaultKind.ANSWER_LOST: Course(Effect.NOW, _close),
    FaultKind.LOST_BEFORE: Course(Effect.NEVER, _close),
    FaultKind.CONNECTION_RESET: Course(Effect.NEVER, _reset),
    FaultKind.LATE_COMMIT: Course(Effect.BEHIND_ITS_BACK, _close, 1.0),
    FaultKind.LATE_COMMIT_HUNG: Course(Effect.BEHIND_ITS_BACK, _silence, 1.0),
    FaultKind.TRUNCATED: Course(Effect.NOW, _truncated),
    FaultKind.GARBAGE: Course(Effect.NOW, _garbage),
    FaultKind.CAPTIVE_PORTAL: Course(Effect.NEVER, _page(200, "Sign in to Wi-Fi")),
    FaultKind.CAPTIVE_REDIRECT: Course(Effect.NEVER, _captive_redirect),
    FaultKind.WRONG_ROWS: Course(Effect.NOW, _wrong_rows),
}


async def play(call: Call, fault: Fault) -> None:
    """Lets `call` meet `fault`: takes effect and is answered as the kind's course says."""
    course = COURSES[fault.kind]
    seconds = course.seconds if fault.seconds is None else fault.seconds
    effect = _effect(course, fault)
    real = Answer(200)
    if effect is Effect.NOW:
        real = await call.commit()
    if effect is Effect.BEHIND_ITS_BACK:
        _commit_later(call, seconds)
    else:
        await asyncio.sleep(seconds)
    if effect is Effect.AFTER_WAITING:
        real = await call.commit()
    await course.show(call, fault, real)


def _effect(course: Course, fault: Fault) -> Effect:
    if fault.commit is None:
        return course.effect
    if not fault.commit:
        return Effect.NEVER
    return Effect.NOW if course.effect is Effect.NEVER else course.effect


def _commit_later(call: Call, seconds: float) -> None:
    async def later() -> Answer:
        await asyncio.sleep(seconds)
        return await call.commit()

    task = asyncio.create_task(later())
    call.late.add(task)
    task.add_done_callback(call.late.discard)
