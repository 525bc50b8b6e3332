"""A break as another system takes it: a body made from the settings' own words, since no document tells its fields."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

TRACKTIK_BREAKS: Final = "tracktik_breaks"
"""Breaks go out beside the sessions: neither holds back the other."""
SHORTER_THAN_A_TIME: Final = 15
_PLACE: Final = re.compile(r"\{([^{}]*)\}")
NAMES: Final = ("work_session", "employee", "account", "started_on", "ended_on", "length_min", "event")

OF_SESSION: Final = ("work_session", "employee", "account")
"""What stays the same whatever is corrected."""


@dataclass(frozen=True, slots=True)
class BreakFacts:
    """What can be told of one break. Ids are the upstream's own; times are as it takes them; `event` is ours."""

    work_session: int
    employee: int
    account: int
    started_on: str
    ended_on: str
    length_min: int
    event: str


def unknown_names(template: Any, known: Sequence[str] = NAMES) -> Iterator[str]:
    """The names in braces that are none of `known`."""
    for text in _texts(template):
        yield from (name for name in _PLACE.findall(text) if name not in known)


def filled(template: Any, facts: BreakFacts) -> Any:
    """The same with the facts in the place of their names. A text that is one name alone keeps the fact's own type."""
    match template:
        case str():
            return _filled_text(template, facts)
        case Mapping():
            return {name: filled(value, facts) for name, value in template.items()}
        case list() | tuple():
            return [filled(value, facts) for value in template]
        case _:
            return template


def body_of(template: Mapping[str, Any], facts: BreakFacts) -> str:
    """The request's body as canonical JSON."""
    return json.dumps(filled(template, facts), sort_keys=True, separators=(",", ":"))


def is_of(body: str, facts: BreakFacts, theirs: Mapping[str, Any]) -> bool:
    """Does this record of theirs say what `body` said, in every field that it shows under the same name?

    It is no break of ours where one field differs, or where it shows none of those that tell two breaks apart.
    """
    said: dict[str, Any] = json.loads(body)
    return tells_apart(body, facts, theirs) and all(_alike(said[name], theirs[name]) for name in said if name in theirs)


def tells_apart(body: str, facts: BreakFacts, theirs: Mapping[str, Any]) -> bool:
    """Does their record show a field, under our name for it, in which two breaks of a session differ?"""
    own = (facts.event, facts.started_on, facts.ended_on)
    said: dict[str, Any] = json.loads(body)
    return any(name in theirs for name, value in said.items() if any(fact in str(value) for fact in own))


def _alike(ours: Any, theirs: Any) -> bool:
    if isinstance(theirs, Mapping) and "id" in theirs:
        # A related record comes as its id alone, or as an object with it.
        theirs = theirs["id"]
    return _plain(ours) == _plain(theirs)


def _plain(value: Any) -> str:
    """A time in any zone as the same instant in UTC, one without a zone as UTC; anything else as its text."""
    text = str(value)
    try:
        told = datetime.fromisoformat(text) if isinstance(value, str) and len(text) > SHORTER_THAN_A_TIME else None
    except ValueError:
        return text
    if told is None:
        return text
    return (told if told.tzinfo else told.replace(tzinfo=UTC)).astimezone(UTC).replace(microsecond=0).isoformat()


def _filled_text(text: str, facts: BreakFacts) -> Any:
    alone = _PLACE.fullmatch(text)
    if alone is not None:
        return getattr(facts, alone[1])
    return _PLACE.sub(lambda place: str(getattr(facts, place[1])), text)


def _texts(template: Any) -> Iterator[str]:
    match template:
        case str():
            yield template
        case Mapping():
            for value in template.values():
                yield from _texts(value)
        case list() | tuple():
            for value in template:
                yield from _texts(value)
