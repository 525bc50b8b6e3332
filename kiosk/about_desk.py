"""The terminal's name was held on the idle screen: show who this is. It closes by itself, and a badge ends it."""

from collections.abc import Callable

from kiosk.doorkeeper import Doorkeeper
from kiosk.stage import Stage
from kiosk.states import About, Idle
from kiosk.views import Act, Intent
from kiosk.wording.about import AboutTold, about
from kiosk.wording.setting import Setting


class AboutDesk:
    """Used by the presenter's thread alone. `tell` answers at once, from what others have looked at."""

    def __init__(self, doorkeeper: Doorkeeper, stage: Stage, setting: Setting, tell: Callable[[], AboutTold]) -> None:
        self._doorkeeper = doorkeeper
        self._stage = stage
        self._setting = setting
        self._tell = tell

    def takes(self, intent: Intent) -> bool:
        """Was this touch meant for the card?"""
        match intent.act, self._stage.state:
            case Act.ABOUT, Idle():
                words, now = self._stage.words, self._doorkeeper.now()
                self._stage.put(About(), about(words, self._setting, self._tell(), now))
            case Act.CLOSE, About():
                self._stage.idle()
            case _:
                return False
        return True
