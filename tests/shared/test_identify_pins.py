"""Who is at the door, by a number and a PIN, and how often a PIN may be guessed (rule 5.4)."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from shared import pins
from shared.badges import BadgeKey, BadgeKeys, hashed
from shared.clock import Reading
from shared.domain.pin_limits import LOCK_S, MOST, WrongPins
from shared.domain.tap import Unidentified
from shared.identify import Identified, Identity, NotIdentified, by_badge, by_pin
from shared.pins import PinHashError
from shared.ports import BadgeRead
from shared.store import people, pin_attempts
from shared.store.database import Store
from shared.store.people import RegisterRow
from tests.shared.domain.cast import ANA, BEN, CHLOE

KEYS = BadgeKeys((BadgeKey("k1", b"1" * 32),))
ANAS_BADGE = hashed(KEYS.newest, "em4100", "", "AA")
START = datetime(2026, 3, 2, 6, tzinfo=UTC)
# As cheap as argon2 can be: a register may hold hashes of any cost.
PIN_HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash("2580")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A register in which Chloé has no PIN."""
    rows = [
        RegisterRow(ANA, "", PIN_HASH, ((ANAS_BADGE, "k1", False),)),
        RegisterRow(BEN, "", PIN_HASH, ()),
        RegisterRow(CHLOE, "", "", ()),
    ]
    with Store.open(tmp_path / "ledger.db") as opened:
        people.replace(opened, rows, fingerprint="", taken_at=START)
        yield opened


def reading(seconds: float = 0.0) -> Reading:
    return Reading(START + timedelta(seconds=seconds), 1000.0 + seconds, "boot-1")


def pin(store: Store, number: str, text: str, seconds: float = 0.0, place: str = "Terminal 1") -> Identity:
    return by_pin(store, number, text, place, reading(seconds))


def reason(identity: Identity) -> Unidentified | None:
    return identity.reason if isinstance(identity, NotIdentified) else None


def test_the_right_pin_names_its_person(store: Store) -> None:
    assert pin(store, "1053", "2580") == Identified(ANA, "1053")


@pytest.mark.parametrize(
    ("number", "text", "expected"),
    [
        ("1053", "2581", Unidentified.WRONG_PIN),
        ("1055", "2580", Unidentified.WRONG_PIN),
        ("9999", "2580", Unidentified.UNKNOWN_NUMBER),
        ("01053", "2580", Unidentified.UNKNOWN_NUMBER),
        ("", "", Unidentified.UNKNOWN_NUMBER),
    ],
    ids=["wrong", "has no PIN", "unknown number", "zeros in front", "nothing typed"],
)
def test_anything_else_names_nobody_and_keeps_the_typed_number(
    store: Store, number: str, text: str, expected: Unidentified
) -> None:
    assert pin(store, number, text) == NotIdentified(expected, number)


def test_three_wrong_pins_lock_the_number_and_the_right_one_too(store: Store) -> None:
    assert [reason(pin(store, "1053", "0000")) for _ in range(4)] == [
        *[Unidentified.WRONG_PIN] * MOST.for_number,
        Unidentified.LOCKED,
    ]
    assert pin(store, "1053", "2580") == NotIdentified(Unidentified.LOCKED, "1053")


def test_a_lock_binds_one_number_and_never_a_badge(store: Store) -> None:
    for _ in range(3):
        pin(store, "1053", "0000")
    assert pin(store, "1054", "2580") == Identified(BEN, "1054")
    assert by_badge(store, KEYS, BadgeRead("em4100", "", "AA", reading())) == Identified(ANA, ANAS_BADGE)


def test_a_lock_binds_the_number_at_every_place(store: Store) -> None:
    for place in ("Terminal 1", "Terminal 2", "+15145550123"):
        pin(store, "1053", "0000", place=place)
    assert reason(pin(store, "1053", "2580", place="Terminal 3")) is Unidentified.LOCKED


@pytest.mark.parametrize(("seconds", "is_open"), [(LOCK_S - 1, False), (LOCK_S, True)])
def test_a_lock_lasts_a_quarter_of_an_hour_however_often_it_is_tried(
    store: Store, seconds: float, is_open: bool
) -> None:
    for _ in range(3):
        pin(store, "1053", "0000")
    for minute in range(1, 14):
        pin(store, "1053", "0000", seconds=60 * minute)
    assert isinstance(pin(store, "1053", "2580", seconds=seconds), Identified) is is_open


def test_the_right_pin_ends_the_count(store: Store) -> None:
    for text in ("0000", "0000", "2580", "0000", "0000"):
        answer = pin(store, "1053", text)
    assert reason(answer) is Unidentified.WRONG_PIN


def test_a_wall_clock_set_back_locks_nobody_for_long(store: Store) -> None:
    for _ in range(3):
        pin(store, "1053", "0000", seconds=86_400)
    assert isinstance(pin(store, "1053", "2580"), Identified)


def counted(store: Store, number: str, place: str) -> WrongPins:
    return pin_attempts.wrong(store, number, place, START.timestamp())


def fill(store: Store, count: int, *, place: str) -> None:
    with store.writing():
        for one in range(count):
            guess = pin_attempts.begin(store, f"guess-{one}", place, START.timestamp())
            pin_attempts.was_wrong(store, guess)


def test_guesses_that_are_being_checked_count_for_their_number_only(store: Store) -> None:
    with store.writing():
        for one in range(2 * MOST.in_all):
            pin_attempts.begin(store, f"guess-{one}", "Terminal 1", START.timestamp())
    assert counted(store, "guess-0", "Terminal 1") == WrongPins(1, 0, 0)
    assert isinstance(pin(store, "1053", "2580"), Identified), "a whole shift may give its PINs at once"


def test_attempts_are_counted_by_number_by_place_and_in_all(store: Store) -> None:
    fill(store, 4, place="Terminal 1")
    fill(store, 5, place="Terminal 2")
    assert counted(store, "guess-0", "Terminal 1") == WrongPins(2, 4, 9)
    assert counted(store, "1053", "Terminal 3") == WrongPins(0, 0, 9)


@pytest.mark.parametrize(
    ("place", "count", "locked"),
    [("Terminal 1", MOST.at_place, True), ("Terminal 1", MOST.at_place - 1, False), ("Terminal 2", MOST.in_all, True)],
    ids=["this terminal", "one less", "everywhere together"],
)
def test_guessing_through_many_numbers_is_stopped_too(store: Store, place: str, count: int, locked: bool) -> None:
    fill(store, count, place=place)
    assert (reason(pin(store, "1053", "2580")) is Unidentified.LOCKED) is locked


def test_guesses_made_at_once_do_not_all_pass(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    together = threading.Barrier(8, timeout=20)

    def slow_check(_hash: str, _pin: str) -> bool:
        return False

    monkeypatch.setattr(pins, "is_right", slow_check)
    answers: list[Unidentified | None] = []

    def guess(seconds: float) -> None:
        with store.another() as mine:
            together.wait()
            answers.append(reason(pin(mine, "1053", "0000", seconds)))

    threads = [threading.Thread(target=guess, args=(0.8 - one / 10,)) for one in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers.count(Unidentified.WRONG_PIN) == MOST.for_number
    assert answers.count(Unidentified.LOCKED) == 8 - MOST.for_number


def test_a_guess_counts_before_its_pin_was_checked(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []

    def check(_hash: str, _pin: str) -> bool:
        assert not store.in_transaction, "hashing takes a while"
        seen.append(counted(store, "1053", "Terminal 1").for_number)
        return False

    monkeypatch.setattr(pins, "is_right", check)
    pin(store, "1053", "0000")
    assert seen == [1]


def test_an_unreadable_hash_is_a_fault_and_no_wrong_pin(store: Store) -> None:
    people.replace(store, [RegisterRow(ANA, "", "rubbish", ())], fingerprint="x", taken_at=START)
    with pytest.raises(PinHashError):
        pin(store, "1053", "2580")
