"""The kiosk's sounds, made from sine waves: two rising notes, two falling, two level, and the rest.

Everybody at the door learns them within a day, so each outcome has its own melody and no two share one. Silence is
never the only sign, and neither is a sound.
"""

from __future__ import annotations

import array
import math
import wave
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from kiosk.views import Sound

RATE_HZ = 22_050
PEAK = 32_767
FADE_IN_S = 0.006  # a note that begins at once clicks


@dataclass(frozen=True, slots=True)
class Note:
    """A tone of `hertz` (0 is a rest) for `seconds`, `loudness` from 0 to 1."""

    hertz: float
    seconds: float
    loudness: float = 0.8


REST = Note(0, 0.04)

MELODIES: dict[Sound, tuple[Note, ...]] = {
    Sound.IN: (Note(659.26, 0.13), REST, Note(987.77, 0.24)),
    Sound.OUT: (Note(987.77, 0.13), REST, Note(659.26, 0.24)),
    Sound.BREAK: (Note(783.99, 0.13), REST, Note(783.99, 0.2)),
    Sound.REFUSED: (Note(196.0, 0.5, 1.0),),
    Sound.CLAIM: (Note(261.63, 0.16, 0.6), REST, Note(261.63, 0.24, 0.6)),
    Sound.ASK: (Note(587.33, 0.2, 0.5),),
    Sound.OPEN: (Note(329.63, 0.18, 0.7), REST, Note(246.94, 0.34, 0.7)),
    Sound.KEY: (Note(1567.98, 0.03, 0.25),),
}


class Speaker(Protocol):
    """Plays sounds without ever making the screen wait; without a device it is silent."""

    def start(self) -> None: ...

    def play(self, sound: Sound) -> None: ...

    def stop(self) -> None: ...


def samples(notes: tuple[Note, ...]) -> array.array[int]:
    """Signed 16-bit samples of one melody at `RATE_HZ`."""
    found: array.array[int] = array.array("h")
    for note in notes:
        found.extend(_samples_of(note))
    return found


def _samples_of(note: Note) -> Iterator[int]:
    """A sine with a quick beginning and an end that rings out: soft, and without a click."""
    length = round(note.seconds * RATE_HZ)
    for at in range(length):
        since_s, left = at / RATE_HZ, 1 - at / length
        swell = min(1.0, since_s / FADE_IN_S) * left**1.5
        yield round(PEAK * note.loudness * swell * math.sin(math.tau * note.hertz * since_s))


def write_sounds(folder: Path) -> dict[Sound, Path]:
    """A WAV file for each sound in `folder`, made with its parents. Files that are right already are left alone."""
    folder.mkdir(parents=True, exist_ok=True)
    return {sound: _write(folder / f"{sound}.wav", samples(notes)) for sound, notes in MELODIES.items()}


def _write(path: Path, wanted: array.array[int]) -> Path:
    if _is_written(path, wanted):
        return path
    unfinished = path.with_suffix(".part")
    with wave.open(str(unfinished), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(wanted.tobytes())
    return unfinished.replace(path)


def _is_written(path: Path, wanted: array.array[int]) -> bool:
    try:
        with wave.open(str(path), "rb") as file:
            return file.getframerate() == RATE_HZ and file.readframes(file.getnframes()) == wanted.tobytes()
    except (OSError, EOFError, wave.Error):
        return False
