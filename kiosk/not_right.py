""" "Not right?" at the door: take an event back, put the right one in its place, or disown a badge."""

from datetime import datetime

from kiosk.doorkeeper import Doorkeeper
from kiosk.stage import Stage
from kiosk.states import Doubting, Told
from kiosk.wording import choices, outcomes
from kiosk.wording.choices import KEEP, VOID
from kiosk.wording.setting import Setting
from shared.domain.decision import Repeated
from shared.domain.model import Kind
from shared.domain.tap import Choice

AFTER_CLOSING_S = 5.0
"""An event goes out after its screen has closed, and a touch in the last moment is still worth something."""


class NotRight:
    """Used by the presenter's thread alone."""

    def __init__(self, doorkeeper: Doorkeeper, stage: Stage, setting: Setting) -> None:
        self._doorkeeper = doorkeeper
        self._stage = stage
        self._setting = setting

    def asked(self, value: str, told: Told) -> None:
        """The button was touched; `value` is the right thing where the button said it at once."""
        event_ids, kind = self._events_of(told)
        if value and event_ids and told.outcome is not None:
            self._instead(Doubting(told, event_ids, kind), Choice(value))
            return
        self._doorkeeper.hold_longer(event_ids, self._setting.choice_s + AFTER_CLOSING_S)
        who = told.outcome.person.name if told.outcome else ""
        view = choices.not_right(self._stage.words, self._setting, who, kind)
        self._stage.put(Doubting(told, event_ids, kind), view)

    def answered(self, value: str, doubting: Doubting) -> None:
        """What it should have been."""
        told = doubting.told
        if value == KEEP:
            self._stage.idle()
        elif value != VOID:
            self._instead(doubting, Choice(value))
        elif told.outcome is not None and doubting.event_ids and doubting.kind is not None:
            self._doorkeeper.take_back(told.outcome, doubting.event_ids, None)
            at = _time_of(told)
            name = told.outcome.person.name
            view = outcomes.taken_back(self._stage.words, self._setting, name, doubting.kind, at)
            self._stage.put(Told(None), view)
        else:
            self._disown(told)

    def _events_of(self, told: Told) -> tuple[tuple[str, ...], Kind | None]:
        if told.outcome is None:
            return (), None
        if isinstance(told.outcome.decision, Repeated):
            last = told.outcome.decision.of
            return self._doorkeeper.recorded_with(last.event_id), last.kind
        events = told.outcome.events
        return tuple(event.event_id for event in events), events[-1].draft.kind if events else None

    def _instead(self, doubting: Doubting, choice: Choice) -> None:
        assert doubting.told.outcome is not None
        done = self._doorkeeper.take_back(doubting.told.outcome, doubting.event_ids, choice)
        assert done is not None
        self._stage.tell(done)

    def _disown(self, told: Told) -> None:
        tap = told.claim.tap if told.claim else told.outcome.tap if told.outcome else None
        if tap is not None:
            self._doorkeeper.disown(tap.tap_id)
        self._stage.idle()


def _time_of(told: Told) -> datetime:
    assert told.outcome is not None
    if isinstance(told.outcome.decision, Repeated):
        return told.outcome.decision.of.at
    return told.outcome.events[-1].draft.at
