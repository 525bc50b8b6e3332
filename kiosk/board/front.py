"""What every page stands on: the sites it may show, the threads that read them, who is signed in, the clock."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from zoneinfo import ZoneInfo

from kiosk.board.changes import Changes
from kiosk.board.rooms import Rooms
from kiosk.board.sessions import Sessions
from kiosk.board.templating import Pages
from kiosk.wording.setting import Setting
from shared.badges import BadgeKeys
from shared.domain.clock_trust import Witness
from shared.domain.model import Person
from shared.domain.site import Site
from shared.domain.supervision import NO_REASON, Reason
from shared.gather import Surroundings
from shared.ports import Clock
from shared.recording import Door
from shared.supervision.word import Word
from shared.time_cards import CardRules
from shared.words.calendar import LocalTime


@dataclass(frozen=True, slots=True)
class Front:
    """`sites` by account. `door` is the terminal's, of the site `here`; `witnesses` speak for this machine's clock.

    `origin_is_secure`: browsers come by TLS. `language` is for whoever names none that we speak.
    """

    sites: Mapping[int, Site]
    here: str
    door: Door
    edits: bool
    rooms: Rooms
    changes: Changes
    sessions: Sessions
    pages: Pages
    clock: Clock
    witnesses: Callable[[], tuple[Witness, ...]]
    keys: BadgeKeys | None = None
    origin_is_secure: bool = False
    language: str = "en"
    hours: int = 24
    demo: bool = False
    card_rules: Mapping[int, CardRules] = field(default_factory=dict)
    """How sites with time cards of another system are compared, by account."""
    waiting: dict[int, int] = field(default_factory=dict)
    """How many entries waited on the desk of each account when it was looked at last."""

    def terminal_of(self, site: Site) -> str:
        """The terminal of this ledger at the site, "" for none."""
        return self.door.terminal if site.name == self.here else ""

    def setting_of(self, site: Site, language: str) -> Setting:
        """Where and how a page of the site speaks."""
        local = LocalTime(ZoneInfo(site.rules.timezone), self.hours)
        return Setting(site.name, self.terminal_of(site), language, local, 4.0, 15.0, demo=self.demo)

    def word_of(self, person: Person, site: Site, reason: Reason = NO_REASON) -> Word:
        """What this supervisor decides for the site now. May take seconds: not on the event loop."""
        around = Surroundings(self.clock.read(), local_witnesses=self.witnesses())
        # No screen stands open over what is decided here.
        return Word(person, replace(self.door, site=site, hold_s=0.0), around, reason, self.edits)
