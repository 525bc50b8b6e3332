"""Sounds in a process of their own: with a device, and without one."""

import json
import os
import subprocess
import sys

import pytest

SCRIPT = """
import json, sys, time
from pathlib import Path
from kiosk.screens.environment import prepare_kivy
from kiosk.screens.panel import Panel
prepare_kivy(Path(sys.argv[1]) / "home", Panel(320, 200, 5), False)
from kiosk.screens.speaker import LoudSpeaker
from kiosk.views import Sound
speaker = LoudSpeaker(Path(sys.argv[1]) / "sounds", float(sys.argv[2]))
speaker.start()
began = time.monotonic()
for _ in range(20):
    speaker.play(Sound.IN)
asked_s = time.monotonic() - began
alive = speaker._thread.is_alive()
speaker.stop()
files = len(list((Path(sys.argv[1]) / "sounds").glob("*.wav")))
print(json.dumps({"asked_s": asked_s, "alive": alive, "files": files}))
"""


@pytest.mark.parametrize(
    ("driver", "volume", "alive", "files"),
    [("dummy", 0.5, True, 8), ("no-such-device", 0.5, True, 8), ("dummy", 0.0, False, 0)],
    ids=["with a device", "without a device", "silenced"],
)
def test_asking_for_a_sound_never_waits_and_never_fails(tmp_path, driver, volume, alive, files):
    environment = {**os.environ, "SDL_AUDIODRIVER": driver, "SDL_VIDEODRIVER": "offscreen"}
    ran = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(tmp_path), str(volume)],
        check=False,
        capture_output=True,
        text=True,
        env=environment,
        timeout=60,
    )
    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout.splitlines()[-1])
    assert told["alive"] is alive
    assert told["files"] in {files, 0}
    assert told["asked_s"] < 0.5
    assert ("no sound" in ran.stdout + ran.stderr) <= (driver == "no-such-device")
