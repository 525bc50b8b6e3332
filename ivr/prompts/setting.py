"""What every sentence of the line needs to know."""

from dataclasses import dataclass
from datetime import datetime

from shared.words import Words
from shared.words.calendar import LocalTime


@dataclass(frozen=True, slots=True)
class Setting:
    """`site` is "" while it is not known; `now` is the instant of the answer."""

    words: Words
    local: LocalTime
    now: datetime
    site: str = ""
