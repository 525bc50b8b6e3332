"""Ten keys find everybody by the letters that are printed under them, whatever accents their name has."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.board_row import BoardRow, Place, Standing
from shared.domain.board_search import LETTERS, Sought, is_found, keys_of, narrowed


def row(name: str = "Ana Ribeiro", number: str = "1053", **more: object) -> BoardRow:
    return BoardRow(number, name, more.pop("standing", Standing.IN), Place.TODAY, date(2026, 3, 2), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "typed", "found"),
    [
        ("Ana Ribeiro", "262", True),
        ("Ana Ribeiro", "742", True),
        ("Ana Ribeiro", "2627", True),
        ("Ana Ribeiro", "42", False),
        ("Ana Ribeiro", "105", True),
        ("Ana Ribeiro", "053", False),
        ("Chloé Tremblay", "24563", True),
        ("Emil Sørensen", "7673", True),
        ("Ærø Møller", "2376", True),
        ("Łucja Đurić", "5825", True),
        ("Jean-Pierre d'Arc", "743", True),
        ("Jean-Pierre d'Arc", "272", True),
        ("Иван Петров", "105", True),
        ("", "105", True),
        ("", "2", False),
    ],
)
def test_names_by_letters_and_numbers_by_digits(name: str, typed: str, found: bool) -> None:
    assert is_found(row(name), Sought(typed)) is found


def test_every_letter_of_the_alphabet_is_on_one_key() -> None:
    assert "".join(sorted("".join(LETTERS.values()))) == "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@given(st.text(max_size=30))
def test_any_name_is_found_by_its_own_keys(name: str) -> None:
    assert all(is_found(row(name), Sought(keys)) for keys in keys_of(name))


def test_the_board_is_narrowed_by_everything_at_once() -> None:
    late = row("Ana", standing=Standing.LATE, position_id=382)
    other = row("Ana", "1054", standing=Standing.LATE, position_id=383)
    later = row("Ana", "1055", standing=Standing.LATE, position_id=382, is_now=False)
    sought = Sought("262", frozenset({Standing.LATE}), 382)
    assert narrowed([late, other, later, row("Ana", position_id=382)], sought) == (late,)
    assert narrowed([late, other], Sought()) == (late, other)
