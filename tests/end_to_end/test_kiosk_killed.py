"""The kiosk is killed at random instants: what the glass confirmed is kept, and nothing is kept twice."""

import random
import time
from collections import Counter

import pytest

from kiosk.devices.pty_reader import rdm6300_frame

KILLS = 10
LIFE_S = 0.4


@pytest.mark.kill
@pytest.mark.timeout(900)
def test_what_the_screen_confirmed_survives_every_kill_and_nothing_is_doubled(make_wall, request):
    kills = request.config.getoption("--kills", None) or KILLS
    draw = random.Random()
    wall = make_wall().started()
    leaving = [str(number) for number in range(2031, 2061)]
    wall.put_on_duty(*leaving)
    comers = iter(range(2001, 2031))
    came, asked_to_leave = [], []
    for life in range(kills):
        came_now = [str(next(comers)) for _ in range(2)] if life < 15 else []
        came += came_now
        goes = leaving[life % len(leaving)]
        _one_life(wall, draw, came_now, goes)
        asked_to_leave.append(goes)
        wall.again()
    for number in came:
        wall.badge(number)
        wall.sees(screen="outcome", who=f"Guard {number}")
    _judge(wall, came, asked_to_leave)


def _one_life(wall, draw, came, goes):
    """Somebody is asked and chooses, others tap, and the power goes at a random instant of it."""
    wall.badge(goes)
    wall.sees(who=f"Guard {goes}")
    wall.part.order(touch="Clock out")
    for number in came:
        wall.reader.tap(rdm6300_frame(f"0F0000{number}"))
    time.sleep(draw.uniform(0, LIFE_S))
    wall.part.kill()
    # At once: a person's receipts follow from each other, and the same tap made again would hide that one was lost.
    _nothing_confirmed_is_lost(wall)


def _nothing_confirmed_is_lost(wall):
    receipts = {(event.employee, event.receipt) for event in wall.events()}
    confirmed = wall.glass.confirmations()
    lost = [told for told in confirmed if (told.who.removeprefix("Guard "), told.receipt) not in receipts]
    assert not lost, f"confirmed on the glass and not in the ledger: {lost}"
    return len(confirmed)


def _judge(wall, came, asked_to_leave):
    confirmed = _nothing_confirmed_is_lost(wall)
    assert confirmed >= len(came), "the glass confirmed too little for this test to mean anything"
    for number in came:
        assert wall.kinds(number) == ["clocked_in"], number
    for number in asked_to_leave:
        assert Counter(wall.kinds(number))["clocked_in"] == 1
        assert Counter(wall.kinds(number))["clocked_out"] <= 1
    report = wall.verified()
    assert report.intact, report.faults
