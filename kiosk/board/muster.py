"""The muster on a phone: frozen by the host, ticked on every phone, and ticked on where the host is off.

A phone keeps its list and the ticks that were not sent. They come with an id and with the time of the phone, and are
merged when the host is back: for each person the newest counts.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import structlog
from starlette.responses import JSONResponse, Response

from kiosk.board.front import Front
from kiosk.board.guard import number_in, refused
from kiosk.board.labels import muster_texts
from kiosk.board.visit import Visit
from kiosk.muster_state import Mustering, Wanted
from kiosk.wording.muster import TICK, UNTICK, muster_view
from shared import muster_now, muster_page
from shared.clock import new_id
from shared.domain.muster_entry import Muster, Since, Tick
from shared.muster_now import TickAnswer
from shared.store.database import Store
from shared.words import muster as say

LOG = structlog.get_logger()
TICK_ID: Final = re.compile(r"[0-9a-f]{32}")
MOST_TICKS: Final = 500
LONGEST_KEY: Final = 80
LATEST_FOR: Final = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Seen:
    """A muster with what came after it."""

    muster: Muster
    since: Since


class MusterPages:
    """What supervisors of a site see of its musters."""

    def __init__(self, front: Front) -> None:
        self._front = front

    async def page(self, visit: Visit) -> Response:
        """The newest list, and the button that makes another."""
        site, words = visit.site, visit.words
        latest = await self._front.rooms.read(lambda store: muster_now.latest(store, site.name))
        now, local = self._front.clock.read().wall, visit.setting.local
        told = None
        if latest is not None:
            counts = latest.counts
            told = {
                "address": f"{visit.home}/muster/{latest.number}",
                "title": say.title(words, latest),
                "when": say.moment(words, local, latest.at, now),
                "found": f"{counts.ticked}/{counts.of}",
                "is_young": now - latest.at < LATEST_FOR,
            }
        return visit.page("muster.html", tab="muster", m=muster_texts(words), latest=told, visitors=say.visitors(words))

    async def freeze(self, visit: Visit) -> Response:
        """Make a list now. One that cannot be kept is shown all the same: people's lives come before the record."""
        front, site = self._front, visit.site
        terminal, now, by = front.terminal_of(site), front.clock.read().wall, visit.person.number
        made = await front.rooms.act(lambda store: muster_now.freeze(store, site, terminal, now, by))
        LOG.info("web.mustered", by=by, site=site.name, number=made.number)
        front.changes.tell()
        if made.is_kept:
            return visit.go(f"{visit.home}/muster/{made.number}")
        return self._list(visit, Seen(made, Since()), front.changes.version)

    async def listing(self, visit: Visit) -> Response:
        """A list, to be ticked."""
        version = self._front.changes.version
        seen = await self._seen(visit)
        return refused(visit.request, self._front, 404) if seen is None else self._list(visit, seen, version)

    async def paper(self, visit: Visit) -> Response:
        """The list as a page to print."""
        seen = await self._seen(visit)
        if seen is None:
            return refused(visit.request, self._front, 404)
        words, local = visit.words, visit.setting.local
        made = await self._front.rooms.hash(lambda: muster_page.page(words, local, seen.muster, seen.since))
        LOG.info("web.exported", by=visit.person.number, site=visit.site.name, kind="muster", number=seen.muster.number)
        name = f"muster-{visit.site.account_id}-{seen.muster.number}.pdf"
        return Response(
            made, media_type="application/pdf", headers={"content-disposition": f'inline; filename="{name}"'}
        )

    async def tick(self, visit: Visit) -> Response:
        """One tick of a browser without our script."""
        told, number = visit.form.text("tick", LONGEST_KEY + 1), self._number(visit)
        if told[:1] not in (TICK, UNTICK) or await self._of_site(visit) is None:
            return refused(visit.request, self._front, 404)
        now = self._front.clock.read().wall
        one = Tick(new_id(now), told[1:], told[0] == TICK, now, visit.person.number)
        await self._front.rooms.act(lambda store: muster_now.tick(store, number, one, now))
        self._front.changes.tell()
        return visit.go(f"{visit.home}/muster/{number}")

    async def ticks(self, visit: Visit) -> Response:
        """The ticks of a phone, some of them old; which of them need not be sent again."""
        now = self._front.clock.read().wall
        sent = ticks_of(visit.told, now, visit.person.number)
        if sent is None or await self._of_site(visit) is None:
            return JSONResponse({"error": "unreadable"}, 400)
        number = self._number(visit)

        def keep(store: Store) -> dict[str, str]:
            return {one.tick_id: muster_now.tick(store, number, one, now) for one in sent}

        answers = await self._front.rooms.act(keep)
        kept = sum(answer is TickAnswer.KEPT for answer in answers.values())
        LOG.info("web.ticks", by=visit.person.number, site=visit.site.name, number=number, kept=kept)
        self._front.changes.tell()
        return JSONResponse({"settled": list(answers)})

    async def state(self, visit: Visit) -> Response:
        """What a phone needs to send its ticks: the token of the session that it is signed in with now."""
        return JSONResponse({"csrf": visit.session.csrf})

    def _list(self, visit: Visit, seen: Seen, version: str) -> Response:
        muster, words = seen.muster, visit.words
        state = Mustering(0, visit.person.number, Wanted.ALL)
        view = muster_view(words, visit.setting, muster, seen.since, state, 0.0, not_kept=not muster.is_kept)
        template = "muster_part.html" if visit.is_fragment else "muster_list.html"
        return visit.page(
            template,
            tab="muster",
            version=version,
            m=muster_texts(words),
            view=view,
            number=muster.number,
            address=f"{visit.home}/muster/{muster.number}",
        )

    async def _seen(self, visit: Visit) -> Seen | None:
        found, site, front = await self._of_site(visit), visit.site, self._front
        if found is None:
            return None
        terminal, now = front.terminal_of(site), front.clock.read().wall
        since = await front.rooms.read(lambda store: muster_now.since(store, site, terminal, found, now))
        return Seen(found, since)

    async def _of_site(self, visit: Visit) -> Muster | None:
        """The muster of the address; None where there is none of this site."""
        number = self._number(visit)
        found = await self._front.rooms.read(lambda store: muster_now.of(store, number))
        return found if found is not None and found.site == visit.site.name else None

    def _number(self, visit: Visit) -> int:
        return number_in(visit.request.path_params["number"])


def ticks_of(told: Any, now: datetime, by: str) -> list[Tick] | None:
    """The ticks that a phone sent, each at its time by our clock; None for what no page of ours sends.

    The phone says what time it has: a clock that is minutes behind would lose to every other phone otherwise.
    """
    if not isinstance(told, dict) or not isinstance(told.get("ticks"), list) or len(told["ticks"]) > MOST_TICKS:
        return None
    ahead_ms = _milliseconds(told.get("now"))
    found = [_tick(one, ahead_ms, now, by) for one in told["ticks"]]
    return None if ahead_ms is None or None in found else [one for one in found if one is not None]


def _tick(told: Any, phone_now_ms: float | None, now: datetime, by: str) -> Tick | None:
    if not isinstance(told, dict):
        return None
    tick_id, key, ticked, at_ms = (told.get(name) for name in ("id", "key", "ticked", "at"))
    known = isinstance(tick_id, str) and TICK_ID.fullmatch(tick_id) and isinstance(ticked, bool)
    at_ms = _milliseconds(at_ms)
    if not known or not isinstance(key, str) or not 0 < len(key) <= LONGEST_KEY or at_ms is None:
        return None
    age_ms = max(0.0, (phone_now_ms or 0.0) - at_ms)
    return Tick(str(tick_id), key, bool(ticked), (now - timedelta(milliseconds=age_ms)).astimezone(UTC), by)


def _milliseconds(told: Any) -> float | None:
    """Milliseconds since 1970 of this century or the next, None for anything else."""
    is_number = isinstance(told, int | float) and not isinstance(told, bool)
    return float(told) if is_number and 9e11 < told < 8e12 else None
