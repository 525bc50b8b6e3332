"""The query of a list request: `key:function=value` filters, sort, paging, fields and include.

Syntax: support.tracktik.com, articles 35165011194647 (filters) and 23794537688471 (limit 100, at most 1000, offset,
sort, fields). A `limit` above the maximum is cut down to it, which the answer's meta tells.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from shared.sandbox.tracktik.rejected import Rejected

DEFAULT_LIMIT = 100
MAX_LIMIT = 1000
FUNCTIONS = ("contains", "in", "gt", "lt", "gte", "lte", "not", "after", "before", "between")
PAGING = ("limit", "offset", "sort", "fields", "include")

Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Filter:
    """One condition. `function` is empty for an exact match."""

    key: str
    function: str
    value: str


@dataclass(frozen=True, slots=True)
class SortKey:
    key: str
    descending: bool


@dataclass(frozen=True, slots=True)
class Query:
    """A list request, read."""

    filters: tuple[Filter, ...] = ()
    sort: tuple[SortKey, ...] = ()
    limit: int = DEFAULT_LIMIT
    offset: int = 0
    fields: tuple[str, ...] = ()
    include: tuple[str, ...] = ()

    def exact(self, *keys: str) -> list[str] | None:
        """The values one of `keys` may have, by an exact or an `in` filter; None when no such filter is there."""
        for item in self.filters:
            if item.key in keys and item.function in ("", "in"):
                return _words(item.value) if item.function else [item.value]
        return None


def whole(text: str) -> int | None:
    """A whole number of a size that ids and counts have, or None."""
    digits = text.strip().removeprefix("-")
    return int(text) if digits.isascii() and digits.isdecimal() and len(digits) < 19 else None


def read_query(pairs: Pairs) -> Query:
    """The query in a request's key and value pairs; raises `Rejected`."""
    settings = {key: value for key, value in pairs if key in PAGING}
    filters, sort = _filters_and_sort(pairs)
    return Query(
        filters=filters,
        sort=(*_sort_keys(settings.get("sort", "")), *sort),
        limit=min(_count(settings, "limit", DEFAULT_LIMIT, least=1), MAX_LIMIT),
        offset=_count(settings, "offset", 0, least=0),
        fields=tuple(_words(settings.get("fields", ""))),
        include=tuple(_words(settings.get("include", ""))),
    )


def _filters_and_sort(pairs: Pairs) -> tuple[tuple[Filter, ...], tuple[SortKey, ...]]:
    filters: list[Filter] = []
    sort: list[SortKey] = []
    for name, value in pairs:
        key, _, function = name.partition(":")
        if name in PAGING:
            continue
        if function == "sort":
            sort.append(SortKey(key, value.startswith("-") or value.lower() == "desc"))
        elif function and function not in FUNCTIONS:
            raise Rejected(400, f"{name}: there is no filter function {function}; use {', '.join(FUNCTIONS)}.")
        else:
            filters.append(Filter(key, function, value))
    return tuple(filters), tuple(sort)


def _sort_keys(text: str) -> list[SortKey]:
    return [SortKey(word.lstrip("-"), word.startswith("-")) for word in _words(text)]


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


def _count(settings: dict[str, str], name: str, default: int, *, least: int) -> int:
    text = settings.get(name)
    if text is None:
        return default
    count = whole(text)
    if count is None or count < least:
        raise Rejected(400, f"{name}: {text!r} is not a whole number of at least {least}.")
    return count
