"""Somebody's badges and PINs, put right at the door: paired at the reader, lost, found, lent for once, unlocked."""

from structlog.testing import capture_logs

from kiosk.views import BoardView, IdleView
from shared.store import pin_attempts
from shared.store.taps import TapState
from tests.kiosk.desk.conftest import CARD, NEW_BADGE, confirmed


def texts(card):
    return [one.text for one in card.choices]


def pairing(at_desk):
    """The prompt for Ana's new badge."""
    at_desk.person("Ana Ribeiro")
    return at_desk.touch("New badge")


def test_a_badge_is_paired_at_the_reader_and_clocks_nobody(site):
    prompt = pairing(site)
    assert (prompt.who, prompt.choices) == ("Tap the badge now", ())
    shown = site.front.read(NEW_BADGE)
    assert (shown.who, site.front.taps(TapState.CLAIM)) == ("Ana Ribeiro", [])
    site.touch("Confirm")
    assert site.front.kinds("1053") == []
    site.front.idle()
    assert site.front.read(NEW_BADGE).what == "Clocked in 05:59"


def test_a_guards_badge_on_the_prompt_is_not_paired_and_clocks_nobody(site):
    pairing(site)
    site.front.badge("1054")
    refused = confirmed(site)
    assert refused.said == "Somebody else holds that badge."
    assert site.front.kinds("1054") == []
    assert site.touch("Go back").who == "Tap the badge now"


def test_the_prompt_closes_by_itself_and_the_next_badge_clocks(site):
    pairing(site)
    since = len(site.front.screen.views)
    site.front.clock.advance(60.1)
    assert isinstance(site.front.wait_for(lambda view: True, since), IdleView)
    assert site.front.badge("1054").what.startswith("Clocked in")


def test_without_a_badge_key_no_badge_can_be_paired(make_site):
    at_desk = make_site(keys=None)
    at_desk.front.shift("1053", 0.01)
    at_desk.front.idle()
    at_desk.front.touch("Site")
    at_desk.front.typed("3001")
    since = len(at_desk.front.screen.views)
    at_desk.front.typed("2580")
    at_desk.front.wait_for(lambda view: isinstance(view, BoardView), since)
    assert "New badge" not in texts(at_desk.line("Ana Ribeiro"))


def test_only_a_badge_that_is_lost_can_be_found(site):
    pairing(site)
    site.front.read(NEW_BADGE)
    site.touch("Confirm", "Back to the board")
    site.line("Ana Ribeiro")
    both = site.touch("Badge lost")
    assert len(both.choices) == 2
    paired = next(text for text in texts(both) if text.endswith("paired at the desk"))
    reasons = site.touch(paired)
    site.touch(reasons.choices[0].text, "Confirm", "Back to the board")
    site.line("Ana Ribeiro")
    assert texts(site.touch("Badge lost")) == ["Badge 1"]
    site.touch("Go back")
    assert texts(site.touch("Badge found")) == ["Badge 1, paired at the desk"]


def test_a_badge_is_reported_lost_and_found_again(site):
    site.person("Ana Ribeiro")
    which = site.touch("Badge lost")
    assert texts(which) == ["Badge 1"]
    reasons = site.touch("Badge 1")
    site.touch(reasons.choices[0].text, "Confirm")
    site.front.idle()
    assert site.front.badge("1053").what != "Clocked in 05:58"
    site.front.idle()
    card = site.person("Ana Ribeiro")
    assert "Badge lost" not in texts(card)
    site.touch("Badge found", "Badge 1")
    site.touch(site.front.now.choices[0].text, "Confirm")
    site.front.idle()
    assert site.front.badge("1053").what.startswith("Clocked in")


def test_a_one_time_pin_is_shown_once_serves_once_and_is_in_no_log(site):
    with capture_logs() as logs:
        site.person("Ana Ribeiro")
        site.touch("PIN for once")
        done = site.touch("Confirm")
    assert len(done.large) >= 4
    assert done.large not in str(logs)
    assert {"event": "desk.done", "log_level": "info", "by": "3001", "act": "one_time_pin", "entry": "",
            "employee": "1053"} in logs  # fmt: skip
    assert isinstance(site.touch("Back to the board"), BoardView)
    assert site.front.number_and_pin("1053", done.large).what == "Clocked in 05:59"


def test_the_pins_of_supervisors_are_the_registers(site):
    site.front.read(CARD.format("3002"))
    site.touch("Patrol")
    site.person("Boss 3002")
    site.touch("PIN for once")
    refused = confirmed(site)
    assert refused.said == "Badges and PINs of supervisors are changed in the register."
    assert refused.large == ""


def test_a_number_is_unlocked(site):
    for _ in range(3):
        site.front.number_and_pin("1053", "0000")
    at, place = site.front.clock.wall.timestamp(), "Terminal 1"
    assert pin_attempts.wrong(site.front.store, "1053", place, at).for_number
    card = site.person("Ana Ribeiro")
    unlock = "Unlock the number"
    if unlock not in texts(card):
        site.touch("More")
    site.touch(unlock, "Confirm")
    assert not pin_attempts.wrong(site.front.store, "1053", place, at).for_number
