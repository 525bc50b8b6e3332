"""The one roster rule: everybody once, nobody invented, nobody blamed on what is not known."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.model import ELSEWHERE, OFF_DUTY, Presence, PresenceState, Shift
from shared.domain.roster_entry import Group, Note, RosterEntry, Source
from shared.domain.roster_view import Rostered, roster_view
from shared.domain.rules import Rules
from shared.domain.shift_now import TOLD_AFTER_END
from shared.domain.site import Site
from tests.shared.domain import strategies
from tests.shared.domain.cast import (
    ANA,
    DOCKS,
    EARLY,
    GATE,
    HARBOUR,
    LATE,
    LOBBY,
    NIGHT,
    RULES,
    SITE,
    at,
    begun_elsewhere,
    on_break,
    shift,
    working,
)

TOWER: Final = Site(SITE, HARBOUR, RULES)
DOORS: Final = Site(SITE, HARBOUR, Rules(other_doors=True))
"""The same site, where people also clock by an app: only a young download tells who is on duty."""
GUESSING: Final = Presence(PresenceState.UNKNOWN, site=SITE, account_id=HARBOUR)


def off_since(left: datetime, site: str = SITE) -> Presence:
    """Clocked out at that time, by an event of this ledger."""
    return replace(OFF_DUTY, since=left, site=site, seq=9)


def in_since(came: datetime, **more: Any) -> Presence:
    """On duty by an event of this ledger, with the early shift."""
    return replace(working(came, **more), shift_id=EARLY.shift_id, seq=7)


def entry_of(
    presence: Presence = OFF_DUTY,
    now: datetime = EARLY.starts_at,
    *shifts: Shift,
    site: Site = TOWER,
    used: tuple[int, ...] = (),
    sessions_age_s: float | None = None,
    **more: Any,
) -> RosterEntry | None:
    """Ana's entry; with the early shift where none is named."""
    ana = Rostered(ANA.number, presence, shifts or (EARLY,), used, **more)
    entries = roster_view([ana], site, now, sessions_age_s).entries
    return entries[0] if entries else None


def group_of(*arguments: Any, **named: Any) -> Group | None:
    entry = entry_of(*arguments, **named)
    return entry.group if entry is not None else None


@pytest.mark.parametrize(
    ("now", "group"),
    [
        (at("04:59:59"), None),
        (at("05:00"), Group.DUE),
        (at("06:00"), Group.DUE),
        (at("06:05"), Group.DUE),
        (at("06:05:01"), Group.LATE),
        (at("07:00"), Group.LATE),
        (at("07:00:01"), Group.MISSING),
        (at("14:00"), Group.MISSING),
        (at("18:00"), Group.MISSING),
        (at("18:00:01"), None),
    ],
    ids=str,
)
def test_whoever_does_not_come_is_due_then_late_then_missing(now: datetime, group: Group | None) -> None:
    assert group_of(OFF_DUTY, now) is group


def test_a_short_shift_that_is_over_is_missed_however_shortly_ago_it_began() -> None:
    short = shift(9009, at("06:00"), at("06:03"))
    assert group_of(OFF_DUTY, at("06:03"), short) is Group.MISSING


@pytest.mark.parametrize("now", [at("05:30"), at("06:30"), at("13:00"), at("17:00"), at("21:00")], ids=str)
def test_whoever_is_on_duty_is_here_at_any_time_of_the_shift(now: datetime) -> None:
    came = at("05:20")
    entry = entry_of(in_since(came), now)
    assert entry == RosterEntry(ANA.number, Group.HERE, came, EARLY, GATE.position_id, Source.OWN_EVENT)


def test_a_break_is_told_by_its_own_beginning() -> None:
    entry = entry_of(replace(on_break(at("09:50")), seq=8), at("10:00"))
    assert entry is not None
    assert (entry.group, entry.since) == (Group.ON_BREAK, at("09:50"))


def test_work_without_a_shift_is_here_too() -> None:
    entry = entry_of(working(at("05:58")), at("10:00"), NIGHT)
    assert entry is not None
    assert (entry.group, entry.shift) == (Group.HERE, None)


def test_the_position_worked_comes_before_the_one_planned() -> None:
    entry = entry_of(in_since(at("05:58"), position_id=LOBBY.position_id), at("10:00"))
    assert entry is not None
    assert entry.position_id == LOBBY.position_id


def test_a_session_of_elsewhere_is_here_by_the_upstream_s_word() -> None:
    entry = entry_of(begun_elsewhere(), at("10:00"))
    assert entry is not None
    assert (entry.group, entry.source) == (Group.HERE, Source.UPSTREAM)


def test_whoever_clocked_out_since_the_shift_began_is_gone() -> None:
    entry = entry_of(off_since(at("14:02")), at("14:30"), EARLY)
    assert entry == RosterEntry(ANA.number, Group.GONE, at("14:02"), EARLY, GATE.position_id, Source.OWN_EVENT)


def test_whoever_left_before_the_end_is_gone_early() -> None:
    for left, notes in ((at("13:54:59"), (Note.LEFT_EARLY,)), (at("13:55"), ())):
        entry = entry_of(off_since(left), at("13:59"), used=(EARLY.shift_id,))
        assert entry is not None
        assert (entry.group, entry.notes) == (Group.GONE, notes)


@pytest.mark.parametrize("now", [at("05:51"), at("06:30")], ids=str)
def test_whoever_came_and_left_before_the_start_is_gone_and_not_late(now: datetime) -> None:
    assert group_of(off_since(at("05:50")), now, used=(EARLY.shift_id,)) is Group.GONE


def test_leaving_another_site_is_no_leaving_here() -> None:
    assert group_of(off_since(at("06:04"), site="Docks"), at("06:30")) is Group.LATE


def test_whoever_left_yesterday_is_late_today() -> None:
    assert group_of(off_since(at("22:00", -1)), at("06:30")) is Group.LATE


def test_the_next_shift_matters_more_than_the_one_that_was_worked() -> None:
    entry = entry_of(off_since(at("13:58")), at("13:59"), EARLY, LATE, used=(EARLY.shift_id,))
    assert entry is not None
    assert (entry.group, entry.shift) == (Group.DUE, LATE)


def test_the_shift_that_runs_matters_more_than_the_next_one() -> None:
    entry = entry_of(OFF_DUTY, at("13:30"), LATE, EARLY)
    assert entry is not None
    assert (entry.group, entry.shift) == (Group.MISSING, EARLY)


def test_a_shift_at_another_site_is_no_matter_of_this_one() -> None:
    assert group_of(OFF_DUTY, at("06:30"), replace(EARLY, account_id=DOCKS)) is None


@pytest.mark.parametrize(
    ("now", "group"),
    [
        (at("05:30"), Group.DUE),
        (at("06:06"), Group.LATE),
        (at("09:00"), Group.LATE),
        (at("14:00"), Group.MISSING),
    ],
    ids=str,
)
def test_whoever_works_at_another_site_while_due_here_is_late_with_a_note(now: datetime, group: Group) -> None:
    entry = entry_of(working(at("05:00"), site="Docks", account_id=DOCKS), now)
    assert entry is not None
    assert (entry.group, entry.notes, entry.other_site) == (group, (Note.AT_OTHER_SITE,), "Docks")
    assert entry.since == at("05:00")


def test_whoever_moved_on_to_another_site_is_gone_from_here() -> None:
    there = working(at("10:00"), site="Docks", account_id=DOCKS)
    entry = entry_of(there, at("11:00"), used=(EARLY.shift_id,))
    assert entry is not None
    assert (entry.group, entry.other_site) == (Group.GONE, "Docks")


def test_whoever_works_at_another_site_without_a_shift_here_is_not_on_this_roster() -> None:
    assert group_of(working(at("05:00"), site="Docks", account_id=DOCKS), at("09:00"), NIGHT) is None


def test_sixteen_hours_on_duty_are_a_forgotten_clock_out_and_not_presence() -> None:
    came = at("05:58")
    assert group_of(in_since(came), came + timedelta(hours=16, seconds=-1)) is Group.HERE
    entry = entry_of(in_since(came), came + timedelta(hours=16), used=(EARLY.shift_id,))
    assert entry is not None
    assert (entry.group, entry.notes, entry.since) == (Group.UNKNOWN, (Note.FORGOTTEN_CLOCK_OUT,), came)


def test_a_long_shift_in_progress_is_not_called_gone_after_the_release() -> None:
    whole_day = shift(EARLY.shift_id, at("06:00"), at("06:00", 1))
    entry = entry_of(in_since(at("05:58")), at("22:30"), whole_day, used=(EARLY.shift_id,))
    assert entry is not None
    assert (entry.group, entry.notes) == (Group.UNKNOWN, (Note.FORGOTTEN_CLOCK_OUT,))


def test_whoever_forgot_to_clock_out_yesterday_is_late_today_with_a_note() -> None:
    entry = entry_of(in_since(at("05:58", -1)), at("06:30"), used=(1,))
    assert entry is not None
    assert (entry.group, entry.notes) == (Group.LATE, (Note.FORGOTTEN_CLOCK_OUT,))


def test_a_clock_out_forgotten_at_another_site_is_that_site_s_matter() -> None:
    assert group_of(working(at("05:58", -1), site="Docks", account_id=DOCKS), at("09:00"), NIGHT) is None


@pytest.mark.parametrize("age_s", [None, 301.0])
def test_with_other_doors_and_an_old_download_nobody_is_called_late(age_s: float | None) -> None:
    assert group_of(OFF_DUTY, at("06:30"), site=DOORS, sessions_age_s=age_s) is Group.UNKNOWN
    assert group_of(OFF_DUTY, at("09:30"), site=DOORS, sessions_age_s=age_s) is Group.UNKNOWN
    assert group_of(begun_elsewhere(), at("09:30"), site=DOORS, sessions_age_s=age_s) is Group.UNKNOWN
    assert group_of(in_since(at("05:58")), at("09:30"), site=DOORS, sessions_age_s=age_s) is Group.HERE


def test_with_other_doors_and_a_young_download_everything_is_known() -> None:
    assert group_of(OFF_DUTY, at("06:30"), site=DOORS, sessions_age_s=300.0) is Group.LATE
    assert group_of(begun_elsewhere(), at("09:30"), site=DOORS, sessions_age_s=300.0) is Group.HERE


def test_whoever_may_be_here_already_is_due_all_the_same() -> None:
    entry = entry_of(OFF_DUTY, at("05:50"), site=DOORS)
    assert entry is not None
    assert (entry.group, entry.notes) == (Group.DUE, (Note.NOT_CERTAIN,))


def test_a_presence_that_is_not_known_is_told_as_that() -> None:
    assert group_of(GUESSING, at("09:00")) is Group.UNKNOWN
    assert group_of(GUESSING, at("09:00"), NIGHT) is Group.UNKNOWN
    assert group_of(replace(GUESSING, site=""), at("09:00"), NIGHT) is None


@pytest.mark.parametrize(
    ("presence", "source"),
    [
        (OFF_DUTY, Source.NOTHING),
        (off_since(at("22:00", -1)), Source.OWN_EVENT),
        (replace(off_since(at("22:00", -1)), seq=0), Source.UPSTREAM),
    ],
)
def test_it_says_whose_word_a_presence_is(presence: Presence, source: Source) -> None:
    entry = entry_of(presence, at("06:30"))
    assert entry is not None
    assert entry.source is source


def test_whoever_is_not_in_the_register_is_marked() -> None:
    entry = entry_of(OFF_DUTY, at("06:30"), in_register=False)
    assert entry is not None
    assert entry.notes == (Note.NOT_IN_REGISTER,)


def test_who_is_here_stands_by_arrival_and_who_is_late_by_start() -> None:
    later = replace(EARLY, shift_id=9010, starts_at=at("06:10"))
    people = [
        Rostered("3", in_since(at("05:59")), (EARLY,)),
        Rostered("2", in_since(at("05:50")), (EARLY,)),
        Rostered("5", OFF_DUTY, (later,)),
        Rostered("7", OFF_DUTY, (EARLY,)),
        Rostered("6", OFF_DUTY, (EARLY,)),
    ]
    view = roster_view(people, TOWER, at("06:30"), None)
    assert [entry.number for entry in view.here] == ["2", "3"]
    assert [entry.number for entry in view.late] == ["6", "7", "5"]


def test_who_is_gone_stands_by_the_start_of_the_shift() -> None:
    later = replace(EARLY, shift_id=9010, starts_at=at("06:10"))
    people = [Rostered("1", off_since(at("13:50")), (later,)), Rostered("2", off_since(at("14:00")), (EARLY,))]
    view = roster_view(people, TOWER, at("14:30"), None)
    assert [entry.number for entry in view.gone] == ["2", "1"]


def test_a_shift_that_ends_before_it_begins_is_missed_by_nobody_before_its_start() -> None:
    assert group_of(OFF_DUTY, at("05:30"), shift(9009, at("06:00"), at("05:00"))) is Group.DUE


# Anything


people: Final = st.lists(
    st.builds(
        Rostered,
        number=st.text("0123456789", min_size=1, max_size=3),
        presence=strategies.presences,
        shifts=st.lists(strategies.shifts, max_size=4).map(tuple),
        used_shift_ids=st.lists(strategies.small_ids, max_size=3).map(tuple),
    ),
    max_size=8,
    unique_by=lambda person: person.number,
)
sites: Final = strategies.rules.map(lambda rules: Site(SITE, HARBOUR, rules))


def _is_around_now(one: Shift, now: datetime, rules: Rules) -> bool:
    opens_s = (one.starts_at - now).total_seconds()
    over_s = (now - one.ends_at).total_seconds()
    if one.account_id != HARBOUR or opens_s > rules.early_window_s:
        return False
    return opens_s > 0 or over_s <= TOLD_AFTER_END.total_seconds()


@given(people, sites, strategies.near, strategies.ages_s)
def test_everybody_appears_once_and_nobody_is_invented(
    cast: list[Rostered], site: Site, now: datetime, age_s: float | None
) -> None:
    told = [entry.number for entry in roster_view(cast, site, now, age_s).entries]
    assert len(told) == len(set(told))
    assert set(told) <= {person.number for person in cast}
    for person in cast:
        has_shift = any(_is_around_now(one, now, site.rules) for one in person.shifts)
        is_here = person.presence.on_duty and person.presence.site == SITE
        if has_shift or is_here:
            assert person.number in told
        if not has_shift and person.presence.site not in ("", SITE):
            assert person.number not in told


@given(people, sites, strategies.near, strategies.ages_s)
def test_nobody_is_blamed_on_what_is_not_known_and_nobody_is_here_who_is_not_on_duty(
    cast: list[Rostered], site: Site, now: datetime, age_s: float | None
) -> None:
    presences = {person.number: person.presence for person in cast}
    for entry in roster_view(cast, site, now, age_s).entries:
        stands = presences[entry.number]
        match entry.group:
            case Group.HERE | Group.ON_BREAK:
                assert stands.on_duty
                assert entry.other_site == ""
            case Group.LATE | Group.MISSING:
                assert stands.state is not PresenceState.UNKNOWN
                unseen = site.rules.other_doors and (age_s is None or age_s > site.rules.other_doors_max_age_s)
                assert not unseen or (stands.on_duty and stands.work_session != ELSEWHERE)
                assert entry.shift is not None
                assert entry.shift.starts_at <= now
            case Group.DUE | Group.GONE:
                assert entry.shift is not None
            case Group.UNKNOWN:
                pass
