"""The default organisation is around now, of the same people as TrackTik's, and holds every kind of card."""

from datetime import UTC, datetime, timedelta

import pytest

from shared.sandbox.oracle.default_world import ANA, CHLOE, DEV, EMIL, default_world
from shared.sandbox.oracle.engine import calculate
from shared.sandbox.tracktik import default_world as tracktik

NOON = datetime(2026, 11, 22, 17, 3, 31, tzinfo=UTC)
DST_NIGHTS = (datetime(2026, 3, 8, 6, 58, tzinfo=UTC), datetime(2026, 11, 1, 5, 31, tzinfo=UTC))


def test_people_sites_and_positions_are_those_of_tracktik() -> None:
    ours, theirs = default_world(NOON), tracktik.default_world(NOON)
    assert {item.num: item.name for item in ours.employees} == {item.id: item.name for item in theirs.employees}
    for item in ours.employees:
        assert item.payroll_id == item.ext_payroll_id == str(item.num)
    assert {item.loc_ref: item.name for item in ours.locations} == {str(item.id): item.name for item in theirs.accounts}
    assert {item.num: item.name for item in ours.job_codes} == {item.id: item.name for item in theirs.positions}


@pytest.mark.parametrize("now", [NOON, NOON + timedelta(hours=12), *DST_NIGHTS])
def test_open_cards_fit_the_shifts_around_now(now: datetime) -> None:
    shifts = {item.employee: item for item in reversed(tracktik.default_world(now).shifts)}
    opened = {card.emp_num: card for card in default_world(now).cards if card.is_open}
    assert set(opened) == {CHLOE, EMIL}
    for number, card in opened.items():
        assert shifts[number].start_date_time < card.clk_in_utc < now < shifts[number].end_date_time
        assert card.jc_num == shifts[number].position
    assert (opened[CHLOE].clk_in_status, opened[CHLOE].clk_in_auth_emp_num) == (76, EMIL)


@pytest.mark.parametrize("now", [NOON, *DST_NIGHTS])
def test_there_are_breaks_a_night_an_adjustment_and_every_level(now: datetime) -> None:
    world = default_world(now)
    assert {card.shft_type for card in world.cards} == {0, 1, 2}
    assert {card.clk_out_status for card in world.cards} == {None, 66, 80, 84, 85}
    assert {card.clk_in_status for card in world.cards} == {67, 76, 84}
    [adjusted] = [card for card in world.cards if card.adjustments]
    assert adjusted.emp_num == ANA
    assert adjusted.adjustments[0].prev_clk_out_utc == adjusted.clk_out_utc - timedelta(minutes=30)  # type: ignore[operator]
    zones = {item.loc_ref: item.zone for item in world.locations}
    hours = calculate(world.cards, world.pay_rules, zones, now)
    [double] = [hours[card.tc_id] for card in world.cards if card.emp_num == DEV]
    assert (double.reg_hrs, double.ovt1_hrs, double.ovt2_hrs, double.ovt3_hrs, double.ovt4_hrs) == (8, 2, 2, 2, 1.17)
    over_midnight = [
        card
        for card in world.cards
        if card.clk_out_utc
        and card.clk_in_utc.astimezone(zones["687"]).date() < card.clk_out_utc.astimezone(zones["687"]).date()
    ]
    assert over_midnight
