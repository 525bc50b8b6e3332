"""From the address Twilio knows to the one this telephone can reach, past the proxy between them."""

from dataclasses import dataclass
from urllib.parse import unquote, urljoin, urlsplit

from requests import PreparedRequest
from requests.exceptions import InvalidSchema

from ivr.phone.faults import RETRIEVAL, Fault, NoDocument
from ivr.phone.signing import Fields, without_credentials


@dataclass(frozen=True, slots=True)
class Route:
    """Addresses under `public_root` are reached under `local_root`; both without a slash at the end."""

    public_root: str
    local_root: str

    @classmethod
    def between(cls, public_url: str, url: str) -> "Route":
        """The route that takes `public_url` to `url`: what both end with is the path behind the proxy."""
        public, local = without_credentials(public_url), without_credentials(url)
        public_parts = public.partition("?")[0].split("/")
        local_parts = local.partition("?")[0].split("/")
        while len(public_parts) > 3 and len(local_parts) > 3 and public_parts[-1] == local_parts[-1]:
            public_parts.pop()
            local_parts.pop()
        return cls("/".join(public_parts), "/".join(local_parts))

    def local(self, address: str) -> str:
        """Where a request for `address` goes. Raises NoDocument where the proxy would not know it."""
        bare = without_credentials(address)
        rest = bare.removeprefix(self.public_root)
        if bare.startswith(self.public_root) and rest[:1] in ("", "/", "?"):
            return self.local_root + rest
        if self.public_root != self.local_root and urlsplit(bare).netloc == urlsplit(self.public_root).netloc:
            raise NoDocument(Fault(RETRIEVAL, f"the proxy passes on only what is under {self.public_root}", bare))
        return bare


def resolved(base: str, address: str) -> str:
    """`address` as an absolute one, seen from the document at `base`. Raises NoDocument where it is none."""
    try:
        return urljoin(base, address)
    except ValueError as error:
        raise NoDocument(Fault(RETRIEVAL, f"this is no address: {error}", address)) from error


def credentials_in(address: str) -> tuple[str, str] | None:
    """User and password of an address, for basic authentication; None when it carries none."""
    parts = urlsplit(address)
    if parts.username is None:
        return None
    return unquote(parts.username), unquote(parts.password or "")


def as_sent(address: str, query: Fields = ()) -> str:
    """`address` letter for letter as it goes over the wire, with `query` added and without its fragment.

    Raises requests.RequestException (InvalidURL, MissingSchema, ...) where it is no address.
    """
    if urlsplit(address).scheme not in ("http", "https"):
        raise InvalidSchema(address)
    prepared = PreparedRequest()
    prepared.prepare_url(address.partition("#")[0], list(query))
    return prepared.url or ""
