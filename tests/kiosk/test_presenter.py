"""A tap at the door, from the badge to the words on the screen and the rows in the ledger."""

from datetime import timedelta

import pytest

from kiosk.views import Act, ChoiceView, Icon, IdleView, Intent, KeypadView, OutcomeView, Sound
from shared.domain.clock_trust import Witness
from shared.domain.flags import Flag
from shared.domain.model import Person
from shared.domain.rules import Rules, TapOut
from shared.ports import BadgeRead
from shared.store import memory, outages, witnesses
from shared.store.database import Store
from shared.store.lease import sync_lease
from shared.store.people import RegisterRow
from shared.store.taps import TapState

MINUTE = 60.0
HOUR = 3600.0


def test_off_duty_a_tap_clocks_in_at_once(front):
    view = front.badge("1053")
    assert (view.who, view.what, view.icon, view.sound) == ("Ana Ribeiro", "Clocked in 05:58", Icon.IN, Sound.IN)
    assert front.events("1053") == [("clocked_in", front.clock.wall)]


def test_recorded_is_shown_after_the_commit_and_never_before(front):
    kept_when_shown = []

    def look(view):
        if isinstance(view, OutcomeView):
            with Store.open(front.ledger) as other:
                kept_when_shown.append(other.one("SELECT count(*) FROM ledger")[0])

    front.screen.before_showing = look
    front.badge("1053")
    assert kept_when_shown == [1]


def test_on_duty_the_tap_asks_and_clock_out_comes_first(front):
    front.on_duty("1053")
    view = front.badge("1053")
    assert [button.text for button in view.choices] == ["Clock out", "Start break"]
    assert view.choices[0].primary
    assert view.corner.text == "Not me"
    assert view.where.startswith("On duty since 05:58")
    assert front.kinds("1053") == ["clocked_in"]


def test_the_choice_counts_at_the_time_of_the_tap(front):
    front.on_duty("1053")
    tapped_at = front.clock.wall.replace(microsecond=0)
    front.badge("1053")
    front.clock.advance(9)
    view = front.touch("Clock out")
    assert view.what == "Clocked out 07:58"
    assert front.events("1053")[-1] == ("clocked_out", tapped_at)


def test_a_break_starts_by_choice_and_ends_at_once_with_clock_out_offered(front):
    front.on_duty("1053")
    front.badge("1053")
    assert front.touch("Start break").what == "Break started 07:58"
    front.clock.advance(20 * MINUTE)
    front.idle()
    back = front.badge("1053")
    assert back.what.startswith("Break ended")
    assert front.button("Clock out").primary
    assert front.touch("Clock out").what.startswith("Clocked out")
    assert front.kinds("1053") == ["clocked_in", "break_started", "break_ended", "clocked_out"]


def test_not_me_records_nothing_and_leaves_no_open_tap(front):
    front.on_duty("1053")
    front.badge("1053")
    assert isinstance(front.touch("Not me"), IdleView)
    assert front.kinds("1053") == ["clocked_in"]
    assert front.taps(TapState.OPEN) == []
    assert [tap.employee for tap in front.taps(TapState.WITHDRAWN)] == ["1053"]


def test_change_position_is_asked_when_another_shift_is_due_and_is_an_out_and_an_in(front):
    front.shift("1053", 0, 4, position=382)
    front.shift("1053", 4, 4, position=383)
    front.on_duty("1053", for_h=4)
    asked = front.badge("1053")
    assert "Change position" in [button.text for button in asked.choices]
    told = front.touch("Change position")
    assert told.what == "Position changed 09:58"
    assert told.detail.startswith("Patrol")
    assert front.kinds("1053") == ["clocked_in", "clocked_out", "clocked_in"]


def test_without_a_shift_and_with_several_positions_the_position_is_asked(with_positions):
    asked = with_positions.badge("1056")
    assert (asked.question, [button.text for button in asked.choices]) == ("Which position?", ["Gate 2", "Patrol"])
    told = with_positions.touch("Patrol")
    assert told.detail == "Patrol"
    assert [event.draft.position_id for event in with_positions.kept("1056")] == [383]


def test_many_positions_are_paged_and_every_one_can_be_reached(front):
    names = tuple((300 + number, f"Post {number}") for number in range(8))
    front.roster(names)
    front.badge("1056")
    seen = set()
    for _ in range(3):
        seen |= {button.text for button in front.now.choices if button.text != "More"}
        front.touch("More")
    assert seen == {name for _, name in names}
    assert [button.text for button in front.now.choices] == ["Post 0", "Post 1", "Post 2", "More"]
    assert front.touch("Post 1").detail == "Post 1"


def test_tap_out_always_clocks_out_at_once_but_not_within_five_minutes(make_front):
    front = make_front(rules=Rules(tap_out=TapOut.ALWAYS))
    front.badge("1053")
    front.clock.advance(200)
    front.idle()
    assert isinstance(front.badge("1053"), ChoiceView)
    front.touch("Not me")
    front.clock.advance(200)
    assert front.badge("1053").what.startswith("Clocked out")


def test_tap_out_near_end_clocks_out_at_once_only_near_the_end(make_front):
    front = make_front(rules=Rules(tap_out=TapOut.NEAR_END))
    front.shift("1053", 0, 8)
    front.on_duty("1053", for_h=4)
    assert isinstance(front.badge("1053"), ChoiceView)
    front.touch("Not me")
    front.clock.advance(3.8 * HOUR)
    told = front.badge("1053")
    assert told.what.startswith("Clocked out")
    assert front.kinds("1053") == ["clocked_in", "clocked_out"]


@pytest.mark.parametrize("hours", [12.5, 17])
def test_long_after_the_shift_the_tap_asks_and_leaving_is_likeliest(front, hours):
    front.shift("1053", 0, 8)
    front.on_duty("1053", for_h=hours)
    asked = front.badge("1053")
    assert [button.text for button in asked.choices] == ["Leave", "Start work", "I left earlier"]
    assert asked.sound is Sound.ASK


def test_a_long_break_asks(front):
    front.on_duty("1053")
    front.badge("1053")
    front.touch("Start break")
    front.clock.advance(2.5 * HOUR)
    front.idle()
    asked = front.badge("1053")
    assert [button.text for button in asked.choices] == ["End break", "Leave", "I left earlier"]
    assert front.touch("Leave").what.startswith("Clocked out")
    assert front.kinds("1053")[-2:] == ["break_ended", "clocked_out"]


def test_i_left_earlier_is_kept_for_the_desk_and_offers_to_start_work(front):
    front.on_duty("1053", for_h=17)
    front.badge("1053")
    kept = front.touch("I left earlier")
    assert (kept.icon, kept.detail) == (Icon.HAND, "Your supervisor will settle when you left.")
    assert front.kinds("1053") == ["clocked_in"]
    assert [tap.reason for tap in front.taps(TapState.CLAIM)] == ["left_earlier"]
    assert front.touch("Start work").what.startswith("Clocked in")
    assert front.kinds("1053") == ["clocked_in", "clocked_in"]


def test_a_choice_left_open_is_an_open_tap_with_a_low_sound(front):
    front.on_duty("1053")
    front.badge("1053")
    told = front.closes(OutcomeView)
    assert (told.what, told.sound, told.icon) == ("Not clocked out yet", Sound.OPEN, Icon.ALERT)
    assert [tap.employee for tap in front.taps(TapState.OPEN)] == ["1053"]
    assert front.kinds("1053") == ["clocked_in"]


def test_the_next_badge_leaves_the_question_open_and_is_served_at_once(front):
    front.on_duty("1053")
    front.badge("1053")
    told = front.badge("1054")
    assert (told.who, told.what) == ("Ben Okafor", "Clocked in 07:58")
    assert [tap.employee for tap in front.taps(TapState.OPEN)] == ["1053"]


def _with_an_open_tap(front):
    front.on_duty("1053")
    front.badge("1053")
    tapped_at = front.clock.wall.replace(microsecond=0)
    front.closes(OutcomeView)
    front.clock.advance(10 * MINUTE)
    front.idle()
    return tapped_at


def test_an_open_tap_is_the_first_question_of_the_next_tap_and_yes_dates_the_clock_out_back(front):
    tapped_at = _with_an_open_tap(front)
    asked = front.badge("1053")
    assert asked.question == "You tapped at 07:58. Did you leave then?"
    told = front.touch("Yes, I left at 07:58")
    assert told.what == "Clocked out 07:58"
    assert front.events("1053")[-1] == ("clocked_out", tapped_at)
    assert front.taps(TapState.OPEN) == []
    assert front.button("Start work").primary


def test_an_open_tap_answered_with_no_goes_on_to_what_is_wanted_now(front):
    _with_an_open_tap(front)
    front.badge("1053")
    asked = front.touch("No")
    assert [button.text for button in asked.choices] == ["Clock out", "Start break"]
    assert front.taps(TapState.OPEN) == []
    told = front.touch("Clock out")
    assert told.what == "Clocked out 08:08"
    assert front.kinds("1053") == ["clocked_in", "clocked_out"]


def test_the_same_person_within_two_minutes_is_answered_again_and_not_recorded_again(front):
    front.badge("1053")
    front.idle()
    since = front.clock.wall - front.kept("1053")[0].recorded_at
    front.clock.advance(119 - since.total_seconds())
    told = front.badge("1053")
    assert (told.what, told.icon) == ("Already recorded at 05:58", Icon.REPEAT)
    assert front.kinds("1053") == ["clocked_in"]
    front.clock.advance(2)
    assert isinstance(front.badge("1053"), ChoiceView)


def test_a_clock_that_is_set_back_between_two_taps_makes_no_repeat(front):
    front.badge("1053")
    front.idle()
    front.clock.advance(4 * HOUR)
    front.clock.wall = front.kept("1053")[0].recorded_at + timedelta(seconds=30)
    assert isinstance(front.badge("1053"), ChoiceView)


def test_a_clock_that_resumes_after_a_power_cut_makes_no_repeat(front):
    front.badge("1053")
    front.idle()
    front.clock.boot_id, front.clock.boottime_s = "the next boot", front.clock.boottime_s + 60
    assert isinstance(front.badge("1053"), ChoiceView)


def test_a_refused_clock_in_is_kept_as_a_claim_and_says_what_to_do(make_front):
    front = make_front(site="Elsewhere")
    front.roster()
    told = front.badge("1053")
    assert (told.what, told.icon, told.sound) == ("Not clocked in", Icon.CROSS, Sound.REFUSED)
    assert told.detail == "You are not assigned to Elsewhere."
    assert told.lines == (
        "Ask the supervisor on duty, or call 514 555 0199.",
        "This attempt at 05:58 is kept.",
    )
    assert [(tap.employee, tap.reason) for tap in front.taps(TapState.CLAIM)] == [("1053", "not_assigned")]
    assert front.kinds("1053") == []


def test_too_early_says_from_when(make_front):
    front = make_front(rules=Rules(early_window_s=1800, early_window_blocks=True))
    front.shift("1053", 2)
    told = front.badge("1053")
    assert told.detail == "It is too early for your shift. Clock in from 07:28."


def test_an_unknown_badge_is_kept_as_a_claim_and_wakes_a_roster_download(front):
    told = front.read("0FFFFFFFFF")
    assert (told.what, told.sound, told.who) == ("Badge not known", Sound.CLAIM, "")
    assert told.detail == "Kept 05:58. Your supervisor will confirm."
    assert [tap.reason for tap in front.taps(TapState.CLAIM)] == ["unknown_badge"]
    assert front.store.one("SELECT 1 FROM upstream_memory WHERE name = 'wants_roster'") is not None


def test_on_duty_at_another_site_ends_there_and_starts_here(make_front):
    north = make_front(site="North Gate", terminal="North")
    north.badge("1053")
    north.stop()
    here = make_front(terminal="Here")
    here.clock.advance(HOUR)
    asked = here.badge("1053")
    assert asked.question == "You are on duty at another site."
    assert here.touch("End there and start here").what.startswith("Position changed")
    assert [(event.draft.kind, event.draft.site) for event in here.kept("1053")] == [
        ("clocked_in", "North Gate"),
        ("clocked_out", "North Gate"),
        ("clocked_in", "Harbour Tower"),
    ]


def test_a_person_is_told_in_their_own_language_and_the_next_in_theirs(make_front):
    front = make_front(languages={"1054": "fr"})
    assert front.badge("1053").what == "Clocked in 05:58"
    french = front.badge("1054")
    assert french.what == "Entr\u00e9e 05:58"
    assert "Entr" not in front.badge("1055").what
    assert front.idle().tap == "Tap your badge"


def test_a_clock_of_twelve_hours_says_am_and_pm(make_front):
    front = make_front(hours=12)
    assert (front.now.clock, front.now.clock_note) == ("5:58", "AM")
    assert front.badge("1053").what == "Clocked in 5:58 AM"


def test_where_the_event_goes_is_told_as_it_is(make_front):
    front = make_front(upstreams=())
    assert front.badge("1053").lines[0].endswith("\u00b7 kept here")


def test_while_delivery_is_stopped_no_link_is_promised_to_help(front):
    assert front.badge("1053").lines[0].endswith("\u00b7 kept here")


def test_without_a_link_the_person_is_told_that_it_goes_out_later(make_front):
    front = make_front(start=False)
    memory.remember(front.store, "tracktik", "link", {"up": False, "reason": "no route"})
    with sync_lease(front.ledger):
        front.start()
        front.wait_for(lambda view: True)
        assert front.badge("1053").lines[0].endswith("kept here, goes out when the link is back")


def _idle(front):
    front.idle()


def _told(front):
    front.badge("1054")


def _asking(front):
    front.on_duty("1054")
    front.badge("1054")


def _paged(front):
    front.roster(tuple((300 + number, f"Post {number}") for number in range(8)))
    front.badge("1054")
    front.touch("More")


def _doubting(front):
    front.badge("1054")
    front.touch("Not right?")


def _typing_a_number(front):
    front.touch("No badge")
    front.intent(Intent(Act.KEY, "1"))


def _typing_a_pin(front):
    front.touch("No badge")
    front.typed("1054")


def _claimed(front):
    front.read("0FFFFFFFFF")


def _left_open(front):
    front.on_duty("1054")
    front.badge("1054")
    front.closes(OutcomeView)


def _taken_back(front):
    _doubting(front)
    front.touch("Take it back")


def _repeated(front):
    front.badge("1054")
    front.badge("1054")


def _faulty(front):
    front.screen.fails = 1
    front.presenter.badge(BadgeRead("em4100", "", "0FFFFFFFFF", front.clock.read()))
    front.wait_for(lambda view: getattr(view, "what", "") == "This terminal has a fault")


STATES = [
    _idle,
    _told,
    _asking,
    _paged,
    _doubting,
    _typing_a_number,
    _typing_a_pin,
    _claimed,
    _left_open,
    _taken_back,
    _repeated,
    _faulty,
]


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__.strip("_"))
def test_a_badge_is_served_at_once_on_every_screen(front, state):
    state(front)
    view = front.badge("1053")
    told = front.touch("Post 0") if isinstance(view, ChoiceView) else view
    assert (told.who, told.what.split()[0]) == ("Ana Ribeiro", "Clocked")
    assert front.kinds("1053") == ["clocked_in"]


def test_the_idle_screen_comes_back_by_itself(front):
    front.badge("1053")
    front.clock.advance(3.9)
    front.clock.advance(0.2)
    assert isinstance(front.wait_for(lambda view: isinstance(view, IdleView), since=2), IdleView)


def test_the_idle_clock_goes_on(front):
    front.clock.advance(60)
    assert front.wait_for(lambda view: isinstance(view, IdleView) and view.clock == "05:59")


def test_two_hundred_people_leave_in_a_row_at_one_every_two_seconds(make_front, register, badge_keys):
    crowd = [str(number) for number in range(3000, 3200)]
    front = make_front(start=False, rules=Rules(tap_out=TapOut.ALWAYS))
    rows = [
        RegisterRow(
            Person(number, f"Guard {number}"),
            "",
            "",
            ((*badge_keys.hashes("em4100", "", f"0B0000{number}")[0], False),),
        )
        for number in crowd
    ]
    register(front.store, more=rows)
    front.start()
    front.wait_for(lambda view: isinstance(view, IdleView))
    came, left = {}, {}
    for times in (came, left):
        for number in crowd:
            times[number] = front.clock.wall
            front.presenter.badge(BadgeRead("em4100", "", f"0B0000{number}", front.clock.read()))
            front.clock.advance(2)
        front.clock.advance(HOUR)
    front.wait_for(lambda view: getattr(view, "who", "") == "Guard 3199" and view.what.startswith("Clocked out"))
    for number in crowd:
        assert front.events(number) == [("clocked_in", came[number]), ("clocked_out", left[number])]


def test_badges_read_before_the_kiosk_stops_are_served(front):
    for number in ("1053", "1054", "1055"):
        front.presenter.badge(BadgeRead("em4100", "", f"0A0000{number}", front.clock.read()))
    front.presenter.stop()
    assert [front.kinds(number) for number in ("1053", "1054", "1055")] == [["clocked_in"]] * 3


def test_a_question_that_stands_when_the_kiosk_stops_is_an_open_tap(front):
    front.on_duty("1053")
    front.badge("1053")
    front.presenter.stop()
    assert [tap.employee for tap in front.taps(TapState.OPEN)] == ["1053"]


def test_a_question_that_stood_when_the_kiosk_died_is_an_open_tap_at_its_next_start(front, make_front):
    front.on_duty("1053")
    front.badge("1053")
    assert front.taps(TapState.OPEN) == []
    make_front(filled=False)
    assert [tap.employee for tap in front.taps(TapState.OPEN)] == ["1053"]


# Touches that meant another screen


def test_a_finger_on_its_way_to_one_persons_question_does_not_answer_the_next_persons(front):
    front.badge("1054")
    front.on_duty("1053")
    front.badge("1053")
    asked = front.badge("1054")
    assert (asked.who, asked.choices[0].text) == ("Ben Okafor", "Clock out")
    front.clock.advance(0.1)
    front.late(asked.choices[0].intent)
    front.settled()
    assert front.kinds("1054") == ["clocked_in"]


def test_the_next_person_can_touch_after_the_time_a_finger_takes(front):
    front.badge("1054")
    front.on_duty("1053")
    front.badge("1053")
    front.badge("1054")
    assert front.touch("Clock out").who == "Ben Okafor"
    assert front.kinds("1054") == ["clocked_in", "clocked_out"]


@pytest.mark.parametrize(
    "touch",
    [
        Intent(Act.CHOOSE, "start_break"),
        Intent(Act.CHOOSE, "clock_out"),
        Intent(Act.CHOOSE, "void"),
        Intent(Act.CHOOSE, "keep"),
        Intent(Act.CHOOSE, "more"),
        Intent(Act.CHOOSE, "position:382"),
        Intent(Act.NOT_ME),
        Intent(Act.KEY, "1"),
        Intent(Act.NEXT),
        Intent(Act.CLOSE),
        Intent(Act.NO_BADGE),
    ],
    ids=str,
)
def test_a_touch_that_the_screen_does_not_offer_changes_nothing(front, touch):
    told = front.badge("1053")
    front.late(touch)
    front.settled()
    assert front.kinds("1053") == ["clocked_in"]
    assert [view for view in front.screen.views if getattr(view, "what", "") == "This terminal has a fault"] == []
    assert told.what == "Clocked in 05:58"


def test_a_choice_touched_twice_records_once(front):
    front.on_duty("1053")
    asked = front.badge("1053")
    front.clock.advance(0.5)
    front.late(asked.choices[0].intent)
    front.late(asked.choices[0].intent)
    front.settled()
    assert front.kinds("1053") == ["clocked_in", "clocked_out"]


def test_an_open_question_closes_in_its_own_time_and_not_before(front):
    front.on_duty("1053")
    front.badge("1053")
    shown = len(front.screen.views)
    front.clock.advance(14.9)
    front.late(Intent(Act.SITE))
    assert front.taps(TapState.OPEN) == []
    front.clock.advance(0.2)
    front.wait_for(lambda view: isinstance(view, OutcomeView), since=shown)
    assert len(front.taps(TapState.OPEN)) == 1


def test_a_badge_is_dated_when_it_was_read_however_late_it_is_served(front):
    read_at = front.clock.read()
    front.clock.advance(7)
    since = len(front.screen.views)
    front.presenter.badge(BadgeRead("em4100", "", "0A00001053", read_at))
    front.wait_for(lambda view: isinstance(view, OutcomeView), since)
    assert front.events("1053") == [("clocked_in", read_at.wall)]


def test_a_keypad_in_use_comes_back_after_a_badge_with_what_was_typed(front):
    front.touch("No badge")
    front.intent(Intent(Act.KEY, "1"))
    front.intent(Intent(Act.KEY, "0"))
    front.badge("1053")
    back = front.closes(KeypadView)
    assert back.typed == "10"
    assert front.typed("53").heading == "Your PIN"


def test_a_keypad_that_nobody_uses_any_more_does_not_come_back_for_ever(front):
    front.touch("No badge")
    front.intent(Intent(Act.KEY, "1"))
    for number in ("1053", "1054", "1055", "1056", "1057"):
        front.clock.advance(6)
        front.badge(number)
    front.clock.advance(4.1)
    assert isinstance(
        front.wait_for(lambda view: not isinstance(view, OutcomeView), len(front.screen.views) - 1), IdleView
    )


def test_a_clock_that_nobody_vouches_for_shows_no_time(make_front):
    front = make_front(rtc="distrust")
    assert (front.now.clock, front.now.clock_note, front.now.date) == ("--:--", "Time to be confirmed", "")
    told = front.badge("1053")
    assert told.what == "Clocked in --:--"
    assert told.lines[1] == "Time to be confirmed: this terminal's clock is not sure."
    (event,) = front.kept("1053")
    assert [(row.state, row.reason) for row in front.rows(event)] == [("held", "clock")]
    assert front.badge("1053").what == "Already recorded at --:--"


def test_an_event_is_held_until_its_screen_has_closed(front):
    front.badge("1053")
    (event,) = front.kept("1053")
    (row,) = front.rows(event)
    assert (row.state, row.reason) == ("held", "screen")
    assert row.not_before == (front.clock.wall + timedelta(seconds=4)).timestamp()


def test_a_terminal_that_was_off_since_the_last_event_asks(front):
    front.on_duty("1053", for_h=3)
    outages.keep(front.store, front.terminal, front.clock.wall - timedelta(hours=2), front.clock.wall)
    asked = front.badge("1053")
    assert asked.question == "Are you starting or leaving?"
    assert asked.choices[0].text == "Leave"


def test_another_terminals_outage_is_not_ours(front):
    front.on_duty("1053", for_h=3)
    outages.keep(front.store, "Terminal 2", front.clock.wall - timedelta(hours=2), front.clock.wall)
    assert front.badge("1053").question == ""


def test_two_kiosks_on_one_ledger_record_one_person_in_one_second_once(make_front):
    one = make_front(terminal="Terminal 1")
    other = make_front(terminal="Terminal 2", filled=False)
    for kiosk in (one, other):
        kiosk.presenter.badge(BadgeRead("em4100", "", "0A00001053", kiosk.clock.read()))
    told = [kiosk.wait_for(lambda view: isinstance(view, OutcomeView)).what for kiosk in (one, other)]
    assert sorted(told) == ["Already recorded at 05:58", "Clocked in 05:58"]
    assert one.kinds("1053") == ["clocked_in"]


def test_a_question_of_one_kiosk_is_not_left_open_by_a_badge_at_another(make_front):
    one = make_front(terminal="Terminal 1")
    other = make_front(terminal="Terminal 2", filled=False)
    one.on_duty("1053")
    other.clock.advance(2 * HOUR)
    one.badge("1053")
    other.badge("1054")
    assert one.taps(TapState.OPEN) == []
    assert one.touch("Clock out").what.startswith("Clocked out")


def test_one_person_leaving_by_both_doors_at_once_leaves_once(make_front):
    one = make_front(terminal="Terminal 1")
    other = make_front(terminal="Terminal 2", filled=False)
    one.on_duty("1053")
    other.clock.advance(2 * HOUR + 1)
    one.badge("1053")
    other.badge("1053")
    one.touch("Clock out")
    told = other.touch("Clock out")
    assert told.what.startswith("Already recorded")
    assert one.kinds("1053") == ["clocked_in", "clocked_out"]


def test_a_tap_under_an_unsure_clock_stays_unsure_though_the_time_was_found_before_the_answer(make_front):
    front = make_front(rtc="distrust")
    front.roster()
    front.badge("1053")
    reading = front.clock.read()
    with front.store.writing():
        found = Witness("ntp", 0.0, 1.0, reading.wall, reading.boottime_s, reading.boot_id)
        witnesses.keep(front.store, found)
    front.touch("Patrol")
    [event] = front.kept("1053")
    assert Flag.CLOCK_UNTRUSTED in event.flags
    assert {row.reason for row in front.rows(event)} == {"clock"}
