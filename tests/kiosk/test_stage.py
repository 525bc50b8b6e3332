"""When something fails: nothing claims success, the way out is shown, and the next badge is served."""

import threading

import pytest

from kiosk.views import CannotRecordView, IdleView, OutcomeView, Sound, Tone
from shared.ports import BadgeRead
from shared.store.errors import CannotOpen, CannotRecord
from shared.store.taps import TapState

CARD = "0A00001053"


def _read(front, card=CARD):
    front.presenter.badge(BadgeRead("em4100", "", card, front.clock.read()))


@pytest.fixture
def locked(front):
    """A kiosk whose ledger refuses to be written, as a full or read-only disk does; call it to end that."""
    held = front.opened[0].store

    def end():
        _pragma(held, "OFF")

    _pragma(held, "ON")
    return end


def _pragma(store, value):
    # The connection belongs to the presenter's thread, but the driver lets others use it between two taps.
    store.execute(f"PRAGMA query_only={value}")


def test_what_cannot_be_written_says_so_and_shows_the_phone_line(front, locked):
    told = front.badge("1053")
    assert isinstance(told, CannotRecordView)
    assert (told.what, told.why) == ("This terminal cannot record", "Your tap at 05:58 was not recorded.")
    assert (told.phone, told.sound) == ("514 555 0100", Sound.REFUSED)
    assert front.kinds("1053") == []
    assert not any(isinstance(view, OutcomeView) for view in front.screen.views)


def test_without_a_phone_line_it_says_what_to_write_down(make_front):
    front = make_front(phone_line="")
    _pragma(front.opened[0].store, "ON")
    told = front.badge("1053")
    assert told.todo == "Write down your name and the time, and tell your supervisor."


def test_the_idle_screen_goes_on_saying_that_nothing_is_recorded(front, locked):
    front.badge("1053")
    idle = front.idle()
    assert (idle.notice, idle.notice_tone) == ("This terminal cannot record \u00b7 514 555 0100", Tone.STOP)


def test_the_idle_screen_finds_out_by_itself_that_it_can_record_again(front, locked):
    front.badge("1053")
    front.idle()
    locked()
    shown = len(front.screen.views)
    front.clock.advance(5.1)
    idle = front.wait_for(lambda view: isinstance(view, IdleView) and not view.notice, shown)
    assert idle.notice == ""


def test_a_badge_finds_out_at_once_that_it_can_record_again(front, locked):
    front.badge("1053")
    locked()
    assert front.badge("1053").what == "Clocked in 05:58"
    assert front.idle().notice == ""


def test_a_claim_that_cannot_be_kept_says_so(front, locked):
    assert isinstance(front.read("0FFFFFFFFF"), CannotRecordView)


def test_an_answer_that_cannot_be_written_says_so_and_the_tap_stays_an_open_tap(front):
    front.on_duty("1053")
    front.badge("1053")
    _pragma(front.opened[0].store, "ON")
    assert isinstance(front.touch("Clock out"), CannotRecordView)
    assert front.kinds("1053") == ["clocked_in"]
    _pragma(front.opened[0].store, "OFF")
    front.badge("1054")
    assert [tap.employee for tap in front.taps(TapState.OPEN)] == ["1053"]


def test_what_is_not_right_and_cannot_be_taken_back_says_so(front):
    front.badge("1053")
    front.touch("Not right?")
    _pragma(front.opened[0].store, "ON")
    assert isinstance(front.touch("Take it back"), CannotRecordView)
    assert front.kinds("1053") == ["clocked_in"]


def test_nobody_is_told_of_a_tap_they_did_not_make(front):
    front.on_duty("1053")
    front.badge("1053")
    _pragma(front.opened[0].store, "ON")
    shown = len(front.screen.views)
    front.clock.advance(15.1)
    told = front.wait_for(lambda view: isinstance(view, CannotRecordView), shown)
    assert (told.why, told.sound) == ("", Sound.NONE)


def test_the_next_person_is_not_told_in_the_language_of_the_last(make_front):
    front = make_front(languages={"1054": "fr"})
    front.badge("1054")
    _pragma(front.opened[0].store, "ON")
    assert front.badge("1053").what == "This terminal cannot record"


# A ledger that does not open


def _unopened(make_front, error):
    front = make_front(start=False)
    front.refuses_to_open.append(error)
    front.start()
    front.wait_for(lambda view: isinstance(view, CannotRecordView))
    return front


@pytest.mark.parametrize("error", [CannotOpen("the key is wrong"), PermissionError(13, "not yours")], ids=repr)
def test_a_ledger_that_does_not_open_is_shown_and_tried_again_at_the_next_badge(make_front, error):
    front = _unopened(make_front, error)
    told = front.now
    assert (told.what, told.why, told.phone) == ("This terminal cannot record", "", "514 555 0100")
    assert told.lines == (str(error),)
    front.refuses_to_open.clear()
    shown = len(front.screen.views)
    _read(front)
    told = front.wait_for(lambda view: isinstance(view, OutcomeView), shown)
    assert told.what == "Clocked in 05:58"
    assert front.kinds("1053") == ["clocked_in"]


def test_a_badge_at_a_ledger_that_does_not_open_is_told_that_it_was_not_recorded(make_front):
    front = _unopened(make_front, CannotOpen("the key is wrong"))
    shown = len(front.screen.views)
    _read(front)
    told = front.wait_for(lambda view: isinstance(view, CannotRecordView), shown)
    assert (told.why, told.sound) == ("Your tap at 05:58 was not recorded.", Sound.REFUSED)
    front.refuses_to_open.clear()
    shown = len(front.screen.views)
    _read(front, "0A00001054")
    front.wait_for(lambda view: isinstance(view, OutcomeView), shown)
    assert (front.kinds("1053"), front.kinds("1054")) == ([], ["clocked_in"])


def test_a_ledger_that_does_not_open_is_tried_again_by_itself(make_front, monkeypatch):
    monkeypatch.setattr("kiosk.opening.OPEN_AGAIN_S", 0.01)
    front = _unopened(make_front, CannotOpen("another process has it"))
    front.refuses_to_open.clear()
    assert front.wait_for(lambda view: isinstance(view, IdleView)).clock == "05:58"


def test_a_kiosk_whose_ledger_never_opened_stops_when_it_is_told_to(make_front):
    front = _unopened(make_front, CannotOpen("the key is wrong"))
    front.presenter.stop()
    assert not any(thread.name == "presenter" and thread.is_alive() for thread in threading.enumerate())


# Faults of our own


def test_a_fault_while_showing_is_shown_and_the_kiosk_lives_on(front):
    front.screen.fails = 1
    shown = len(front.screen.views)
    _read(front)
    told = front.wait_for(lambda view: isinstance(view, CannotRecordView), shown)
    assert (told.what, told.why) == ("This terminal has a fault", "Your tap at 05:58 may not have been recorded.")
    assert told.todo == "Tap again: nothing is recorded twice."
    assert front.badge("1053").what == "Already recorded at 05:58"
    assert front.kinds("1053") == ["clocked_in"]


def test_a_screen_that_cannot_even_show_the_fault_does_not_end_the_kiosk(front):
    front.screen.fails = 2
    _read(front)
    assert front.badge("1054").what == "Clocked in 05:58"
    assert (front.kinds("1053"), front.kinds("1054")) == (["clocked_in"], ["clocked_in"])


def test_a_ledger_error_that_cannot_be_shown_does_not_end_the_kiosk(front, locked):
    front.screen.fails = 1
    _read(front)
    assert isinstance(front.badge("1054"), CannotRecordView)
    locked()
    assert front.badge("1054").what == "Clocked in 05:58"


def test_a_fault_closes_by_itself(front):
    front.screen.fails = 1
    shown = len(front.screen.views)
    _read(front)
    front.wait_for(lambda view: isinstance(view, CannotRecordView), shown)
    assert isinstance(front.closes(), IdleView)


def test_a_health_that_cannot_be_read_is_shown_and_gets_well(front, monkeypatch):
    shown = len(front.screen.views)
    with monkeypatch.context() as broken:
        broken.setattr("kiosk.health.is_running", _fails)
        front.clock.advance(5.1)
        told = front.wait_for(lambda view: isinstance(view, CannotRecordView), shown)
        assert told.why == ""
        assert front.badge("1053").what == "Clocked in 05:58"
    assert isinstance(front.idle(), IdleView)


def _fails(_path):
    raise CannotRecord("no")
