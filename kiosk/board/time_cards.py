"""The time cards of one business date in a browser, beside the ledger: what differs first, who changed what."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from starlette.responses import Response

from kiosk.board.front import Front
from kiosk.board.guard import refused
from kiosk.board.labels import time_card_texts
from kiosk.board.visit import Visit
from kiosk.wording.time_cards import authorised_lines, break_lines, change_line, found_word, span, was_line
from shared.domain.card_people import CardPeople
from shared.domain.time_card import TimeCard
from shared.domain.time_card_match import Compared, Found
from shared.store import memory
from shared.store.database import Store
from shared.time_cards import ORACLE, Comparison, compare

MOST_LINES: Final = 400
MOST_UNJOINED: Final = 50
ORDER: Final = (Found.DIFFERS, Found.MISSING_HERE, Found.MISSING_THERE, Found.OPEN, Found.AGREES)
TONES: Final = {Found.DIFFERS: "warn", Found.MISSING_HERE: "warn", Found.MISSING_THERE: "warn"}


@dataclass(frozen=True, slots=True)
class _Day:
    """What the ledger file tells of one business date. `failure` is of the last download, `at` when it was."""

    found: Comparison
    at: str
    failure: str
    unread: int


class TimeCardPages:
    """The page of a business date, at sites that have time cards."""

    def __init__(self, front: Front) -> None:
        self._front = front

    async def page(self, visit: Visit) -> Response:
        """The sessions of the date; today's where the address names none."""
        rules, site = self._front.card_rules.get(visit.site.account_id), visit.site
        if rules is None:
            return refused(visit.request, self._front, 404)
        now = self._front.clock.read().wall
        asked = _day(visit.asked("day")) or now.astimezone(ZoneInfo(site.rules.timezone)).date()

        def read(store: Store) -> _Day:
            state = memory.recall(store, ORACLE, f"state:{rules.location}") or {}
            unread = memory.recall(store, ORACLE, f"unread:{rules.location}") or {}
            found = compare(store, site, rules, asked, asked)
            return _Day(found, state.get("at", ""), state.get("failure", ""), len(unread))

        day = await self._front.rooms.read(read)
        ordered = sorted(day.found.lines, key=lambda one: (ORDER.index(one.found), not one.is_adjusted, one.begins))
        address = f"{visit.home}/time-cards?day="
        return visit.page(
            "time_cards.html",
            tab="hours",
            c=time_card_texts(visit.words),
            day=asked.isoformat(),
            date=_date_word(visit, asked),
            before=f"{address}{asked - timedelta(days=1)}",
            after=f"{address}{asked + timedelta(days=1)}",
            state=_state(visit, day, now),
            state_tone="warn" if day.failure or not day.at or day.unread else "plain",
            lines=[_line(visit, one, day.found.people, now) for one in ordered[:MOST_LINES]],
            more=_more(visit, len(ordered) - MOST_LINES),
            unjoined=[_unjoined(visit, card) for card in day.found.unjoined[:MOST_UNJOINED]],
            more_unjoined=_more(visit, len(day.found.unjoined) - MOST_UNJOINED),
        )


def _day(told: str) -> date | None:
    try:
        found = date.fromisoformat(told)
    except ValueError:
        return None
    # The ends of the calendar lie beyond what a zone can be asked about.
    return found if 2000 <= found.year <= 2999 else None


def _date_word(visit: Visit, day: date) -> str:
    local = visit.setting.local
    # Noon is on its own day in every zone, also where a change of clocks leaves midnight out.
    return local.date(datetime.combine(day, time(12), local.zone), visit.words)


def _state(visit: Visit, day: _Day, now: datetime) -> str:
    words, local = visit.words, visit.setting.local
    if not day.at:
        return words.say("No time cards were downloaded yet.")
    when = local.day_and_time(datetime.fromisoformat(day.at).astimezone(UTC), now, words)
    if day.failure:
        return words.say("The last download failed, {when}: {reason}", when=when, reason=day.failure)
    told = words.say("Downloaded {when}", when=when)
    unread = words.say_n("{n} card could not be read", "{n} cards could not be read", day.unread) if day.unread else ""
    return ". ".join(part for part in (told, unread) if part)


def _line(visit: Visit, one: Compared, people: CardPeople, now: datetime) -> dict[str, Any]:
    words, local = visit.words, visit.setting.local
    ours, theirs = one.ours, one.theirs
    state, changed = found_word(words, one.found), words.say("Changed there")
    return {
        "who": people.ours.get(one.employee) or one.employee,
        "number": one.employee,
        "state": f"{state} \u00b7 {changed}" if one.is_adjusted else state,
        "tone": TONES.get(one.found, "warn" if one.is_adjusted else "ok"),
        "mark": _mark(one),
        "here": span(words, local, ours.started_at if ours else None, ours.ended_at if ours else None),
        "there": span(words, local, theirs.came_at if theirs else None, theirs.left_at if theirs else None),
        "lines": list(_details(visit, one, people)),
        "changes": [
            (change_line(words, local, change, now), was_line(words, local, change, people))
            for change in (theirs.adjustments if theirs else ())
        ],
    }


def _mark(one: Compared) -> str:
    if one.found is Found.DIFFERS or one.is_adjusted:
        return "alert"
    return {Found.AGREES: "square", Found.OPEN: "clock"}.get(one.found, "question")


def _details(visit: Visit, one: Compared, people: CardPeople) -> Iterator[str]:
    if one.theirs is not None:
        yield from authorised_lines(visit.words, one.theirs, people)
        yield from break_lines(visit.words, visit.setting.local, one.theirs)


def _unjoined(visit: Visit, card: TimeCard) -> tuple[str, str]:
    numbers = dict.fromkeys(str(one) for one in (card.employee_num, card.payroll_id, card.external_payroll_id) if one)
    return ", ".join(numbers), span(visit.words, visit.setting.local, card.came_at, card.left_at)


def _more(visit: Visit, count: int) -> str:
    return visit.words.say_n("and {n} more", "and {n} more", count) if count > 0 else ""
