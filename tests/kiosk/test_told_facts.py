"""What a terminal writes down about itself: only when something changed, and never what would speak of a person."""

from datetime import timedelta

import pytest

from kiosk.told_facts import ToldFacts
from shared.domain.health import Standing
from shared.health.terminal_told import read_told
from shared.ports import Position, PositionState, ReaderState
from shared.store.database import Store
from shared.store.errors import StoreError


@pytest.fixture
def front(make_front):
    return make_front(start=False)


@pytest.fixture
def opened():
    return []


@pytest.fixture
def place():
    return {"now": Position(PositionState.FIX)}


@pytest.fixture
def facts(front, opened, place):
    def open_store():
        opened.append(1)
        return Store.open(front.ledger)

    return ToldFacts(open_store, "Terminal 1", front.reader, lambda: place["now"], front.clock)


def test_who_draws_and_what_the_reader_does_is_kept(front, facts):
    facts.drawn_by("V3D 4.2")
    facts.keep()
    told = read_told(front.store, "Terminal 1")
    assert (told.renderer, told.software, told.reader) == ("V3D 4.2", False, "reading")
    assert told.version
    assert told.last_badge_at is None
    assert read_told(front.store, "Terminal 2") is None


def test_nothing_is_written_while_nothing_changes(facts, opened):
    facts.keep()
    facts.keep()
    assert len(opened) == 1


def test_a_reader_that_is_unplugged_is_written_at_once(front, facts, opened):
    facts.keep()
    front.reader.state = ReaderState.UNPLUGGED
    facts.keep()
    assert len(opened) == 2
    assert read_told(front.store, "Terminal 1").reader == "unplugged"


def test_badges_are_written_every_ten_minutes_at_most(front, facts, opened):
    facts.keep()
    facts.badge_read()
    facts.keep()
    assert read_told(front.store, "Terminal 1").last_badge_at == front.clock.wall
    front.clock.advance(599)
    facts.badge_read()
    facts.keep()
    assert len(opened) == 2
    front.clock.advance(1)
    facts.badge_read()
    facts.keep()
    assert len(opened) == 3
    assert read_told(front.store, "Terminal 1").last_badge_at == front.clock.wall


def test_a_receiver_that_is_gone_is_written_at_once_and_a_lost_fix_now_and_then(front, facts, place, opened):
    facts.keep()
    place["now"] = Position(PositionState.NO_RECEIVER, error="gpsd does not answer")
    facts.keep()
    told = read_told(front.store, "Terminal 1")
    assert (told.position, told.position_error) == ("no_receiver", "gpsd does not answer")
    for state in (PositionState.FIX, PositionState.NO_FIX, PositionState.FIX, PositionState.NO_FIX):
        place["now"] = Position(state)
        facts.keep()
    assert len(opened) == 3
    front.clock.advance(600)
    facts.keep()
    assert read_told(front.store, "Terminal 1").position == "no_fix"


@pytest.mark.parametrize(
    ("state", "standing"),
    [
        (PositionState.OFF, Standing.OK),
        (PositionState.SURVEYED, Standing.OK),
        (PositionState.FIX, Standing.OK),
        (PositionState.NO_FIX, Standing.WARNING),
        (PositionState.NO_RECEIVER, Standing.FAULT),
    ],
)
def test_its_own_checks_speak_of_the_position(facts, place, state, standing):
    place["now"] = Position(state, error="gone" if state is PositionState.NO_RECEIVER else "")
    position = facts.checks()[-1]
    assert (position.name, position.standing) == ("position", standing)


def test_a_ledger_that_cannot_be_written_stops_nothing_and_is_tried_again(front, place):
    answers = [StoreError("no room")]

    def open_store():
        if answers:
            raise answers.pop()
        return Store.open(front.ledger)

    facts = ToldFacts(open_store, "Terminal 1", front.reader, lambda: place["now"], front.clock)
    facts.keep()
    assert read_told(front.store, "Terminal 1") is None
    facts.keep()
    assert read_told(front.store, "Terminal 1") is not None


def test_its_own_checks_speak_of_screen_and_reader(front, facts):
    facts.drawn_by("llvmpipe (LLVM 15)")
    front.reader.state = ReaderState.UNPLUGGED
    screen, reader, _ = facts.checks()
    assert (screen.name, screen.standing) == ("screen", Standing.WARNING)
    assert (reader.name, reader.standing) == ("reader", Standing.FAULT)
    facts.drawn_by("V3D 4.2")
    front.reader.state = ReaderState.READING
    facts.badge_read()
    front.clock.wall += timedelta(minutes=7)
    screen, reader, _ = facts.checks()
    assert {screen.standing, reader.standing} == {Standing.OK}
    assert "7 min ago" in reader.told
