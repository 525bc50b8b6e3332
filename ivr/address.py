"""The state of a call in the address that Twilio brings the next keys to, and back.

Nobody but Twilio can use such an address, since the whole of it is signed; and what only an identified caller may do is
asked of the ledger file again. So a restart of the server loses no call, and no memory grows with calls.
"""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, Final
from urllib.parse import urlencode

from ivr.call import At, CallState

STEP_PATH: Final = "/voice/step"
_NAMES: Final = {
    "at": "at",
    "step": "n",
    "language": "lang",
    "site": "site",
    "who": "who",
    "misses": "missed",
    "options": "options",
    "page": "page",
    "tap": "tap",
    "wish": "wish",
    "event": "event",
    "item": "item",
    "meant_at": "meant",
    "chose_language": "chosen",
    "changes": "changes",
}
RENDERED_AT: Final = "t"
_SEPARATOR: Final = "\t"
_MOST_STEPS: Final = 10_000
_LATEST: Final = 10**11


def address_of(state: CallState, rendered_at: int) -> str:
    """Path and query; what has its default is left out. `rendered_at`: seconds since the epoch."""
    told: dict[str, object] = {"n": state.step, "t": rendered_at}
    for field in fields(CallState):
        value: Any = getattr(state, field.name)
        if value != field.default and field.name != "step":
            told[_NAMES[field.name]] = _SEPARATOR.join(value) if isinstance(value, tuple) else _text(value)
    return f"{STEP_PATH}?{urlencode(told)}"


def _text(value: object) -> str:
    return "1" if value is True else str(value)


def state_of(query: Mapping[str, str]) -> tuple[CallState, int] | None:
    """The state in an address and when that was rendered; None for one that this version did not make."""
    try:
        numbers = ("n", RENDERED_AT, "missed", "page", "meant", "changes")
        step, rendered_at, misses, page, meant_at, changes = (int(query.get(name, "0")) for name in numbers)
        at = At(query.get("at", At.NUMBER))
    except ValueError:
        return None
    is_time = 0 <= rendered_at < _LATEST and 0 <= meant_at < _LATEST
    if not 0 <= step < _MOST_STEPS or not is_time or misses < 0 or page < 0 or changes < 0:
        return None
    options = query.get("options", "")
    state = CallState(
        at,
        step,
        query.get("lang", "en"),
        query.get("site", ""),
        query.get("who", ""),
        misses,
        tuple(options.split(_SEPARATOR)) if options else (),
        page,
        query.get("tap", ""),
        query.get("wish", ""),
        query.get("event", ""),
        query.get("item", ""),
        meant_at,
        query.get("chosen") == "1",
        changes,
    )
    return state, rendered_at
