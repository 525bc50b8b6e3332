"""Doing what a supervisor chose at the desk: each act of `shared.domain.desk_entry`, by the room that decides about it.

An entry that was settled meanwhile is refused there, so nothing is done twice; a key names what it is about.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from shared.domain.corrections import GoesOut
from shared.domain.decision import Repeated
from shared.domain.desk_entry import DeskAct, Done, Given
from shared.domain.model import Person
from shared.domain.remedies import Fix
from shared.domain.supervision import NotDone, Obstacle
from shared.domain.tap import Answer, Choice
from shared.pins import made_pin
from shared.recording import Outcome
from shared.store import desk, people
from shared.store.database import Store
from shared.supervision import claims, clocking_for, correcting, differences, messages, pairing, parked
from shared.supervision.clocking_for import Order
from shared.supervision.differences import Settle
from shared.supervision.messages import CameOf
from shared.supervision.parked import Mending
from shared.supervision.word import Word

REHEARSAL: Final = "rehearsal"


@dataclass(frozen=True, slots=True)
class Task:
    """One act to do. `about` is the entry's key behind its first word: a tap, a row, an item, a recording."""

    store: Store
    word: Word
    about: str
    given: Given


def act(store: Store, word: Word, entry_key: str, given: Given) -> Done | NotDone:
    """Do it by this word; `entry_key` is "" for an act about a person. Raises a StoreError when nothing was written."""
    return _ACTS[given.act](Task(store, word, entry_key.partition(":")[2], given))


def how_it_will_go(store: Store, word: Word, entry_key: str, given: Given) -> Mapping[str, str] | NotDone:
    """What `Done.how` would say, by upstream in words of `GoesOut`, or what stands against it; nothing is changed.

    Empty where it stays in the ledger. Raises a StoreError.
    """
    if given.act is DeskAct.ONE_TIME_PIN:
        return {}  # nothing goes out, and a PIN takes its time to be hashed
    with store.rehearsing():
        answer = act(store, word, entry_key, replace(given, order_id=given.order_id or REHEARSAL))
    return answer if isinstance(answer, NotDone) else answer.how


def _of_door(word: Word, choice: Choice) -> dict[str, str]:
    goes = clocking_for.how_it_will_go(word.door, choice)
    return {} if goes is GoesOut.NOWHERE else dict.fromkeys(word.door.upstreams, goes)


# Kept taps


def _accept(task: Task) -> Done | NotDone:
    person, choice = _person(task), task.given.choice
    if isinstance(person, NotDone) or choice is None:
        return person if isinstance(person, NotDone) else NotDone(Obstacle.DOES_NOT_FIT)
    answer = Answer(choice, task.given.position_id)
    return _event_of(task, claims.accept(task.store, task.word, task.about, person, answer))


def _pair(task: Task) -> Done | NotDone:
    choice = task.given.choice
    answer = Answer(choice, task.given.position_id) if choice is not None else None
    key_id = task.given.badge_key_id
    paired = pairing.pair_claim(task.store, task.word, task.about, task.given.number, answer, key_id=key_id)
    if isinstance(paired, NotDone) or paired.outcome is None:
        return paired if isinstance(paired, NotDone) else Done(task.given.act)
    told = _event_of(task, paired.outcome)
    # The badge is theirs now, whatever became of the tap.
    return Done(task.given.act, left={task.about: told.obstacle}) if isinstance(told, NotDone) else told


def _give_time(task: Task) -> Done | NotDone:
    if task.given.at is None:
        return NotDone(Obstacle.DOES_NOT_FIT)
    return _told(task, claims.left_earlier(task.store, task.word, task.about, task.given.at))


def _dismiss(task: Task) -> Done | NotDone:
    done = claims.dismiss(task.store, task.word, task.about)
    return done if isinstance(done, NotDone) else Done(task.given.act)


# Deliveries


def _mend(task: Task) -> Done | NotDone:
    upstream, _, event_id = task.about.partition(":")
    given = task.given
    mending = Mending(Fix(given.act), given.session, given.at, given.position_id)
    done = parked.mend(task.store, task.word, event_id, upstream, mending)
    if isinstance(done, NotDone):
        return done
    how = GoesOut.BY_HAND if given.act is DeskAct.HAND_OVER else GoesOut.WITH_IT
    return Done(given.act, {upstream: how}, (event_id,), given.at)


# Differences and items


def _settle(task: Task) -> Done | NotDone:
    """Of a group, the items that the supervisor saw: what came to it meanwhile waits."""
    upstreams = {item: _upstream_of(task, item) for item in task.given.parts}
    settled = differences.settle(task.store, task.word, task.given.parts, Settle(task.given.act))
    if not settled.done:
        return next(iter(settled.left.values()), NotDone(Obstacle.NO_SUCH_ITEM))
    how = {upstreams[item]: goes for item, goes in settled.done.items() if upstreams[item]}
    return Done(task.given.act, how, left={item: stays.obstacle for item, stays in settled.left.items()})


def _upstream_of(task: Task, item_id: str) -> str:
    item = desk.find(task.store, item_id)
    return str(item.facts.get("upstream", "")) if item is not None else ""


def _note(task: Task) -> Done | NotDone:
    stopped = differences.note(task.store, task.word, task.about)
    return stopped if stopped is not None else Done(task.given.act)


def _heard(task: Task) -> Done | NotDone:
    if task.given.came_of not in ("", *CameOf):
        return NotDone(Obstacle.DOES_NOT_FIT)
    came_of = CameOf(task.given.came_of or CameOf.NOTHING)
    done = messages.heard(task.store, task.word, task.about, came_of, task.given.event_id)
    return done if isinstance(done, NotDone) else Done(task.given.act)


# People


def _clock(task: Task) -> Done | NotDone:
    person, given = _person(task), task.given
    if isinstance(person, NotDone) or given.choice is None or not given.order_id:
        return person if isinstance(person, NotDone) else NotDone(Obstacle.DOES_NOT_FIT)
    answer, at = Answer(given.choice, given.position_id), given.at or task.word.now
    order = Order(given.order_id, person, answer, at.replace(microsecond=0), given.work_session)
    return _told(task, clocking_for.clock_for(task.store, task.word, order))


def _correct(task: Task) -> Done | NotDone:
    given = task.given
    if given.at is None:
        return NotDone(Obstacle.DOES_NOT_FIT)
    done = correcting.correct_time(task.store, task.word, given.event_id, given.at)
    if isinstance(done, NotDone):
        return done
    return Done(given.act, dict(done.goes_out), (done.event.event_id,), done.target.now.draft.at)


def _lost(task: Task) -> Done | NotDone:
    done = pairing.report_lost(task.store, task.word, task.given.number, task.given.badge)
    return done if isinstance(done, NotDone) else Done(task.given.act)


def _found(task: Task) -> Done | NotDone:
    done = pairing.found_again(task.store, task.word, task.given.number, task.given.badge)
    return done if isinstance(done, NotDone) else Done(task.given.act)


def _pair_badge(task: Task) -> Done | NotDone:
    given = task.given
    done = pairing.pair_badge(task.store, task.word, given.badge, given.number, key_id=given.badge_key_id)
    return done if isinstance(done, NotDone) else Done(given.act)


def _one_time_pin(task: Task) -> Done | NotDone:
    pin = made_pin()
    done = pairing.set_one_time_pin(task.store, task.word, task.given.number, pin)
    return done if isinstance(done, NotDone) else Done(task.given.act, pin=pin)


def _unlock(task: Task) -> Done | NotDone:
    stopped = pairing.unlock(task.store, task.word, task.given.number)
    return stopped if stopped is not None else Done(task.given.act)


def _person(task: Task) -> Person | NotDone:
    """Whom it is about: somebody of the register, or somebody whom only the upstream knows by that number."""
    if not task.given.number:
        return NotDone(Obstacle.NO_SUCH_PERSON)
    found = people.by_number(task.store, task.given.number)
    return found[0] if found is not None else NotDone(Obstacle.NO_SUCH_PERSON)


def _event_of(task: Task, outcome: Outcome | NotDone) -> Done | NotDone:
    """A kept tap that is an event already is settled, be it by the same supervisor or for somebody else."""
    if isinstance(outcome, Outcome) and isinstance(outcome.decision, Repeated):
        return NotDone(Obstacle.SETTLED)
    return _told(task, outcome)


def _told(task: Task, outcome: Outcome | NotDone) -> Done | NotDone:
    if isinstance(outcome, NotDone):
        return outcome
    choice = task.given.choice or Choice.CLOCK_OUT
    at = outcome.events[-1].draft.at if outcome.events else outcome.tap.at
    return Done(task.given.act, _of_door(task.word, choice), tuple(event.event_id for event in outcome.events), at)


_ACTS: Final[Mapping[DeskAct, Callable[[Task], Done | NotDone]]] = {
    DeskAct.ACCEPT: _accept,
    DeskAct.PAIR: _pair,
    DeskAct.GIVE_TIME: _give_time,
    DeskAct.DISMISS: _dismiss,
    DeskAct.OURS: _settle,
    DeskAct.THEIRS: _settle,
    DeskAct.AS_IT_IS: _settle,
    DeskAct.NOTE: _note,
    DeskAct.HEARD: _heard,
    DeskAct.CLOCK: _clock,
    DeskAct.CORRECT: _correct,
    DeskAct.LOST: _lost,
    DeskAct.FOUND: _found,
    DeskAct.PAIR_BADGE: _pair_badge,
    DeskAct.ONE_TIME_PIN: _one_time_pin,
    DeskAct.UNLOCK: _unlock,
    **dict.fromkeys((DeskAct(fix) for fix in Fix), _mend),
}
