"""Positions without a receiver."""

from kiosk.devices.fixed_position import NoPosition, SurveyedPosition
from shared.ports import Clock, Position, PositionSource, PositionState


def test_a_surveyed_place_never_grows_old(clock: Clock) -> None:
    source: PositionSource = SurveyedPosition(53.5, 9.9, clock)
    source.start()
    clock.forward(3600)  # type: ignore[attr-defined]
    position = source.position()
    source.stop()
    assert position.state is PositionState.SURVEYED
    assert position.fix is not None
    assert position.fix.seen == clock.read()
    assert (position.fix.latitude, position.fix.longitude, position.fix.accuracy_m) == (53.5, 9.9, None)


def test_a_site_without_positions_has_none() -> None:
    source: PositionSource = NoPosition()
    source.start()
    source.stop()
    assert source.position() == Position(PositionState.OFF)
