"""Hours of the day as settings name them."""

from datetime import time
from typing import Annotated

from pydantic import AfterValidator


def _local_minute(told: time) -> time:
    if told.tzinfo is not None or told.second or told.microsecond:
        raise ValueError("must be a whole minute of the site's own time, such as 06:00")
    return told


LocalMinute = Annotated[time, AfterValidator(_local_minute)]


def different(from_hour: time, until_hour: time) -> None:
    """Refuse hours that hold no minute, for a validator. Raises ValueError."""
    if from_hour == until_hour:
        raise ValueError("from_hour and until_hour are the same: no minute lies between them")
