"""Authorised on the spot at a real kiosk: badges by the serial line, fingers on the glass, rows in the ledger."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from shared.clocking import make_tap, present
from shared.demo_site import BADGES, PIN
from shared.domain.tap import Answer, Choice
from shared.gather import Surroundings
from shared.store import decisions, people
from shared.store.database import Store
from shared.time_service import own_witnesses
from shared.wiring import door_of
from tests.end_to_end.conftest import A_FINGER_S, Wall

EMIL = "1057"
BUTTON = "Supervisor authorises"


@pytest.fixture
def wall(make_wall: Callable[..., Wall]) -> Wall:
    """A site where nobody comes back within eight hours of rest, unless a supervisor says so."""
    made = make_wall(kiosk="idle_s = 2\nchoice_s = 4\nvolume = 0.0")
    settings = made.site.config.read_text(encoding="utf-8")
    phone = 'supervisor_phone = "514 555 0199"'
    assert phone in settings
    made.site.config.write_text(settings.replace(phone, f"{phone}\nminimum_rest_s = 28800"), encoding="utf-8")
    return made.started()


def worked(wall: Wall, number: str) -> None:
    """Came three hours ago and left an hour ago, by another process on the same ledger."""
    door, now = door_of(wall.config), wall.clock.read()
    with Store.open(wall.site.ledger) as store:
        person, _ = people.by_number(store, number)
        for choice, hours in ((Choice.CLOCK_IN, 3), (Choice.CLOCK_OUT, 1)):
            back = timedelta(hours=hours)
            then = replace(now, wall=now.wall - back, boottime_s=now.boottime_s - back.total_seconds())
            around = Surroundings(then, local_witnesses=own_witnesses(then, "trust", synchronised=None))
            present(store, door, make_tap(door, then, Answer(choice, 382)), person, "", around)


def refused(wall: Wall, number: str) -> None:
    """This guard is refused, and the prompt for a supervisor stands."""
    worked(wall, number)
    wall.badge(number)
    wall.told(who=f"Guard {number}", what="Not clocked in")
    wall.touch(BUTTON)
    wall.sees(screen="keypad", heading="Supervisor's number")
    # The prompt takes nothing that was meant for the screen before it.
    time.sleep(A_FINGER_S)


def by_whom(wall: Wall, number: str) -> list[str]:
    """Who authorised this guard's newest event."""
    with Store.open(wall.site.ledger) as store:
        return [one.by for one in decisions.about(store, wall.events(number)[-1].tap_id)]


def test_a_supervisors_badge_on_the_reader_lets_the_guard_in(wall: Wall) -> None:
    refused(wall, "2001")
    wall.tap(BADGES[EMIL])
    seen = wall.told(who="Guard 2001", what="Clocked in")
    assert seen["lines"][1] == "Authorised by Emil S\u00f8rensen"
    assert wall.kinds("2001") == ["clocked_in", "clocked_out", "clocked_in"]
    assert by_whom(wall, "2001") == [EMIL]
    assert wall.events(EMIL) == []
    assert wall.verified().intact


def test_so_do_a_supervisors_fingers(wall: Wall) -> None:
    refused(wall, "2002")
    wall.touch(*EMIL, "Next", *PIN, "Next")
    wall.told(who="Guard 2002", what="Clocked in")
    assert by_whom(wall, "2002") == [EMIL]
    assert wall.events(EMIL) == []


def test_a_guard_who_is_next_taps_and_the_refusal_is_kept(wall: Wall) -> None:
    refused(wall, "2003")
    wall.badge("2004")
    seen = wall.told(who="Guard 2004", what="Clocked in")
    assert "You are no supervisor of Harbour Tower: this is your own tap." in seen["lines"]
    assert wall.kinds("2003") == ["clocked_in", "clocked_out"]
    assert [tap.reason for tap in wall.taps("claim")] == ["minimum_rest"]
