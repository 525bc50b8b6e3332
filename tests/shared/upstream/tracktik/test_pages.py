from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.upstream.tracktik.fields import Misread, Row, own_id
from shared.upstream.tracktik.pages import ATTEMPTS, LARGEST_LIMIT, MOST_PAGES, read_all
from shared.upstream.tracktik.records import Page


def rows(*ids: int) -> list[Row]:
    return [{"id": number} for number in ids]


def listing(total: int, page_size: int, **told: Any) -> Callable[[int], Page]:
    """A list that is cut into pages as documented."""
    everything = rows(*range(1, total + 1))
    return lambda offset: Page(everything[offset : offset + page_size], **{"count": total, **told})


@given(st.integers(0, 300), st.integers(1, 400))
def test_every_row_comes_once_whatever_the_size_of_a_page(total: int, page_size: int) -> None:
    if total <= page_size * MOST_PAGES:
        assert read_all(listing(total, page_size), own_id) == list(range(1, total + 1))


def test_a_bare_list_ends_with_the_first_page_that_is_not_full() -> None:
    assert len(read_all(listing(LARGEST_LIMIT + 5, LARGEST_LIMIT, count=None), own_id)) == LARGEST_LIMIT + 5
    assert len(read_all(listing(250, 100, count=None, limit=100), own_id)) == 250


def test_a_bare_list_of_one_page_is_asked_for_once() -> None:
    asked: list[int] = []

    def page_at(offset: int) -> Page:
        asked.append(offset)
        return Page(rows(1, 2))

    assert read_all(page_at, own_id) == [1, 2]
    assert asked == [0]


def test_rows_that_slid_into_the_next_page_are_not_counted_twice() -> None:
    pages = {0: rows(9, 8), 2: rows(8, 7), 4: rows(7, 6)}
    assert read_all(lambda offset: Page(pages[offset], count=4), own_id) == [9, 8, 7, 6]


@pytest.mark.parametrize(
    "page_at",
    [
        lambda offset: Page(rows() if offset else rows(1, 2), count=3),
        lambda _offset: Page(rows(1, 2), count=3),
        lambda _offset: Page(rows(*range(1, LARGEST_LIMIT + 1))),
    ],
    ids=["ends-early", "offset-ignored", "bare-and-offset-ignored"],
)
def test_a_list_that_lacks_rows_is_no_list(page_at: Callable[[int], Page]) -> None:
    with pytest.raises(Misread, match="asking on brings no others"):
        read_all(page_at, own_id)


def test_a_list_that_changes_while_it_is_read_is_read_again() -> None:
    shrinking = iter(
        [Page(rows(1, 2), count=4), Page(rows(4), count=3), Page(rows(2, 3), count=3), Page(rows(4), count=3)]
    )
    assert read_all(lambda _offset: next(shrinking), own_id) == [2, 3, 4]


def test_a_list_that_goes_on_changing_is_no_list() -> None:
    asked: list[int] = []

    def page_at(offset: int) -> Page:
        asked.append(offset)
        return Page(rows(len(asked)), count=1000 + len(asked))

    with pytest.raises(Misread, match="changed"):
        read_all(page_at, own_id)
    assert len(asked) == 2 * ATTEMPTS


def test_a_list_without_end_is_no_list() -> None:
    with pytest.raises(Misread, match="pages"):
        read_all(lambda offset: Page(rows(offset + 1), count=10**9), own_id)


def test_one_row_that_cannot_be_read_spoils_the_list() -> None:
    with pytest.raises(Misread):
        read_all(lambda _offset: Page([{"id": 1}, {"name": "no id"}], count=2), own_id)
