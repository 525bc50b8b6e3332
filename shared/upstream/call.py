"""One call to an upstream, by the words its errors are told in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from shared.upstream.errors import Unreadable
from shared.upstream.http_date import parse_http_date

LONGEST_ANSWER_SHOWN = 2000


@dataclass(frozen=True, slots=True)
class Call:
    """What is asked of whom. `secrets` are struck out of whatever is shown; a `private` answer is never shown."""

    system: str
    method: str
    url: str = field(repr=False)
    secrets: tuple[str, ...] = field(default=(), repr=False)
    private: bool = False

    @property
    def name(self) -> str:
        """Method and path: a query may carry a token."""
        return f"{self.system} {self.method} {urlsplit(self.url).path or '/'}"

    @property
    def host(self) -> str:
        parts = urlsplit(self.url)
        return parts.netloc.rpartition("@")[2]

    def shown(self, content: bytes) -> str:
        """The beginning of an answer, fit for the desk."""
        if self.private:
            return ""
        text = content[: 16 * LONGEST_ANSWER_SHOWN].decode("utf-8", "replace")
        for secret in filter(None, self.secrets):
            text = text.replace(secret, "***")
        return text[:LONGEST_ANSWER_SHOWN]


@dataclass(frozen=True, slots=True)
class Answer:
    """A good answer: a 2xx whose content could be read, or a redirect that was asked for.

    `value` is None for a 204, which has none, and for a redirect.
    """

    call: Call
    status: int
    value: object
    content: bytes = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    cookies: tuple[str, ...] = field(default=(), repr=False)
    """Its `Set-Cookie` lines: whoever signs in by them brings them back; nothing else remembers them."""

    @property
    def date(self) -> datetime | None:
        """The upstream's clock when it answered."""
        return parse_http_date(self.headers.get("Date"))

    def unreadable(self, why: str) -> Unreadable:
        """The error for an answer that is well formed and yet not what the document promises."""
        return Unreadable(
            f"{self.call.name}: {why}. It settles nothing; compare the answer with the upstream's document.",
            status=self.status,
            answer=self.call.shown(self.content),
        )
