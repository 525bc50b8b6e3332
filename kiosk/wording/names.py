"""What things are called: events, positions, and a terminal that is not in earnest."""

from kiosk.wording.setting import Setting
from shared.domain.model import Kind, PositionOption
from shared.words import Words


def kind_word(words: Words, kind: Kind) -> str:
    """The name of an event."""
    match kind:
        case Kind.CLOCKED_IN:
            return words.say("Clock-in")
        case Kind.CLOCKED_OUT:
            return words.say("Clock-out")
        case Kind.BREAK_STARTED:
            return words.say("Start of break")
        case _:
            return words.say("End of break")


def demo(words: Words, setting: Setting) -> str:
    """The strip of a terminal that is not in earnest."""
    return words.say("DEMO \u00b7 nothing here counts") if setting.demo else ""


def position_name(positions: tuple[PositionOption, ...], position_id: int | None) -> str:
    """The position's name, or "" when it is not known."""
    return next((one.name for one in positions if one.position_id == position_id), "")
