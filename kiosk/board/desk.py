"""The supervisor's desk on the web: what waits, and one entry with what can be done about it."""

from urllib.parse import urlencode

import structlog
from starlette.responses import Response

from kiosk.board.front import Front
from kiosk.board.guard import refused
from kiosk.board.said import said_of
from kiosk.board.subject import LONGEST_KEY, entries_of, of_entry
from kiosk.board.visit import Visit
from kiosk.wording.desk import entry_lines, entry_title, entry_what, entry_when, topic_word
from kiosk.wording.desk_acts import act_word
from shared.domain.desk_entry import NEEDS, DeskAct, Entry, Topic
from shared.store import voice_messages

LOG = structlog.get_logger()


class DeskPages:
    """The desk of each site."""

    def __init__(self, front: Front) -> None:
        self._front = front

    async def listing(self, visit: Visit) -> Response:
        """All that waits, by topic."""
        version, front, site, words = self._front.changes.version, self._front, visit.site, visit.words
        found = await front.rooms.read(lambda store: entries_of(store, front, site))
        front.waiting[site.account_id] = len(found.entries)
        shows_older = visit.asked("older") == "1"
        shown = (*found.entries, *(found.older if shows_older else ()))
        more = words.say_n("{n} older tap", "{n} older taps", len(found.older))
        return visit.page(
            "desk_part.html" if visit.is_fragment else "desk.html",
            tab="desk",
            version=version,
            topics=[
                (topic_word(words, topic), [_line(visit, one) for one in shown if one.topic is topic])
                for topic in Topic
                if any(one.topic is topic for one in shown)
            ],
            older="" if shows_older or not found.older else more,
            problem=found.problem,
            problem_word=words.say("The people register's file has mistakes; the last good one is used."),
            empty=words.say("Nothing waits"),
            said=said_of(visit, visit.asked("done")),
        )

    async def entry(self, visit: Visit) -> Response:
        """One entry and what can be done about it."""
        subject = await self._front.rooms.read(
            lambda store: of_entry(store, self._front, visit.site, visit.asked("key", LONGEST_KEY))
        )
        if subject is None or subject.entry is None:
            return refused(visit.request, self._front, 404)
        words, local, entry = visit.words, visit.setting.local, subject.entry
        acts = [one for one in entry.acts if one is not DeskAct.PAIR or self._front.keys is not None]
        return visit.page(
            "entry.html",
            tab="desk",
            key=entry.key,
            title=entry_title(words, entry),
            what=entry_what(words, local, entry),
            lines=entry_lines(words, local, entry, subject.now),
            acts=[(one, act_word(words, one), not NEEDS[one]) for one in acts],
            topic=topic_word(words, entry.topic),
            sound=f"{visit.home}/desk/sound?{urlencode({'key': entry.key})}" if await self._has_sound(entry) else "",
        )

    async def sound(self, visit: Visit) -> Response:
        """What a caller said, while it waits on the desk of the site."""
        subject = await self._front.rooms.read(
            lambda store: of_entry(store, self._front, visit.site, visit.asked("key", LONGEST_KEY))
        )
        if subject is None or subject.entry is None or subject.entry.topic is not Topic.VOICE:
            return refused(visit.request, self._front, 404)
        recording = _recording(subject.entry)
        found = await self._front.rooms.read(lambda store: voice_messages.audio(store, recording))
        if found is None:
            return refused(visit.request, self._front, 404)
        LOG.info("web.listened", by=visit.person.number, site=visit.site.name, recording=recording)
        return Response(found, media_type="audio/mpeg")

    async def _has_sound(self, entry: Entry) -> bool:
        if entry.topic is not Topic.VOICE:
            return False
        message = await self._front.rooms.read(lambda store: voice_messages.find(store, _recording(entry)))
        return message is not None and message.has_audio


def _recording(entry: Entry) -> str:
    return entry.key.removeprefix("voice:")


def _line(visit: Visit, entry: Entry) -> dict[str, str]:
    words, local, now = visit.words, visit.setting.local, visit.front.clock.read().wall
    return {
        "address": f"{visit.home}/desk/entry?{urlencode({'key': entry.key})}",
        "title": entry_title(words, entry),
        "what": entry_what(words, local, entry),
        "when": entry_when(words, local, entry, now),
    }
