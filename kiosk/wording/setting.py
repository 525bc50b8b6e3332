"""What every sentence of one terminal needs."""

from dataclasses import dataclass

from shared.words.calendar import LocalTime


@dataclass(frozen=True, slots=True)
class Setting:
    """Where and how the terminal speaks. `demo` is the strip across its width, "" in earnest."""

    site: str
    terminal: str
    language: str
    local: LocalTime
    idle_s: float
    choice_s: float
    supervisor_phone: str = ""
    phone_line: str = ""
    demo: bool = False
    board_s: float = 60.0
