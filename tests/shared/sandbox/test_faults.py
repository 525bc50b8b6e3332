"""Which request an armed fault is meant for, and how often."""

import pytest

from shared.sandbox.faults import ArmedFaults, Fault, FaultKind
from shared.sandbox.outcomes import COURSES

LIST = "/rest/v1/work-sessions"
CLOCK_OUT = "/rest/v1/work-sessions/4592/actions/clock-out"


@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        ("*", LIST, True),
        ("/work-sessions", LIST, True),
        ("/rest/v1/work-sessions", LIST, True),
        ("/work-sessions", CLOCK_OUT, False),
        ("/work-sessions/*", CLOCK_OUT, True),
        ("/actions/clock-out", CLOCK_OUT, True),
        ("/work-sessions/*/actions/clock-out", CLOCK_OUT, True),
        ("/work-sessions/4593/*", CLOCK_OUT, False),
        ("/employees", LIST, False),
    ],
)
def test_a_pattern_is_compared_with_the_end_of_the_path(pattern: str, path: str, fits: bool) -> None:
    assert Fault(kind=FaultKind.SLOW, path=pattern).fits("POST", path, None) is fits


def test_a_fault_fits_by_method_and_employee() -> None:
    fault = Fault(kind=FaultKind.SLOW, method="post", employee=1053)
    assert fault.fits("POST", LIST, 1053)
    assert not fault.fits("GET", LIST, 1053)
    assert not fault.fits("POST", LIST, 1054)
    assert not fault.fits("POST", LIST, None)


def test_faults_are_used_up_oldest_first() -> None:
    armed = ArmedFaults()
    armed.arm(Fault(kind=FaultKind.SLOW, times=2))
    armed.arm(Fault(kind=FaultKind.GARBAGE, times=None))
    kinds = [fault.kind for fault in (armed.take("GET", LIST, None) for _ in range(4)) if fault]
    assert kinds == [FaultKind.SLOW, FaultKind.SLOW, FaultKind.GARBAGE, FaultKind.GARBAGE]
    assert [item.used for item in armed] == [2]
    assert armed.disarm() == 1
    assert armed.take("GET", LIST, None) is None


def test_every_kind_has_a_course() -> None:
    assert set(COURSES) == set(FaultKind)
