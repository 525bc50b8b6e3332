"""The kiosk's hand on the ledger: every tap, answer and "Not right?" of this terminal, committed before it returns.

Used by the presenter's thread alone: its store belongs to that thread.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from shared import authorising, break_summary
from shared.badges import BadgeKeys
from shared.break_summary import Told
from shared.clock import Reading
from shared.clocking import Claim, claim, left_unanswered, make_tap, present
from shared.domain.acceptance import NotAccepted, WhyNot
from shared.domain.break_summary import BreakQuestion, BreakSaid
from shared.domain.decision import Repeated
from shared.domain.delivery import RowState
from shared.domain.model import Person
from shared.domain.notice import Background, Notice, NoticeAnswer
from shared.domain.supervision import NotDone
from shared.domain.tap import Answer, Choice, Tap, Unidentified
from shared.gather import Surroundings
from shared.identify import Identity, NotIdentified, by_badge
from shared.ports import BadgeRead
from shared.recording import Door, Outcome
from shared.store import desk, memory, outbox, taps
from shared.store.database import Store
from shared.store.desk import DeskKind
from shared.store.taps import TapState
from shared.supervision import telling
from shared.supervision.word import Word
from shared.voiding import recorded_together, void

KEY_MAY_BE_NEW = (Unidentified.UNKNOWN_BADGE, Unidentified.NO_BADGE_KEY)


class Doorkeeper:
    """Turns what people present into outcomes. Raises a StoreError when nothing could be written."""

    def __init__(
        self,
        store: Store,
        door: Door,
        keys: BadgeKeys | None,
        around: Callable[[], Surroundings],
        *,
        badge_and_pin: bool,
        keys_again: Callable[[], BadgeKeys | None] | None = None,
    ) -> None:
        self.store = store
        self.door = door
        self.keys = keys
        self._around = around
        self._badge_and_pin = badge_and_pin
        self._keys_again = keys_again

    def identify(self, read: BadgeRead) -> Identity:
        """Who holds this badge? For one that nobody knows, the key file is read again: a new key may have come."""
        found = by_badge(self.store, self.keys, read, badge_and_pin=self._badge_and_pin)
        missed = isinstance(found, NotIdentified) and found.reason in KEY_MAY_BE_NEW
        if not missed or self._keys_again is None or (keys := self._keys_again()) == self.keys:
            return found
        self.keys = keys
        return by_badge(self.store, keys, read, badge_and_pin=self._badge_and_pin)

    def tap(self, person: Person, presented: str, reading: Reading | None = None) -> Outcome:
        """An identified person's tap, dated by `reading` where the reader gave one."""
        around = self._around()
        tap = make_tap(self.door, reading or around.reading)
        return present(self.store, self.door, tap, person, presented, around)

    def keep_claim(self, identity: NotIdentified, reading: Reading | None = None) -> Claim:
        """A tap that named nobody."""
        around = self._around()
        tap = make_tap(self.door, reading or around.reading)
        return claim(self.store, self.door, tap, identity.reason, identity.presented, around, identity.person)

    def answer(self, outcome: Outcome, choice: Choice, position_id: int | None = None) -> Outcome:
        """The choice made on the question of `outcome`; it counts at the time of that tap."""
        tap = replace(outcome.tap, answer=Answer(choice, position_id))
        return present(self.store, self.door, tap, outcome.person, "", self._around())

    def authorise(self, claim_id: str, by: Person, position_id: int | None = None) -> Outcome | NotAccepted:
        """The refused clock-in becomes the event at its own time, by the word of this supervisor."""
        return authorising.authorise(self.store, self.door, claim_id, by, self._around(), position_id)

    def objection_to_authorising(self, by: Person, employee: Person) -> WhyNot | None:
        """Why this person may not authorise the employee's clock-in here, or None."""
        return authorising.objection(self.store, self.door.site, by, employee, self.now())

    def follow_up(self, outcome: Outcome, choice: Choice) -> Outcome:
        """A choice offered on the outcome screen: a tap of its own, now."""
        around = self._around()
        tap = make_tap(self.door, around.reading, Answer(choice))
        return present(self.store, self.door, tap, outcome.person, "", around)

    def take_back(self, outcome: Outcome, event_ids: tuple[str, ...], instead: Choice | None) -> Outcome | None:
        """ "Not right?": void these events and record the right one at the same time, if there is one."""
        around = self._around()
        tap: Tap | None = None
        if instead is not None:
            fresh = make_tap(self.door, around.reading, Answer(instead))
            meant = outcome.decision.of.at if isinstance(outcome.decision, Repeated) else outcome.tap.at
            tap = replace(fresh, at=meant)
        return void(self.store, self.door, outcome.person, event_ids, around, reason="not right", instead=tap)

    def disown(self, tap_id: str) -> None:
        """A claim or refusal was somebody else's badge: it stays on record as that, and the desk need not ask."""
        now = self._around().reading.wall
        with self.store.writing():
            taps.move(self.store, tap_id, TapState.WITHDRAWN, now=now)
            desk.close(self.store, DeskKind.LEFT_EARLIER, tap_id, now, "not me")

    def explain(self, tap_id: str) -> None:
        """The claim of a badge that wanted a PIN: what came of the PIN is kept on its own. Nothing for no claim."""
        if tap_id:
            with self.store.writing():
                taps.move(self.store, tap_id, TapState.EXPLAINED, now=self._around().reading.wall)

    def recorded_with(self, event_id: str) -> tuple[str, ...]:
        """This event and those that the same tap recorded."""
        return recorded_together(self.store, event_id)

    def hold_longer(self, event_ids: tuple[str, ...], seconds: float) -> None:
        """Keep these events here that long from now, while their person decides whether they are right."""
        now = self._around().reading.wall
        with self.store.writing():
            for event_id in event_ids:
                for row in outbox.of_event(self.store, event_id):
                    if row.state is RowState.HELD and row.reason == "screen":
                        until = (now + timedelta(seconds=seconds)).timestamp()
                        outbox.change(self.store, event_id, row.upstream, now, not_before=until)

    def notices_for(self, person: Person) -> list[Notice]:
        """What this person has still to be told of a supervisor's word, oldest first."""
        return telling.to_tell(self.store, person)

    def behind_notice(self, notice: Notice) -> Background:
        """Who it was, and what a moved clock-in counts for now."""
        site = self.door.site
        return telling.background(self.store, notice, site if site.name == notice.site else None)

    def say_to_notice(self, person: Person, event_id: str, said: NoticeAnswer) -> Notice | NotDone:
        """Keep what this person said to the notice of that event, here and now."""
        return telling.answer(self.store, self.door, person, event_id, said, self._around())

    def breaks_to_ask(self, person: Person) -> list[BreakQuestion]:
        """What this person has still to be asked about their breaks, oldest first."""
        return break_summary.to_ask(self.store, self.door.site, person.number, self.now())

    def show_of_breaks(self, person: Person, target: str) -> Told | None:
        """Keep that this is being shown and not answered; what to show, None where nothing is left to ask."""
        return break_summary.show(self.store, self.door, person, target, self._around())

    def say_of_breaks(self, person: Person, target: str, said: BreakSaid, reason: str) -> BreakQuestion | NotDone:
        """Keep what this person said to what was shown of their breaks, here and now."""
        return break_summary.answer(self.store, self.door, person, target, said, self._around(), reason)

    def leave_open(self) -> int:
        """Nobody answered the question on the screen."""
        return left_unanswered(self.store, self.door, self._around().reading.wall)

    def try_to_record(self) -> None:
        """Commit a small mark. Raises a StoreError where a tap could not be recorded either."""
        with self.store.writing():
            memory.set_meta(self.store, "could_record_at", self.now().isoformat())

    def word_of(self, by: Person) -> Word:
        """What this supervisor, identified at this door, decides now."""
        return Word(by, self.door, self._around())

    def now(self) -> datetime:
        """The wall clock."""
        return self._around().reading.wall
