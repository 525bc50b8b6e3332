"""All that a decision may look at. What is not in here, no rule can depend on: so every decision can be replayed."""

from dataclasses import dataclass
from datetime import datetime

from shared.domain.absence import Absence
from shared.domain.caller import Caller
from shared.domain.clock_trust import NOTHING_KNOWN, ClockTrust
from shared.domain.geofence import NOT_JUDGED, PlaceJudgement
from shared.domain.model import OFF_DUTY, Break, LastEvent, Person, PositionOption, Presence, Shift
from shared.domain.rules import Rules
from shared.domain.tap import Tap


@dataclass(frozen=True, slots=True)
class RosterKnowledge:
    """How good the stored roster is. `age_s` is that of its oldest part, None when none was ever stored.

    `complete` is False while a part of it was never downloaded. `active` and `known_upstream` are None when no list
    of employees was stored. `scheduled_here` tells of any shift, or
    absence, at the account within the rota window.
    """

    age_s: float | None = None
    complete: bool = False
    covers_until: datetime | None = None
    active: bool | None = None
    known_upstream: bool | None = None
    scheduled_here: bool = False
    listed_here: bool = False


@dataclass(frozen=True, slots=True)
class OpenTap:
    """A tap whose question was never answered."""

    tap_id: str
    at: datetime
    clock_sure: bool = True


@dataclass(frozen=True, slots=True)
class Facts:
    """What was known when the tap was decided.

    `presence` is as stored: the release after many hours is a rule, not a fact. `last_out_at` is the end of the
    newest finished work session; `breaks_taken` are those of the one in progress, where the site plans breaks.
    `terminal_off` says that this terminal did not run for a while since the person's last event, so a tap may be
    missing. `presence_snapshot_age_s` is the age of the last download of open sessions. `absences` are those at the
    tap's account, around the tap.
    """

    person: Person
    presence: Presence = OFF_DUTY
    last_event: LastEvent | None = None
    last_out_at: datetime | None = None
    open_tap: OpenTap | None = None
    shifts: tuple[Shift, ...] = ()
    used_shift_ids: tuple[int, ...] = ()
    positions: tuple[PositionOption, ...] = ()
    roster: RosterKnowledge = RosterKnowledge()
    place: PlaceJudgement = NOT_JUDGED
    outside_streak: int = 0
    position_simulated: bool = False
    terminal_off: bool = False
    presence_snapshot_age_s: float | None = None
    clock: ClockTrust = NOTHING_KNOWN
    decided_at: datetime | None = None
    boot_id: str = ""
    boottime_s: float = 0.0
    caller: Caller | None = None
    absences: tuple[Absence, ...] = ()
    breaks_taken: tuple[Break, ...] = ()


@dataclass(frozen=True, slots=True)
class Argument:
    """The whole argument of `decide`: kept with every decision, refusals too."""

    tap: Tap
    facts: Facts
    rules: Rules
