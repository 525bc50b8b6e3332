"""Deliveries that wait for a person: why, what the upstream answered, and the remedies, one transaction each."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from shared.domain.clock_trust import NOTHING_KNOWN, ClockTrust, TrustLevel
from shared.domain.delivery import OutboxRow, Remedy, RowState, Step
from shared.domain.event import ClockEvent
from shared.domain.flags import Flag
from shared.domain.model import Kind, Person, Shift
from shared.domain.remedies import Fix, Why, fixes_for, why_of
from shared.domain.site import Site
from shared.domain.supervision import NotDone, Obstacle
from shared.domain.tap import Answer, Choice, Tap
from shared.gather import Surroundings
from shared.store import corrections, desk, ledger, outbox, people
from shared.store.corrections import Counted
from shared.store.database import Store
from shared.store.desk import DeskKind
from shared.supervision.correcting import correct_place_and_store, correct_time_and_store, tell_voided
from shared.supervision.word import Word, keep, objection
from shared.voiding import void_and_store

MOST: Final = 500
AS_READ: Final = ClockTrust(TrustLevel.TRUSTED, "the tap's own clock")
DOUBTFUL: Final = (RowState.UNKNOWN, RowState.WAITING)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One delivery on the desk. `sessions` are upstream sessions that it may be the same as, as far as they are known.

    `answer` is what the upstream said, for people.
    """

    row: OutboxRow
    event: ClockEvent
    why: Why
    answer: str
    fixes: tuple[Fix, ...]
    sessions: tuple[int, ...]
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Mending:
    """What the supervisor chose for one row. `session`, `at`, `position_id` and `shift` as the fix needs them."""

    fix: Fix
    session: int | None = None
    at: datetime | None = None
    position_id: int | None = None
    shift: Shift | None = None


def waiting(store: Store, sites: Sequence[Site]) -> list[Waiting]:
    """Parked deliveries of these sites, then those in doubt, each oldest first."""
    accounts = {site.account_id for site in sites}
    items = {item.subject: item.facts for item in desk.listed(store, limit=2000) if item.kind is DeskKind.PARKED}
    rows = [*outbox.listed(store, (RowState.PARKED,), MOST), *outbox.listed(store, DOUBTFUL, MOST)]
    told = (_told(store, row, items.get(row.event_id, {})) for row in rows)
    return [one for one in told if one is not None and one.event.draft.account_id in accounts]


def mend(store: Store, word: Word, event_id: str, upstream: str, mending: Mending) -> OutboxRow | NotDone:
    """Carry a remedy out; the row as it stands then. Raises a StoreError when nothing was written."""
    with store.writing():
        return mend_and_store(store, word, event_id, upstream, mending)


def mend_and_store(store: Store, word: Word, event_id: str, upstream: str, mending: Mending) -> OutboxRow | NotDone:
    """The inside of `mend`, for a caller that holds the transaction and gives it up where the answer is NotDone."""
    row, found = outbox.find(store, event_id, upstream), corrections.find(store, event_id)
    if row is None or found is None:
        return NotDone(Obstacle.NO_SUCH_EVENT)
    if found.first.draft.account_id != word.site.account_id:
        return NotDone(Obstacle.OTHER_SITE)
    stopped = objection(store, word, row.employee)
    if stopped is not None:
        return stopped
    if row.state is not RowState.PARKED:
        return NotDone(Obstacle.NOT_PARKED, row.state)
    if mending.fix not in fixes_for(row):
        return NotDone(Obstacle.DOES_NOT_FIT, mending.fix)
    stopped = _mended(store, word, row, mending)
    if stopped is not None:
        return stopped
    desk.close_parked(store, event_id, upstream, word.now, word.by.number)
    facts = {"fix": mending.fix, "upstream": upstream, "was": row.reason, "session": mending.session}
    keep(store, word, "mend", event_id, employee=row.employee, facts=facts)
    return outbox.find(store, event_id, upstream) or row


def _mended(store: Store, word: Word, row: OutboxRow, mending: Mending) -> NotDone | None:
    match mending.fix:
        case Fix.RETRY:
            _send_again(store, word, row)
        case Fix.SEND_ANYWAY:
            _send_again(store, word, row, remedy=Remedy.SEND_ANYWAY)
        case Fix.SAME_AS:
            return _same_as(store, word, row, mending.session)
        case Fix.HAND_OVER:
            _hand_over(store, word, row)
        case Fix.WAS_CLOCK_OUT:
            return _was_clock_out(store, word, row)
        case Fix.CORRECT_TIME | Fix.OTHER_PLACE:
            return _corrected(store, word, row, mending)
    return None


def _send_again(store: Store, word: Word, row: OutboxRow, **columns: Any) -> None:
    """What was attempted once is looked for first; what never left goes out."""
    never_sent = row.attempt_boot is None
    columns = {
        "state": RowState.DUE if never_sent else RowState.UNKNOWN,
        "reason": "retried",
        "by_whom": word.by.number,
        "not_before": 0.0,
        "sends": 0,
        "looks": 0,
        "failures": 0,
        **columns,
    }
    outbox.change(store, row.event_id, row.upstream, word.now, **columns)


def _same_as(store: Store, word: Word, row: OutboxRow, session: int | None) -> NotDone | None:
    if session is None:
        return NotDone(Obstacle.DOES_NOT_FIT, "no session was named")
    own = {row.event_id, row.work_session}
    if any(other not in own for other in outbox.events_of_session(store, row.upstream, session)):
        return NotDone(Obstacle.SESSION_TAKEN, str(session))
    _send_again(store, word, row, remedy=Remedy.SAME_AS, wanted_session=session)
    return None


def _hand_over(store: Store, word: Word, row: OutboxRow) -> None:
    """The upstream has what was delivered already, and only its time is entered by hand there."""
    state = RowState.HANDED_OVER if row.step is Step.SEND else RowState.DELIVERED
    outbox.change(
        store,
        row.event_id,
        row.upstream,
        word.now,
        state=state,
        reason="handed over: to be entered by hand",
        by_whom=word.by.number,
    )


def _corrected(store: Store, word: Word, row: OutboxRow, mending: Mending) -> NotDone | None:
    if mending.fix is Fix.CORRECT_TIME:
        if mending.at is None:
            return NotDone(Obstacle.DOES_NOT_FIT, "no time was named")
        done = correct_time_and_store(store, word, row.event_id, mending.at)
    else:
        done = correct_place_and_store(store, word, row.event_id, mending.position_id, mending.shift)
    if isinstance(done, NotDone):
        return done
    _send_again(store, word, outbox.find(store, row.event_id, row.upstream) or row)
    return None


class _NotRecorded(Exception):
    """Nothing took the place of what was voided: neither stands."""


def _was_clock_out(store: Store, word: Word, row: OutboxRow) -> NotDone | None:
    """The tap meant leaving: the clock-in is voided, and a clock-out takes its place at the same time."""
    found = corrections.find(store, row.event_id)
    if found is None or found.voided:
        return NotDone(Obstacle.VOIDED)
    newest = [one for one in ledger.newest(store, 40, employee=row.employee) if _moves(one.event) and not one.voided]
    if not newest or newest[0].event_id != row.event_id:
        return NotDone(Obstacle.OVERTAKEN)
    try:
        with store.savepoint():
            _void_for_clock_out(store, word, found)
    except _NotRecorded:
        return NotDone(Obstacle.OVERTAKEN)
    return None


def _void_for_clock_out(store: Store, word: Word, found: Counted) -> None:
    event, site = found.now, replace(word.site, judged_by_receiver=False)
    held = people.by_number(store, event.employee)
    person = held[0] if held else Person(event.employee, "")
    door = replace(word.door, site=site, terminal=event.terminal, kind=event.door)
    instead = Tap(
        f"{event.event_id}-out",
        event.draft.at,
        event.door,
        event.terminal,
        site.name,
        site.account_id,
        Answer(Choice.CLOCK_OUT),
        accepted_by=word.by.number,
    )
    # The time is that of the tap: this terminal's clock of now neither vouches for it nor doubts it.
    clock = NOTHING_KNOWN if Flag.CLOCK_UNTRUSTED in event.flags and event.draft.at == found.first.draft.at else AS_READ
    around = Surroundings(word.around.reading, clock=clock)
    outcome = void_and_store(
        store,
        door,
        person,
        (event.event_id,),
        around,
        reason=word.reason.because,
        instead=instead,
        by=word.by.number,
    )
    if outcome is None or not outcome.events:
        raise _NotRecorded
    tell_voided(store, word, event)


def _moves(event: ClockEvent | None) -> bool:
    return event is not None and event.about is None


def _told(store: Store, row: OutboxRow, facts: dict[str, Any]) -> Waiting | None:
    found = corrections.find(store, row.event_id)
    if found is None:
        return None
    facts = facts if facts.get("upstream", row.upstream) == row.upstream else {}
    named = [facts.get("session"), *facts.get("sessions", ())]
    sessions = tuple(dict.fromkeys(one for one in named if isinstance(one, int)))
    fixes = tuple(fix for fix in fixes_for(row) if fix is not Fix.WAS_CLOCK_OUT or row.kind is Kind.CLOCKED_IN)
    return Waiting(row, found.now, why_of(row), row.answer, fixes, sessions, facts)
