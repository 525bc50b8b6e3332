"""Who is due, here, on a break, late, missing and gone at one site: the one roster rule of the product.

Rule 1: everybody appears once, in one group: whoever has a shift here around now, or is on duty here.
Rule 2: whoever is on duty here is here, with a shift or without one.
Rule 3: nobody is called late or missing on a presence that cannot be believed: that is unknown.
Rule 4: whoever the rota says is away is absent, and neither late nor missing; come all the same, they are here.
Rule 5: on duty for many hours is no proof of being here: it is a clock-out that was forgotten.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from shared.domain.absence import Absence, excuses_from, of_day
from shared.domain.model import OFF_DUTY, Presence, PresenceState, Shift
from shared.domain.presence import is_known, released
from shared.domain.roster_entry import Group, Note, RosterEntry, RosterView, Source
from shared.domain.shift_now import shift_now
from shared.domain.site import Site

MISSING_AFTER: Final = timedelta(minutes=60)
"""Later than this, nobody expects the person to walk in any more."""


@dataclass(frozen=True, slots=True)
class Rostered:
    """One person as the roster looks at them.

    `shifts` are theirs at this site, around now. `used_shift_ids` are the shifts that they clocked in for.
    `last_event_id` is their newest event in this ledger, "" for none. `absences` are those of this site's rota.
    """

    number: str
    presence: Presence = OFF_DUTY
    shifts: tuple[Shift, ...] = ()
    used_shift_ids: tuple[int, ...] = ()
    in_register: bool = True
    last_event_id: str = ""
    absences: tuple[Absence, ...] = ()


def roster_view(people: Iterable[Rostered], site: Site, now: datetime, sessions_age_s: float | None) -> RosterView:
    """The roster of `site` at `now`, of people with different numbers.

    `sessions_age_s` is the age of the last download of open sessions, None where there is none: with other doors at
    the site it tells what presence can be believed.
    """
    looks = [_Look(person, site, now, sessions_age_s) for person in people]
    entries = [entry for look in looks if (entry := look.entry()) is not None]

    def of(group: Group) -> tuple[RosterEntry, ...]:
        return tuple(sorted((entry for entry in entries if entry.group is group), key=_place_in_group))

    return RosterView(
        due=of(Group.DUE),
        here=of(Group.HERE),
        on_break=of(Group.ON_BREAK),
        late=of(Group.LATE),
        missing=of(Group.MISSING),
        gone=of(Group.GONE),
        unknown=of(Group.UNKNOWN),
        absent=of(Group.ABSENT),
    )


def _place_in_group(entry: RosterEntry) -> tuple[bool, float, str]:
    planned = entry.shift.starts_at if entry.shift is not None else None
    at = entry.since or planned if entry.group in (Group.HERE, Group.ON_BREAK) else planned or entry.since
    return at is None, at.timestamp() if at is not None else 0.0, entry.number


class _Look:
    """One person at one instant."""

    def __init__(self, person: Rostered, site: Site, now: datetime, sessions_age_s: float | None) -> None:
        presence = person.presence
        self.person, self.presence, self.site, self.now = person, presence, site, now
        self.is_known = is_known(presence, sessions_age_s, site.rules)
        self.is_released = released(presence, now, site.rules)
        self.is_on_duty = presence.on_duty and not self.is_released
        self.was_last_here = (
            presence.site == site.name if presence.site else presence.account_id in (None, site.account_id)
        )

    def entry(self) -> RosterEntry | None:
        """This person's entry, or None for whoever is no matter of this site now."""
        shifts = [shift for shift in self.person.shifts if shift.account_id == self.site.account_id]
        early_window = timedelta(seconds=self.site.rules.early_window_s)
        shift = shift_now(shifts, self.now, early_window, self._has_served)
        if self.is_on_duty and self.was_last_here:
            clocked_in_for = next((one for one in shifts if one.shift_id == self.presence.shift_id), shift)
            return self._told(self._group_here(), clocked_in_for)
        if shift is not None:
            return self._told(self._group_of_shift(shift), shift)
        left_us_guessing = self.is_released or self.presence.state is PresenceState.UNKNOWN
        # A presence of no named place would put its person on the roster of every site.
        is_ours = self.was_last_here and self.presence.site != ""
        if left_us_guessing and is_ours:
            return self._told(Group.UNKNOWN, None)
        away = of_day(self.person.absences, self.now, ZoneInfo(self.site.rules.timezone))
        if away is None:
            return None
        return self._told(Group.GONE if self._left_since(away.starts_at) else Group.ABSENT, None)

    def _has_served(self, shift: Shift) -> bool:
        """Did they clock in for the shift, or leave here since it began?"""
        return shift.shift_id in self.person.used_shift_ids or self._left_since(shift.starts_at)

    def _left_since(self, then: datetime) -> bool:
        left_at = self.presence.since if self.presence.state is PresenceState.OFF else None
        return left_at is not None and self.was_last_here and left_at >= then

    def _group_here(self) -> Group:
        if not self.is_known:
            return Group.UNKNOWN
        return Group.ON_BREAK if self.presence.state is PresenceState.ON_BREAK else Group.HERE

    def _group_of_shift(self, shift: Shift) -> Group:
        """The group of somebody who is not on duty here."""
        if self._has_served(shift):
            has_left = self.presence.state is PresenceState.OFF or self.is_on_duty
            return Group.GONE if has_left else Group.UNKNOWN
        if excuses_from(self.person.absences, shift):
            return Group.ABSENT
        late_by, is_over = self.now - shift.starts_at, self.now >= shift.ends_at
        if late_by < timedelta(0) or (late_by <= timedelta(seconds=self.site.rules.late_in_s) and not is_over):
            return Group.DUE
        if not self.is_known:
            return Group.UNKNOWN
        # Whoever works elsewhere is not absent, however late.
        return Group.MISSING if is_over or (late_by > MISSING_AFTER and not self.is_on_duty) else Group.LATE

    def _told(self, group: Group, shift: Shift | None) -> RosterEntry:
        presence, at_work_here = self.presence, self.is_on_duty and self.was_last_here
        elsewhere = self.is_on_duty and not self.was_last_here
        tells_since = elsewhere or group in (Group.HERE, Group.ON_BREAK, Group.GONE, Group.UNKNOWN)
        since = presence.break_since if group is Group.ON_BREAK else presence.since
        planned = shift.position_id if shift is not None else None
        worked = presence.position_id if at_work_here else None
        return RosterEntry(
            self.person.number,
            group,
            since if tells_since else None,
            shift,
            worked if worked is not None else planned,
            _source(presence),
            tuple(self._notes(group, shift, elsewhere=elsewhere)),
            presence.site if elsewhere else "",
        )

    def _notes(self, group: Group, shift: Shift | None, *, elsewhere: bool) -> Iterator[Note]:
        if elsewhere:
            yield Note.AT_OTHER_SITE
        if self.is_released:
            yield Note.FORGOTTEN_CLOCK_OUT
        left_at = self.presence.since if group is Group.GONE else None
        grace = timedelta(seconds=self.site.rules.early_out_s)
        if left_at is not None and shift is not None and shift.ends_at - left_at > grace:
            yield Note.LEFT_EARLY
        if group in (Group.DUE, Group.GONE) and not self.is_known:
            yield Note.NOT_CERTAIN
        if not self.person.in_register:
            yield Note.NOT_IN_REGISTER


def _source(presence: Presence) -> Source:
    if presence.seq:
        return Source.OWN_EVENT
    return Source.NOTHING if presence == OFF_DUTY or presence.state is PresenceState.UNKNOWN else Source.UPSTREAM
