"""Any argument that `decide` can be given: people and rotas of no real site, and dates that no upstream should send."""

from datetime import UTC, date, datetime, timedelta
from typing import Final

from hypothesis import strategies as st

from shared.domain.clock_trust import ClockTrust, TrustLevel
from shared.domain.facts import Facts, OpenTap, RosterKnowledge
from shared.domain.geofence import Place, PlaceJudgement
from shared.domain.model import (
    ELSEWHERE,
    Door,
    Kind,
    LastEvent,
    Person,
    PositionOption,
    Presence,
    PresenceState,
    Role,
    Shift,
)
from shared.domain.rules import Geofence, Rules, TapOut
from shared.domain.tap import Answer, Choice, Tap
from tests.shared.domain.cast import DOCKS, HARBOUR, MONDAY, SITE

SECONDS_A_DAY: Final = 86_400
ABSURD: Final = (
    datetime(1, 1, 1, tzinfo=UTC),
    datetime(1970, 1, 1, tzinfo=UTC),
    datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
)

near: Final = st.integers(-3 * SECONDS_A_DAY, 3 * SECONDS_A_DAY).map(lambda s: MONDAY + timedelta(seconds=s))
"""An instant within three days of the Monday: where rules meet."""
instants: Final = st.one_of(near, near, near, st.sampled_from(ABSURD))
accounts: Final = st.sampled_from((HARBOUR, HARBOUR, DOCKS))
position_ids: Final = st.sampled_from((382, 383, None))
small_ids: Final = st.integers(1, 6)
ages_s: Final = st.none() | st.floats(0, 10 * SECONDS_A_DAY)
days: Final = st.none() | st.dates(date(2026, 2, 25), date(2026, 3, 7))

people: Final = st.builds(
    Person,
    number=st.text("0123456789", min_size=1, max_size=12),
    name=st.text(max_size=10),
    language=st.sampled_from(("", "en", "fr", "es", "da", "xx")),
    role=st.sampled_from(Role),
    sites=st.sampled_from(((), (SITE,), ("687", "Docks"))),
    upstream_id=st.none() | st.integers(1, 2**40),
    valid_from=days,
    valid_until=days,
)
shifts: Final = st.builds(Shift, small_ids, accounts, position_ids, instants, instants)
positions: Final = st.builds(PositionOption, st.integers(380, 385), st.text(max_size=5))
presences: Final = st.builds(
    Presence,
    state=st.sampled_from(PresenceState),
    since=st.none() | instants,
    break_since=st.none() | instants,
    site=st.sampled_from(("", SITE, "Docks")),
    account_id=st.none() | accounts,
    position_id=position_ids,
    shift_id=st.none() | small_ids,
    shift_ends_at=st.none() | instants,
    work_session=st.sampled_from(("", ELSEWHERE, "in-1")),
    upstream_session=st.none() | small_ids,
    method=st.sampled_from(("", "MOBILE")),
    seq=st.integers(0, 9),
)
last_events: Final = st.builds(
    LastEvent, st.just("event-1"), st.sampled_from(Kind), instants, instants, st.sampled_from(("", "0000", "4821"))
)
rosters: Final = st.builds(
    RosterKnowledge,
    age_s=ages_s,
    complete=st.booleans(),
    covers_until=st.none() | instants,
    active=st.none() | st.booleans(),
    known_upstream=st.none() | st.booleans(),
    scheduled_here=st.booleans(),
    listed_here=st.booleans(),
)
places: Final = st.builds(
    PlaceJudgement, st.sampled_from(Place), st.none() | st.floats(0, 2e7), st.none() | st.floats(0, 1e6)
)
clocks: Final = st.builds(
    ClockTrust, st.sampled_from(TrustLevel), st.sampled_from(("", "ntp", "gps")), ages_s, st.none() | st.floats(0, 1e9)
)
any_facts: Final = st.builds(
    Facts,
    person=people,
    presence=presences,
    last_event=st.none() | last_events,
    last_out_at=st.none() | instants,
    open_tap=st.none() | st.builds(OpenTap, st.just("tap-0"), instants),
    shifts=st.lists(shifts, max_size=4).map(tuple),
    used_shift_ids=st.lists(small_ids, max_size=3).map(tuple),
    positions=st.lists(positions, max_size=3).map(tuple),
    roster=rosters,
    place=places,
    outside_streak=st.integers(0, 5),
    position_simulated=st.booleans(),
    terminal_off=st.booleans(),
    presence_snapshot_age_s=ages_s,
    clock=clocks,
)
rules: Final = st.builds(
    Rules,
    repeat_s=st.integers(1, 3600),
    tap_out=st.sampled_from(TapOut),
    near_end_s=st.integers(0, 14_400),
    geofence=st.sampled_from(Geofence),
    early_window_s=st.integers(0, 43_200),
    early_window_blocks=st.booleans(),
    minimum_rest_s=st.sampled_from((0, 11 * 3600)),
    grace_s=st.integers(0, 7200),
    default_position_id=position_ids,
    release_s=st.integers(3600, 172_800),
    other_doors=st.booleans(),
    timezone=st.sampled_from(("UTC", "America/Montreal", "Europe/Copenhagen", "Pacific/Kiritimati")),
)
answers: Final = st.builds(Answer, st.sampled_from(Choice), position_ids)


def taps(answer: st.SearchStrategy[Answer | None]) -> st.SearchStrategy[Tap]:
    """Taps at Harbour Tower with such an answer. A tap's own time is a wall clock's: near."""
    return st.builds(
        Tap,
        st.just("tap-1"),
        near,
        st.sampled_from(Door),
        st.just("Terminal 1"),
        st.just(SITE),
        st.just(HARBOUR),
        answer,
    )
