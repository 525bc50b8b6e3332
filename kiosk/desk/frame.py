"""What every screen of the desk has: its words, where it is, and the ways out."""

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.card_view import ON_ONE_CARD
from kiosk.desk.seen import Seen
from kiosk.desk_state import Desk, Stand
from kiosk.views import Act, Button, Intent, Sound
from kiosk.wording.names import demo
from kiosk.wording.setting import Setting
from shared.words import Words


@dataclass(frozen=True, slots=True)
class Frame:
    """`touched`: by a finger just now, which wants to hear it."""

    words: Words
    setting: Setting
    desk: Desk
    seen: Seen
    touched: bool = False

    @property
    def scope(self) -> str:
        """Another one where something else is looked at."""
        return f"desk/{self.desk.opened}/{self.desk.turn}"

    @property
    def sound(self) -> Sound:
        return Sound.KEY if self.touched else Sound.NONE

    @property
    def demo(self) -> str:
        return demo(self.words, self.setting)

    @property
    def close(self) -> Button:
        return Button(Intent(Act.CLOSE), self.words.say("Close"))

    @property
    def back(self) -> Button:
        """The way to the screen before."""
        text = self.words.say("Go back")
        if self.desk.stand is Stand.LIST or (self.desk.stand is Stand.CARD and self.desk.entry is None):
            text = self.words.say("Board")
        return Button(Intent(Act.BACK), text)

    @property
    def step(self) -> str:
        """Which of how many questions; "" where there is but one."""
        wish = self.desk.wish
        if wish is None or wish.need is None or len(wish.needs) < 2:
            return ""
        return self.words.say("{n} of {all}", n=wish.place + 1, all=len(wish.needs))

    def of_page(self, buttons: Sequence[Button]) -> tuple[Button, ...]:
        """As many as stand on one card; where that is not all of them, the last one turns the page."""
        if len(buttons) <= ON_ONE_CARD:
            return tuple(buttons)
        size = ON_ONE_CARD - 1
        start = self.desk.page % -(-len(buttons) // size) * size
        return (*buttons[start : start + size], Button(Intent(Act.MORE), self.words.say("More")))
