"""Lines of the comparison with time cards: for a program, for a spreadsheet, and for people."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from shared.commands.hours import FORMULA
from shared.domain.card_people import CardPeople, NumberKind
from shared.domain.site import Site
from shared.domain.time_card import Adjustment, CardType, TimeCard
from shared.domain.time_card_match import Compared
from shared.time_cards import Comparison, business_date

COLUMNS: Final = (
    "employee",
    "name",
    "site",
    "found",
    "business_date",
    "started_local",
    "ended_local",
    "their_started_local",
    "their_ended_local",
    "started_off_s",
    "ended_off_s",
    "their_status_in",
    "their_status_out",
    "authorised_in",
    "authorised_in_name",
    "authorised_out",
    "authorised_out_name",
    "breaks",
    "adjusted",
    "cards",
)
SHOWN: Final = ("day", "who", "found", "here", "there", "authorised in, out", "breaks", "changed there")


def row_of(line: Compared, site: Site, people: CardPeople) -> dict[str, Any]:
    """One session for a program: a value for each of COLUMNS. `business_date` is theirs, None without a card."""
    zone = ZoneInfo(site.rules.timezone)
    ours, theirs = line.ours, line.theirs
    cards = theirs.cards if theirs else ()
    return {
        "employee": line.employee,
        "name": people.ours.get(line.employee, ""),
        "site": site.name,
        "found": str(line.found),
        "business_date": theirs.business_date.isoformat() if theirs else None,
        "started_local": _local(ours.started_at if ours else None, zone),
        "ended_local": _local(ours.ended_at if ours else None, zone),
        "their_started_local": _local(theirs.came_at if theirs else None, zone),
        "their_ended_local": _local(theirs.left_at if theirs else None, zone),
        "started_off_s": line.came_off_s,
        "ended_off_s": line.left_off_s,
        "their_status_in": cards[0].came_status if cards else None,
        "their_status_out": cards[-1].left_status if cards else None,
        "authorised_in": theirs.came_by if theirs else None,
        "authorised_in_name": people.name_of(theirs.came_by) if theirs else "",
        "authorised_out": theirs.left_by if theirs else None,
        "authorised_out_name": people.name_of(theirs.left_by) if theirs else "",
        "breaks": [_break(one, zone) for one in theirs.breaks] if theirs else [],
        "adjusted": [_change(change, zone, people) for change in theirs.adjustments] if theirs else [],
        "cards": [card.card_id for card in cards],
    }


def unjoined_of(card: TimeCard) -> dict[str, Any]:
    """A card of nobody whom the people register knows."""
    return {
        "card": card.card_id,
        "business_date": card.business_date.isoformat(),
        "empNum": card.employee_num,
        "payrollID": card.payroll_id,
        "extPayrollID": card.external_payroll_id,
        "started_utc": card.came_at.isoformat(),
    }


def sheet(rows: Sequence[Mapping[str, Any]]) -> str:
    """The lines as CSV, with a heading; nothing in it is a formula."""
    text = io.StringIO()
    made = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    made.writeheader()
    for row in rows:
        told = {
            **row,
            "breaks": _breaks_in_words(row["breaks"]),
            "adjusted": _changes_in_words(row["adjusted"]),
            "cards": " ".join(map(str, row["cards"])),
        }
        made.writerow({name: _cell(value) for name, value in told.items()})
    return text.getvalue()


def for_people(found: Comparison, lines: Sequence[Compared], site: Site) -> list[list[str]]:
    """The lines as SHOWN names them."""
    return [_for_people(line, site, found.people) for line in lines]


def _for_people(line: Compared, site: Site, people: CardPeople) -> list[str]:
    row, zone = row_of(line, site, people), ZoneInfo(site.rules.timezone)
    ours, theirs = line.ours, line.theirs
    authorised = (row["authorised_in_name"] or "\u2013", row["authorised_out_name"] or "\u2013")
    return [
        business_date(line, site).isoformat(),
        f"{row['employee']} {row['name']}".strip(),
        row["found"].replace("_", " ") + (", adjusted" if line.is_adjusted else ""),
        _span(ours.started_at, ours.ended_at, zone) if ours else "\u2013",
        _span(theirs.came_at, theirs.left_at, zone) if theirs else "\u2013",
        ", ".join(authorised) if any(one != "\u2013" for one in authorised) else "",
        _breaks_in_words(row["breaks"]),
        _changes_in_words(row["adjusted"]),
    ]


def _change(change: Adjustment, zone: ZoneInfo, people: CardPeople) -> dict[str, Any]:
    return {
        "at_local": _local(change.at, zone),
        "by": change.manager,
        "why": change.reason,
        "was_started_local": _local(change.came_at, zone),
        "was_ended_local": _local(change.left_at, zone),
        "was_job_code": change.job_code,
        "was_job_name": people.called(NumberKind.JOB_CODE, change.job_code),
        "was_revenue_centre": change.revenue_centre,
        "was_revenue_centre_name": people.called(NumberKind.REVENUE_CENTRE, change.revenue_centre),
    }


def _break(card: TimeCard, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "started_local": _local(card.came_at, zone),
        "ended_local": _local(card.left_at, zone),
        "paid": card.card_type is CardType.PAID_BREAK,
        "card": card.card_id,
    }


def _breaks_in_words(breaks: Sequence[Mapping[str, Any]]) -> str:
    return "; ".join(
        f"{_clock(one['started_local'])} to {_clock(one['ended_local'])} {'paid' if one['paid'] else 'unpaid'}"
        for one in breaks
    )


def _changes_in_words(changes: Sequence[Mapping[str, Any]]) -> str:
    return "; ".join(
        f"{one['at_local']} by {one['by'] or '?'}: {one['why'] or 'no reason'} ({_was(one) or 'nothing of hours'})"
        for one in changes
    )


def _was(one: Mapping[str, Any]) -> str:
    """Every value that it had before."""
    told = (
        ("in", _clock(one["was_started_local"]) if one["was_started_local"] else ""),
        ("out", _clock(one["was_ended_local"]) if one["was_ended_local"] else ""),
        ("job", one["was_job_name"] or one["was_job_code"]),
        ("revenue centre", one["was_revenue_centre_name"] or one["was_revenue_centre"]),
    )
    values = ", ".join(f"{name} {value}" for name, value in told if value)
    return f"was {values}" if values else ""


def _span(start: datetime | None, end: datetime | None, zone: ZoneInfo) -> str:
    """06:00 to 14:00+1: days after the first are counted, and the hour that comes twice has its offset."""
    told = [_at(one, zone) for one in (start, end)]
    days = (end.astimezone(zone).date() - start.astimezone(zone).date()).days if start and end else 0
    return f"{told[0]} to {told[1]}" + (f" +{days}" if days else "")


def _at(at: datetime | None, zone: ZoneInfo) -> str:
    if at is None:
        return "\u2013"
    local = at.astimezone(zone)
    comes_twice = local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset()
    return f"{local:%H:%M}" + (f" {local:%Z}" if comes_twice else "")


def _clock(told: str | None) -> str:
    """The time of day of a local time in ISO form, which may lie on another day than the session's."""
    return datetime.fromisoformat(told).strftime("%Y-%m-%d %H:%M") if told else "\u2013"


def _cell(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def _local(at: datetime | None, zone: ZoneInfo) -> str | None:
    return at.astimezone(zone).isoformat() if at is not None else None
