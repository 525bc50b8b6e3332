"""PINs are argon2id hashes at 19 MiB, two passes, one lane: rule 5.4."""

import pytest
from argon2 import PasswordHasher, extract_parameters

from shared import pins
from shared.pins import NOBODYS_HASH, PinHashError, hash_pin, is_hash, is_right

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash("2580")
"""Cheap to check, so that this file does not take seconds; a customer's own hashes may have any cost."""


def test_a_hash_has_the_cost_that_was_decided_and_a_salt_of_its_own() -> None:
    one, two = hash_pin("2580"), hash_pin("2580")
    parameters = extract_parameters(one)
    assert one.startswith("$argon2id$")
    assert (parameters.memory_cost, parameters.time_cost, parameters.parallelism) == (19 * 1024, 2, 1)
    assert one != two
    assert is_hash(one)
    assert is_right(one, "2580")


@pytest.mark.parametrize(
    ("pin", "right"), [("2580", True), ("2581", False), ("", False), ("02580", False), ("2580 ", False)]
)
def test_only_the_pin_itself_is_right(pin: str, right: bool) -> None:
    assert is_right(CHEAP, pin) is right


def test_somebody_without_a_pin_has_no_right_one_and_takes_as_long(monkeypatch: pytest.MonkeyPatch) -> None:
    assert is_right("", "2580") is False
    parameters = extract_parameters(NOBODYS_HASH)
    assert (parameters.memory_cost, parameters.time_cost, parameters.parallelism) == (19 * 1024, 2, 1)
    monkeypatch.setattr(pins, "NOBODYS_HASH", CHEAP)
    assert is_right("", "2580") is False, "whoever finds nobody's PIN is nobody"


@pytest.mark.parametrize("broken", ["hunter2", "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$!!!", "$argon2id$"])
def test_a_hash_that_cannot_be_read_is_an_error_and_no_wrong_pin(broken: str) -> None:
    with pytest.raises(PinHashError, match="import the register again"):
        is_right(broken, "2580")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (CHEAP, True),
        (NOBODYS_HASH, True),
        ("", False),
        ("2580", False),
        ("$argon2id$", False),
        ("$argon2id$v=19$m=8,t=1,p=1$c2FsdA$", False),
        (CHEAP.replace("argon2id", "argon2i"), False),
        (CHEAP.replace("m=8,", "m=99999999,"), False),
        (CHEAP + "\n", False),
        (f"x{CHEAP}", False),
    ],
    ids=["ours", "nobody's", "empty", "a PIN", "a beginning", "no digest", "argon2i", "95 GiB", "a line end", "before"],
)
def test_what_is_a_hash(text: str, expected: bool) -> None:
    assert is_hash(text) is expected
