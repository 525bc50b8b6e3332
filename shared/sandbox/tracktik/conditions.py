"""Filters turned into conditions on rows.

Row times are text in one zone and one form, so they are compared as text. Bounds mean what they mean in SQL: `after`
and `before` leave their bound out, `between` takes both in, and a bare date is its midnight.
"""

import operator
from collections.abc import Callable
from typing import Any

from shared.sandbox.tracktik.directory import Row
from shared.sandbox.tracktik.query import Filter, whole
from shared.sandbox.tracktik.rejected import Rejected
from shared.sandbox.tracktik.times import read_time, write_time

Condition = Callable[[Row], bool]
ValueOf = Callable[[Row], Any]

COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "gt": operator.gt,
    "lt": operator.lt,
    "gte": operator.ge,
    "lte": operator.le,
    "after": operator.gt,
    "before": operator.lt,
}


def is_time(key: str) -> bool:
    """Whether a field holds a time, by the API's way of naming."""
    return key.endswith(("On", "DateTime"))


def condition(item: Filter, value_of: ValueOf) -> Condition:
    """What `item` asks of a row whose value `value_of` finds; raises `Rejected` for a value that cannot be read."""
    if item.function in COMPARISONS:
        return _comparison(item, value_of, COMPARISONS[item.function])
    if item.function == "between":
        return _between(item, value_of)
    if item.function == "contains":
        part = item.value.lower()
        return lambda row: part in _text(value_of(row))
    if item.function == "in":
        return _one_of(value_of, [_wanted(item.key, word.strip()) for word in item.value.split(",")])
    is_it = _one_of(value_of, [_wanted(item.key, item.value)])
    return is_it if item.function != "not" else lambda row: not is_it(row)


def _one_of(value_of: ValueOf, words: list[str]) -> Condition:
    # Most filters are ids, and most rows that are looked at have the id: no text is made for those.
    known: set[Any] = {whole(word) for word in words} - {None}
    texts = set(words)

    def holds(row: Row) -> bool:
        value = value_of(row)
        return value in known or _text(value) in texts

    return holds


def _comparison(item: Filter, value_of: ValueOf, compare: Callable[[Any, Any], bool]) -> Condition:
    bound = _bound(item.key, item.value)
    like = _like(item.key, bound)

    def holds(row: Row) -> bool:
        value = like(value_of(row))
        return value is not None and compare(value, bound)

    return holds


def _between(item: Filter, value_of: ValueOf) -> Condition:
    low, bar, high = item.value.partition("|")
    if not bar:
        raise Rejected(400, f"{item.key}:between: write two values as first|last, not {item.value!r}.")
    first, last = _bound(item.key, low), _bound(item.key, high)
    if type(first) is not type(last):
        raise Rejected(400, f"{item.key}:between: {low!r} and {high!r} cannot be compared.")
    like = _like(item.key, first)

    def holds(row: Row) -> bool:
        value = like(value_of(row))
        return value is not None and first <= value <= last

    return holds


def _bound(key: str, text: str) -> Any:
    if is_time(key):
        return _time(key, text)
    number = whole(text)
    return text.lower() if number is None else number


def _like(key: str, bound: Any) -> Callable[[Any], Any]:
    """What makes a row's value comparable with `bound`: None where it is not."""
    if is_time(key):
        return lambda value: value
    if isinstance(bound, int):
        return lambda value: whole(str(value))
    return lambda value: None if value is None else _text(value)


def _wanted(key: str, text: str) -> str:
    if is_time(key) and text.lower() not in ("", "null"):
        return _time(key, text).lower()
    return text.lower()


def _time(key: str, text: str) -> str:
    try:
        return write_time(read_time(text))
    except ValueError as error:
        raise Rejected(400, f"{key}: {error}.") from error


def _text(value: Any) -> str:
    return "null" if value is None else str(value).lower()
