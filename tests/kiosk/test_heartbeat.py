"""The mark that this terminal runs: what is missing from it is an outage."""

import queue
from datetime import timedelta

import pytest

from kiosk import heartbeat
from kiosk.heartbeat import Heartbeat
from shared import terminals


@pytest.fixture
def front(make_front):
    return make_front(start=False)


def _life(front, *, terminal="Terminal 1"):
    """A heartbeat that starts, beats once and is killed: nothing of it is left but its file."""
    beat = Heartbeat(front.ledger, terminal, front.clock)
    beat.start(front.store)
    beat._stop.set()
    beat._thread.join()
    return beat


def _kept(front):
    return front.store.execute("SELECT terminal, began_at, ended_at FROM outages")


def test_the_first_start_is_no_outage(front):
    _life(front)
    assert _kept(front) == []


def test_a_gap_of_more_than_five_minutes_is_an_outage(front):
    _life(front)
    began = front.clock.wall
    front.clock.advance(301)
    _life(front)
    assert _kept(front) == [("Terminal 1", began.isoformat(), front.clock.wall.isoformat())]


def test_a_quick_restart_is_none(front):
    _life(front)
    front.clock.advance(299)
    _life(front)
    assert _kept(front) == []


def test_a_proper_stop_beats_once_more(front):
    beat = Heartbeat(front.ledger, "Terminal 1", front.clock)
    beat.start(front.store)
    front.clock.advance(1000)
    beat.stop()
    _life(front)
    assert _kept(front) == []


def test_a_kiosk_that_never_opened_its_ledger_leaves_the_old_mark(front):
    _life(front)
    front.clock.advance(3 * 3600)
    Heartbeat(front.ledger, "Terminal 1", front.clock).stop()
    _life(front)
    assert len(_kept(front)) == 1


def test_every_terminal_of_a_ledger_has_its_own(front):
    _life(front, terminal="Gate 1/2")
    front.clock.advance(1000)
    _life(front, terminal="Gate 3")
    assert _kept(front) == []
    _life(front, terminal="Gate 1/2")
    assert [row[0] for row in _kept(front)] == ["Gate 1/2"]


@pytest.mark.parametrize("content", [b"", b"half a da", b"\xff\xfe\x00"])
def test_a_mark_that_cannot_be_read_does_not_stop_the_kiosk(front, content):
    beat = _life(front)
    beat._file.write_bytes(content)
    front.clock.advance(1000)
    _life(front)
    assert _kept(front) == []
    assert beat._file.read_text(encoding="ascii") == front.clock.wall.isoformat()


def test_a_mark_that_is_a_folder_does_not_stop_the_kiosk(front):
    beat = Heartbeat(front.ledger, "Terminal 1", front.clock)
    beat._file.mkdir()
    _life(front)


def test_a_full_disk_in_the_middle_of_a_beat_keeps_the_mark(front):
    beat = _life(front)
    before = beat._file.read_text(encoding="ascii")
    # What a write leaves that runs out of space: a new file, and nothing in it.
    beat._file.with_name(beat._file.name + ".new").mkdir()
    front.clock.advance(1000)
    beat._beat()
    assert beat._file.read_text(encoding="ascii") == before


def test_a_mark_from_the_future_is_no_outage(front):
    beat = _life(front)
    beat._file.write_text((front.clock.wall + timedelta(days=900)).isoformat(), encoding="ascii")
    _life(front)
    assert _kept(front) == []


def test_no_mark_comes_while_a_loop_hangs(front, monkeypatch):
    monkeypatch.setattr(heartbeat, "EVERY_S", 0.01)
    rounds = queue.SimpleQueue()
    beat = Heartbeat(front.ledger, "Terminal 1", front.clock, lambda: rounds.put(None), ("screen", "presenter"))
    began = front.clock.wall
    beat.start(front.store)
    try:
        front.clock.advance(1000)
        beat.round("screen")
        _rounds(rounds, 3)
        assert _mark(front) == began, "the presenter hangs"
        beat.round("presenter")
        _rounds(rounds, 3)
        assert _mark(front) == front.clock.wall
        front.clock.advance(1000)
        _rounds(rounds, 3)
        assert _mark(front) < front.clock.wall, "nothing came round since"
    finally:
        beat.stop()


def _rounds(rounds, number):
    """Wait until the heartbeat's thread came round that often from now on."""
    while not rounds.empty():
        rounds.get()
    for _ in range(number):
        rounds.get(timeout=10)


def _mark(front):
    return terminals.last_sign(terminals.mark_of(front.ledger, "Terminal 1"))
