"""A muster on a terminal whose disk fails: shown, ticked, and written down as soon as that can be done."""

import pytest

from kiosk.muster_room import MusterRoom
from shared import muster_now
from shared.domain.muster_entry import Tick
from shared.ports import BadgeRead
from shared.store.errors import CannotRecord


@pytest.fixture
def front(make_front):
    """Ana and Ben tapped in; nothing of the presenter runs."""
    front = make_front(start=False)
    front.around.start()
    keeper = front._doorkeeper()
    for number in ("1053", "1054"):
        person = keeper.identify(front_badge(front, number)).person
        keeper.tap(person, number)
    yield front
    keeper.store.close()


def front_badge(front, number):
    return BadgeRead("em4100", "", f"0A0000{number}", front.clock.read())


@pytest.fixture
def room(front):
    return MusterRoom(front.opened[0], front.clock.monotonic)


@pytest.fixture
def full(monkeypatch):
    """Makes every write of a muster fail."""

    def fill(name):
        def fails(*_, **__):
            raise CannotRecord("the disk is full")

        monkeypatch.setattr(name, fails)

    return fill


def test_what_cannot_be_written_is_shown_and_ticked_all_the_same(front, room, full):
    full("shared.store.musters.put")
    room.freeze("")
    assert (room.muster.is_kept, room.is_unkept, len(room.muster.entries)) == (False, True, 2)
    room.tick("1053", "", ticked=True)
    assert room.muster.counts.ticked == 1
    room.look_again()
    assert room.muster.counts.ticked == 1
    assert front.store.one("SELECT count(*) FROM muster_ticks") == (0,)


def test_a_tick_that_could_not_be_written_is_written_later_and_once(front, room, full, monkeypatch):
    room.freeze("3001")
    full("kiosk.muster_room.muster_now.tick")
    room.tick("1053", "3001", ticked=True)
    assert (room.muster.is_ticked("1053"), room.is_unkept) == (True, True)
    room.look_again()
    assert room.muster.is_ticked("1053"), "reading again must not lose it"
    monkeypatch.undo()
    front.clock.advance(3)
    assert room.is_stale()
    room.look_again()
    assert (room.is_unkept, room.is_stale()) == (False, False)
    assert muster_now.of(front.store, 1).ticks["1053"].by == "3001"
    assert front.store.one("SELECT count(*) FROM muster_ticks") == (1,)


def test_where_the_ledger_cannot_even_be_read_the_list_of_a_minute_ago_is_shown(front, room, full):
    room.keep_ready()
    front.clock.advance(59)
    for name in ("freeze", "look", "latest", "since"):
        full(f"kiosk.muster_room.muster_now.{name}")
    assert not room.young()
    room.freeze("3001")
    assert (room.is_unkept, room.muster.by, len(room.muster.entries)) == (True, "3001", 2)
    assert room.muster.at < front.clock.wall, "it says of when it is"
    room.tick("1053", "3001", ticked=True)
    room.look_again()
    assert room.muster.counts.ticked == 1


def test_with_nothing_read_ever_there_is_no_list(room, full):
    full("kiosk.muster_room.muster_now.freeze")
    with pytest.raises(CannotRecord):
        room.freeze("")


def test_it_looks_once_a_minute_and_no_more(front, room, monkeypatch):
    looks = []
    real = muster_now.look
    monkeypatch.setattr("kiosk.muster_room.muster_now.look", lambda *told: (looks.append(1), real(*told))[1])
    for _ in range(13):
        room.keep_ready()
        front.clock.advance(10)
    assert len(looks) == 3


def test_a_list_that_cannot_be_read_again_stays_as_it_is(room, full):
    room.freeze("")
    before = room.muster
    full("kiosk.muster_room.muster_now.since")
    room.look_again()
    assert room.muster == before


def test_a_tick_of_another_screen_makes_it_stale_and_is_taken_in(front, room):
    room.freeze("")
    front.clock.advance(3)
    assert not room.is_stale()
    muster_now.tick(front.store, 1, Tick("phone", "1054", True, front.clock.wall, "3001"), front.clock.wall)
    assert room.is_stale()
    room.look_again()
    assert room.muster.is_ticked("1054")


def test_only_a_young_muster_of_this_site_is_gone_on_with(front, room):
    assert not room.young()
    room.freeze("")
    front.clock.advance(7199)
    assert (room.young(), room.muster.number) == (True, 1)
    front.clock.advance(2)
    assert not room.young()
    front.clock.advance(-8000)
    assert not room.young(), "one of the future is none of now"
