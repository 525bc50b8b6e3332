"""Voice messages: heard by a named person, with what came of them."""

from enum import StrEnum

from shared.domain.supervision import NotDone, Obstacle
from shared.store import desk, voice_messages
from shared.store.database import Store
from shared.store.desk import DeskKind
from shared.store.voice_messages import VoiceMessage
from shared.supervision.word import Word, keep, no_supervisor


class CameOf(StrEnum):
    """What a message led to."""

    NOTHING = "nothing"
    CLOCKED = "clocked"  # somebody was clocked in or out
    CORRECTED = "corrected"
    PASSED_ON = "passed_on"


def heard(store: Store, word: Word, recording: str, came_of: CameOf, event_id: str = "") -> VoiceMessage | NotDone:
    """Take the message off the desk. `event_id` is the event that was made of it, where one was.

    Raises a StoreError when nothing was written.
    """
    with store.writing():
        message = voice_messages.find(store, recording)
        if message is None:
            return NotDone(Obstacle.NO_SUCH_ITEM)
        stopped = no_supervisor(word)
        if stopped is not None:
            return stopped
        if message.site not in ("", word.site.name):
            return NotDone(Obstacle.OTHER_SITE)
        waiting = any(item.subject == recording for item in desk.of_kinds(store, VOICE, ["", word.site.name]))
        if not waiting:
            return NotDone(Obstacle.SETTLED)
        desk.close(store, DeskKind.VOICE_MESSAGE, recording, word.now, word.by.number)
        keep(store, word, "heard", recording, facts={"came_of": came_of, "event": event_id})
        return message


VOICE = (DeskKind.VOICE_MESSAGE,)
