"""Which touches mean something on what stands on the screen."""

from kiosk.views import (
    Act,
    BoardView,
    Button,
    CardView,
    ChoiceView,
    IdleView,
    Intent,
    KeypadView,
    OutcomeView,
    SummaryView,
    View,
)

KEYS = (Act.KEY, Act.CLEAR, Act.BACKSPACE, Act.NEXT)


def is_offered(view: View | None, intent: Intent) -> bool:
    """Does `view` show something to touch that means `intent`?"""
    match view:
        case BoardView():
            on_lines = any(line.intent == intent for line in view.lines)
            return on_lines or intent.act is Act.STAY or _is_of(intent, buttons_of(view))
        case KeypadView():
            return intent.act in KEYS or _is_of(intent, buttons_of(view))
        case IdleView(held=held) if held == intent:
            return True
        case None:
            return False
        case _:
            return _is_of(intent, buttons_of(view))


def buttons_of(view: View) -> tuple[Button, ...]:
    """Every button of a view; lines and the keypad's own keys are none."""
    match view:
        case IdleView(buttons=buttons) | OutcomeView(buttons=buttons):
            return buttons
        case ChoiceView(choices=choices, corner=corner):
            return (*choices, *([corner] if corner else []))
        case SummaryView(choices=choices, corner=corner):
            return (*choices, corner)
        case BoardView():
            return (*(count.button for count in view.counts), *view.panel, *view.buttons, view.close)
        case CardView():
            return (*view.choices, *view.buttons, view.close)
        case KeypadView():
            return (*view.others, view.close)
        case _:
            return ()


def _is_of(intent: Intent, buttons: tuple[Button, ...]) -> bool:
    return any(button.intent == intent for button in buttons)
