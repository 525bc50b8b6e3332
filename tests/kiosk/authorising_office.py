"""A site that refuses early clock-ins, its supervisors, and what they do at the prompt.

Sam and Tove supervise Harbour Tower, Una another site. All have the PIN of the cast. Ana's shift begins in two hours.
"""

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.views import Act, IdleView, Intent, KeypadView, OutcomeView, View
from shared.badges import BadgeKeys
from shared.domain.event import ClockEvent
from shared.domain.model import Person, Role
from shared.domain.rules import Rules
from shared.store import decisions
from shared.store.people import RegisterRow
from shared.store.taps import StoredTap, TapState
from tests.kiosk.conftest import PIN, Front, badge_number

BUTTON = "Supervisor authorises"
SAM, TOVE, UNA = "2001", "2002", "2003"
SUPERVISORS = {
    SAM: Person(SAM, "Sam Roy", role=Role.SUPERVISOR, sites=("Harbour Tower",)),
    TOVE: Person(TOVE, "Tove Lund", role=Role.SUPERVISOR, sites=("Harbour Tower",)),
    UNA: Person(UNA, "Una Falk", role=Role.SUPERVISOR, sites=("Elsewhere",)),
}
BLOCKS = Rules(early_window_s=1800, early_window_blocks=True)
RESTS = Rules(minimum_rest_s=8 * 3600, minimum_rest_blocks=True)
MakeSite = Callable[..., Front]


@dataclass
class Office:
    """Who is in the register, and how their badges and PINs are kept."""

    register: Callable[..., None]
    pin_hash: str
    badge_keys: BadgeKeys

    def opens(
        self, front: Front, supervisors: tuple[str, ...] = tuple(SUPERVISORS), early: tuple[str, ...] = ("1053",)
    ) -> Front:
        """Fills this front's ledger and starts it; the shifts of those of `early` begin in two hours."""
        rows = [
            RegisterRow(
                SUPERVISORS[number],
                "",
                self.pin_hash,
                ((*self.badge_keys.hashes("em4100", "", badge_number(number))[0], False),),
            )
            for number in supervisors
        ]
        self.register(front.store, more=rows)
        for number in early:
            front.shift(number, 2)
        # One position: nobody is asked for theirs.
        front.roster(((382, "Gate 2"),))
        front.start()
        front.wait_for(lambda view: isinstance(view, IdleView))
        return front

    def maker(self, make_front: Callable[..., Front]) -> MakeSite:
        """Makes kiosks of that site, as `opens` and `make_front` say."""

        def make(**wishes) -> Front:
            who = {name: wishes.pop(name) for name in ("supervisors", "early") if name in wishes}
            return self.opens(make_front(start=False, filled=False, **{"rules": BLOCKS, **wishes}), **who)

        return make


def prompted(front: Front, number: str = "1053") -> KeypadView:
    """This person is refused, and the prompt for a supervisor stands."""
    refused = front.badge(number)
    assert isinstance(refused, OutcomeView)
    assert refused.what == "Not clocked in"
    prompt = front.touch(BUTTON)
    assert isinstance(prompt, KeypadView)
    return prompt


def types(front: Front, number: str, pin: str = PIN) -> View:
    """Number and PIN on the prompt; what the screen shows once they were checked."""
    front.clock.advance(0.5)
    front.typed(number)
    for digit in pin:
        front.intent(Intent(Act.KEY, digit))
    since = len(front.screen.views)
    front.presenter.intent(Intent(Act.NEXT))
    return front.wait_for(lambda view: getattr(view, "hint", "") != "Checking\u2026", since)


def claims(front: Front) -> list[StoredTap]:
    """What waits on the desk, oldest first."""
    return front.taps(TapState.CLAIM)[::-1]


def authorisers(front: Front, event: ClockEvent) -> list[str]:
    """By whose word this event was made."""
    return [one.by for one in decisions.about(front.store, event.tap_id) if one.what == "accept"]


def worked(front: Front, number: str) -> None:
    """An hour of work that ended an hour ago."""
    front.badge(number)
    front.idle()
    front.clock.advance(3600)
    front.badge(number)
    front.touch("Clock out")
    front.idle()
    front.clock.advance(3600)
