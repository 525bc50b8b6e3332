"""What `clockpost setup` could not try, kept in the ledger until it has been met: told by the doctor, taken off here.

Rule 1: who tries again is the work itself. A roster that arrived, a badge that was read and a register that names a
        supervisor are better proofs than a second try, which would take the port from the kiosk or a sign-in from sync.
        `clockpost setup --check` tries at once.
Rule 2: only what happened after the set-up counts. Nothing in the ledger proves a test call: it is placed again by
        whoever runs `clockpost setup`.
Rule 3: what was wrong, and not only untried, is taken off by `clockpost setup` alone.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

import structlog

from shared.config import Config
from shared.domain.acceptance import is_supervisor_of
from shared.domain.flags import Flag
from shared.domain.health import Check, fault, ok, warning
from shared.domain.model import Kind
from shared.store import health_facts, ledger, memory, people, roster
from shared.store.database import Store
from shared.store.roster import Part
from shared.wiring import site_of

LOG = structlog.get_logger()
NAME: Final = "set-up"
KEPT: Final = "setup_unchecked"
"""Its name among the ledger's facts about itself."""
UPSTREAM, READER, POSITION, PEOPLE, TEST_CALL = "Upstream", "Badge reader", "Position", "People", "Test call"
NEWEST_EVENTS: Final = 50
TO_DO: Final = "It is tried as soon as it is used; at once with: clockpost setup --check"

WRONG_TO_DO: Final = "Answer again, with: clockpost setup. What was mended by hand is tried by: clockpost setup --check"
CALL_AGAIN: Final = "Place it again, with: clockpost setup"


@dataclass(frozen=True, slots=True)
class OpenAnswer:
    """An answer of the set-up that was not found right. `since` is aware UTC as ISO text."""

    what: str
    is_wrong: bool
    since: str


def remember(store: Store, answers: Iterable[OpenAnswer]) -> None:
    """Keep these in place of those before; in the caller's transaction."""
    memory.set_meta(store, KEPT, json.dumps([asdict(answer) for answer in answers]))


def still_open(store: Store) -> list[OpenAnswer]:
    """What is kept. Older ledgers hold sentences, "Upstream: unchecked. ...": without a time nothing proves them."""
    told = json.loads(memory.meta(store, KEPT) or "[]")
    return [_read(one) for one in told]


def settle(store: Store, config: Config) -> None:
    """Take off what has been met since. Raises a StoreError."""
    if not still_open(store):
        return
    with store.writing():
        answers = still_open(store)
        left = [answer for answer in answers if not _is_met(answer, store, config)]
        if len(left) < len(answers):
            remember(store, left)
            LOG.info("setup.met", what=[answer.what for answer in answers if answer not in left])


def judge(answers: Iterable[OpenAnswer]) -> Check:
    """The doctor's word on the set-up."""
    listed = list(answers)
    wrong = [answer.what for answer in listed if answer.is_wrong]
    untried = [answer.what for answer in listed if not answer.is_wrong]
    if wrong:
        return fault(NAME, f"The set-up found this wrong: {', '.join(wrong)}.", WRONG_TO_DO)
    if untried:
        to_do = CALL_AGAIN if untried == [TEST_CALL] else TO_DO
        return warning(NAME, f"Not tried since the set-up: {', '.join(untried)}.", to_do)
    return ok(NAME, "Nothing is left to be tried of the set-up.")


def _read(told: Any) -> OpenAnswer:
    if isinstance(told, dict):
        return OpenAnswer(str(told["what"]), bool(told["is_wrong"]), str(told["since"]))
    what, _, finding = str(told).partition(": ")
    return OpenAnswer(what, finding.startswith("wrong"), "")


def _is_met(answer: OpenAnswer, store: Store, config: Config) -> bool:
    proof = _PROOFS.get(answer.what)
    if proof is None or answer.is_wrong or not answer.since:
        return False
    since = datetime.fromisoformat(answer.since)
    return any(at > since for at in proof(store, config))


def _rosters(store: Store, config: Config) -> Iterator[datetime]:
    shifts = roster.states(store, config.here.name).get(Part.SHIFTS)
    if config.upstream.tracktik is not None and shifts is not None and shifts.snapshot and shifts.began_at is not None:
        yield shifts.began_at


def _badges(store: Store, config: Config) -> Iterator[datetime]:
    told = health_facts.terminals_told(store).get(config.kiosk.terminal, {}).get("last_badge_at")
    if told:
        yield datetime.fromisoformat(told)


def _fixes(store: Store, config: Config) -> Iterator[datetime]:
    # A clock-in that lacked a fix says so, where the place of the site is known and a receiver judges it.
    if not site_of(config).judged_by_receiver:
        return
    for row in ledger.newest(store, NEWEST_EVENTS):
        event = row.event
        if event is None or event.draft.kind is not Kind.CLOCKED_IN or event.terminal != config.kiosk.terminal:
            continue
        if Flag.NO_FIX not in event.flags:
            yield event.recorded_at


def _registers(store: Store, config: Config) -> Iterator[datetime]:
    taken_at, site = people.register(store).taken_at, site_of(config)
    if taken_at is not None and any(is_supervisor_of(one, site, taken_at) for one in people.everybody(store)):
        yield taken_at


_PROOFS: Final[dict[str, Callable[[Store, Config], Iterator[datetime]]]] = {
    UPSTREAM: _rosters,
    READER: _badges,
    POSITION: _fixes,
    PEOPLE: _registers,
}
