"""`clockpost board` as a process: it says where it listens, answers, and ends in good order when it is told to."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import requests

from tests.kiosk.board.site import PATIENCE_S

SETTINGS = '[site]\nname = "A"\naccount = 1\ntimezone = "UTC"\n[board]\nport = 0\n'


def test_the_command_serves_until_it_is_told_to_stop(tmp_path: Path) -> None:
    config, ready = tmp_path / "clockpost.toml", tmp_path / "ready"
    config.write_text(SETTINGS)
    command = [sys.executable, "-m", "shared.cli", "board", "--config", str(config), "--ready", str(ready)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            give_up = time.monotonic() + 3 * PATIENCE_S
            while not ready.exists() and process.poll() is None and time.monotonic() < give_up:
                time.sleep(0.05)
            url = ready.read_text().strip()
            assert requests.get(f"{url}sign-in", timeout=PATIENCE_S).status_code == 200
            process.send_signal(signal.SIGTERM)
            said, errors = process.communicate(timeout=PATIENCE_S)
        finally:
            process.kill()
    assert f"The board is served at {url} for A." in said
    assert "Traceback" not in errors
    assert process.returncode in (0, -signal.SIGTERM)


def test_a_setting_that_is_misspelt_is_told_before_anything_is_served(tmp_path: Path) -> None:
    config, ready = tmp_path / "clockpost.toml", tmp_path / "ready"
    config.write_text(SETTINGS.replace("port = 0", 'host = "127.0.0.1"\nport = 1\nhost_ = "x"'))
    command = [sys.executable, "-m", "shared.cli", "board", "--config", str(config), "--ready", str(ready)]
    told = subprocess.run(command, capture_output=True, text=True, check=False, timeout=3 * PATIENCE_S)
    assert told.returncode == 2
    assert "board.host_ is not a setting. Did you mean board.host?" in told.stderr
