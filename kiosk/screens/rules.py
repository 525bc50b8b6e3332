"""The `.kv` files, read once, and the parts they name."""

from pathlib import Path

from kivy.lang import Builder

from kiosk.screens.act_grid import ActGrid
from kiosk.screens.band import Band
from kiosk.screens.board import BoardList
from kiosk.screens.board_row import BoardRow
from kiosk.screens.button_row import ButtonRow
from kiosk.screens.choice_grid import ChoiceGrid
from kiosk.screens.clock_column import ClockColumn
from kiosk.screens.count_chip import CountChip, CountRow
from kiosk.screens.detail_row import DetailRow, PillBox
from kiosk.screens.held_words import HeldWords
from kiosk.screens.icons import IconMark
from kiosk.screens.key_grid import KeyGrid
from kiosk.screens.panel_grid import PanelGrid
from kiosk.screens.ring import TimeRing
from kiosk.screens.status_line import StatusLine
from kiosk.screens.summary_rows import SummaryRows
from kiosk.screens.tap_tile import TapTile
from kiosk.screens.text_stack import TextStack
from kiosk.screens.words import Words

FILES = ("parts", "root", "idle", "outcome", "choice", "keypad", "board", "card", "summary", "cannot_record")

# A rule finds a class by its name once the class's module was read; these are named in rules alone.
PARTS = (
    ActGrid,
    Band,
    BoardList,
    BoardRow,
    ButtonRow,
    ChoiceGrid,
    ClockColumn,
    CountChip,
    CountRow,
    DetailRow,
    HeldWords,
    IconMark,
    KeyGrid,
    PanelGrid,
    PillBox,
    StatusLine,
    SummaryRows,
    TapTile,
    TextStack,
    TimeRing,
    Words,
)


def read_rules() -> None:
    """Reads the rules that have not been read yet. Kivy would apply a file read twice twice."""
    for name in FILES:
        path = str(Path(__file__).with_name(f"{name}.kv"))
        if path not in Builder.files:
            Builder.load_file(path)
