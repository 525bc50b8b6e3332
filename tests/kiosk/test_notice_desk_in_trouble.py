"""A ledger that cannot be written or read, and a terminal that dies: nothing is agreed by it, and nothing denied."""

from datetime import timedelta

import pytest

from kiosk.notice_desk import READING_S
from kiosk.views import CannotRecordView, ChoiceView, IdleView
from shared.store.errors import StoreError
from tests.kiosk.conftest import Front
from tests.kiosk.notice_office import left_yesterday, notice_after_tap, noticed, office_of, reads_and_touches, said


@pytest.fixture
def office(make_front, register) -> Front:
    return office_of(make_front(), register)


def locked(front: Front, *, on: bool) -> None:
    # The connection belongs to the presenter's thread, but the driver lets others use it between two taps.
    front.opened[0].store.execute(f"PRAGMA query_only={'ON' if on else 'OFF'}")


def test_an_answer_that_cannot_be_kept_is_none_and_the_tap_is_not_denied(office: Front) -> None:
    event_id = left_yesterday(office)
    notice_after_tap(office)
    locked(office, on=True)
    told = reads_and_touches(office, "Right")
    assert isinstance(told, CannotRecordView)
    assert (told.what, told.why) == ("This terminal cannot record", "")
    assert said(office, event_id) == "not_answered"


def test_a_notice_that_cannot_be_kept_as_shown_is_not_shown(office: Front) -> None:
    event_id = left_yesterday(office)
    office.badge("1053")
    locked(office, on=True)
    assert isinstance(office.closes(), IdleView)
    assert not any(noticed(view) for view in office.screen.views)
    locked(office, on=False)
    assert said(office, event_id) == ""


def test_notices_that_cannot_be_read_never_take_back_what_was_recorded(office: Front, monkeypatch) -> None:
    def broken(*_: object) -> None:
        raise StoreError("the disk is on fire")

    left_yesterday(office)
    monkeypatch.setattr("shared.supervision.telling.notices.waiting", broken)
    assert office.badge("1053").what.startswith("Clocked in")
    assert isinstance(office.closes(), IdleView)


def test_a_terminal_that_died_before_the_answer_tells_it_again(office: Front, badge_keys) -> None:
    event_id = left_yesterday(office)
    notice_after_tap(office)
    office.presenter.stop()
    again = Front(office.folder, badge_keys)
    again.clock.wall = office.clock.wall + timedelta(hours=1)
    try:
        again.start().wait_for(lambda view: isinstance(view, IdleView))
        again.badge("1053")
        again.touch("Clock out")
        view = again.closes(ChoiceView)
        assert noticed(view)
        again.clock.advance(READING_S)
        again.touch("Right")
        assert said(again, event_id) == "agreed"
    finally:
        again.stop()
