"""Every command of the README does what the README says."""

import os
import re
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
# The README speaks of `.venv`; the tests run in whichever environment they were started in.
HERE = f"{Path(sys.executable).parent}/"
COMMANDS = [
    line.replace(".venv/bin/", HERE)
    for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    for line in block.splitlines()
    if line
]
MAKE = [line for line in COMMANDS if line.startswith("make ")]
SERVED = r"clockpost (sandbox|kiosk|tap|board|ivr)\b"
SANDBOX, KIOSK, TAP, BOARD, IVR = (line for line in COMMANDS if re.search(SERVED, line))
LINE = "http://127.0.0.1:8080/healthz"
PAGE = "http://127.0.0.1:8443/"
EXPORTS = [line for line in COMMANDS if line.startswith("export ")]
LISTINGS = [line for line in COMMANDS if line not in (*MAKE, SANDBOX, KIOSK, TAP, BOARD, IVR, *EXPORTS)]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A newcomer's environment: an empty home, a screen in memory."""
    folder = tmp_path_factory.mktemp("home")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("CLOCKPOST_", "XDG_"))}
    return {**kept, "HOME": str(folder), "SDL_VIDEODRIVER": "offscreen"}


def started(command: str, environment: dict[str, str], log: Path) -> subprocess.Popen[bytes]:
    with log.open("wb") as output:
        return subprocess.Popen(
            shlex.split(command), cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output
        )


def ended(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def live(home: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The terminals of "The kiosk, live", of the web page and of the phone line beside them."""
    logs = tmp_path_factory.mktemp("logs")
    sandbox = started(SANDBOX, home, logs / "sandbox")
    kiosk = started(KIOSK, home, logs / "kiosk")
    beside: list[subprocess.Popen[bytes]] = []
    try:
        tapped = subprocess.run(
            shlex.split(TAP), cwd=ROOT, env=home, capture_output=True, text=True, timeout=60, check=False
        )
        assert tapped.returncode == 0, tapped.stderr + (logs / "kiosk").read_text()
        for name, command, address in (("board", BOARD, PAGE), ("ivr", IVR, LINE)):
            beside.append(
                started(f"bash -c {shlex.quote('; '.join([*EXPORTS, f'exec {command}']))}", home, logs / name)
            )
            answers(address, logs / name)
        yield home
    finally:
        for process in beside:
            ended(process)
        ended(kiosk)
        ended(sandbox)


def answers(address: str, log: Path) -> None:
    """Waits until the web page or the phone line serves."""
    give_up = time.monotonic() + 30
    while time.monotonic() < give_up:
        try:
            if requests.get(address, timeout=2).ok:
                return
        except requests.ConnectionError:
            time.sleep(0.05)
    raise AssertionError(log.read_text())


def run(command: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    exports = "; ".join(EXPORTS)
    return subprocess.run(
        ["bash", "-c", f"{exports}; {command}"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def test_the_readme_is_short() -> None:
    assert README.count("\n") <= 130


@pytest.mark.parametrize("command", MAKE)
def test_make_knows_the_two_commands(command: str) -> None:
    # `make demo` itself is played in test_demo.py, and `make test` is what runs this.
    known = subprocess.run([*shlex.split(command), "--dry-run"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert known.returncode == 0, known.stderr
    assert "clockpost demo" in known.stdout or "pytest" in known.stdout


@pytest.mark.parametrize("command", LISTINGS)
def test_a_listing_works_beside_the_live_kiosk(command: str, live: dict[str, str]) -> None:
    done = run(command, live)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout


def test_the_tap_of_the_readme_reaches_ledger_and_upstream(live: dict[str, str]) -> None:
    give_up = time.monotonic() + 40
    told = ""
    while time.monotonic() < give_up and '"delivered"' not in told:
        told = run(".venv/bin/clockpost events --json", live).stdout
    assert '"employee": "1053"' in told
    assert '"state": "delivered"' in told


def test_the_linked_files_exist() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).exists(), target
