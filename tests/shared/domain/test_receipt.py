"""Receipts: four digits, never the same twice for one person within ten thousand events."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain.receipt import next_receipt

digits = st.text("0123456789", min_size=1, max_size=12)


@pytest.mark.parametrize("number", ["1", "1053", "00123", "123", "999999999999"])
def test_ten_thousand_receipts_of_one_person_all_differ(number: str) -> None:
    receipts, last = set(), ""
    for _ in range(10_000):
        last = next_receipt(last, number)
        receipts.add(last)
    assert len(receipts) == 10_000
    assert next_receipt(last, number) in receipts


@given(st.integers(0, 9999), digits)
@settings(max_examples=100, deadline=None)
def test_a_receipt_is_four_digits_and_differs_from_the_one_before(last: int, number: str) -> None:
    receipt = next_receipt(f"{last:04d}", number)
    assert len(receipt) == 4
    assert receipt.isdigit()
    assert receipt != f"{last:04d}"


def test_receipt_0000_is_a_receipt_and_not_a_beginning() -> None:
    assert next_receipt("0000", "1053") == next_receipt("0000", "1054")


def test_first_receipts_differ_between_neighbours() -> None:
    first = [next_receipt("", str(number)) for number in range(1053, 1093)]
    assert len(set(first)) == len(first)
