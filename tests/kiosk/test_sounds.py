"""The melodies, heard by counting how often the wave crosses zero."""

import wave
from itertools import pairwise

import pytest

from kiosk.sounds import MELODIES, PEAK, RATE_HZ, Note, samples, write_sounds
from kiosk.views import Sound


def _hertz(found):
    """The frequency of one note: half the zero crossings a second, over the part that is loud enough to count."""
    steady = found[: len(found) * 3 // 4]
    crossings = [at for at, (one, two) in enumerate(pairwise(steady)) if one < 0 <= two or two < 0 <= one]
    return (len(crossings) - 1) / 2 / ((crossings[-1] - crossings[0]) / RATE_HZ)


def _heard(sound):
    return [_hertz(samples((note,))) for note in MELODIES[sound] if note.hertz]


@pytest.mark.parametrize("sound", [sound for sound in MELODIES if sound is not Sound.KEY])
def test_each_note_is_as_high_as_it_is_written(sound):
    written = [note.hertz for note in MELODIES[sound] if note.hertz]
    assert _heard(sound) == pytest.approx(written, rel=0.02)


def test_in_rises_out_falls_and_break_is_level():
    low, high = _heard(Sound.IN)
    assert high > low * 1.3
    high, low = _heard(Sound.OUT)
    assert low < high / 1.3
    one, two = _heard(Sound.BREAK)
    assert one == pytest.approx(two, rel=0.02)


def test_refused_is_one_low_note():
    (only,) = _heard(Sound.REFUSED)
    assert only < 250


def test_a_claim_is_a_softer_low_double_note():
    one, two = _heard(Sound.CLAIM)
    assert one == pytest.approx(two, rel=0.02)
    assert one < 300
    assert max(samples(MELODIES[Sound.CLAIM])) < max(samples(MELODIES[Sound.REFUSED]))


def test_every_sound_but_silence_has_a_melody_of_its_own():
    assert set(MELODIES) == set(Sound) - {Sound.NONE}
    assert len(set(MELODIES.values())) == len(MELODIES)


@pytest.mark.parametrize("sound", MELODIES)
def test_no_sound_clicks_or_clips(sound):
    found = samples(MELODIES[sound])
    assert abs(found[0]) < PEAK / 100
    assert abs(found[-1]) < PEAK / 100
    assert max(map(abs, found)) <= PEAK


@pytest.mark.parametrize("sound", MELODIES)
def test_no_sound_lasts_longer_than_the_next_person_waits(sound):
    assert len(samples(MELODIES[sound])) / RATE_HZ <= 0.6


def test_a_rest_is_silent():
    assert set(samples((Note(0, 0.01),))) == {0}


def test_files_can_be_played(tmp_path):
    files = write_sounds(tmp_path / "not" / "there")
    assert set(files) == set(MELODIES)
    with wave.open(str(files[Sound.IN])) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE_HZ)
        assert file.readframes(file.getnframes()) == samples(MELODIES[Sound.IN]).tobytes()


def test_files_that_are_right_are_left_alone_and_broken_ones_made_anew(tmp_path):
    files = write_sounds(tmp_path)
    kept, broken = files[Sound.IN], files[Sound.OUT]
    before = kept.stat().st_mtime_ns
    broken.write_bytes(b"RIFF nonsense")
    write_sounds(tmp_path)
    assert kept.stat().st_mtime_ns == before
    assert broken.stat().st_size > 1000
