"""Reads a list to its end. A list that cannot be proven whole is no list: what it lacks would be sent again.

Paging by "Performance Limits and Offset Pagination" (support.tracktik.com 23794537688471): `offset` counts rows,
1000 is the largest `limit`, `meta.count` is the number of all matches. No I/O: the pages come from a function.
"""

from collections.abc import Callable
from typing import TypeVar

from shared.upstream.tracktik.fields import Misread, Row, own_id
from shared.upstream.tracktik.records import Page

LARGEST_LIMIT = 1000
MOST_PAGES = 200
ATTEMPTS = 3

Value = TypeVar("Value")


class _Changed(Exception):
    """Rows came or went between two pages, so that one may have slipped through."""


def read_all(page_at: Callable[[int], Page], read: Callable[[Row], Value]) -> list[Value]:
    """Every row once, as `read` turns it into a value, in the order of the list. `page_at` asks from an offset.

    Raises Misread when a row cannot be read or the list cannot be had whole.
    """
    for _attempt in range(ATTEMPTS):
        try:
            return list(_walk(page_at, read).values())
        except _Changed:
            continue
    raise Misread(f"the list changed each of the {ATTEMPTS} times it was read")


def _walk(page_at: Callable[[int], Page], read: Callable[[Row], Value]) -> dict[int, Value]:
    found: dict[int, Value] = {}
    offset, count = 0, None
    for number in range(MOST_PAGES):
        page = page_at(offset)
        if number and page.count != count:
            raise _Changed
        known, offset, count = len(found), offset + len(page.rows), page.count
        found.update((own_id(row), read(row)) for row in page.rows)
        if _is_last(page, len(found)):
            return found
        if len(found) == known:
            raise Misread(f"{known} of {'more' if count is None else count} rows came, and asking on brings no others")
    raise Misread(f"the list has over {MOST_PAGES} pages")


def _is_last(page: Page, found: int) -> bool:
    """By the count where it is told; a bare list ends with the first page that is not full."""
    if page.count is not None:
        return found >= page.count
    return len(page.rows) < (page.limit or LARGEST_LIMIT)
