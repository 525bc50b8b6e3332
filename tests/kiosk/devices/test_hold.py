"""A badge left on the reader."""

import pytest

from kiosk.devices.frame import Badge
from kiosk.devices.hold import Hold

ANA, BEN = Badge("em4100", "", "01"), Badge("em4100", "", "02")


@pytest.mark.parametrize(
    ("seen", "passed"),
    [
        ([(ANA, 0.0), (ANA, 2.9)], [True, False]),
        ([(ANA, 0.0), (ANA, 3.0)], [True, True]),
        ([(ANA, 0.0), (ANA, 2.0), (ANA, 4.0), (ANA, 6.9), (ANA, 9.9)], [True, False, False, False, True]),
        ([(ANA, 0.0), (BEN, 0.1), (BEN, 0.2)], [True, True, False]),
        ([(ANA, 0.0), (BEN, 0.1), (ANA, 0.2), (BEN, 0.3)], [True, True, False, False]),
    ],
    ids=["repeated", "shown again", "every frame restarts the hold", "another at once", "two cards in one wallet"],
)
def test_a_presentation_passes_once(seen: list[tuple[Badge, float]], passed: list[bool]) -> None:
    hold = Hold(3.0)
    assert [hold.passes(badge, at_s) for badge, at_s in seen] == passed


def test_the_same_number_of_another_facility_is_another_badge() -> None:
    hold = Hold(3.0)
    assert hold.passes(Badge("wiegand26", "012", "00123"), 0.0)
    assert hold.passes(Badge("wiegand26", "013", "00123"), 0.0)
