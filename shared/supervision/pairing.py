"""Badges and PINs at the desk: pair one with its holder, report one lost, lend a PIN for once, unlock a number.

Supervisors' own badges and PINs are changed in the register alone: whoever could give themselves another supervisor's
badge could authorise their own hours with it.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from shared.domain.model import Person, Role
from shared.domain.supervision import NotDone, Obstacle
from shared.domain.tap import Answer, Unidentified
from shared.pins import hash_pin
from shared.recording import Outcome
from shared.store import badge_desk, one_time_pins, people, pin_attempts, taps
from shared.store.badge_desk import HeldBadge
from shared.store.database import Store
from shared.supervision.claims import accept_one
from shared.supervision.word import Word, keep, no_supervisor, objection

SERVES_FOR: Final = timedelta(hours=12)
"""One shift: whoever forgot their PIN gets a new one from the register by tomorrow."""
DIGITS: Final = (4, 12)


@dataclass(frozen=True, slots=True)
class Paired:
    """The badge is this person's now. `outcome` is what became of the claim: an event, or why it is none."""

    person: Person
    outcome: Outcome | NotDone | None = None


def pair_claim(
    store: Store, word: Word, claim_id: str, number: str, answer: Answer | None = None, *, key_id: str = ""
) -> Paired | NotDone:
    """The unknown badge of a claim is this employee's, and with an `answer` the claim becomes their event.

    `key_id` is that of the newest badge key. The pairing stands even where the claim cannot become an event.
    """
    with store.writing():
        claim = taps.find(store, claim_id)
        if claim is None:
            return NotDone(Obstacle.NO_SUCH_CLAIM)
        if claim.site != word.site.name:
            return NotDone(Obstacle.OTHER_SITE)
        if claim.reason != Unidentified.UNKNOWN_BADGE or not claim.presented:
            return NotDone(Obstacle.NOT_A_BADGE)
        paired = _pair(store, word, claim.presented, number, key_id)
        if isinstance(paired, NotDone) or answer is None:
            return paired
        return Paired(paired.person, accept_one(store, word, claim_id, paired.person, answer))


def pair_badge(store: Store, word: Word, digest: str, number: str, *, key_id: str = "") -> Paired | NotDone:
    """A badge that was just read, by its hash under the newest key, is this employee's. Raises a StoreError."""
    with store.writing():
        return _pair(store, word, digest, number, key_id)


def badges_of(store: Store, number: str) -> list[HeldBadge]:
    """The badges of this employee, by their hashes; of the register and of the desk."""
    return badge_desk.badges_of(store, number)


def report_lost(store: Store, word: Word, number: str, digest: str) -> HeldBadge | NotDone:
    """Nobody can use this badge any more, from this moment. Raises a StoreError."""
    with store.writing():
        stopped = no_supervisor(word)
        held = next((one for one in badges_of(store, number) if one.digest == digest), None)
        if stopped is not None or held is None:
            return stopped or NotDone(Obstacle.NO_SUCH_BADGE)
        if held.lost:
            return NotDone(Obstacle.ALREADY_SO)
        badge_desk.report_lost(store, digest, number, word.now, word.by.number)
        keep(store, word, "badge_lost", digest, employee=number)
        return HeldBadge(digest, True, held.paired)


def found_again(store: Store, word: Word, number: str, digest: str) -> HeldBadge | NotDone:
    """A badge that was reported lost at the desk serves again. Raises a StoreError."""
    with store.writing():
        stopped = _stopped(store, word, number)
        if isinstance(stopped, NotDone):
            return stopped
        held = next((one for one in badges_of(store, number) if one.digest == digest), None)
        if held is None or not badge_desk.is_lost(store, [digest]):
            return NotDone(Obstacle.NO_SUCH_BADGE)
        badge_desk.found_again(store, digest)
        keep(store, word, "badge_found", digest, employee=number)
        return next(one for one in badges_of(store, number) if one.digest == digest)


def set_one_time_pin(
    store: Store, word: Word, number: str, pin: str, serves_for: timedelta = SERVES_FOR
) -> Person | NotDone:
    """This PIN identifies the employee once, beside their own. It is hashed before anything is locked.

    Raises ValueError for a PIN that no keypad can type, and a StoreError.
    """
    if not (pin.isascii() and pin.isdigit() and DIGITS[0] <= len(pin) <= DIGITS[1]):
        raise ValueError(f"a PIN has {DIGITS[0]} to {DIGITS[1]} digits")
    pin_hash = hash_pin(pin)
    with store.writing():
        person = _stopped(store, word, number)
        if isinstance(person, NotDone):
            return person
        one_time_pins.put(store, number, pin_hash, word.now, word.now + serves_for, word.by.number)
        pin_attempts.forgive(store, number)
        keep(store, word, "one_time_pin", number, employee=number)
        return person


def unlock(store: Store, word: Word, number: str) -> NotDone | None:
    """The number may be tried again at once; None when it was done. Raises a StoreError."""
    with store.writing():
        stopped = no_supervisor(word)
        if stopped is not None:
            return stopped
        if people.by_number(store, number) is None:
            return NotDone(Obstacle.NO_SUCH_PERSON)
        pin_attempts.forgive(store, number)
        keep(store, word, "unlock", number, employee=number)
        return None


def _pair(store: Store, word: Word, digest: str, number: str, key_id: str) -> Paired | NotDone:
    person = _stopped(store, word, number)
    if isinstance(person, NotDone):
        return person
    holders = people.holders(store, [digest])
    if any(holder.person.number != number for holder in holders):
        return NotDone(Obstacle.HELD_BY_SOMEBODY)
    if not holders:
        badge_desk.pair(store, digest, key_id, number, word.now, word.by.number)
        keep(store, word, "pair_badge", digest, employee=number)
    return Paired(person)


def _stopped(store: Store, word: Word, number: str) -> Person | NotDone:
    """The person whose badge or PIN may be changed, or why it may not."""
    stopped = objection(store, word, number)
    if stopped is not None:
        return stopped
    found = people.by_number(store, number)
    if found is None:
        return NotDone(Obstacle.NO_SUCH_PERSON)
    return NotDone(Obstacle.SUPERVISORS_OWN) if found[0].role is Role.SUPERVISOR else found[0]
