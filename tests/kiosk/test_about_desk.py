"""Holding the terminal's name shows who it is; it closes by itself, and the next badge wins."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.views import Act, CardView, IdleView, Intent, OutcomeView
from kiosk.wording.about import AboutTold
from tests.kiosk.conftest import NAMES, START

TOLD = AboutTold(687, "0.1.0", "192.168.1.20", "FL-W", START - timedelta(hours=1))
HOLD = Intent(Act.ABOUT)


@pytest.fixture
def front(make_front):
    front = make_front(start=False)
    front.told = TOLD
    front.presenter._tell_about = lambda: front.told
    front.start()
    front.wait_for(lambda view: isinstance(view, IdleView))
    return front


def _shown(view):
    return " ".join((view.title, view.who, view.what, view.large, view.said, *view.lines))


def test_it_tells_name_site_version_address_code_and_last_delivery(front):
    card = front.intent(HOLD)
    assert isinstance(card, CardView)
    assert (card.who, card.large) == ("Terminal 1", "FL-W")
    assert card.lines == (
        "Harbour Tower \u00b7 687",
        "Version 0.1.0",
        "Address 192.168.1.20",
        "Last delivery: 04:58",
    )


def test_nobody_stands_on_it(front):
    front.badge("1053")
    front.idle()
    told = _shown(front.intent(HOLD))
    assert not [name for whole in NAMES.values() for name in whole.split() if name in told]
    assert not [number for number in NAMES if number in told]


def test_it_closes_by_itself(front):
    front.intent(HOLD)
    assert front.closes(IdleView)


def test_close_goes_back(front):
    front.intent(HOLD)
    assert isinstance(front.touch("Close"), IdleView)


def test_a_badge_is_served_at_once_and_the_card_does_not_come_back(front):
    front.intent(HOLD)
    assert isinstance(front.badge("1053"), OutcomeView)
    assert isinstance(front.closes(IdleView), IdleView)
    assert front.kinds("1053") == ["clocked_in"]


def test_it_means_nothing_on_any_other_screen(front):
    front.touch("No badge")
    front.late(HOLD)
    front.settled()
    assert not any(isinstance(view, CardView) for view in front.screen.views)


@pytest.mark.parametrize(
    ("told", "line"),
    [
        (replace(TOLD, last_delivery_at=None), "Nothing delivered yet"),
        (replace(TOLD, last_delivery_at=START - timedelta(days=9)), "Last delivery 9 days ago"),
        (replace(TOLD, last_delivery_at=START - timedelta(days=2)), "Last delivery: Sunday 05:58"),
        (replace(TOLD, last_delivery_at=START + timedelta(hours=2)), "Last delivery 0 min ago"),
    ],
)
def test_the_last_delivery_is_told_as_people_say_it(front, told, line):
    front.told = told
    assert front.intent(HOLD).lines[-1] == line


def test_before_the_first_look_and_without_a_network_it_says_so(front):
    front.told = replace(TOLD, code="", address="")
    card = front.intent(HOLD)
    assert card.large == "\u2013"
    assert "No network" in card.lines
