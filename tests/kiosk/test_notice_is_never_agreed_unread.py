"""Whatever happens at a door in whatever order: agreed is only what its person touched, after the time to read it."""

import queue
import tempfile
from collections.abc import Callable
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.notice_desk import READING_S
from kiosk.views import ChoiceView, Intent, View
from shared.badges import BadgeKeys
from shared.domain.model import Kind
from shared.domain.notice import Notice, NoticeAnswer, NoticeKind
from shared.ports import BadgeRead
from shared.store import notices
from tests.kiosk.conftest import Front, badge_number

PEOPLE = ("1053", "1054")
STEPS = st.lists(
    st.tuples(st.just("badge"), st.sampled_from(PEOPLE))
    | st.tuples(st.just("waits"), st.sampled_from((0.2, 0.5, 1.1, 4.1, 15.1)))
    | st.tuples(st.just("touches"), st.sampled_from((0, 1, 2)))
    | st.tuples(st.just("touches what stood before"), st.sampled_from((0, 1, 2))),
    max_size=20,
)
TELLS = [("badge", "1053"), ("waits", 4.1)]


class Script:
    """The presenter's queue: each `get` is the next step, taken once everything before it was done."""

    def __init__(self, front: Front, steps: list[tuple[str, object]]) -> None:
        self.front = front
        self.may_count: set[str] = set()
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
        if not isinstance(view, ChoiceView) or view.corner is None:
            return None
        intent = (*view.choices, view.corner)[min(place, len(view.choices))].intent
        has_read = self.front.clock.monotonic() - self._stands_since >= READING_S
        if view is self._seen[-1] and has_read and intent.value.startswith(NoticeAnswer.AGREED):
            self.may_count.add(intent.value.partition(":")[2])
        return intent


def played(badge_keys: BadgeKeys, register: Callable[..., None], steps: list[tuple[str, object]]) -> tuple[set, set]:
    """What may count as agreed after these steps, and what the ledger file says is."""
    with tempfile.TemporaryDirectory() as folder:
        front = Front(Path(folder), badge_keys)
        try:
            register(front.store)
            for number in PEOPLE:
                for place in range(2):
                    kinds, at = (NoticeKind.VOIDED, "gone", Kind.CLOCKED_OUT), front.clock.wall
                    notice = Notice(f"{number}-{place}", number, *kinds, at, None, "double", "2001", "", at)
                    notices.put(front.store, notice)
            script = Script(front, steps)
            front.presenter._messages, front.presenter._show = script, front.screen.show
            front.presenter._run()
            agreed = front.store.execute("SELECT event_id FROM notices WHERE answer = 'agreed'")
            return script.may_count, {row[0] for row in agreed}
        finally:
            front.stop()


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_nothing_is_agreed_that_was_not_touched_and_read(badge_keys, register, steps) -> None:
    may_count, agreed = played(badge_keys, register, [*TELLS, *steps])
    assert agreed == may_count


def test_this_door_can_be_agreed_at(badge_keys, register) -> None:
    steps = [*TELLS, ("waits", 1.1), ("touches", 0), ("waits", 1.1), ("touches", 0)]
    assert played(badge_keys, register, steps) == ({"1053-0", "1053-1"},) * 2
