"""Plays the kiosk's sounds through SDL, from a thread of its own: opening a sound device may take seconds, or fail."""

import queue
import threading
from pathlib import Path
from typing import Any

import structlog

from kiosk.sounds import write_sounds
from kiosk.views import Sound

log = structlog.get_logger()

WAITING = 4  # older than this many sounds nobody connects with what is on the screen


class LoudSpeaker:
    """Makes the sounds in `folder` and plays them at `volume` (0 silent to 1). Without a device it says so once."""

    def __init__(self, folder: Path, volume: float) -> None:
        self._folder = folder
        self._volume = volume
        self._asked: queue.Queue[Sound | None] = queue.Queue(WAITING)
        self._thread = threading.Thread(target=self._run, name="speaker", daemon=True)

    def start(self) -> None:
        """Loads the sounds, elsewhere."""
        if self._volume > 0:
            self._thread.start()

    def play(self, sound: Sound) -> None:
        """Asks for `sound`; returns at once, also when nobody plays it."""
        if sound is not Sound.NONE and self._thread.is_alive():
            self._ask(sound)

    def stop(self) -> None:
        """Ends the thread; does not wait for a device that hangs."""
        if self._thread.is_alive():
            self._ask(None)
            self._thread.join(timeout=0.5)

    def _ask(self, sound: Sound | None) -> None:
        try:
            self._asked.put_nowait(sound)
        except queue.Full:
            log.warning("sound skipped", sound=str(sound), cause="the sound device is slow")

    def _run(self) -> None:
        loaded = self._load()
        while (sound := self._asked.get()) is not None:
            if sound in loaded:
                loaded[sound].stop()
                loaded[sound].play()

    def _load(self) -> dict[Sound, Any]:
        """Whatever could be loaded; an empty table plays nothing."""
        from kivy.core.audio import SoundLoader  # noqa: PLC0415  opens the device, and has another name in Kivy 3

        loaded = {}
        for sound, path in write_sounds(self._folder).items():
            one = SoundLoader.load(str(path))
            if one is None:
                log.warning("no sound", cause="no sound device, or Kivy cannot read the file", file=str(path))
                return {}
            one.volume = self._volume
            loaded[sound] = one
        return loaded
