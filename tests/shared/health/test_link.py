"""What the way upstream looks like from here, tried on real sockets, and that nobody signs in for it."""

import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from shared.clock import SystemClock
from shared.config import Config
from shared.domain.health import Standing
from shared.domain.health_of_link import Way, WayTo, judge_way
from shared.health.link import addresses_of, way_to
from tests.shared.health.conftest import PASSWORD, TOKEN

Answer = Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def host(
    status: int, headers: dict[str, str], body: bytes, tls: tuple[Path, Path] | None = None
) -> Iterator[tuple[str, list[str]]]:
    """Somebody who answers like this, and what was asked of them."""
    heard: list[str] = []

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append(f"{self.path} {dict(self.headers)}")
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None: ...

    server = HTTPServer(("127.0.0.1", 0), Page)
    scheme = "http"
    if tls is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*tls)
        server.socket, scheme = context.wrap_socket(server.socket, server_side=True), "https"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"{scheme}://127.0.0.1:{server.server_port}/rest", heard
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


JSON = {"Content-Type": "application/json"}
HTML = {"Content-Type": "text/html"}


@pytest.mark.parametrize(
    ("status", "headers", "body", "way"),
    [
        (200, JSON, b"{}", Way.ANSWERS),
        (401, JSON, b'{"message": "sign in"}', Way.ANSWERS),
        (404, JSON, b"{}", Way.ANSWERS),
        (200, HTML, b"<html>Welcome to the hotel</html>", Way.STRANGER),
        (302, {"Location": "http://portal.example/"}, b"", Way.STRANGER),
        (503, HTML, b"later", Way.IN_TROUBLE),
    ],
)
def test_whoever_answers_is_known_by_the_answer(status: int, headers: dict[str, str], body: bytes, way: Way) -> None:
    with host(status, headers, body) as (url, heard):
        assert way_to("tracktik", url, SystemClock()).way is way
    assert len(heard) == 1
    assert "uthorization" not in heard[0]


def test_nobody_at_the_port_and_no_such_name_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    assert way_to("tracktik", f"http://127.0.0.1:{port}/", SystemClock()).way is Way.NOT_REACHED
    monkeypatch.setenv("NO_PROXY", "*")
    assert way_to("tracktik", "http://nowhere.invalid/", SystemClock()).way is Way.NO_NAME


def test_a_certificate_of_somebody_else_is_a_stranger(tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    where = ["-keyout", str(key), "-out", str(certificate), "-subj", "/CN=hotel.example", "-days", "1"]
    subprocess.run([*made, *where], check=True, capture_output=True)
    with host(200, JSON, b"{}", (certificate, key)) as (url, heard):
        found = way_to("tracktik", url, SystemClock())
    assert found.way is Way.STRANGER
    assert heard == []
    assert judge_way(found).standing is Standing.FAULT
    assert "captive portal" in judge_way(found).to_do


@pytest.mark.parametrize(
    ("way", "standing"),
    [
        (Way.ANSWERS, Standing.OK),
        (Way.NO_NAME, Standing.FAULT),
        (Way.NOT_REACHED, Standing.FAULT),
        (Way.IN_TROUBLE, Standing.WARNING),
    ],
)
def test_what_a_way_means(way: Way, standing: Standing) -> None:
    check = judge_way(WayTo("tracktik", "api.example", way, "said so"))
    assert check.standing is standing
    assert "said so" not in check.told


def test_each_host_is_asked_once_and_no_secret_of_an_address_is_told(config: Config) -> None:
    ((system, url),) = addresses_of(config) if len(addresses_of(config)) == 1 else addresses_of(config)[:1]
    assert system == "tracktik"
    check = judge_way(way_to(system, url, SystemClock()))
    for one_system, one in addresses_of(config):
        told = judge_way(way_to(one_system, one, SystemClock()))
        assert PASSWORD not in told.told + told.detail
        assert TOKEN not in told.told + told.detail
    assert "127.0.0.1" in check.told
