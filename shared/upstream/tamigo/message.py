"""tamigo's response message: whether a call was carried out, inside an answer whose status is 200 either way."""

from collections.abc import Mapping
from dataclasses import dataclass

from shared.upstream.call import Answer
from shared.upstream.errors import NotAsItIs
from shared.upstream.tamigo.fields import Misread, mark, word


@dataclass(frozen=True, slots=True)
class Message:
    """`text` is the vendor's, meant to be shown to a person; empty where there is none."""

    success: bool
    text: str


def message_in(value: object) -> Message | None:
    """The response message of an answer, or None where the answer is something else. Raises Misread."""
    if not isinstance(value, Mapping) or "Success" not in value:
        return None
    success = mark(value, "Success")
    return None if success is None else Message(success, word(value, "Message").strip())


def checked(answer: Answer) -> Answer:
    """The answer itself, unless it says that nothing was done: then NotAsItIs with what tamigo says."""
    try:
        message = message_in(answer.value)
    except Misread as error:
        raise answer.unreadable(str(error)) from error
    if message is None or message.success:
        return answer
    said = answer.call.shown(message.text.encode()) or "without saying why"
    raise NotAsItIs(
        f"{answer.call.name}: refused: {said} It has to be changed before it is sent again.",
        status=answer.status,
        answer=answer.call.shown(answer.content),
    )


def done(answer: Answer) -> Message:
    """The message of a write that was carried out; Unreadable where the answer holds none, which settles nothing."""
    message = message_in(answer.value)
    if message is None:
        raise answer.unreadable("accepted, but without a response message")
    return message
