"""What a supervisor can lift on the spot, and the position that must still be named then."""

import pytest

from kiosk.views import ChoiceView
from shared.domain.flags import Flag
from shared.domain.model import Kind
from shared.domain.rules import Geofence, Rules
from tests.kiosk.authorising_office import BUTTON, RESTS, SAM, UNA, MakeSite, Office, claims, worked
from tests.kiosk.conftest import PLACE, buttons


@pytest.fixture
def make_site(make_front, register, pin_hash, badge_keys) -> MakeSite:
    return Office(register, pin_hash, badge_keys).maker(make_front)


def test_a_position_that_is_not_known_is_asked_and_then_it_stands(make_site: MakeSite) -> None:
    site = make_site(rules=RESTS, early=())
    worked(site, "1053")
    site.roster()
    refused = site.badge("1053")
    assert refused.detail == "Your rest since the last shift is too short."
    site.touch(BUTTON)
    asked = site.badge(SAM)
    assert (asked.who, asked.question) == ("Ana Ribeiro", "Which position?")
    assert site.badge(SAM) == asked
    assert site.kinds(SAM) == []
    told = site.touch("Patrol")
    assert told.lines[1] == "Authorised by Sam Roy"
    event = site.kept("1053")[-1]
    assert (event.draft.kind, event.draft.position_id, event.draft.at.minute) == (Kind.CLOCKED_IN, 383, 58)
    assert Flag.SHORT_REST in event.flags


@pytest.mark.parametrize("how", ["Close", "time", "a badge"])
def test_a_position_that_nobody_chooses_leaves_the_refusal(make_site: MakeSite, how: str) -> None:
    site = make_site(early=(), site="Elsewhere")
    site.roster()
    assert site.badge("1053").detail == "You are not assigned to Elsewhere."
    site.touch(BUTTON)
    assert isinstance(site.badge(UNA), ChoiceView)
    match how:
        case "Close":
            site.touch("Close")
        case "time":
            site.closes()
        case _:
            assert site.badge("1054").what == "Not clocked in"
    assert (site.kinds("1053"), claims(site)[0].reason) == ([], "not_assigned")


@pytest.mark.parametrize(
    ("refusal", "is_offered"),
    [("too_early", True), ("not_assigned", True), ("outside_geofence", True), ("inactive", False)],
)
def test_only_what_somebody_on_the_spot_can_judge_is_offered(
    make_site: MakeSite, refusal: str, *, is_offered: bool
) -> None:
    blocks = Rules(early_window_s=1800, early_window_blocks=True, geofence=Geofence.BLOCK, radius_m=100)
    elsewhere = {"site": "Elsewhere", "early": ()} if refusal == "not_assigned" else {"by_receiver": True}
    site = make_site(rules=blocks, **elsewhere)
    if refusal == "inactive":
        site.roster(active=False)
    if refusal == "outside_geofence":
        for _ in range(3):
            site.clock.advance(1)
            site.position.fix(site.clock.read(), PLACE[0] + 1, PLACE[1])
            site.around.look(site.clock.read())
    told = site.badge("1053")
    assert [tap.reason for tap in claims(site)] == [refusal]
    assert (BUTTON in [button.text for button in buttons(told)]) is is_offered
