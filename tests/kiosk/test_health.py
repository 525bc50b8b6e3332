"""What the status line says, from the ledger file and the parts of the terminal."""

from dataclasses import replace

import pytest

from kiosk.views import IdleView, Tone
from shared.ports import Position, PositionState, ReaderState
from shared.store import memory, outbox
from shared.store.lease import sync_lease

FAR = (45.5217, -73.5673)
"""2.2 km north of Harbour Tower."""


def _status(front, text):
    """The status that begins with `text`, once it stands on the idle screen."""
    view = front.wait_for(
        lambda view: isinstance(view, IdleView) and any(one.text.startswith(text) for one in view.statuses)
    )
    return next(one for one in view.statuses if one.text.startswith(text))


def _link(front, *, up):
    memory.remember(front.store, "tracktik", "link", {"up": up})


@pytest.mark.parametrize(
    ("state", "text", "tone"),
    [
        (ReaderState.READING, "Reader", Tone.OK),
        (ReaderState.OFF, "No reader", Tone.WARN),
        (ReaderState.STARTING, "Reader not connected", Tone.STOP),
        (ReaderState.UNPLUGGED, "Reader not connected", Tone.STOP),
    ],
)
def test_the_reader(front, state, text, tone):
    front.reader.state = state
    assert _status(front, text).tone is tone


def test_an_unplugged_reader_says_what_to_do_and_then_that_it_is_back(front):
    front.reader.state = ReaderState.UNPLUGGED
    front.wait_for(lambda view: isinstance(view, IdleView) and view.notice.startswith("Badge reader not connected"))
    shown = len(front.screen.views)
    front.reader.state = ReaderState.READING
    assert front.wait_for(lambda view: isinstance(view, IdleView) and not view.notice, shown)


@pytest.mark.parametrize(
    ("state", "text", "tone"),
    [
        (PositionState.SURVEYED, "Position surveyed", Tone.OK),
        (PositionState.NO_FIX, "No position", Tone.WARN),
        (PositionState.NO_RECEIVER, "No position", Tone.WARN),
    ],
)
def test_the_position(front, state, text, tone):
    front.position.told = Position(state)
    assert _status(front, text).tone is tone


def test_without_a_receiver_nothing_is_said_of_the_position(front):
    assert not any("osition" in one.text for one in front.now.statuses)


def test_a_fix_tells_its_accuracy_and_grows_old(front):
    front.position.fix(front.clock.read(), *FAR, accuracy_m=6.4)
    assert _status(front, "Position").text == "Position \u00b16 m"
    front.clock.advance(30.5)
    assert _status(front, "No position").tone is Tone.WARN


def test_a_fix_of_another_boot_is_no_fix(front):
    seen = replace(front.clock.read(), boot_id="the boot before")
    front.position.fix(seen, *FAR)
    assert _status(front, "No position")


def test_the_link_and_the_delivery_process(front):
    assert _status(front, "Delivery stopped").tone is Tone.STOP
    with sync_lease(front.ledger):
        _link(front, up=True)
        assert _status(front, "Link").tone is Tone.OK
        _link(front, up=False)
        assert _status(front, "No link").tone is Tone.WARN
    shown = len(front.screen.views)
    front.clock.advance(5.1)
    stopped = front.wait_for(lambda view: isinstance(view, IdleView) and "Delivery stopped" in str(view), shown)
    assert stopped.statuses[-1].tone is Tone.STOP


def test_a_terminal_without_an_upstream_says_so_and_counts_nothing(make_front):
    front = make_front(upstreams=())
    front.badge("1053")
    front.idle()
    assert front.now.statuses[-1].text == "No upstream"


def test_what_waits_is_counted_with_its_age_and_turns_amber_when_it_is_late(front):
    with sync_lease(front.ledger):
        _link(front, up=True)
        front.badge("1053")
        front.badge("1054")
        front.idle()
        status = _status(front, "Link \u00b7 2 wait")
        assert (status.text, status.tone) == ("Link \u00b7 2 wait, 0 min", Tone.OK)
        front.clock.advance(181)
        late = _status(front, "Link \u00b7 2 wait, 3 min")
        assert late.tone is Tone.WARN


def test_one_that_waits_is_one(front):
    front.badge("1053")
    front.idle()
    assert front.now.statuses[-1].text == "Delivery stopped \u00b7 1 waits, 0 min"


def test_what_was_delivered_waits_no_more(front):
    front.badge("1053")
    front.idle()
    (event,) = front.kept("1053")
    shown = len(front.screen.views)
    outbox.change(front.store, event.event_id, "tracktik", front.clock.wall, state="delivered")
    view = front.wait_for(lambda view: isinstance(view, IdleView) and "wait" not in view.statuses[-1].text, shown)
    assert view.statuses[-1].text == "Delivery stopped"


def test_the_outcome_says_that_it_goes_out_now_only_while_sync_runs_and_the_link_is_up(front):
    with sync_lease(front.ledger):
        _link(front, up=True)
        _status(front, "Link")
        assert front.badge("1053").lines[0].endswith("kept here, goes out now")
        front.idle()
        _link(front, up=False)
        _status(front, "No link")
        assert front.badge("1054").lines[0].endswith("goes out when the link is back")


def test_nothing_goes_out_now_while_delivery_stands_still_however_good_the_link_was(front):
    _link(front, up=True)
    front.clock.advance(5.1)
    _status(front, "Delivery stopped")
    assert front.badge("1053").lines[0].endswith("\u00b7 kept here")


def test_a_register_that_was_never_imported_is_told(make_front):
    front = make_front(filled=False)
    assert front.now.notice == "No people register yet: every tap is kept for the supervisor."
    assert front.badge("1053").detail.startswith("Kept 05:58")


def test_the_register_that_comes_takes_the_notice_away(make_front, register):
    front = make_front(filled=False)
    shown = len(front.screen.views)
    register(front.store)
    assert front.wait_for(lambda view: isinstance(view, IdleView) and not view.notice, shown)
    assert front.badge("1053").what == "Clocked in 05:58"


def test_three_fixes_outside_put_the_distance_on_the_idle_screen_and_a_lost_fix_takes_it_away(make_front):
    front = make_front(by_receiver=True)
    for _ in range(2):
        front.position.fix(front.clock.read(), *FAR)
        front.around.look(front.clock.read())
        front.clock.advance(1)
    assert front.around.away_m is None
    front.position.fix(front.clock.read(), *FAR)
    front.around.look(front.clock.read())
    view = front.wait_for(lambda view: isinstance(view, IdleView) and view.notice)
    assert (view.notice, view.notice_tone) == ("Terminal is 2.2 km from Harbour Tower", Tone.WARN)
    shown = len(front.screen.views)
    front.clock.advance(31)
    assert front.wait_for(lambda view: isinstance(view, IdleView) and not view.notice, shown)
