"""Faults on request: what can go wrong, with which request, and how often.

A fault is armed before the request it is meant for. The first armed fault that fits a request is used up by it.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase

from pydantic import Field, field_validator

from shared.sandbox.shapes import Choice, Shape


class FaultKind(Choice):
    SLOW = "slow"  # waits, then commits and answers
    SLOW_ANSWER = "slow_answer"  # commits, then waits before the answer
    BEFORE_500 = "500_before"
    AFTER_500 = "500_after"
    BAD_GATEWAY = "502"
    UNAVAILABLE = "503"
    BEFORE_504 = "504_before"
    AFTER_504 = "504_after"
    TOO_MANY = "429"
    WAF_403 = "403_waf"
    API_403 = "403_api"
    TOKEN_EXPIRED = "token_expired"  # noqa: S105 - the name of a fault
    ANSWER_LOST = "answer_lost"  # commits, then closes the connection without an answer
    LOST_BEFORE = "lost_before"
    CONNECTION_RESET = "connection_reset"
    LATE_COMMIT = "late_commit"  # closes the connection now, commits later
    LATE_COMMIT_HUNG = "late_commit_hung"  # never answers, commits later
    TRUNCATED = "truncated"
    GARBAGE = "garbage"
    CAPTIVE_PORTAL = "captive_portal"
    CAPTIVE_REDIRECT = "captive_redirect"
    WRONG_ROWS = "wrong_rows"


WAITING = {FaultKind.SLOW, FaultKind.SLOW_ANSWER, FaultKind.LATE_COMMIT, FaultKind.LATE_COMMIT_HUNG}


class Fault(Shape):
    """A fault as `POST /control/faults` takes it.

    `path` is a pattern ("*" stands for anything) compared with the end of the path, so "/work-sessions" means
    the list and not what is below it. `times` null keeps the fault until it is deleted. `seconds` is how long it
    waits, `commit` overrides whether the request takes effect; both have a default by kind. `retry_after` is the
    header of a 429, left out when null.
    """

    kind: FaultKind
    method: str = "*"
    path: str = "*"
    employee: int | None = None
    times: int | None = Field(default=1, ge=1)
    seconds: float | None = Field(default=None, ge=0, le=600)
    retry_after: str | None = Field(default=None, coerce_numbers_to_str=True)
    commit: bool | None = None

    @field_validator("method")
    @classmethod
    def _upper(cls, method: str) -> str:
        return method.upper()

    def fits(self, method: str, path: str, employee: int | None) -> bool:
        """Whether this fault is meant for such a request."""
        return self.method in ("*", method) and self.employee in (None, employee) and fnmatchcase(path, "*" + self.path)


class RandomFaults(Shape):
    """Standing faults for soak tests: one seed gives one sequence of draws.

    Only requests that fit `method` and `path` draw. Signing in is left alone by default, because a client that was
    refused there has every reason to wait. `seconds` is for the kinds that wait.
    """

    seed: int
    probability: float = Field(ge=0, le=1)
    kinds: tuple[FaultKind, ...] = Field(min_length=1)
    method: str = "*"
    path: str = "/rest/v1/*"
    seconds: float = Field(default=0.2, ge=0, le=600)


@dataclass(slots=True)
class Armed:
    """A fault that waits for its request; `left` is None when it stays."""

    number: int
    fault: Fault
    left: int | None
    used: int = 0

    def as_json(self) -> dict[str, object]:
        """How `GET /control/faults` shows it."""
        return {"id": self.number, **self.fault.model_dump(mode="json"), "left": self.left, "used": self.used}


class ArmedFaults:
    """The faults that wait, oldest first."""

    def __init__(self) -> None:
        self._armed: dict[int, Armed] = {}
        self._last_number = 0
        self.changes = 0

    def __iter__(self) -> Iterator[Armed]:
        return iter(self._armed.values())

    def arm(self, fault: Fault) -> Armed:
        """Adds a fault behind those that wait already."""
        self.changes += 1
        self._last_number += 1
        armed = Armed(self._last_number, fault, fault.times)
        self._armed[armed.number] = armed
        return armed

    def take(self, method: str, path: str, employee: int | None) -> Fault | None:
        """The first fault meant for this request, counted as used, or None."""
        for armed in self._armed.values():
            if armed.fault.fits(method, path, employee):
                self._use(armed)
                return armed.fault
        return None

    def disarm(self) -> int:
        """Takes all faults away; returns how many there were."""
        self.changes += 1
        count = len(self._armed)
        self._armed.clear()
        return count

    def _use(self, armed: Armed) -> None:
        self.changes += 1
        armed.used += 1
        if armed.left is not None:
            armed.left -= 1
            if armed.left == 0:
                del self._armed[armed.number]


class RandomDraw:
    """Draws from the standing random faults; a new setting starts its own sequence."""

    def __init__(self) -> None:
        self._setting: RandomFaults | None = None
        self._random = random.Random(0)  # noqa: S311 - a sequence that can be repeated is the point

    def draw(self, setting: RandomFaults | None, method: str, path: str) -> Fault | None:
        """A fault for this request, or None."""
        if setting is not self._setting:
            self._setting = setting
            self._random = random.Random(setting.seed if setting else 0)  # noqa: S311
        if setting is None or setting.method not in ("*", method) or not fnmatchcase(path, setting.path):
            return None
        if self._random.random() >= setting.probability:
            return None
        kind = self._random.choice(setting.kinds)
        return Fault(kind=kind, seconds=setting.seconds if kind in WAITING else None)
