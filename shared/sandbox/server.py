"""The sandbox as a process: one server on loopback, one line on standard output when it listens."""

import ipaddress
import json
import socket
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

from starlette.applications import Starlette
from uvicorn import Config, Server

from shared.clock import SystemClock
from shared.sandbox.app import build_sandbox_app
from shared.sandbox.connection import OpenHandedProtocol
from shared.sandbox.sandbox import Sandbox
from shared.sandbox.state_file import StateFile, write_atomically
from shared.sandbox.tracktik.default_world import default_world
from shared.sandbox.tracktik.world import World, read_world

KEEP_ALIVE_S = 60  # what the vendor's kind of load balancer grants an idle connection by default
STOP_WITHIN_S = 1  # requests held open by a fault do not hold up the end of the process


class SandboxError(Exception):
    """The sandbox cannot start: the message says why and what to do."""


def build_app(world: World) -> Starlette:
    """The sandbox of `world`, with nothing remembered, as an ASGI application; `server_for` serves it."""
    return build_sandbox_app(Sandbox(world), None)


def run(
    *,
    host: str = "127.0.0.1",
    port: int,
    world_file: Path | None,
    state_file: Path | None,
    ready_file: Path | None = None,
) -> None:
    """Serves until the process is asked to end. Port 0 takes a free one; `ready_file` receives the URL.

    `world_file` (see `tracktik.world`) replaces the default world, and also the one in `state_file`.
    """
    refuse_public_host(host)
    sandbox = Sandbox(_world_at_start(world_file))
    app = build_sandbox_app(sandbox, _opened(state_file, sandbox, with_world=world_file is None))
    listener = listen(host, port)
    server = server_for(app, listener, partial(_announce, ready_file))
    with suppress(KeyboardInterrupt):
        server.run(sockets=[listener])


def server_for(app: Starlette, listener: socket.socket, announce: Callable[[str], None]) -> "AnnouncingServer":
    """The server of `app` on `listener`, ready to `run(sockets=[listener])`; its URL goes to `announce`."""
    config = Config(
        app,
        http=OpenHandedProtocol,
        loop="asyncio",
        ws="none",
        lifespan="on",
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=STOP_WITHIN_S,
    )
    return AnnouncingServer(config, _url(listener), announce)


def refuse_public_host(host: str) -> None:
    """Raises `SandboxError` unless `host` is this machine's own: the sandbox's passwords are public."""
    try:
        is_own = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError as error:
        raise SandboxError(f"{host!r} is not an address; use 127.0.0.1") from error
    if not is_own:
        raise SandboxError(f"the sandbox serves this machine only, not {host}; use 127.0.0.1")


class AnnouncingServer(Server):
    """uvicorn's server, telling its address once it answers."""

    def __init__(self, config: Config, url: str, announce: Callable[[str], None]) -> None:
        super().__init__(config)
        self._url = url
        self._announce = announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Starts, then announces the URL."""
        await super().startup(sockets)
        self._announce(self._url)


def _announce(ready_file: Path | None, url: str) -> None:
    if ready_file is not None:
        write_atomically(ready_file, url)
    print(f"sandbox: {url}", flush=True)  # last: whoever waits for the line may look into the file


def _world_at_start(world_file: Path | None) -> World:
    now = SystemClock().now()
    default = default_world(now)
    if world_file is None:
        return default
    try:
        return read_world(json.loads(world_file.read_text(encoding="utf-8")), default, now)
    except (OSError, ValueError) as error:
        raise SandboxError(f"the world in {world_file} cannot be used: {error}") from error


def _opened(path: Path | None, sandbox: Sandbox, *, with_world: bool) -> StateFile | None:
    if path is None:
        return None
    if path.exists():
        try:
            sandbox.restore(json.loads(path.read_text(encoding="utf-8")), with_world=with_world)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise SandboxError(f"the state in {path} cannot be read: {error!r}; move the file away") from error
    return StateFile(path, sandbox.changes, sandbox.snapshot)


def listen(host: str, port: int) -> socket.socket:
    """A socket bound to `host` and `port`; port 0 takes a free one."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio switches Nagle's algorithm off only where the protocol is named: without, an answer takes 40 ms
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise SandboxError(f"port {port} of {host} cannot be used: {error.strerror}; choose another") from error
    return listener


def _url(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
