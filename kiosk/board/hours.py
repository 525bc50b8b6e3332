"""Hours for payroll in a browser: a look at them, and the same sheet as `clockpost hours` to take away."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import structlog
from starlette.responses import Response

from kiosk.board.front import Front
from kiosk.board.labels import hours_texts
from kiosk.board.visit import Visit
from kiosk.wording.board_reasons import flag_word
from shared.commands.hours import row_of, sheet, told_of
from shared.domain.hours import Whole, Worked
from shared.domain.site import Site
from shared.hours import hours
from shared.store import people
from shared.store.database import Store
from shared.words import Words
from shared.words.calendar import LocalTime, duration

LOG = structlog.get_logger()
MOST_DAYS: Final = 92
"""A quarter of a year: more at once is a matter for the command."""
FIRST_LOOK: Final = timedelta(days=6)


@dataclass(frozen=True, slots=True)
class Span:
    """Days of the site, both included."""

    first: date
    last: date


class HoursPages:
    """The page and the two files."""

    def __init__(self, front: Front) -> None:
        self._front = front

    async def page(self, visit: Visit) -> Response:
        """The sessions of these days, and links to take them away."""
        span = self._span(visit)
        found = await self._found(visit.site, span)
        local, words = visit.setting.local, visit.words
        query = f"?from={span.first}&to={span.last}"
        return visit.page(
            "hours.html",
            tab="hours",
            h=hours_texts(words),
            first=span.first.isoformat(),
            last=span.last.isoformat(),
            csv=f"{visit.home}/hours.csv{query}",
            json=f"{visit.home}/hours.json{query}",
            cards=f"{visit.home}/time-cards" if visit.site.account_id in self._front.card_rules else "",
            rows=[_shown(words, local, one, name) for one, name in found],
        )

    async def csv(self, visit: Visit) -> Response:
        """The sheet."""
        span = self._span(visit)
        rows = [row_of(one, visit.site, name) for one, name in await self._found(visit.site, span)]
        return _file(visit, span, sheet(rows), "text/csv", "csv")

    async def json(self, visit: Visit) -> Response:
        """The same for a program."""
        span = self._span(visit)
        found = await self._found(visit.site, span)
        rows: list[dict[str, Any]] = [told_of((one, visit.site), row_of(one, visit.site, name)) for one, name in found]
        told = {"from": span.first.isoformat(), "to": span.last.isoformat(), "sessions": rows}
        return _file(
            visit, span, json.dumps(told, ensure_ascii=False, default=str, indent=2), "application/json", "json"
        )

    async def _found(self, site: Site, span: Span) -> list[tuple[Worked, str]]:
        def read(store: Store) -> list[tuple[Worked, str]]:
            names = {one.number: one.name for one in people.everybody(store)}
            return [(one, names.get(one.employee, "")) for one in hours(store, site, span.first, span.last)]

        return await self._front.rooms.read(read)

    def _span(self, visit: Visit) -> Span:
        """The days of the address; the last seven where it names none, never more than a quarter."""
        today = self._front.clock.read().wall.astimezone(ZoneInfo(visit.site.rules.timezone)).date()
        last = _day(visit.asked("to")) or today
        first = _day(visit.asked("from")) or last - FIRST_LOOK
        first, last = min(first, last), max(first, last)
        return Span(max(first, last - timedelta(days=MOST_DAYS - 1)), last)


def _day(told: str) -> date | None:
    try:
        found = date.fromisoformat(told)
    except ValueError:
        return None
    # The ends of the calendar lie beyond what a zone can be asked about.
    return found if 2000 <= found.year <= 2999 else None


def _shown(words: Words, local: LocalTime, one: Worked, name: str) -> dict[str, str]:
    day = local.date(one.begins, words)
    return {
        "day": day,
        "who": name or one.employee,
        "came": local.time(one.started_at) if one.started_at else "\u2013",
        "left": local.time(one.ended_at) if one.ended_at else "\u2013",
        "breaks": duration(words, timedelta(seconds=one.break_s)) if one.break_s else "",
        "worked": duration(words, timedelta(seconds=one.worked_s)) if one.worked_s is not None else "",
        "note": " \u00b7 ".join(_notes(words, local, one)),
    }


def _notes(words: Words, local: LocalTime, one: Worked) -> Iterator[str]:
    told = {
        Whole.NO_CLOCK_OUT: words.say("no clock-out"),
        Whole.NO_CLOCK_IN: words.say("no clock-in here"),
        Whole.BREAK_NOT_ENDED: words.say("break not ended"),
        Whole.OUT_OF_ORDER: words.say("times contradict each other"),
    }
    if one.whole is not Whole.COMPLETE:
        yield told[one.whole]
    for change in one.changed:
        yield words.say("corrected, first {time}", time=local.time(change.first_at))
    if one.is_disputed:
        yield words.say("disputed")
    if one.undelivered:
        yield words.say("not delivered yet")
    yield from (flag_word(words, flag) for flag in one.flags)


def _file(visit: Visit, span: Span, content: str, kind: str, ending: str) -> Response:
    LOG.info(
        "web.exported",
        by=visit.person.number,
        site=visit.site.name,
        first=span.first.isoformat(),
        last=span.last.isoformat(),
        kind=ending,
    )
    name = f"hours-{visit.site.account_id}-{span.first}-{span.last}.{ending}"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=f"{kind}; charset=utf-8", headers=headers)
