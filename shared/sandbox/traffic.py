"""What came in: counters by request and outcome, and a bounded log. Neither holds a secret."""

import re
import time
from collections import Counter, defaultdict, deque
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import parse_qsl, urlencode

from starlette.types import Message, Send

LOG_LENGTH = 500
NOT_ANSWERED = "lost"

_NUMBER = re.compile(r"/\d+")
_SECRET = re.compile(r"token|secret|password|key|code", re.IGNORECASE)


def without_secrets(query: bytes) -> str:
    """The query string with the value of every secret-looking key masked."""
    pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
    masked = [(key, "***" if _SECRET.search(key) else value) for key, value in pairs]
    return urlencode(masked, safe=":|,*")


@dataclass(slots=True)
class Seen:
    """One request. `status` stays None when the client got no answer."""

    number: int
    at: datetime
    method: str
    path: str
    query: str
    employee: int | None
    status: int | None = None
    fault: str = ""
    ms: float | None = None
    _began: float = field(default_factory=time.monotonic)

    def as_json(self) -> dict[str, object]:
        """How `GET /control/records` shows it."""
        path = f"{self.path}?{self.query}" if self.query else self.path
        shown = {"number": self.number, "at": self.at.isoformat(timespec="milliseconds"), "method": self.method}
        return shown | {
            "path": path,
            "employee": self.employee,
            "status": self.status,
            "fault": self.fault,
            "ms": self.ms,
        }

    def watching(self, send: Send) -> Send:
        """`send`, with the status that passes through it noted here."""

        async def watched(message: Message) -> None:
            if message["type"] == "http.response.start":
                self.status = message["status"]
            await send(message)

        return watched

    def end(self) -> None:
        """The request is over, one way or the other."""
        self.ms = round((time.monotonic() - self._began) * 1000, 1)


class Traffic:
    """All requests since the start or the last `forget`."""

    def __init__(self) -> None:
        self.total = 0
        self.finished = 0
        self._log: deque[Seen] = deque(maxlen=LOG_LENGTH)
        self._counts: defaultdict[str, Counter[str]] = defaultdict(Counter)

    def begin(self, at: datetime, method: str, path: str, query: bytes, employee: int | None) -> Seen:
        """Notes a request that has arrived."""
        self.total += 1
        seen = Seen(self.total, at, method, path, without_secrets(query) if query else "", employee)
        self._log.append(seen)
        return seen

    def end(self, seen: Seen) -> None:
        """Counts a request under its outcome."""
        seen.end()
        self.finished += 1
        outcome = NOT_ANSWERED if seen.status is None else str(seen.status)
        self._counts[f"{seen.method} {_NUMBER.sub('/{id}', seen.path)}"][outcome] += 1

    def newest(self, limit: int) -> list[Seen]:
        """The last requests, newest first."""
        return list(self._log)[::-1][:limit]

    def forget(self) -> None:
        """Starts counting anew; numbers go on."""
        self._log.clear()
        self._counts.clear()

    def as_json(self, limit: int | None) -> dict[str, object]:
        """How `GET /control/records` shows it, the log newest first and at most `limit` long."""
        log = [seen.as_json() for seen in self.newest(LOG_LENGTH if limit is None else limit)]
        return {"total": self.total, "counts": {name: dict(c) for name, c in self._counts.items()}, "log": log}
