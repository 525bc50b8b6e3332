"""Coming and going by phone: what each key records, at which time, with which flags."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

from shared.domain.delivery import RowState
from shared.domain.flags import Flag
from shared.domain.model import Door, Kind, Presence, PresenceState
from shared.recording import replayed
from shared.store import outbox, presence
from tests.ivr.cast import MOBILE, PIN, START, TOWER, TOWER_LANDLINE
from tests.ivr.phone_line import PhoneLine, times_of

AFTER = "9: not right. 1: another person."


def test_number_pin_and_one_clock_in_and_tell_time_and_receipt(line: PhoneLine) -> None:
    told = line.call(f"1053 {PIN} 1")
    (event,) = line.events("1053")
    assert told.said[:2] == ["Harbour Tower. Employee number. Star: français, español, dansk.", "PIN."]
    assert told.said[2].startswith("Ana. Off duty. 1: clock in. 2: clock out.")
    assert told.said[3] == f"Clocked in at 6:58. Receipt {' '.join(event.receipt)}. {AFTER}"


def test_the_event_names_door_terminal_site_and_keeps_the_caller_as_evidence(line: PhoneLine) -> None:
    line.call(f"1053 {PIN} 1", stir="TN-Validation-Passed-A")
    (event,) = line.events("1053")
    assert (event.door, event.terminal, event.draft.site, event.draft.account_id) == (
        Door.PHONE,
        "Phone line",
        TOWER,
        687,
    )
    assert event.draft.at == START
    assert set(event.flags) == {Flag.ROSTER_MISSING, Flag.CALLER_UNKNOWN}
    decided = replayed(line.store, event.evidence_id)
    assert decided is not None
    assert (decided.drafts, decided.flags) == ((event.draft,), event.flags)


def test_a_shift_that_begins_now_is_told_matched_and_gives_the_position(line: PhoneLine) -> None:
    shift_id = line.shift("1053", in_h=2 / 60, position=1)
    line.rota(positions=((1, 687, "Gate"), (2, 687, "Patrol")))
    told = line.call(f"1053 {PIN} 1", caller=TOWER_LANDLINE)
    (event,) = line.events("1053")
    assert told.said[2].startswith("Ana. Off duty. Shift at 7:00. 1: clock in.")
    assert (event.draft.shift_id, event.draft.position_id) == (shift_id, 1)
    assert event.flags == ()


def test_without_a_shift_the_event_says_not_scheduled(line: PhoneLine) -> None:
    line.rota()
    line.call(f"1053 {PIN} 1", caller=TOWER_LANDLINE)
    assert line.events("1053")[0].flags == (Flag.NOT_SCHEDULED,)


def test_whoever_is_late_is_clocked_in_and_flagged(line: PhoneLine) -> None:
    line.shift("1053", in_h=-0.5)
    line.rota()
    line.call(f"1053 {PIN} 1", caller=TOWER_LANDLINE)
    assert line.events("1053")[0].flags == (Flag.LATE_IN,)


def test_the_menu_off_duty_on_duty_and_on_a_break(line: PhoneLine) -> None:
    told = line.call(f"1053 {PIN} 1 0 3 0").said
    rest = "4: shifts. 6: receipt. 0: supervisor."
    assert told[2].startswith("Ana. Off duty. 1: clock in. 2: clock out.")
    assert told[4].startswith("On duty since 6:58. 2: clock out. 3: start break. 5: change position. " + rest)
    assert told[6].startswith("On break since 6:58. 3: end break. 2: clock out. " + rest)


def test_one_while_on_duty_tells_since_when_and_the_receipt_and_records_nothing(line: PhoneLine) -> None:
    line.clocked_in("1053", hours_ago=1)
    (event,) = line.events("1053")
    told = line.says(f"1053 {PIN} 1")
    assert told == f"Clocked in since 6:58. Receipt {' '.join(event.receipt)}. 1: another person."
    assert line.kinds("1053") == ["clocked_in"]


def test_one_after_a_break_still_tells_of_the_clock_in(line: PhoneLine) -> None:
    line.clocked_in("1053", hours_ago=1)
    receipt = " ".join(line.events("1053")[0].receipt)
    line.call(f"1053 {PIN} 3 0 3")
    line.clock.advance(hours=1)
    assert line.says(f"1053 {PIN} 1").startswith(f"Clocked in since 6:58. Receipt {receipt}.")


def test_one_while_on_duty_by_another_door_does_not_tell_of_yesterday(line: PhoneLine) -> None:
    line.clocked_in("1053", hours_ago=8)
    line.call(f"1053 {PIN} 2")
    line.clock.advance(hours=16)
    standing = presence.of(line.store, "1053")
    there = Presence(
        PresenceState.WORKING,
        since=line.clock.wall - timedelta(minutes=30),
        site=TOWER,
        account_id=687,
        work_session="elsewhere",
        upstream_session=4592,
    )
    with line.store.writing():
        presence.put(line.store, "1053", replace(standing, presence=there))
    assert line.says(f"1053 {PIN} 1").startswith("On duty since 6:28. 1: another person.")


def test_two_clocks_out_the_work_session_that_the_clock_in_began(line: PhoneLine) -> None:
    line.clocked_in("1053", hours_ago=8)
    assert line.says(f"1053 {PIN} 2").startswith("Clocked out at 14:58. Receipt ")
    into, out = line.events("1053")
    assert (out.draft.kind, out.draft.work_session) == (Kind.CLOCKED_OUT, into.event_id)
    assert out.draft.at == START + timedelta(hours=8)


def test_two_while_off_duty_tells_so_and_insisting_records_it(line: PhoneLine) -> None:
    line.clocked_in("1053", hours_ago=8)
    line.call(f"1053 {PIN} 2")
    line.clock.advance(minutes=10)
    told = line.call(f"1053 {PIN} 2 2").said
    assert told[3].startswith("Already clocked out, 14:58. Receipt ")
    assert told[3].endswith("2: clock out once more. 1: another person.")
    assert told[4].startswith("Clocked out at 15:08.")
    assert line.kinds("1053") == ["clocked_in", "clocked_out", "clocked_out"]
    assert Flag.NOT_ON_DUTY in line.events("1053")[-1].flags


def test_whoever_never_came_here_is_clocked_out_all_the_same(line: PhoneLine) -> None:
    told = line.says(f"1053 {PIN} 2")
    assert told.startswith("Clocked out at 6:58. Receipt ")
    assert "Nobody here knew that you were on duty." in told
    assert line.events("1053")[0].draft.work_session == "elsewhere"


def test_three_starts_a_break_and_then_ends_it(line: PhoneLine) -> None:
    line.clocked_in("1053", hours_ago=1)
    assert line.says(f"1053 {PIN} 3").startswith("Break started at 7:58. Receipt ")
    line.clock.advance(minutes=30)
    assert line.says(f"1053 {PIN} 3").startswith("Break ended at 8:28. Receipt ")
    assert line.kinds("1053") == ["clocked_in", "break_started", "break_ended"]


def test_three_off_duty_records_nothing_and_tells_the_menu(line: PhoneLine) -> None:
    assert line.says(f"1053 {PIN} 3").startswith("Off duty. 1: clock in.")
    assert line.events() == []


def test_a_clock_out_on_a_break_ends_the_break_first(line: PhoneLine) -> None:
    line.clocked_in("1053", hours_ago=1)
    line.call(f"1053 {PIN} 3")
    line.clock.advance(minutes=10)
    line.call(f"1053 {PIN} 2")
    now = START + timedelta(minutes=70)
    assert times_of(line.events("1053"))[-2:] == [(Kind.BREAK_ENDED, now), (Kind.CLOCKED_OUT, now)]


def test_after_sixteen_hours_a_clock_in_is_taken_and_the_missing_clock_out_told(line: PhoneLine) -> None:
    line.clocked_in("1053", hours_ago=17)
    assert "Your last clock-out is missing." in line.says(f"1053 {PIN} 1")
    assert Flag.FORGOTTEN_CLOCK_OUT in line.events("1053")[-1].flags
    assert line.kinds("1053") == ["clocked_in", "clocked_in"]


def test_not_right_takes_the_event_back_and_records_nothing_else(line: PhoneLine) -> None:
    told = line.says(f"1053 {PIN} 1 9")
    assert told.startswith("Taken back. 1: clock in.")
    assert line.events("1053") == []
    assert not line.on_duty("1053")


def test_after_not_right_the_right_key_counts(line: PhoneLine) -> None:
    line.clocked_in("1053", hours_ago=4)
    assert line.says(f"1053 {PIN} 2 9 3").startswith("Break started at 10:58.")
    assert line.kinds("1053") == ["clocked_in", "break_started"]


def test_not_right_is_no_key_where_nothing_was_recorded(line: PhoneLine) -> None:
    line.clocked_in("1053", hours_ago=1)
    assert line.says(f"1053 {PIN} 1 9").startswith("Sorry?")
    assert line.kinds("1053") == ["clocked_in"]


def test_another_person_on_the_same_phone_is_stamped_with_their_own_time(line: PhoneLine) -> None:
    told = line.call(f"1053 {PIN} 1", partial(line.clock.advance, seconds=75), f"1 1054 {PIN} 1")
    assert told.said[4] == "Employee number."
    assert told.said[-1].startswith("Clocked in at 6:59.")
    assert times_of(line.events()) == [(Kind.CLOCKED_IN, START), (Kind.CLOCKED_IN, START + timedelta(seconds=75))]


def test_several_people_from_one_phone_are_flagged(line: PhoneLine) -> None:
    line.call(f"1053 {PIN} 1 1 1054 {PIN} 1")
    ana, ben = line.events()
    assert Flag.SEVERAL_FROM_ONE_PHONE not in ana.flags
    assert Flag.SEVERAL_FROM_ONE_PHONE in ben.flags


def test_several_people_are_flagged_over_several_calls_for_an_hour(line: PhoneLine) -> None:
    line.call(f"1053 {PIN} 1")
    line.clock.advance(minutes=59)
    line.call(f"1054 {PIN} 1")
    line.clock.advance(minutes=61)
    line.call(f"1056 {PIN} 1")
    flagged = [Flag.SEVERAL_FROM_ONE_PHONE in event.flags for event in line.events()]
    assert flagged == [False, True, False]


def test_a_landline_serves_many_without_a_flag(line: PhoneLine) -> None:
    line.call(f"1053 {PIN} 1 1 1054 {PIN} 1 1 1056 {PIN} 1", caller=TOWER_LANDLINE)
    assert len(line.events()) == 3
    assert all(Flag.SEVERAL_FROM_ONE_PHONE not in event.flags for event in line.events())


def test_the_same_person_twice_from_one_phone_is_not_several(line: PhoneLine) -> None:
    line.call(f"1053 {PIN} 1", caller=MOBILE)
    line.call(f"1053 {PIN} 2", caller=MOBILE)
    assert all(Flag.SEVERAL_FROM_ONE_PHONE not in event.flags for event in line.events())


def test_an_event_is_held_back_while_the_caller_may_say_that_it_is_not_right(line: PhoneLine) -> None:
    line.call(f"1053 {PIN} 1")
    (row,) = outbox.of_event(line.store, line.events("1053")[0].event_id)
    assert (row.state, row.reason) == (RowState.HELD, "screen")
    assert row.not_before == START.timestamp() + 20
