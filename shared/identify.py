"""Who is at the door? A badge or a number with a PIN names one person, or nobody and why."""

from dataclasses import dataclass

from shared import pins
from shared.badges import BadgeKeys
from shared.clock import Reading
from shared.domain.model import Person
from shared.domain.pin_limits import MOST, MOST_FROM_A_PHONE, is_locked
from shared.domain.tap import Unidentified
from shared.ports import BadgeRead
from shared.store import one_time_pins, people, pin_attempts
from shared.store.database import Store


@dataclass(frozen=True, slots=True)
class Identified:
    """`presented` is the badge's hash or the typed number: what is kept of it.

    `one_time` is the hash of the PIN that serves once and was given, "" for the person's own.
    """

    person: Person
    presented: str
    one_time: str = ""


@dataclass(frozen=True, slots=True)
class PinWanted:
    """The badge is not enough here: the site asks for a PIN, or two people hold it. Any of `numbers` may follow."""

    numbers: tuple[str, ...]
    presented: str


@dataclass(frozen=True, slots=True)
class NotIdentified:
    """Nobody can be named; the tap is kept as a claim. `person` is told only to a supervisor (lost badge)."""

    reason: Unidentified
    presented: str
    person: Person | None = None


Identity = Identified | PinWanted | NotIdentified


def by_badge(store: Store, keys: BadgeKeys | None, read: BadgeRead, *, badge_and_pin: bool = False) -> Identity:
    """Look a badge up under every active key; found under an old one, it is kept under the newest from now on."""
    if keys is None:
        return NotIdentified(Unidentified.NO_BADGE_KEY, "")
    hashes = keys.hashes(read.technology, read.facility, read.number)
    newest_hash = hashes[0][0]
    found = people.holders(store, [digest for digest, _ in hashes])
    if not found:
        return NotIdentified(Unidentified.UNKNOWN_BADGE, newest_hash)
    _renew(store, keys, hashes, {holder.key_id for holder in found})
    lost_by = next((holder.person for holder in found if holder.lost), None)
    if lost_by is not None:
        return NotIdentified(Unidentified.LOST_BADGE, newest_hash, lost_by)
    if len(found) > 1 or badge_and_pin:
        return PinWanted(tuple(holder.person.number for holder in found), newest_hash)
    return Identified(found[0].person, newest_hash)


@dataclass(frozen=True, slots=True)
class Guess:
    """A number and PIN that may be checked now. `person` is None for a number that nobody has.

    `one_time` is the hash of a PIN that a supervisor lent and that was not used yet, "" for none.
    """

    guess_id: int
    number: str
    person: Person | None
    pin_hash: str
    one_time: str = ""


def by_pin(store: Store, number: str, pin: str, place: str, at: Reading) -> Identity:
    """Check a number and its PIN, counting wrong ones. Must not run inside a transaction: hashing takes a while."""
    with store.writing():
        guess = begin_guess(store, number, place, at)
    if not isinstance(guess, Guess):
        return guess
    identity = checked(guess, pin)
    with store.writing():
        return end_guess(store, guess, identity, at)


def begin_guess(
    store: Store, number: str, place: str, at: Reading, *, serves_many: bool = True
) -> Guess | NotIdentified:
    """Count the guess inside the caller's transaction; NotIdentified where there were too many.

    `serves_many`: is `place` a terminal or a landline, and no telephone of one person?

    Counted before it is checked: guesses that arrive together must not all find the count where it was.
    """
    now = at.wall.timestamp()
    most = MOST if serves_many else MOST_FROM_A_PHONE
    if is_locked(pin_attempts.wrong(store, number, place, now, serves_many=serves_many), most):
        return NotIdentified(Unidentified.LOCKED, number)
    guess_id = pin_attempts.begin(store, number, place, now)
    person, pin_hash = people.by_number(store, number) or (None, "")
    return Guess(guess_id, number, person, pin_hash, one_time_pins.valid(store, number, at.wall))


def checked(guess: Guess, pin: str) -> Identified | NotIdentified:
    """Does the PIN fit? Takes tens of milliseconds by design; never inside a transaction or on an event loop."""
    right = pins.is_right(guess.pin_hash, pin)
    if guess.person is not None and not right and guess.one_time and pins.is_right(guess.one_time, pin):
        return Identified(guess.person, guess.number, guess.one_time)
    if guess.person is None or not right:
        reason = Unidentified.WRONG_PIN if guess.person else Unidentified.UNKNOWN_NUMBER
        return NotIdentified(reason, guess.number)
    return Identified(guess.person, guess.number)


def end_guess(
    store: Store, guess: Guess, identity: Identified | NotIdentified, at: Reading
) -> Identified | NotIdentified:
    """Remember inside the caller's transaction how the guess came out; the answer is what counts.

    A PIN that serves once, given at two doors at the same time, serves at one of them.
    """
    spent = isinstance(identity, Identified) and identity.one_time
    if spent and not one_time_pins.use(store, guess.number, str(spent), at.wall):
        identity = NotIdentified(Unidentified.WRONG_PIN, guess.number)
    if isinstance(identity, Identified):
        pin_attempts.forgive(store, guess.number)
    else:
        pin_attempts.was_wrong(store, guess.guess_id)
    return identity


def _renew(store: Store, keys: BadgeKeys, hashes: list[tuple[str, str]], found_under: set[str]) -> None:
    newest_hash, newest_id = hashes[0]
    for digest, key_id in hashes[1:]:
        if key_id in found_under and newest_id not in found_under:
            with store.writing():
                people.rewrite_badge(store, digest, newest_hash, keys.newest.key_id)
