"""An interrupted prompt for a supervisor, a disk that fills, a PIN that takes its time: nothing is lost or doubled."""

import pytest

from kiosk.views import Act, CannotRecordView, IdleView, Intent, KeypadView, View
from shared.identify import Identified
from shared.ports import BadgeRead
from shared.store.errors import CannotRecord
from shared.store.taps import TapState
from tests.ivr.full_disk import Disk
from tests.kiosk.authorising_office import (
    BUTTON,
    SAM,
    SUPERVISORS,
    TOVE,
    UNA,
    MakeSite,
    Office,
    claims,
    prompted,
    types,
)
from tests.kiosk.conftest import Front, badge_number


@pytest.fixture
def make_site(make_front, register, pin_hash, badge_keys) -> MakeSite:
    return Office(register, pin_hash, badge_keys).maker(make_front)


@pytest.fixture
def slow(make_site: MakeSite) -> Front:
    """A kiosk whose PINs are checked when the test says so."""
    return make_site(slow_pins=True)


@pytest.fixture
def badge_and_pin(make_site: MakeSite) -> Front:
    return make_site(badge_and_pin=True)


def gives_number_and_pin(front: Front, number: str) -> None:
    """On the prompt; the check goes on."""
    front.clock.advance(0.5)
    front.typed(number)
    front.typed("2580")


def proves(front: Front, pin: str = "2580") -> View:
    """The PIN behind a badge; what the screen shows once it was checked."""
    front.clock.advance(0.5)
    return front.gives_pin(pin)


def answers(front: Front) -> None:
    """The check comes to its end."""
    number, _, at, answer = front.desk.asked[0]
    answer(Identified(SUPERVISORS[number], number), at)


@pytest.mark.parametrize("what", ["Close", "time", "a badge"])
def test_a_prompt_that_ended_before_the_pin_was_checked_authorises_nothing(slow: Front, what: str) -> None:
    prompted(slow)
    gives_number_and_pin(slow, SAM)
    match what:
        case "Close":
            slow.touch("Close")
        case "time":
            slow.closes()
        case _:
            slow.badge("1054")
    before = slow.now
    answers(slow)
    slow.settled()
    assert before in slow.screen.views
    assert (slow.kinds("1053"), slow.kinds(SAM)) == ([], [])
    assert [tap.reason for tap in claims(slow)] == ["too_early", "unknown_badge"]


def test_a_pin_that_takes_its_time_authorises_once_while_the_prompt_stands(slow: Front) -> None:
    prompted(slow)
    gives_number_and_pin(slow, SAM)
    slow.late(Intent(Act.NEXT))
    assert len(slow.desk.asked) == 1
    since = len(slow.screen.views)
    answers(slow)
    told = slow.wait_for(lambda view: not isinstance(view, KeypadView), since)
    assert told.lines[1] == "Authorised by Sam Roy"
    assert slow.kinds("1053") == ["clocked_in"]


def test_a_badge_and_a_pin_at_the_same_moment_authorise_once(slow: Front) -> None:
    prompted(slow)
    gives_number_and_pin(slow, SAM)
    slow.badge(TOVE)
    answers(slow)
    slow.settled()
    assert slow.kinds("1053") == ["clocked_in"]
    assert (slow.kinds(SAM), slow.kinds(TOVE)) == ([], [])


def test_two_supervisors_badges_at_once_authorise_once(make_site: MakeSite) -> None:
    site = make_site()
    prompted(site)
    told = site.badge(SAM)
    assert told.lines[1] == "Authorised by Sam Roy"
    # The second is served as every badge on an outcome is: it is that supervisor's own tap.
    assert site.badge(TOVE).who == "Tove Lund"
    assert site.kinds("1053") == ["clocked_in"]


def test_where_a_badge_needs_a_pin_so_does_a_supervisors_word(badge_and_pin: Front) -> None:
    site = badge_and_pin
    site.badge("1053")
    proves(site)
    site.touch(BUTTON)
    asked = site.badge(SAM)
    assert (asked.title, asked.heading) == ("Badge and PIN", "Your PIN")
    told = proves(site)
    assert (told.who, told.lines[1]) == ("Ana Ribeiro", "Authorised by Sam Roy")
    assert site.badge(SAM) == told
    assert (site.kinds("1053"), site.kinds(SAM)) == (["clocked_in"], [])
    assert claims(site) == []


def test_there_a_colleague_taps_with_badge_and_pin_as_always(badge_and_pin: Front) -> None:
    site = badge_and_pin
    site.badge("1053")
    proves(site)
    site.touch(BUTTON)
    site.badge("1054")
    told = proves(site)
    assert (told.who, told.what) == ("Ben Okafor", "Clocked in 05:58")
    assert "You are no supervisor of Harbour Tower: this is your own tap." in told.lines
    assert [tap.employee for tap in claims(site)] == ["1053"]


def test_there_a_wrong_pin_or_none_leaves_the_badge_as_a_claim(badge_and_pin: Front) -> None:
    site = badge_and_pin
    site.badge("1053")
    proves(site)
    site.touch(BUTTON)
    site.badge(SAM)
    assert proves(site, "1111").what == "Number or PIN is wrong"
    assert [tap.reason for tap in claims(site)] == ["too_early", "wrong_pin"]
    assert site.kinds("1053") == []


def test_a_store_that_fails_says_so_and_the_refusal_is_there_for_the_desk(make_site: MakeSite, monkeypatch) -> None:
    site = make_site()
    prompted(site)

    def fails(*_args, **_wishes):
        raise CannotRecord("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr("shared.authorising.accept_and_store", fails)
        assert isinstance(site.badge(SAM), CannotRecordView)
    assert (site.kinds("1053"), site.kinds(SAM), len(claims(site))) == ([], [], 1)
    assert isinstance(site.closes(), IdleView)
    site.badge("1053")
    site.touch(BUTTON)
    assert site.badge(SAM).lines[1] == "Authorised by Sam Roy"


def test_a_full_disk_loses_and_doubles_nothing(make_site: MakeSite) -> None:
    site, disk = make_site(), Disk()
    prompted(site)
    disk.fills()
    try:
        told = site.badge(SAM)
    finally:
        disk.has_room()
    assert isinstance(told, CannotRecordView)
    assert (site.kinds("1053"), [tap.reason for tap in claims(site)]) == ([], ["too_early"])
    site.closes()
    prompted(site)
    assert site.badge(SAM).what == "Clocked in 05:58"
    assert site.kinds("1053") == ["clocked_in"]


def test_a_screen_that_fails_after_the_commit_doubles_nothing(make_site: MakeSite) -> None:
    site = make_site()
    prompted(site)
    since = len(site.screen.views)
    site.screen.fails = 1
    site.presenter.badge(_read(site, SAM))
    site.wait_for(lambda view: True, since)
    assert site.kinds("1053") == ["clocked_in"]
    site.badge("1053")
    assert site.kinds("1053") == ["clocked_in"]


def test_a_kiosk_that_ends_at_the_prompt_leaves_the_refusal(make_site: MakeSite) -> None:
    site = make_site()
    prompted(site)
    site.presenter.stop()
    assert (site.kinds("1053"), [tap.reason for tap in claims(site)]) == ([], ["too_early"])
    assert site.taps(TapState.ASKED, TapState.OPEN) == []


def test_a_supervisor_of_elsewhere_by_number_is_told_so(make_site: MakeSite) -> None:
    site = make_site()
    prompted(site)
    told: View = types(site, UNA)
    assert told.hint == "Only supervisors of Harbour Tower can authorise."


def _read(front: Front, number: str) -> BadgeRead:
    return BadgeRead("em4100", "", badge_number(number), front.clock.read())
