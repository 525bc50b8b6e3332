"""The address under which Twilio knows us, and the one it signed for a request.

1. Scheme, host, port and path prefix come from the settings. The Host and X-Forwarded-* headers are never looked at:
   whoever sends a request writes them.
2. Path and query are those that arrived, byte for byte: another percent-encoding is another signature.
3. A proxy may leave the prefix in the path or take it away; what arrives is understood either way.
4. Credentials in the configured address are left out: Twilio sends them as basic authentication and signs without them.
"""

import re
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

_BEFORE_PORT_AND_AFTER: Final = re.compile(r"(https?://(?:\[[^]/?#]*]|[^][:/?#]*))(:[0-9]+)?([/?#].*)?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class PublicUrl:
    """Made once from `public_base_url`.

    `root` (such as /voice) begins every signed path of ours: a prefix that is called the same is then still told apart.
    """

    base: str = field(repr=False)
    root: str = ""
    origin: str = field(init=False)
    prefix: str = field(init=False)

    def __post_init__(self) -> None:
        """Take the address apart once; ValueError where it names no host."""
        parts = urlsplit(self.base)
        if not parts.hostname:
            raise ValueError("public_base_url names no host: write it like https://phone.example.com")
        object.__setattr__(self, "origin", f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}")
        object.__setattr__(self, "prefix", parts.path.rstrip("/"))

    def signed(self, raw_path: bytes, raw_query: bytes) -> str:
        """The URL that Twilio signed for a request, from its path and query as ASGI has them: raw, without the `?`.

        Twilio percent-encodes whatever is not ASCII. A raw byte above 127 is read as Latin-1, so that two different
        requests never become one URL.
        """
        path = self.prefix + self.own_path(raw_path)
        query = f"?{raw_query.decode('latin-1')}" if raw_query else ""
        return f"{self.origin}{path}{query}"

    def own_path(self, raw_path: bytes) -> str:
        """The path without the prefix, whether or not the proxy took it away: the one our routes know."""
        path = raw_path.decode("latin-1")
        # An address that does not begin with a slash would go on where the host's name ends.
        path = path if path.startswith("/") else f"/{path}"
        begins = self.prefix + self.root
        has_prefix = path == begins or path.startswith(f"{begins}/")
        return (path[len(self.prefix) :] or "/") if self.prefix and has_prefix else path

    def address(self, own_path: str) -> str:
        """A path of ours, with its query, as TwiML must name it: Twilio resolves it against the public address."""
        return self.prefix + own_path


def with_or_without_port(url: str) -> str | None:
    """The same URL without its port, or with the scheme's own port where it names none; None where it is no URL.

    Twilio's servers do not agree on whether they sign the port (comment in `validate` of twilio 9.13).
    """
    found = _BEFORE_PORT_AND_AFTER.fullmatch(url)
    if found is None:
        return None
    before, port, after = found.groups(default="")
    usual_port = ":443" if before.startswith("https:") else ":80"
    return before + ("" if port else usual_port) + after
