"""The settings of chase calls: whether, by what and when somebody who is late or missing is called."""

from datetime import time
from typing import Literal, Self

from pydantic import Field, model_validator

from shared.config.local_minute import LocalMinute, different
from shared.config.section import Section
from shared.config.site import PhoneNumber


class Chase(Section):
    """Off unless it is switched on, and then only for whoever has `chase = yes` in the people register."""

    by: Literal["off", "call", "sms"] = "off"
    calls: int = Field(2, ge=1, le=5, description="to the employee; then each supervisor of the site once")
    first_after_min: float = Field(15, ge=1, le=240, description="after the shift's start")
    gap_min: float = Field(10, ge=2, le=120, description="between one call and the next")
    from_hour: LocalMinute = Field(time(6), description="no call before this, by the site's own time")
    until_hour: LocalMinute = Field(time(22), description="nor from this on; before from_hour: past midnight")
    from_number: PhoneNumber | None = Field(None, description="a number of the Twilio account")
    refresh_s: float = Field(30, ge=5, le=600)

    @model_validator(mode="after")
    def _some_hours(self) -> Self:
        different(self.from_hour, self.until_hour)
        return self
