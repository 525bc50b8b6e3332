"""The sound of a recording: an MP3 made from its SID, so that every recording sounds different and always the same."""

import hashlib

from shared.sandbox.answer import Answer, html_answer
from shared.sandbox.twilio.rejected import unknown
from shared.sandbox.twilio.resources import Media, Recording

LARGE_BYTES = 6_000_000
FRAMES_PER_S = 38  # at 44.1 kHz a frame of MPEG layer III lasts 26 ms
FRAME_HEAD = b"\xff\xfb\x10\x00"


def mp3_of(recording: Recording) -> bytes:
    """Frames with an MP3's head and a body nobody should listen to; silent players accept it."""
    body = hashlib.sha256(recording.sid.encode()).digest() * 3
    return (FRAME_HEAD + body) * max(1, recording.duration_s * FRAMES_PER_S)


def sound_of(recording: Recording, path: str) -> Answer:
    """What a request for the sound is answered with; raises `Rejected`."""
    headers = [(b"content-type", b"audio/mpeg")]
    match recording.media:
        case Media.MP3:
            return Answer(200, mp3_of(recording), headers)
        case Media.LARGE:
            return Answer(200, FRAME_HEAD * (LARGE_BYTES // len(FRAME_HEAD)), headers)
        case Media.HTML:
            return html_answer(200, "Recording")
        case Media.REDIRECT:
            return html_answer(307, "Temporary Redirect", (b"location", b"https://recordings.example.test/elsewhere"))
        case Media.MISSING:
            raise unknown(path)
