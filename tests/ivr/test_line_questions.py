"""What the line asks back: which position, which site, which direction."""

from dataclasses import replace
from functools import partial

import pytest

from shared.accepting import claims_at
from shared.domain.flags import Flag
from shared.domain.model import Kind, Presence, PresenceState
from shared.domain.rules import Rules
from shared.domain.tap import Answer, Choice
from shared.recording import replayed
from shared.store import presence
from shared.store.taps import TapState
from tests.ivr.cast import (
    DOCKS,
    DOCKS_CALLED,
    DOCKS_LANDLINE,
    NOBODYS_CALLED,
    PIN,
    START,
    TOWER,
    TOWER_LANDLINE,
)
from tests.ivr.conftest import MakeLine
from tests.ivr.phone_line import PhoneLine, times_of

POSITIONS = ((1, 687, "Gate"), (2, 687, "Patrol"), (3, 688, "Crane"))


def site_of_last(line: PhoneLine, number: str) -> str:
    return line.events(number)[-1].draft.site


# Which position


def test_several_positions_are_asked_and_the_event_counts_at_the_first_key(line: PhoneLine) -> None:
    line.rota(positions=POSITIONS)
    told = line.call(f"1053 {PIN} 1", partial(line.clock.advance, seconds=20), "2")
    (event,) = line.events("1053")
    assert told.said[3] == "Which position? 1: Gate. 2: Patrol."
    assert told.said[4].startswith("Clocked in at 6:58.")
    assert (event.draft.position_id, event.draft.at) == (2, START)
    decided = replayed(line.store, event.evidence_id)
    assert decided is not None
    assert decided.drafts == (event.draft,)


def test_the_only_position_is_not_asked(line: PhoneLine) -> None:
    line.rota(positions=((1, 687, "Gate"),))
    line.call(f"1053 {PIN} 1")
    assert line.events("1053")[0].draft.position_id == 1


def test_a_wrong_key_at_a_position_is_asked_again_and_zero_leads_to_the_menu(line: PhoneLine) -> None:
    line.rota(positions=POSITIONS)
    told = line.call(f"1053 {PIN} 1 7 0").said
    assert told[4] == "Sorry? Which position? 1: Gate. 2: Patrol."
    assert told[5].startswith("Off duty. 1: clock in.")
    assert line.events() == []


def test_more_than_eight_positions_are_told_in_pages(line: PhoneLine) -> None:
    line.rota(positions=tuple((one, 687, f"Post {one:02}") for one in range(1, 11)))
    told = line.call(f"1053 {PIN} 1 9 2").said
    assert told[3].endswith("8: Post 08. 9: more.")
    assert told[4] == "Which position? 1: Post 09. 2: Post 10. 9: more."
    assert line.events("1053")[0].draft.position_id == 10


def test_five_changes_the_position_by_an_out_and_an_in_at_one_instant(line: PhoneLine) -> None:
    line.rota(positions=POSITIONS)
    line.call(f"1053 {PIN} 1 1")
    line.clock.advance(hours=2)
    told = line.call(f"1053 {PIN} 5 1").said
    assert told[3] == "Which position? 1: Patrol."
    assert told[4].startswith("Position changed at 8:58. Receipt ")
    now = line.clock.wall
    assert times_of(line.events("1053"))[1:] == [(Kind.CLOCKED_OUT, now), (Kind.CLOCKED_IN, now)]
    assert line.events("1053")[-1].draft.position_id == 2


def test_a_change_of_position_is_taken_back_as_a_whole(line: PhoneLine) -> None:
    line.rota(positions=POSITIONS)
    line.call(f"1053 {PIN} 1 1")
    line.clock.advance(hours=2)
    assert line.says(f"1053 {PIN} 5 1 9").startswith("Taken back. 2: clock out.")
    assert line.kinds("1053") == ["clocked_in"]
    assert line.on_duty("1053")


def test_five_tells_where_no_other_position_is_known_and_off_duty_tells_the_menu(line: PhoneLine) -> None:
    line.rota(positions=((1, 687, "Gate"),))
    assert line.says(f"1053 {PIN} 5").startswith("Off duty.")
    line.call(f"1053 {PIN} 1")
    assert line.says(f"1053 {PIN} 5").startswith("No other position is known here.")


# Which site


@pytest.mark.parametrize(
    ("called", "caller", "site"),
    [
        (DOCKS_CALLED, TOWER_LANDLINE, DOCKS),
        (NOBODYS_CALLED, TOWER_LANDLINE, TOWER),
        (NOBODYS_CALLED, DOCKS_LANDLINE, DOCKS),
    ],
    ids=["the number called comes first", "then the landline", "of whichever site"],
)
def test_the_site_is_known_by_numbers(line: PhoneLine, called: str, caller: str, site: str) -> None:
    line.call(f"1054 {PIN} 1", called=called, caller=caller)
    assert site_of_last(line, "1054") == site


def test_an_unmapped_number_knows_the_site_by_the_shift(line: PhoneLine) -> None:
    line.shift("1054", in_h=0.1, account=688, position=3)
    line.rota(positions=POSITIONS)
    told = line.call(f"1054 {PIN} 1", called=NOBODYS_CALLED)
    assert told.said[0].startswith("Employee number.")
    assert told.said[2].startswith("Ben. Off duty. Shift at 8:04.")
    assert site_of_last(line, "1054") == DOCKS


def test_an_unmapped_number_knows_the_site_of_whoever_is_listed_at_one(line: PhoneLine) -> None:
    line.call(f"1053 {PIN} 1", called=NOBODYS_CALLED)
    assert site_of_last(line, "1053") == TOWER


def test_an_unmapped_number_asks_whoever_may_work_at_several_sites(line: PhoneLine) -> None:
    told = line.call(f"1054 {PIN} 1 2", called=NOBODYS_CALLED).said
    assert told[3] == "Which site? 1: Harbour Tower. 2: Old Docks."
    assert told[4].startswith("Clocked in at 7:58.")
    assert site_of_last(line, "1054") == DOCKS


def test_whoever_is_on_duty_ends_their_work_where_it_is_without_a_question(line: PhoneLine) -> None:
    line.clocked_in("1054", hours_ago=3, called=DOCKS_CALLED)
    line.call(f"1054 {PIN} 2", called=NOBODYS_CALLED)
    assert line.kinds("1054") == ["clocked_in", "clocked_out"]
    assert site_of_last(line, "1054") == DOCKS


# On duty elsewhere


def test_on_duty_at_another_site_asks_and_ends_there_and_starts_here(line: PhoneLine) -> None:
    line.clocked_in("1054", hours_ago=3, called=DOCKS_CALLED)
    told = line.call(f"1054 {PIN} 1 1").said
    assert told[3] == "You are on duty at Old Docks. 1: end there and start here. 2: clock out. 3: nothing."
    out, into = line.events("1054")[1:]
    assert (out.draft.kind, out.draft.site) == (Kind.CLOCKED_OUT, DOCKS)
    assert (into.draft.kind, into.draft.site) == (Kind.CLOCKED_IN, TOWER)
    assert out.draft.at == into.draft.at == line.clock.wall


def test_a_move_to_a_site_of_several_positions_asks_which_and_then_moves(line: PhoneLine) -> None:
    line.rota(positions=POSITIONS)
    line.clocked_in("1054", hours_ago=3, called=DOCKS_CALLED)
    told = line.call(f"1054 {PIN} 1 1 2").said
    assert told[4] == "Which position? 1: Gate. 2: Patrol."
    assert line.kinds("1054") == ["clocked_in", "clocked_out", "clocked_in"]
    assert line.events("1054")[-1].draft.position_id == 2


def test_on_duty_at_another_site_may_clock_out_there_or_change_nothing(line: PhoneLine) -> None:
    line.clocked_in("1054", hours_ago=3, called=DOCKS_CALLED)
    line.call(f"1054 {PIN} 1 3")
    assert line.kinds("1054") == ["clocked_in"]
    assert line.taps(TapState.OPEN, TapState.CLAIM, TapState.ASKED) == []
    line.clock.advance(minutes=5)
    line.call(f"1054 {PIN} 1 2")
    assert [event.draft.site for event in line.events("1054")] == [DOCKS, DOCKS]


# Unknown presence and doubtful directions


def test_unknown_presence_is_told_and_the_key_decides(line: PhoneLine) -> None:
    with line.store.writing():
        unknown = replace(presence.of(line.store, "1053"), presence=Presence(PresenceState.UNKNOWN))
        presence.put(line.store, "1053", unknown)
    told = line.call(f"1053 {PIN} 1").said
    assert told[2].startswith("Ana. I do not know whether you are on duty. 1: clock in. 2: clock out.")
    assert Flag.PRESENCE_UNKNOWN in line.events("1053")[0].flags


def test_where_other_doors_exist_off_duty_is_not_told_as_known(make_line: MakeLine) -> None:
    line = make_line(Rules(other_doors=True))
    assert "I do not know whether you are on duty." in line.says(f"1053 {PIN}")


def test_clocking_in_long_after_the_shift_ended_asks_likeliest_first(line: PhoneLine) -> None:
    line.shift("1053", in_h=0.1, hours=8)
    line.rota()
    line.clocked_in("1053", hours_ago=13)
    told = line.call(f"1053 {PIN} 1 1").said
    assert told[3] == "On duty since 6:58. 1: clock out. 2: start work. 3: I left earlier."
    assert line.kinds("1053") == ["clocked_in", "clocked_out"]


def test_left_earlier_is_kept_for_the_desk_and_records_nothing(line: PhoneLine) -> None:
    line.shift("1053", in_h=0.1, hours=8)
    line.rota()
    line.clocked_in("1053", hours_ago=13)
    assert line.says(f"1053 {PIN} 1 3").startswith("Kept, 19:58. Your supervisor will confirm.")
    assert line.kinds("1053") == ["clocked_in"]
    assert [tap.reason for tap in line.taps(TapState.CLAIM)] == ["left_earlier"]


def test_the_wish_is_kept_with_a_position_that_nobody_chose(line: PhoneLine) -> None:
    line.rota(positions=POSITIONS)
    line.call(f"1053 {PIN} 1 !")
    (claim,) = claims_at(line.store, [line.sites[0].door.site])
    assert claim.tap.reason == "hung_up"
    assert claim.wanted == Answer(Choice.CLOCK_IN)
