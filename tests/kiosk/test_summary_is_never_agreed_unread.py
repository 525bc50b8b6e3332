"""Whatever happens at a door in whatever order: only what its person touched counts, after the time to read it."""

import queue
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.summary_desk import READING_S
from kiosk.views import ChoiceView, Intent, SummaryView, View
from shared.badges import BadgeKeys
from shared.domain.break_summary import BreakSaid
from shared.domain.rules import TapOut
from shared.ports import BadgeRead
from shared.verify import verify
from tests.kiosk.break_office import MEAL, REST
from tests.kiosk.conftest import Front, badge_number, ruled

PEOPLE = ("1053", "1054")
STEPS = st.lists(
    st.tuples(st.just("badge"), st.sampled_from(PEOPLE))
    | st.tuples(st.just("waits"), st.sampled_from((0.2, 0.5, 1.1, 4.1, 15.1, 7200.0)))
    | st.tuples(st.just("touches"), st.sampled_from((0, 1, 2)))
    | st.tuples(st.just("touches what stood before"), st.sampled_from((0, 1, 2))),
    max_size=24,
)
LEAVES = [("badge", "1053"), ("waits", 3 * 3600.0), ("badge", "1053"), ("waits", 4.1)]
RULES = ruled(breaks=(MEAL, REST), tap_out=TapOut.ALWAYS)
ANSWERS = {said.value for said in BreakSaid} - {BreakSaid.NOT_ANSWERED.value}


class Script:
    """The presenter's queue: each `get` is the next step, taken once everything before it was done."""

    def __init__(self, front: Front, steps: list[tuple[str, object]]) -> None:
        self.front = front
        self.may_count: list[tuple[str, str]] = []
        self._steps = iter(steps)
        self._seen: list[View] = []
        self._stands_since = 0.0

    def get(self, timeout: float) -> BadgeRead | Intent | None:
        """The next thing that happens, None at the end. Raises Empty where only time passes."""
        clock, views = self.front.clock, self.front.screen.views
        if len(views) > len(self._seen):
            self._seen, self._stands_since = list(views), clock.monotonic()
        what, value = next(self._steps, ("ends", None))
        match what:
            case "badge":
                return BadgeRead("em4100", "", badge_number(str(value)), clock.read())
            case "waits":
                clock.advance(float(str(value)))
            case "touches" | "touches what stood before":
                place = -1 if what == "touches" else -2
                if len(views) > 1 and (intent := self._touch(views[place], int(str(value)))):
                    return intent
            case _:
                return None
        raise queue.Empty

    def put(self, message: object) -> None:
        """Nothing of this script waits for anything."""

    def _touch(self, view: View, place: int) -> Intent | None:
        if not isinstance(view, SummaryView | ChoiceView) or view.corner is None:
            return None
        intent = (*view.choices, view.corner)[min(place, len(view.choices))].intent
        said, _, target = intent.value.partition(":")
        has_read = self.front.clock.monotonic() - self._stands_since >= READING_S
        if view is self._seen[-1] and has_read and said in ANSWERS:
            self.may_count.append((said, target))
        return intent


def played(badge_keys: BadgeKeys, register: Callable[..., None], steps: list[tuple[str, object]]) -> tuple[list, list]:
    """What may count after these steps, and what the ledger says was answered, both in order."""
    with tempfile.TemporaryDirectory() as folder:
        front = Front(Path(folder), badge_keys, rules=RULES)
        try:
            register(front.store)
            script = Script(front, steps)
            front.presenter._messages, front.presenter._show = script, front.screen.show
            front.presenter._run()
            rows = front.store.execute(
                "SELECT json_extract(body, '$.about.new'), json_extract(body, '$.about.target') FROM ledger"
                " WHERE kind = 'break_answer' ORDER BY seq"
            )
            assert verify(front.store).intact
            return script.may_count, [(said, target) for said, target in rows if said in ANSWERS]
        finally:
            front.stop()


@settings(max_examples=30, deadline=timedelta(seconds=20), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_nothing_is_answered_that_was_not_touched_and_read(badge_keys, register, steps) -> None:
    may_count, answered = played(badge_keys, register, [*LEAVES, *steps])
    assert answered == may_count


def test_this_door_can_be_answered_at(badge_keys, register) -> None:
    may_count, answered = played(badge_keys, register, [*LEAVES, ("waits", 1.1), ("touches", 0)])
    assert [said for said, _ in answered] == ["agreed"]
    assert answered == may_count
