"""Things in rows."""

from hypothesis import given
from hypothesis import strategies as st

from kiosk.screens.flow import rows, shared_widths


def test_what_fits_side_by_side_stands_side_by_side():
    assert rows([10, 20, 30], 80, 10) == [[0, 1, 2]]


def test_a_full_row_breaks():
    assert rows([10, 20, 30], 79, 10) == [[0, 1], [2]]


def test_what_is_wider_than_all_has_a_row_of_its_own():
    assert rows([10, 200, 30], 79, 10) == [[0], [1], [2]]


def test_the_widest_gives_way_first():
    assert shared_widths([100, 300], 250, 10, 60) == [100, 140]


def test_equal_ones_give_way_together():
    assert shared_widths([100, 300, 300], 420, 10, 60) == [100, 150, 150]


def test_nothing_gets_less_than_a_finger_needs():
    assert shared_widths([100, 300], 90, 10, 60) == [60, 60]
    assert shared_widths([10], 500, 10, 60) == [60]


widths = st.lists(st.floats(1, 500), min_size=1, max_size=5)


@given(widths, st.floats(100, 900))
def test_widths_never_grow_and_fill_no_more_than_there_is(wanted, width):
    given_widths = shared_widths(wanted, width, 10, 15)
    assert all(15 <= got <= max(15, want) + 1e-6 for got, want in zip(given_widths, wanted, strict=True))
    least = 15 * len(wanted)
    assert sum(given_widths) <= max(width - 10 * (len(wanted) - 1), least) + 1


@given(widths, st.floats(100, 900))
def test_every_thing_stands_once_and_in_order(wanted, width):
    assert [index for row in rows(wanted, width, 10) for index in row] == list(range(len(wanted)))
