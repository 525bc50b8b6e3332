"""Which site a call is about: by the number called, the caller's landline, the person; else it is asked."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from ivr.line_site import LineSite
from ivr.site_of_call import by_number, by_person, possible
from shared.domain.model import OFF_DUTY, Person, Presence, PresenceState, Shift
from shared.domain.rules import Rules
from shared.domain.site import Site
from tests.ivr.cast import (
    DOCKS,
    DOCKS_CALLED,
    DOCKS_LANDLINE,
    MOBILE,
    NOBODYS_CALLED,
    TOWER,
    TOWER_CALLED,
    TOWER_LANDLINE,
    two_sites,
)

NORTH = "North Gate"
TOWER_AND_DOCKS = two_sites(Rules())
THIRD = replace(
    TOWER_AND_DOCKS[0],
    door=replace(TOWER_AND_DOCKS[0].door, site=Site(NORTH, 689, Rules())),
    called_numbers=(),
    landlines=(),
)
SITES: tuple[LineSite, ...] = (*TOWER_AND_DOCKS, THIRD)
SIX = datetime(2026, 3, 3, 11, tzinfo=UTC)
SHIFT = Shift(9001, 687, 1, SIX, SIX + timedelta(hours=8))


def on_duty_at(site: str, state: PresenceState = PresenceState.WORKING) -> Presence:
    return Presence(state, SIX, site=site)


@pytest.mark.parametrize(
    ("called", "caller", "site"),
    [
        (TOWER_CALLED, MOBILE, TOWER),
        (DOCKS_CALLED, MOBILE, DOCKS),
        (DOCKS_CALLED, TOWER_LANDLINE, DOCKS),
        (NOBODYS_CALLED, TOWER_LANDLINE, TOWER),
        (NOBODYS_CALLED, DOCKS_LANDLINE, DOCKS),
        (NOBODYS_CALLED, MOBILE, ""),
        (NOBODYS_CALLED, "", ""),
        ("", "", ""),
    ],
)
def test_the_number_called_tells_more_than_the_callers_landline(called: str, caller: str, site: str) -> None:
    assert by_number(SITES, called, caller) == site


def test_a_line_of_one_site_is_about_it_whatever_was_called() -> None:
    assert by_number(SITES[:1], NOBODYS_CALLED, "") == TOWER


def test_a_withheld_number_is_no_landline() -> None:
    unnamed = replace(SITES[0], landlines=("",), called_numbers=("",))
    assert by_number((SITES[1], unnamed), "", "") == ""


@pytest.mark.parametrize(
    ("listed", "presence", "due", "site"),
    [
        ((DOCKS,), on_duty_at(TOWER), (DOCKS,), TOWER),
        ((DOCKS,), on_duty_at(TOWER, PresenceState.ON_BREAK), (), TOWER),
        ((), replace(OFF_DUTY, site=TOWER), (DOCKS,), DOCKS),
        ((TOWER,), OFF_DUTY, (DOCKS,), DOCKS),
        ((TOWER,), on_duty_at("Somewhere else"), (), TOWER),
        ((TOWER,), OFF_DUTY, (), TOWER),
        (("688",), OFF_DUTY, (), DOCKS),
        ((TOWER, DOCKS), OFF_DUTY, (), ""),
        ((TOWER,), OFF_DUTY, (TOWER, DOCKS), ""),
        ((), OFF_DUTY, (), ""),
    ],
    ids=[
        "on duty counts more than a shift",
        "a break is on duty",
        "off duty since there says nothing",
        "a shift counts more than the list",
        "on duty where this line has no site",
        "the only site listed",
        "listed by account",
        "listed for two",
        "shifts at two, though listed for one",
        "nothing known",
    ],
)
def test_where_a_person_is_meant(listed: tuple[str, ...], presence: Presence, due: tuple[str, ...], site: str) -> None:
    person = Person("1053", "Ana Ribeiro", sites=listed)
    shifts = {name: ((SHIFT,) if name in due else ()) for name in (TOWER, DOCKS, NORTH)}
    assert by_person(SITES, person, presence, shifts) == site


@pytest.mark.parametrize(
    ("listed", "due", "asked"),
    [
        ((), (), (TOWER, DOCKS, NORTH)),
        ((), (NORTH,), (NORTH, TOWER, DOCKS)),
        ((DOCKS,), (), (DOCKS, TOWER, NORTH)),
        ((DOCKS,), (NORTH,), (NORTH, DOCKS, TOWER)),
        ((TOWER, DOCKS), (DOCKS,), (DOCKS, TOWER, NORTH)),
    ],
)
def test_the_likeliest_sites_are_asked_first_and_none_is_left_out(
    listed: tuple[str, ...], due: tuple[str, ...], asked: tuple[str, ...]
) -> None:
    person = Person("1053", "Ana Ribeiro", sites=listed)
    assert possible(SITES, person, dict.fromkeys(due, (SHIFT,))) == asked
