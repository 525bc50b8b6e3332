"""Every attempt to reach somebody about a person who is late or missing: written before it is made, and kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from shared.domain.chase_attempt import Attempt, AttemptState, ChaseTold, Way
from shared.domain.model import Shift
from shared.store.database import Row, Store


@dataclass(frozen=True, slots=True)
class ChaseAttempt:
    """One attempt about `employee`, for `callee` (employee numbers both). Instants are aware UTC.

    `boottime_s` of `boot_id` is when it began on a clock that nobody sets. `outcome` is Twilio's own word, `error` the
    code that it gave, or ours for why it was not placed. `about` is "" for being late; else what it was about, and the
    shift is no shift (0) and `shift_starts_at` since when.
    """

    attempt_id: str
    employee: str
    shift_id: int
    shift_starts_at: datetime
    site: str
    callee: str
    way: Way
    at: datetime
    boot_id: str
    boottime_s: float
    state: AttemptState = AttemptState.INTENDED
    sid: str = ""
    outcome: str = ""
    error: str = ""
    about: str = ""

    @property
    def is_to_employee(self) -> bool:
        """To the late person themselves, not to a supervisor."""
        return self.callee == self.employee

    @property
    def for_rule(self) -> Attempt:
        """As the rule of chase calls looks at it."""
        return Attempt(self.callee, self.at, self.state)

    @property
    def for_board(self) -> ChaseTold:
        """As a board tells it."""
        return ChaseTold(self.at, self.way, self.state, self.is_to_employee)


_COLUMNS = (
    "id, employee, shift_id, shift_starts_at, site, callee, way, at, boot_id, boottime_s, state, sid, outcome, error,"
    " about"
)
_OPEN = "state IN ('intended', 'unknown', 'sent')"


def intend(store: Store, attempt: ChaseAttempt) -> None:
    """Write an attempt down, inside the transaction that decided it. Nothing is sent before that committed."""
    store.execute(
        f"INSERT INTO chase_attempts ({_COLUMNS}, changed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            attempt.attempt_id,
            attempt.employee,
            attempt.shift_id,
            attempt.shift_starts_at.isoformat(),
            attempt.site,
            attempt.callee,
            attempt.way,
            attempt.at.isoformat(),
            attempt.boot_id,
            attempt.boottime_s,
            attempt.state,
            attempt.sid or None,
            attempt.outcome,
            attempt.error,
            attempt.about or None,
            attempt.at.isoformat(),
        ),
    )


def settle(
    store: Store,
    attempt_id: str,
    now: datetime,
    state: AttemptState,
    *,
    sid: str = "",
    outcome: str = "",
    error: str = "",
) -> None:
    """Write down what became of an attempt; what is left out stays as it was."""
    store.execute(
        "UPDATE chase_attempts SET state = ?, sid = coalesce(?, sid), outcome = coalesce(?, outcome),"
        " error = coalesce(?, error), changed_at = ? WHERE id = ?",
        (state, sid or None, outcome or None, error or None, now.isoformat(), attempt_id),
    )


def of_shift(store: Store, employee: str, shift: Shift) -> list[ChaseAttempt]:
    """All attempts about this shift of this person, oldest first.

    A shift is the same by its id, or by its start: planned anew, it gets another id.
    """
    return _read(
        store,
        "WHERE employee = ? AND (shift_id = ? OR shift_starts_at = ?) AND about IS NULL ORDER BY id",
        (employee, shift.shift_id, shift.starts_at.isoformat()),
    )


def about_this(store: Store, employee: str, about: str, since: datetime) -> list[ChaseAttempt]:
    """All attempts about something else than being late, that has been so since `since`."""
    return _read(
        store,
        "WHERE employee = ? AND shift_starts_at = ? AND about = ? ORDER BY id",
        (employee, since.isoformat(), about),
    )


def is_in_doubt(store: Store, employee: str, shift_id: int) -> bool:
    """Is an attempt about this employee and shift (0: a break) not settled yet? There is one at a time."""
    found = store.one(
        "SELECT 1 FROM chase_attempts WHERE employee = ? AND shift_id = ? AND state IN ('intended', 'unknown')",
        (employee, shift_id),
    )
    return found is not None


def give_up(store: Store, employee: str, shift_id: int, before: datetime, now: datetime) -> None:
    """What was in doubt since before then is looked for no more: it counts as failed, so that others may follow."""
    store.execute(
        "UPDATE chase_attempts SET state = 'failed', error = 'never_known', changed_at = ?"
        " WHERE employee = ? AND shift_id = ? AND state IN ('intended', 'unknown') AND at < ?",
        (now.isoformat(), employee, shift_id, before.isoformat()),
    )


def unfinished(store: Store, since: datetime) -> list[ChaseAttempt]:
    """What was begun since then and may still change, oldest first."""
    return _read(store, f"WHERE {_OPEN} AND at >= ? ORDER BY at", (since.isoformat(),))


def is_being_called(store: Store, callee: str, since: datetime) -> bool:
    """May this person's telephone be ringing, by a call begun since then?"""
    parameters = (callee, Way.CALL, since.isoformat())
    found = store.one(f"SELECT 1 FROM chase_attempts WHERE {_OPEN} AND callee = ? AND way = ? AND at >= ?", parameters)
    return found is not None


def is_ours(store: Store, sid: str) -> bool:
    """Does an attempt have this call or message already?"""
    return store.one("SELECT 1 FROM chase_attempts WHERE sid = ?", (sid,)) is not None


def listed(store: Store, limit: int, *, employee: str = "") -> list[ChaseAttempt]:
    """The newest attempts first, of one employee where one is named."""
    return _read(store, "WHERE ? IN ('', employee) ORDER BY id DESC LIMIT ?", (employee, limit))


def latest(store: Store, numbers: Iterable[str], since: datetime) -> dict[str, ChaseAttempt]:
    """The newest attempt about each of these employees, begun since then; whoever was not chased is left out."""
    wanted = set(numbers)
    found = _read(store, "WHERE at >= ? AND about IS NULL ORDER BY id", (since.isoformat(),))
    return {attempt.employee: attempt for attempt in found if attempt.employee in wanted}


def _read(store: Store, where: str, parameters: tuple[object, ...]) -> list[ChaseAttempt]:
    return [_attempt(row) for row in store.execute(f"SELECT {_COLUMNS} FROM chase_attempts {where}", parameters)]


def _attempt(row: Row) -> ChaseAttempt:
    return ChaseAttempt(
        row[0],
        row[1],
        row[2],
        datetime.fromisoformat(row[3]),
        row[4],
        row[5],
        Way(row[6]),
        datetime.fromisoformat(row[7]),
        row[8],
        row[9],
        AttemptState(row[10]),
        row[11] or "",
        row[12],
        row[13],
        row[14] or "",
    )
