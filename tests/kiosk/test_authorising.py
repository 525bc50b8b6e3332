"""A refused clock-in is authorised where it stands: at its own time, once, by somebody who may."""

from datetime import timedelta

import pytest

from kiosk.views import Act, ChoiceView, Icon, IdleView, Intent, KeypadView, OutcomeView, Tone
from shared.accepting import dismiss
from shared.domain.clock_status import ClockStatus
from shared.domain.flags import Flag
from shared.domain.model import Kind
from shared.replay import Verdict, replay
from shared.store import desk
from shared.store.desk import DeskKind
from shared.store.taps import TapState
from shared.verify import verify
from tests.kiosk.authorising_office import (
    BUTTON,
    RESTS,
    SAM,
    SUPERVISORS,
    TOVE,
    UNA,
    MakeSite,
    Office,
    authorisers,
    claims,
    prompted,
    types,
    worked,
)
from tests.kiosk.conftest import START, Front


@pytest.fixture
def make_site(make_front, register, pin_hash, badge_keys) -> MakeSite:
    return Office(register, pin_hash, badge_keys).maker(make_front)


@pytest.fixture
def site(make_site: MakeSite) -> Front:
    return make_site()


def test_a_supervisors_badge_makes_the_clock_in_at_the_time_of_the_refused_tap(site: Front) -> None:
    prompt = prompted(site)
    assert (prompt.title, prompt.heading) == ("Supervisor", "Supervisor's number")
    assert prompt.hint == "For Ana Ribeiro: tap a supervisor's badge, or type the number."
    site.clock.advance(20)
    told = site.badge(SAM)
    assert (told.who, told.what, told.icon, told.tone) == ("Ana Ribeiro", "Clocked in 05:58", Icon.IN, Tone.OK)
    assert told.lines[1] == "Authorised by Sam Roy"
    assert told.pill.text == "Early"
    (event,) = site.kept("1053")
    assert (event.draft.kind, event.draft.at) == (Kind.CLOCKED_IN, START)
    assert event.recorded_at == START + timedelta(seconds=20.5)
    assert Flag.ACCEPTED_BY_SUPERVISOR in event.flags
    assert authorisers(site, event) == [SAM]
    assert claims(site) == []
    assert site.kinds(SAM) == []
    assert verify(site.store).intact


def test_it_is_judged_by_the_shift_that_it_begins_before_its_window(site: Front) -> None:
    prompted(site)
    site.badge(SAM)
    (event,) = site.kept("1053")
    assert event.draft.status is ClockStatus.EARLY
    assert Flag.EARLY_IN in event.flags
    assert (event.draft.shift_id, event.draft.shift_starts_at) == (9000, START + timedelta(hours=2))


def test_number_and_pin_do_the_same(site: Front) -> None:
    prompted(site)
    told = types(site, TOVE)
    assert (told.what, told.lines[1]) == ("Clocked in 05:58", "Authorised by Tove Lund")
    assert authorisers(site, site.kept("1053")[0]) == [TOVE]
    assert site.kinds(TOVE) == []
    assert site.taps(*TapState)[0].employee == "1053"


def test_replaying_the_decision_gives_it_again(site: Front) -> None:
    prompted(site)
    site.badge(SAM)
    found = list(replay(site.store, {}))
    assert [one.verdict for one in found] == [Verdict.SAME] * len(found)
    assert {one.employee for one in found} == {"1053"}


def test_the_supervisor_showing_the_badge_once_more_is_answered_again_and_clocks_nobody(site: Front) -> None:
    prompted(site)
    first = site.badge(SAM)
    assert site.badge(SAM) == first
    assert site.badge(SAM) == first
    assert site.kinds(SAM) == []
    assert site.kinds("1053") == ["clocked_in"]
    site.idle()
    assert site.badge(SAM).what.startswith("Clocked in")


def test_the_employees_own_badge_after_it_is_a_repeat(site: Front) -> None:
    prompted(site)
    site.badge(SAM)
    assert site.badge("1053").what == "Already recorded at 05:58"
    assert site.kinds("1053") == ["clocked_in"]


def test_a_colleagues_badge_at_the_prompt_is_their_own_tap_and_ends_it(site: Front) -> None:
    prompted(site)
    told = site.badge("1054")
    assert (told.who, told.what) == ("Ben Okafor", "Clocked in 05:58")
    assert told.lines[1] == "You are no supervisor of Harbour Tower: this is your own tap."
    assert site.kinds("1053") == []
    assert [tap.reason for tap in claims(site)] == ["too_early"]
    since = len(site.screen.views)
    site.closes()
    assert [type(view) for view in site.screen.views[since:]] == [IdleView]


def test_a_supervisor_of_another_site_authorises_nothing_and_taps_for_themselves(site: Front) -> None:
    prompted(site)
    told = site.badge(UNA)
    assert told.who == "Una Falk"
    assert "You are no supervisor of Harbour Tower: this is your own tap." in told.lines
    assert site.kinds("1053") == []
    assert "1053" in [tap.employee for tap in claims(site)]


def test_a_question_to_the_colleague_says_it_too(site: Front) -> None:
    site.clock.advance(-3 * 3600)
    site.on_duty("1054", for_h=3)
    prompted(site)
    asked = site.badge("1054")
    assert isinstance(asked, ChoiceView)
    assert asked.note == "You are no supervisor of Harbour Tower: this is your own tap."


def test_the_same_person_at_the_prompt_is_refused_again_and_both_taps_are_kept(site: Front) -> None:
    prompted(site)
    told = site.badge("1053")
    assert told.what == "Not clocked in"
    assert len(claims(site)) == 2
    site.touch(BUTTON)
    site.badge(SAM)
    assert site.kinds("1053") == ["clocked_in"]


def test_an_unknown_badge_at_the_prompt_is_kept_and_ends_it(site: Front) -> None:
    prompted(site)
    assert site.read("0FFFFFFFFF").what == "Badge not known"
    assert [tap.reason for tap in claims(site)] == ["too_early", "unknown_badge"]
    assert isinstance(site.closes(), IdleView)


def test_closing_the_prompt_leaves_the_refusal_for_the_desk(site: Front) -> None:
    prompted(site)
    assert isinstance(site.touch("Close"), IdleView)
    assert (site.kinds("1053"), [tap.reason for tap in claims(site)]) == ([], ["too_early"])
    assert site.badge(SAM).who == "Sam Roy"
    assert site.kinds("1053") == []


def test_so_does_time(site: Front) -> None:
    prompted(site)
    assert isinstance(site.closes(), IdleView)
    assert (site.kinds("1053"), len(claims(site))) == ([], 1)
    site.badge(SAM)
    assert site.kinds("1053") == []


def test_a_number_and_pin_of_no_supervisor_are_told_so_and_are_nobodys_tap(site: Front) -> None:
    prompted(site)
    told = types(site, "1054")
    assert (told.hint, told.hint_tone) == ("Only supervisors of Harbour Tower can authorise.", Tone.STOP)
    assert (site.kinds("1054"), site.kinds("1053"), len(claims(site))) == ([], [], 1)
    assert site.badge(SAM).lines[1] == "Authorised by Sam Roy"


def test_wrong_pins_are_told_counted_and_locked_as_everywhere(site: Front) -> None:
    prompted(site)
    said = [types(site, SAM, "1234").hint for _ in range(4)]
    assert said == ["Number or PIN is wrong"] * 3 + ["Too many wrong PINs"]
    assert types(site, SAM).hint == "Too many wrong PINs"
    assert (site.kinds("1053"), len(claims(site))) == ([], 1)
    # A lock binds number and PIN, never a badge.
    assert site.badge(SAM).lines[1] == "Authorised by Sam Roy"


def test_nobody_authorises_their_own_clock_in_while_another_supervisor_could(make_site: MakeSite) -> None:
    site = make_site(rules=RESTS, early=())
    worked(site, SAM)
    prompted(site, SAM)
    assert types(site, SAM).hint == "Another supervisor must authorise you."
    told = site.badge(SAM)
    assert (told.what, told.lines[1]) == ("Not clocked in", "Another supervisor must authorise you.")
    assert site.kinds(SAM) == ["clocked_in", "clocked_out"]
    site.touch(BUTTON)
    assert site.badge(TOVE).lines[1] == "Authorised by Tove Lund"


def test_a_supervisor_who_is_alone_may_and_it_is_flagged_and_listed(make_site: MakeSite) -> None:
    site = make_site(supervisors=(SAM,), rules=RESTS, early=())
    worked(site, SAM)
    prompted(site, SAM)
    assert site.badge(SAM).what == "Clocked in 07:58"
    event = site.kept(SAM)[-1]
    assert Flag.SELF_ACCEPTED in event.flags
    assert DeskKind.SELF_AUTHORISED in [item.kind for item in desk.listed(site.store)]


def test_a_claim_that_the_desk_dismissed_meanwhile_stays_dismissed(site: Front) -> None:
    prompted(site)
    (claim,) = claims(site)
    dismiss(site.store, site.door.site, claim.tap_id, SUPERVISORS[TOVE], site.clock.wall)
    told = site.badge(SAM)
    assert (told.what, told.detail) == ("Not clocked in", "Somebody settled it meanwhile.")
    assert site.badge(SAM) == told
    assert (site.kinds("1053"), site.kinds(SAM)) == ([], [])


def test_not_right_takes_an_authorised_clock_in_back(site: Front) -> None:
    prompted(site)
    site.badge(SAM)
    site.touch("Not right?")
    assert site.touch("Take it back").what == "Taken back"
    assert site.kinds("1053") == []


def test_a_finger_that_comes_down_twice_types_nothing(site: Front) -> None:
    refused = site.badge("1053")
    assert isinstance(refused, OutcomeView)
    site.touch(BUTTON)
    site.late(Intent(Act.KEY, "7"))
    site.late(Intent(Act.AUTHORISE))
    site.settled()
    assert not any(getattr(view, "typed", "") for view in site.screen.views)


def test_the_board_of_a_supervisor_comes_back_after_it(site: Front) -> None:
    site.touch("Site")
    board = site.badge(SAM)
    prompted(site)
    assert site.badge(SAM).what == "Clocked in 05:58"
    assert type(site.closes(type(board))) is type(board)


def test_a_keypad_that_was_in_use_comes_back_and_the_prompt_does_not(site: Front) -> None:
    site.touch("No badge")
    site.intent(Intent(Act.KEY, "1"))
    site.badge("1053")
    site.touch(BUTTON)
    site.badge(SAM)
    back = site.closes(KeypadView)
    assert (back.title, back.typed) == ("No badge", "1")
