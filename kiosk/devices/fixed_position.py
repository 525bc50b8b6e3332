"""Positions that no receiver has to tell."""

from shared.ports import Clock, Fix, Position, PositionState


class SurveyedPosition:
    """The place where the installer measured that the terminal hangs. It does not age: it is always seen now."""

    def __init__(self, latitude: float, longitude: float, clock: Clock) -> None:
        self._latitude = latitude
        self._longitude = longitude
        self._clock = clock

    def start(self) -> None:
        """There is nothing to start."""

    def stop(self) -> None:
        """There is nothing to stop."""

    def position(self) -> Position:
        """The surveyed place, without an accuracy: nobody measured one."""
        fix = Fix(self._latitude, self._longitude, None, self._clock.read())
        return Position(PositionState.SURVEYED, fix)


class NoPosition:
    """A site that does not look at positions."""

    def start(self) -> None:
        """There is nothing to start."""

    def stop(self) -> None:
        """There is nothing to stop."""

    def position(self) -> Position:
        """Always off."""
        return Position(PositionState.OFF)
