"""The supervisor's line: rights by site, who is in, late and missing, how old that is, and what waits."""

from dataclasses import replace
from datetime import date

import pytest

from shared.domain.delivery import RowState
from shared.domain.rules import Rules
from shared.store import outbox
from shared.terminals import mark_of
from tests.ivr.cast import (
    CAST,
    DOCKS,
    DOCKS_CALLED,
    NOBODYS_CALLED,
    OTHER_MOBILE,
    PIN,
    TOWER,
    TOWER_LANDLINE,
    two_sites,
)
from tests.ivr.conftest import MakeLine
from tests.ivr.phone_line import PhoneLine

KEYS = "1: who is in. 2: late and missing. 3: claims. 4: not sent yet. 0: back."


def test_zero_leads_a_supervisor_to_their_own_site(line: PhoneLine) -> None:
    told = line.call(f"1057 {PIN} 0").said
    assert "0: your site." in told[2]
    assert told[3] == f"Harbour Tower. {KEYS}"


def test_a_supervisor_of_one_site_hears_it_also_on_the_number_of_another(line: PhoneLine) -> None:
    assert line.says(f"1057 {PIN} 0", called=DOCKS_CALLED).startswith("Harbour Tower.")


def test_a_supervisor_of_several_sites_hears_the_one_that_was_called(line: PhoneLine) -> None:
    assert line.says(f"1058 {PIN} 0", called=DOCKS_CALLED).startswith("Old Docks.")


def test_a_supervisor_of_several_sites_is_asked_where_no_number_tells(line: PhoneLine) -> None:
    told = line.call(f"1058 {PIN} 0 2", called=NOBODYS_CALLED).said
    assert told[3] == "Which site? 1: Harbour Tower. 2: Old Docks."
    assert told[4] == f"Old Docks. {KEYS}"


def test_a_supervisor_of_no_site_of_this_line_hears_that(make_line: MakeLine) -> None:
    emil = replace(CAST[4], sites=("Somewhere else",))
    line = make_line(cast=(emil,))
    assert line.says(f"1057 {PIN} 0").startswith("You supervise no site of this line.")


def test_a_supervisor_whose_time_is_over_has_no_rights(make_line: MakeLine) -> None:
    line = make_line(cast=(replace(CAST[4], valid_until=date(2026, 3, 2)),))
    assert line.says(f"1057 {PIN} 0").startswith("You supervise no site of this line.")


def test_rights_are_asked_for_again_with_every_key(line: PhoneLine) -> None:
    def demoted() -> None:
        line.register((*CAST[:4], replace(CAST[4], sites=())))

    assert line.says(f"1057 {PIN} 0", demoted, "1").startswith("You supervise no site of this line.")


@pytest.mark.parametrize("how", ["completed", "busy", "no-answer", "failed"])
def test_zero_rings_the_supervisor_of_the_site_for_everybody_else(line: PhoneLine, how: str) -> None:
    told = line.call(f"1053 {PIN} 0 1", dial_status=how)
    assert [entry.text for entry in told.entries if entry.verb == "Dial"] == [f"rings 514 555 0199: {how}"]
    if how == "completed":
        assert told.said[-1] == "Goodbye."
        assert line.events() == []
    else:
        assert told.said[4].startswith("Nobody answers. 1: clock in.")
        assert line.kinds("1053") == ["clocked_in"]


def test_a_site_without_a_supervisors_number_says_so(line: PhoneLine) -> None:
    told = line.says(f"1054 {PIN} 0", called=DOCKS_CALLED)
    assert told.startswith("No supervisor's number is known for Old Docks. 1: clock in.")


def test_one_tells_who_is_in_with_since_when_and_breaks_apart(line: PhoneLine) -> None:
    line.rota()
    line.call(f"1053 {PIN} 1")
    line.clock.advance(minutes=10)
    line.call(f"1054 {PIN} 1 0 3", caller=OTHER_MOBILE)
    line.call(f"1056 {PIN} 1", called=DOCKS_CALLED)
    told = line.says(f"1057 {PIN} 0 1")
    assert told.startswith("2 people on site. Ana Ribeiro, 6:58. On a break: Ben Okafor, 7:08. ")
    assert "Dev" not in told
    assert "As known 10 min ago." in told or "As known 10" in told
    assert told.endswith(KEYS)


def test_two_tells_who_is_late_and_who_is_missing_with_their_shift(line: PhoneLine) -> None:
    line.shift("1053", in_h=-0.2)
    line.shift("1054", in_h=-3)
    line.shift("1056", in_h=-3, account=688)
    line.rota()
    told = line.says(f"1057 {PIN} 0 2")
    assert "Late: Ana Ribeiro, 6:46." in told
    assert "Missing: Ben Okafor, 3:58." in told
    assert "Dev" not in told


def test_nobody_late_or_missing_is_said_so(line: PhoneLine) -> None:
    line.rota()
    assert line.says(f"1057 {PIN} 0 2").startswith("Nobody is late or missing.")


def test_what_is_not_known_is_said_with_every_report(line: PhoneLine) -> None:
    mark_of(line.store.path, "Gate tablet").write_text("2026-03-03T09:30:00+00:00", encoding="ascii")
    told = line.says(f"1057 {PIN} 0 1")
    assert "The rota is not known here yet." in told
    assert "Gate tablet has not reported since 4:30." in told


def test_four_tells_how_many_events_of_the_site_wait_and_since_when(line: PhoneLine) -> None:
    line.call(f"1053 {PIN} 1")
    line.clock.advance(minutes=5)
    line.call(f"1054 {PIN} 1")
    line.call(f"1056 {PIN} 1", called=DOCKS_CALLED)
    assert line.says(f"1057 {PIN} 0 4").startswith("2 events wait to be delivered. The oldest since 6:58.")
    with line.store.writing():
        for event in line.events():
            now = line.clock.wall
            outbox.change(line.store, event.event_id, "tracktik", now, state=RowState.DELIVERED, session_id=1)
    assert line.says(f"1057 {PIN} 0 4").startswith("Nothing waits.")


def test_a_supervisor_clocks_in_like_everybody_else(line: PhoneLine) -> None:
    told = line.call(f"1057 {PIN} 0 0 1", caller=TOWER_LANDLINE).said
    assert told[4].startswith("Off duty. 1: clock in.")
    assert line.kinds("1057") == ["clocked_in"]


def test_a_guard_who_presses_a_supervisors_keys_hears_nothing_of_the_site(line: PhoneLine) -> None:
    line.rota()
    line.clocked_in("1054", hours_ago=1)
    told = " ".join(line.call(f"1053 {PIN} 0 1 2 3", dial_status="busy").said)
    assert "Ben" not in told
    assert "on site" not in told


def test_reports_are_told_in_the_zone_of_their_site(make_line: MakeLine) -> None:
    line = make_line(sites=two_sites(Rules()))
    line.call(f"1054 {PIN} 1", called=DOCKS_CALLED)
    told = line.call(f"1058 {PIN} 0 1", called=DOCKS_CALLED)
    assert told.said[-1].startswith("1 person on site. Ben Okafor, 7:58.")
    assert {site.name for site in line.sites} == {TOWER, DOCKS}
