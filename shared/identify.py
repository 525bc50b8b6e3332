"""Who is at the door? A badge or a number with a PIN names one person, or nobody and why."""

from dataclasses import dataclass

from shared import pins
from shared.badges import BadgeKeys
from shared.clock import Reading
from shared.domain.model import Person
from shared.domain.pin_limits import is_locked
from shared.domain.tap import Unidentified
from shared.ports import BadgeRead
from shared.store import people, pin_attempts
from shared.store.database import Store


@dataclass(frozen=True, slots=True)
class Identified:
    """`presented` is the badge's hash or the typed number: what is kept of it."""

    person: Person
    presented: str


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


def by_pin(store: Store, number: str, pin: str, place: str, at: Reading) -> Identity:
    """Check a number and its PIN, counting wrong ones. Must not run inside a transaction: hashing takes a while."""
    now = at.wall.timestamp()
    # Counted before it is checked: guesses that arrive together must not all find the count where it was.
    with store.writing():
        if is_locked(pin_attempts.wrong(store, number, place, now)):
            return NotIdentified(Unidentified.LOCKED, number)
        pin_attempts.keep(store, number, place, now)
    found = people.by_number(store, number)
    right = pins.is_right(found[1] if found else "", pin)
    if found is None or not right:
        reason = Unidentified.WRONG_PIN if found else Unidentified.UNKNOWN_NUMBER
        return NotIdentified(reason, number)
    with store.writing():
        pin_attempts.forgive(store, number)
    return Identified(found[0], number)


def _renew(store: Store, keys: BadgeKeys, hashes: list[tuple[str, str]], found_under: set[str]) -> None:
    newest_hash, newest_id = hashes[0]
    for digest, key_id in hashes[1:]:
        if key_id in found_under and newest_id not in found_under:
            with store.writing():
                people.rewrite_badge(store, digest, newest_hash, keys.newest.key_id)
