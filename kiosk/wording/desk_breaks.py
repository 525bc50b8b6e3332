"""What an employee did not agree with in the summary of their breaks, told to a supervisor."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from shared.domain.break_summary import line_of
from shared.words import Words
from shared.words.break_summary import line, shown
from shared.words.calendar import LocalTime


def disputed_breaks(words: Words, local: LocalTime, facts: Mapping[str, Any]) -> list[str]:
    """The shift and its breaks as they were told, one a line. `facts` are those of the desk's item."""
    started, ended = facts.get("started"), facts.get("ended")
    lines = [line(words, shown(words, local), line_of(one)) for one in facts.get("lines", ())]
    if not started or not ended:
        return lines
    start, end = (local.time(datetime.fromisoformat(at)) for at in (started, ended))
    return [words.say("Shift {start} to {end}", start=start, end=end), *lines]
