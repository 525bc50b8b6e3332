"""The settings of the panel's light: as bright as the day needs, and dimmer in the hours that nobody is there."""

from datetime import time
from typing import Self

from pydantic import Field, model_validator

from shared.config.local_minute import LocalMinute, different
from shared.config.section import Section

DIMMEST_PERCENT = 5
"""A panel that is dark would be taken for a dead one."""


class Backlight(Section):
    """Whoever leaves this table out sees the panel as the machine lights it."""

    day_percent: int = Field(100, ge=DIMMEST_PERCENT, le=100, description="of what the panel can")
    night_percent: int = Field(20, ge=DIMMEST_PERCENT, le=100, description="while nobody is there")
    from_hour: LocalMinute = Field(time(22), description="the night begins, by the site's own time")
    until_hour: LocalMinute = Field(time(5), description="and ends; before from_hour: past midnight")
    lit_s: float = Field(60, ge=10, le=3600, description="how long it stays as by day once nobody is there")

    @model_validator(mode="after")
    def _some_hours(self) -> Self:
        different(self.from_hour, self.until_hour)
        if self.night_percent > self.day_percent:
            raise ValueError("night_percent is above day_percent: the night would be the brighter one")
        return self
