"""A bare folder to set a terminal up in, a sandbox to sign in to, and a reader on a real serial line."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from kiosk.devices.pty_reader import PtyBadge, rdm6300_frame
from shared.cli import build
from shared.clock import SystemClock
from shared.sandbox.server import build_app, listen, server_for
from shared.sandbox.tracktik.default_world import default_world

WAIT_S = 15.0
REGISTER = """number,name,role,sites,badges,pin
1053,Ana Ribeiro,employee,Harbour Tower,em4100:0A1B2C3D4E,2580
1057,Emil Sørensen,supervisor,Harbour Tower,,2580
"""
SECRETS = ("sandbox-secret", "sandbox-password")
Setup = Callable[..., Result]


@pytest.fixture(scope="session")
def sandbox_url() -> Iterator[str]:
    listener, up, urls = listen("127.0.0.1", 0), threading.Event(), []

    def announce(url: str) -> None:
        urls.append(url)
        up.set()

    server = server_for(build_app(default_world(SystemClock().now())), listener, announce)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    assert up.wait(WAIT_S)
    yield urls[0]
    server.should_exit = True
    thread.join(WAIT_S)


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    return tmp_path / "site" / "clockpost.toml"


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """A register on a USB stick."""
    file = tmp_path / "stick" / "people.csv"
    file.parent.mkdir()
    file.write_text(REGISTER, encoding="utf-8")
    return file


@pytest.fixture
def setup(settings: Path, monkeypatch: pytest.MonkeyPatch) -> Setup:
    """`clockpost setup`, with somebody who types these lines."""
    monkeypatch.setenv("CLOCKPOST_CONFIG", str(settings))
    app, runner = build(), CliRunner()

    def run(*lines: str, options: tuple[str, ...] = ()) -> Result:
        return runner.invoke(app, ["setup", "--wait", "5", *options], input="".join(f"{line}\n" for line in lines))

    return run


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Path]:
    """A reader at which somebody holds a badge as soon as its port is opened."""
    with PtyBadge(tmp_path / "reader") as badge:
        stopping = threading.Event()

        def tap_when_read() -> None:
            while not stopping.is_set():
                if badge.wait_for_reader(0.5):
                    badge.tap(rdm6300_frame("0A1B2C3D4E"))
                    stopping.wait(0.5)

        hand = threading.Thread(target=tap_when_read, daemon=True)
        hand.start()
        yield tmp_path / "reader"
        stopping.set()
        hand.join(WAIT_S)


def site(name: str = "Harbour Tower", account: int = 687) -> tuple[str, ...]:
    """Answers to the first question."""
    return (name, str(account), "America/Montreal", "514 555 0199", "Gate 1", "fr")


def upstream(url: str) -> tuple[str, ...]:
    """Answers to the second."""
    return (f"{url}/rest/v1", f"{url}/rest/oauth2/access_token", "clockpost", "terminal@example.test", *SECRETS)
