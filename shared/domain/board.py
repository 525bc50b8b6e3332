"""The rows of a roster board: who needs somebody first, then the night still worked, then today, then tomorrow.

Rule 1: everybody whom the roster speaks of now has one row of now.
Rule 2: a later day that plans somebody has one more row for them, however many shifts of it are theirs.
Rule 3: a row stands under the day on which its shift begins at the site: a night belongs to the evening before.
Rule 4: whoever is late, absent, uncertain or left a question open stands above all days.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from shared.domain.absence import excuses_from
from shared.domain.board_order import NOT_TO_MISS, needs_somebody, reading_order
from shared.domain.board_row import Board, BoardRow, Day, EventTold, Known, Origin, Place, Rota, Standing
from shared.domain.chase_attempt import ChaseTold
from shared.domain.flags import Flag
from shared.domain.model import Shift
from shared.domain.roster_entry import Group, RosterEntry, RosterView, Source
from shared.domain.site import Site

_STANDINGS: Final = {
    Group.DUE: Standing.DUE,
    Group.HERE: Standing.IN,
    Group.ON_BREAK: Standing.ON_BREAK,
    Group.LATE: Standing.LATE,
    Group.MISSING: Standing.ABSENT,
    Group.ABSENT: Standing.ABSENT,
    Group.GONE: Standing.GONE,
    Group.UNKNOWN: Standing.UNSURE,
}
_TOLD_BY_ROTA: Final = frozenset({Flag.NOT_SCHEDULED, Flag.NO_ROTA_FOR_DAY, Flag.ROSTER_MISSING})


def board(
    view: RosterView, known: Mapping[str, Known], site: Site, now: datetime, rota_until: datetime | None
) -> Board:
    """The board of `site` at `now`. `known`: everybody of `view`, and whoever has a shift here until tomorrow's end.

    `rota_until`: the instant to which the stored rota reaches, None where there is none.
    """
    made = _Board(site, now, rota_until)
    rows = [made.row_of_now(entry, known[entry.number]) for entry in view.entries]
    by_number = {row.number: row for row in rows}
    for number, person in known.items():
        rows.extend(made.rows_of_later(number, person, by_number.get(number)))
    rows.sort(key=reading_order)
    return Board(now, tuple(rows), tuple(made.days(rows)))


class _Board:
    """One site at one instant."""

    def __init__(self, site: Site, now: datetime, rota_until: datetime | None) -> None:
        self.site, self.now, self.rota_until = site, now, rota_until
        self.zone = ZoneInfo(site.rules.timezone)
        self.today = now.astimezone(self.zone).date()
        self.tomorrow = self.today + timedelta(days=1)

    def row_of_now(self, entry: RosterEntry, person: Known) -> BoardRow:
        """The row of somebody whom the roster speaks of now."""
        standing = _STANDINGS[entry.group]
        on_duty = standing in (Standing.IN, Standing.ON_BREAK)
        shift = self._shift_in_progress(entry.shift, person) if on_duty else entry.shift
        begins = shift.starts_at if shift is not None else entry.since
        # Whoever is here is here today, however early they came for what begins on another day.
        latest = self.today if on_duty else self.tomorrow
        day = min(self._day(begins), latest) if begins is not None else self.today
        announced = entry.group is Group.ABSENT or (
            standing in (Standing.DUE, Standing.LATE, Standing.ABSENT) and _is_away(person, shift)
        )
        if announced:
            standing = Standing.ABSENT
        row = BoardRow(
            entry.number,
            person.name,
            standing,
            self._place(day),
            day,
            since=entry.since,
            late_by_s=self._since_s(shift.starts_at) if shift is not None and standing is Standing.LATE else None,
            past_end_s=self._past_end_s(shift) if on_duty else None,
            shift=shift,
            then=self._further(person, shift, day),
            rota=self._rota(shift, entry.since, announced=announced),
            position_id=entry.position_id,
            origin=_origin(entry, person),
            flags=_flags(entry, person),
            notes=entry.notes,
            open_tap_at=person.open_tap_at,
            other_site=entry.other_site,
            announced=announced,
            chase=_chase_of(person, shift, standing),
            cards=person.cards,
        )
        return replace(row, place=Place.FIRST) if needs_somebody(row) else row

    def rows_of_later(self, number: str, person: Known, row_of_now: BoardRow | None) -> Iterator[BoardRow]:
        """A row for later today and one for tomorrow, where a shift of them is not told by the row of now."""
        told = () if row_of_now is None else (row_of_now.shift, *row_of_now.then)
        for day in (self.today, self.tomorrow):
            shifts = [one for one in self._to_come(person) if self._day(one.starts_at) == day and one not in told]
            if not shifts:
                if day == self.tomorrow and any(self._day(one.starts_at) == day for one in person.absences):
                    place = self._place(day)
                    yield BoardRow(
                        number, person.name, Standing.ABSENT, place, day, is_now=False, rota=Rota.AWAY, announced=True
                    )
                continue
            away = _is_away(person, shifts[0])
            yield BoardRow(
                number,
                person.name,
                Standing.ABSENT if away else Standing.PLANNED,
                self._place(day),
                day,
                is_now=False,
                shift=shifts[0],
                then=tuple(shifts[1:]),
                position_id=shifts[0].position_id,
                announced=away,
            )

    def days(self, rows: Iterable[BoardRow]) -> Iterator[Day]:
        """The headings in their order: what needs somebody, earlier days, today, tomorrow."""
        rows = list(rows)
        if any(row.place is Place.FIRST for row in rows):
            yield Day(Place.FIRST, self.today)
        for day in sorted({row.day for row in rows if row.place is Place.EARLIER}):
            is_night = any(self._reaches_over_midnight(row) for row in rows if row.day == day)
            yield Day(Place.EARLIER, day, is_night)
        for place, day in ((Place.TODAY, self.today), (Place.TOMORROW, self.tomorrow)):
            yield Day(place, day, has_rota=self._covers(day))

    def _shift_in_progress(self, shift: Shift | None, person: Known) -> Shift | None:
        """The shift of a chain without a gap that is worked now by whoever came for its first."""
        most_gap = timedelta(seconds=self.site.rules.back_to_back_gap_s)
        for one in sorted(person.shifts, key=lambda one: one.starts_at):
            follows = shift is not None and timedelta(0) <= one.starts_at - shift.ends_at <= most_gap
            if follows and one.starts_at <= self.now:
                shift = one
        return shift

    def _further(self, person: Known, shift: Shift | None, day: date) -> tuple[Shift, ...]:
        return tuple(one for one in self._to_come(person) if one != shift and self._day(one.starts_at) == day)

    def _to_come(self, person: Known) -> list[Shift]:
        coming = (one for one in person.shifts if one.account_id == self.site.account_id and one.starts_at > self.now)
        unused = (one for one in coming if one.shift_id not in person.used_shift_ids)
        return sorted(unused, key=lambda one: (one.starts_at, one.shift_id))

    def _rota(self, shift: Shift | None, since: datetime | None, *, announced: bool) -> Rota:
        if shift is not None:
            return Rota.SHIFT
        return Rota.AWAY if announced else self._without_shift(since)

    def _without_shift(self, since: datetime | None) -> Rota:
        at = since or self.now
        covered = self.rota_until is not None and at < self.rota_until
        return Rota.NOT_SCHEDULED if covered else Rota.NO_ROTA

    def _past_end_s(self, shift: Shift | None) -> float | None:
        late_s = self._since_s(shift.ends_at) if shift is not None else 0.0
        return late_s if late_s > self.site.rules.late_out_s else None

    def _since_s(self, then: datetime) -> float:
        return (self.now - then).total_seconds()

    def _day(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()

    def _place(self, day: date) -> Place:
        if day < self.today:
            return Place.EARLIER
        return Place.TODAY if day == self.today else Place.TOMORROW

    def _reaches_over_midnight(self, row: BoardRow) -> bool:
        return row.shift is not None and self._day(row.shift.ends_at) > row.day

    def _covers(self, day: date) -> bool:
        ends_at = datetime.combine(day + timedelta(days=1), time(), self.zone)
        return self.rota_until is not None and self.rota_until >= ends_at


def _is_away(person: Known, shift: Shift | None) -> bool:
    if shift is None:
        return False
    return excuses_from(person.absences, shift)


def _chase_of(person: Known, shift: Shift | None, standing: Standing) -> ChaseTold | None:
    """The newest attempt to reach somebody about this shift, while its person has not come."""
    told = person.chase
    if told is None or shift is None or standing not in (Standing.LATE, Standing.ABSENT):
        return None
    return told if told.at >= shift.starts_at else None


def _origin(entry: RosterEntry, person: Known) -> Origin | None:
    if entry.since is None or entry.source is Source.NOTHING:
        return None
    told = _event_of(entry, person)
    return Origin(told.door, told.terminal) if told is not None else Origin(method=person.method)


def _event_of(entry: RosterEntry, person: Known) -> EventTold | None:
    """The event that `since` speaks of; None for a session of elsewhere."""
    if entry.source is not Source.OWN_EVENT:
        return None
    return person.last if entry.group in (Group.ON_BREAK, Group.GONE) else person.began


def _flags(entry: RosterEntry, person: Known) -> tuple[Flag, ...]:
    """Those of the work session's clock-in and of the newest event, each once, those not to miss first."""
    if entry.source is not Source.OWN_EVENT or entry.since is None:
        return ()
    told = [one for one in (person.began, person.last) if one is not None]
    flags = dict.fromkeys(flag for one in told for flag in one.flags if flag not in _TOLD_BY_ROTA)
    return tuple(sorted(flags, key=lambda flag: flag not in NOT_TO_MISS))
