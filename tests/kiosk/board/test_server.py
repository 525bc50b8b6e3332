"""The server's edge: TLS or this machine alone, bounded heads and bodies, slow clients, and an end in good order."""

import socket
import subprocess
from pathlib import Path

import pytest
import requests
from typer.testing import CliRunner

from kiosk.board import server
from kiosk.board.form import LONGEST_BYTES
from kiosk.board.server import LONGEST_HEAD_BYTES, CannotServe, check, is_loopback, listener_at, server_config
from shared.cli import build
from shared.config.board import Board
from tests.kiosk.board.site import PATIENCE_S, House, Make

HEAD = b"GET /sign-in HTTP/1.1\r\nHost: x\r\n"


def answered(house: House, *pieces: bytes) -> bytes:
    """What comes back until the board closes; b"" where it just closes."""
    with socket.create_connection(("127.0.0.1", house.port), PATIENCE_S) as connection:
        try:
            for piece in pieces:
                connection.sendall(piece)
            return b"".join(iter(lambda: connection.recv(65_536), b""))
        except ConnectionError:
            return b""


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate of 127.0.0.1 that signed itself, and its key."""
    folder = tmp_path_factory.mktemp("tls")
    pem, key = folder / "board.pem", folder / "board.key"
    made = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    names = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "2"]
    subprocess.run([*made, *names, "-keyout", key, "-out", pem], check=True, capture_output=True)
    return pem, key


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "board.example.com"])
def test_without_tls_it_refuses_to_serve_beyond_this_machine(host: str) -> None:
    with pytest.raises(CannotServe, match=r"without TLS.*board\.certificate_file.*board\.behind_proxy.*127\.0\.0\.1"):
        check(Board(host=host))
    check(Board(host=host, certificate_file="a.pem", key_file="a.key"))
    check(Board(host=host, behind_proxy=("10.0.0.1",)))


def test_this_machine_alone_needs_no_tls() -> None:
    for host in ("127.0.0.1", "127.8.8.8", "::1", "localhost"):
        check(Board(host=host))
    assert not is_loopback("localhost.example.com")


def test_the_command_refuses_in_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "clockpost.toml"
    path.write_text('[site]\nname = "A"\naccount = 1\ntimezone = "UTC"\n[board]\nhost = "0.0.0.0"\n')
    said = CliRunner().invoke(build(), ["board", "--config", str(path)])
    assert said.exit_code == 1
    assert "0.0.0.0 can be reached from other machines" in said.output
    assert not (tmp_path / "clockpost.db").exists()


def test_a_certificate_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "broken.pem"
    broken.write_text("no certificate")
    for pem in (broken, tmp_path / "missing.pem"):
        with pytest.raises(CannotServe, match=rf"board\.certificate_file {pem}"):
            server_config(lambda: None, Board(certificate_file=pem, key_file=pem))


def test_by_tls_the_cookie_is_of_this_host_and_for_tls_alone(make_house: Make, certificate: tuple[Path, Path]) -> None:
    pem, key = certificate
    house = make_house(certificate_file=pem, key_file=key)
    browser = house.browser()
    browser.session.verify = str(pem)
    assert browser.sign_in("2001").url == f"{house.url}/sites/687"
    assert house.url.startswith("https://")
    cookie = next(one for one in browser.session.cookies if one.name == "__Host-clockpost")
    assert (cookie.secure, cookie.path) == (True, "/")
    assert browser.page.headers["strict-transport-security"] == "max-age=31536000"
    with pytest.raises(requests.ConnectionError):
        requests.get(house.url.replace("https", "http"), timeout=PATIENCE_S)


def test_an_address_that_is_taken_is_told_by_its_setting(house: House) -> None:
    with pytest.raises(CannotServe, match=rf"port {house.port} of 127.0.0.1 cannot be used: .*board.port"):
        listener_at("127.0.0.1", house.port)


def test_a_head_that_does_not_end_is_refused(house: House) -> None:
    more = [b"X-More: " + b"x" * 1000 + b"\r\n"] * (4 * LONGEST_HEAD_BYTES // 1000)
    assert answered(house, HEAD, *more)[:12] in (b"HTTP/1.1 400", b"")
    assert answered(house, b"GET /", *[b"x" * 1000] * 100)[:12] in (b"HTTP/1.1 400", b"")
    assert house.browser().get("/sign-in").status_code == 200


def test_whoever_sends_half_a_request_is_let_go(make_house: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "HEAD_WITHIN_S", 0.2)
    house = make_house()
    assert answered(house) == b""
    assert answered(house, HEAD) == b""
    # Also after a request that was answered.
    told = answered(house, HEAD + b"\r\n", HEAD)
    assert told.startswith(b"HTTP/1.1 200")
    assert told.count(b"HTTP/1.1") == 1


def test_a_body_that_comes_too_slowly_is_refused(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.board.form.WITHIN_S", 0.2)
    head = b"POST /sign-in HTTP/1.1\r\nHost: x\r\nOrigin: http://x\r\nContent-Length: 100\r\n"
    kind = b"Content-Type: application/x-www-form-urlencoded\r\n\r\n"
    assert answered(house, head + kind + b"a=1")[:12] in (b"HTTP/1.1 408", b"")


@pytest.mark.parametrize("path", ["/sign-in", "/sites/687/desk/act", "/sites/687/muster/1/ticks"])
def test_a_body_that_is_too_long_is_refused_and_the_connection_ends(house: House, path: str) -> None:
    browser = house.signed_in()
    answer = browser.post(path, {"number": "x" * (LONGEST_BYTES + 1)})
    assert (answer.status_code, answer.headers.get("connection")) in ((413, "close"), (400, None))


def test_what_is_no_form_is_refused(house: House) -> None:
    own = {"Origin": house.url}
    for kind, body in (
        ("application/json", b"{}"),
        ("multipart/form-data; boundary=x", b"--x--"),
        ("application/x-www-form-urlencoded", b"a=%zz"),
        ("application/x-www-form-urlencoded", b"a=%ff"),
        ("application/x-www-form-urlencoded", "a=\u00e9".encode()),
        ("application/x-www-form-urlencoded", b"a&" * 200),
    ):
        answer = requests.post(
            f"{house.url}/sign-in", data=body, headers={**own, "Content-Type": kind}, timeout=PATIENCE_S
        )
        assert answer.status_code == 400, kind


def test_a_line_break_in_what_is_told_makes_no_header(house: House) -> None:
    browser = house.signed_in()
    for path in ("/sites/687/hours.csv?from=2026-03-01%0d%0aX-Evil:1", "/sites/687/people/1%0d%0aX-Evil:1"):
        assert "x-evil" not in browser.get(path).headers


def test_it_stops_while_somebody_listens(make_house: Make) -> None:
    house = make_house()
    browser = house.signed_in()
    listening = browser.listen("/sites/687/live")
    lines = listening.iter_lines()
    assert next(lines).startswith(b"retry")
    house.stop()
    assert b"data" in b"".join(lines)  # the version, then the end
    house.start()
