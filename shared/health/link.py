"""Trying the way to every upstream: name, connection, TLS and an answer, without signing in.

No token is spent and no sign-in is tried: the address is asked for with nothing in our hands, and being told to sign in
is the answer that we want.
"""

import socket
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from shared.clock import SystemClock
from shared.config import Config
from shared.domain.health import Check, ok, worst_of
from shared.domain.health_of_link import Way, WayTo, judge_way
from shared.health.installation import Installation, Probe
from shared.upstream.errors import NotReached, OutcomeUnknown, TryLater, Unreadable, UpstreamError
from shared.upstream.http import Http, HttpLimits
from shared.upstream.transport import environment_of
from shared.wiring import TRACKTIK

TOO_MANY: Final = 429
LIMITS: Final = HttpLimits(connect_s=5, answer_s=5, pool_size=1, answer_bytes=64 * 1024)


def link_probe(installation: Installation) -> Probe:
    """All upstreams of the settings, one after the other."""
    addresses = addresses_of(installation.config)
    return Probe(("link",), lambda: _link(addresses, installation.clock), within_s=max(1, len(addresses)) * 12.0)


def addresses_of(config: Config) -> list[tuple[str, str]]:
    """The name and the address of everything that is asked outside; each host once."""
    upstream = config.upstream
    told = []
    if upstream.tracktik is not None:
        told += [(TRACKTIK, str(upstream.tracktik.base_url)), (TRACKTIK, str(upstream.tracktik.token_url))]
    if upstream.tamigo is not None:
        told.append(("tamigo", str(upstream.tamigo.base_url)))
    if upstream.oracle is not None:
        told += [("oracle", str(upstream.oracle.base_url)), ("oracle", str(upstream.oracle.auth_url))]
    hosts = {(urlsplit(url).scheme, urlsplit(url).netloc): (system, url) for system, url in reversed(told)}
    return list(reversed(hosts.values()))


def way_to(system: str, url: str, clock: SystemClock) -> WayTo:
    """What comes of asking for this address."""
    host = urlsplit(url).hostname or ""
    try:
        Http(system, clock, LIMITS).send("GET", url)
    except NotReached as error:
        return WayTo(system, host, _why(host, url, error), str(error))
    except (TryLater, OutcomeUnknown, Unreadable) as error:
        return WayTo(system, host, _of_status(url, error.status), str(error))
    except UpstreamError:
        # Being refused is an answer.
        return WayTo(system, host, Way.ANSWERS)
    return WayTo(system, host, Way.ANSWERS)


def _link(addresses: list[tuple[str, str]], clock: SystemClock) -> Iterator[Check]:
    if not addresses:
        yield ok("link", "No upstream is set.")
        return
    yield worst_of("link", [judge_way(way_to(system, url, clock)) for system, url in addresses])


def _of_status(url: str, status: int | None) -> Way:
    if status is None:
        return Way.NOT_REACHED
    if status == TOO_MANY or status >= 500:
        return Way.IN_TROUBLE
    # A page or a redirect: behind a certificate that holds it is the upstream's own, otherwise anybody's.
    return Way.ANSWERS if url.startswith("https:") else Way.STRANGER


def _why(host: str, url: str, error: NotReached) -> Way:
    if "certificate" in str(error).lower():
        return Way.STRANGER
    if environment_of(url)["proxies"]:
        return Way.NOT_REACHED
    try:
        socket.getaddrinfo(host, None)
    except OSError:
        return Way.NO_NAME
    return Way.NOT_REACHED
