"""TrackTik's side of the roster: employees, accounts, positions and planned shifts."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from shared.ports import UpstreamAccount, UpstreamEmployee, UpstreamPosition, UpstreamShift
from shared.upstream.tracktik import records
from shared.upstream.tracktik.api import Api

# Integrators report that /shifts takes no more than 31 days at once.
MOST_DAYS_ASKED = 31
# A shift that began before the window still counts, and in which zone a date is read is not documented.
DAYS_AROUND = timedelta(days=2)


class TrackTikRoster:
    """`RosterSource` over TrackTik's API. Filters are asked for and then applied once more here."""

    def __init__(self, api: Api) -> None:
        self._api = api

    def employees(self) -> list[UpstreamEmployee]:
        """All employees, inactive ones too."""
        found, _answer = self._api.rows("/employees", {"sort": "id"}, records.employee)
        return found

    def accounts(self) -> list[UpstreamAccount]:
        """All client sites."""
        found, _answer = self._api.rows("/clients", {"sort": "id"}, records.account)
        return found

    def positions(self, account_id: int) -> list[UpstreamPosition]:
        """The positions of one account."""
        found, _answer = self._api.rows(
            "/positions", {"account.id": account_id, "sort": "id"}, lambda row: records.position(row, account_id)
        )
        return [position for position in found if position.account_id == account_id]

    def shifts(self, account_id: int, since: datetime, until: datetime) -> list[UpstreamShift]:
        """The shifts of one account that overlap the time from `since` to `until`, by their start."""
        found: dict[int, UpstreamShift] = {}
        for first, last in _spans((since - DAYS_AROUND).date(), (until + DAYS_AROUND).date()):
            between = {"startDateTime:between": f"{first}|{last}", "sort": "id"}
            shifts, _answer = self._api.rows(
                "/shifts", {"account.id": account_id, **between}, lambda row: records.shift(row, account_id)
            )
            found.update((shift.shift_id, shift) for shift in shifts if shift.account_id == account_id)
        overlapping = [shift for shift in found.values() if shift.starts_at < until and shift.ends_at > since]
        return sorted(overlapping, key=lambda shift: (shift.starts_at, shift.shift_id))


def _spans(first: date, last: date) -> Iterator[tuple[date, date]]:
    """Spans of at most 31 dates, each beginning on the last date of the one before.

    `between` may well mean midnight at the beginning of its second date.
    """
    while True:
        end = min(first + timedelta(days=MOST_DAYS_ASKED - 1), last)
        yield first, end
        if end >= last:
            return
        first = end
