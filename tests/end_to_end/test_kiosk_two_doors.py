"""Two kiosks on one ledger file."""

from contextlib import ExitStack

import pytest


@pytest.fixture(scope="module")
def doors(tmp_path_factory, wall_at):
    with ExitStack() as parts:
        one = wall_at(tmp_path_factory.mktemp("doors"), parts).started()
        yield one, one.another("Terminal 2")


def test_one_person_at_both_doors_in_the_same_second_is_one_event(doors, at_once):
    one, other = doors
    for number in ("2001", "2002", "2003"):
        at_once(lambda number=number: one.badge(number), lambda number=number: other.badge(number))
        told = [door.told(who=f"Guard {number}") for door in (one, other)]
        assert sorted(seen["icon"] for seen in told) == ["in", "repeat"]
        (event,) = one.events(number)
        assert all(event.receipt in str(seen["lines"]) for seen in told)
    assert one.verified().intact


def test_leaving_by_both_doors_is_one_clock_out(doors, at_once):
    one, other = doors
    one.put_on_duty("2004")
    one.badge("2004")
    one.asked(who="Guard 2004")
    other.badge("2004")
    other.asked(who="Guard 2004")
    at_once(lambda: one.touch("Clock out"), lambda: other.touch("Clock out"))
    told = [door.told(who="Guard 2004") for door in (one, other)]
    assert sorted(seen["icon"] for seen in told) == ["out", "repeat"]
    assert one.kinds("2004") == ["clocked_in", "clocked_out"]
