"""What a cell of the people register's file may hold: each mistake as a sentence, for the line that has it."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from shared.badges import BadgeKeys, fault_of, told_badge, told_hash
from shared.domain.model import Role
from shared.pins import is_hash

LANGUAGES: Final = ("", "en", "fr", "es", "da")
_PHONE: Final = re.compile(r"\+[0-9][0-9 ().-]{5,22}")


def wrong_person(told: Mapping[str, str]) -> Iterator[str]:
    """What is wrong with who somebody is."""
    if not is_number(told["number"], 12):
        yield "number must be 1 to 12 digits: people type it on the keypad and the phone"
    if not told["name"]:
        yield "there is no name"
    if told["language"] not in LANGUAGES:
        yield "language must be one of en, fr, es, da"
    if told["role"] not in ("", *Role):
        yield "role must be employee or supervisor"
    if told["upstream_id"] and not is_number(told["upstream_id"], 18):
        yield "upstream_id must be a whole number"


def wrong_reach(told: Mapping[str, str]) -> Iterator[str]:
    """What is wrong with how somebody may be reached."""
    if told["phone"] and not _PHONE.fullmatch(told["phone"]):
        yield "phone must be in international form, such as +1 514 555 0199"
    if told["chase"] not in ("", "yes", "no"):
        yield "chase must be yes or no: yes means that this person agreed to be called when late"
    if told["chase"] == "yes" and not told["phone"]:
        yield "chase is yes, but there is no phone to call"


def wrong_days(told: Mapping[str, str]) -> Iterator[str]:
    """What is wrong with the days from and until which somebody works here."""
    for column in ("valid_from", "valid_until"):
        if told[column] and day(told[column]) is None:
            yield f"{column}: {told[column]!r} is not a day such as 2026-01-31"
    first, last = day(told["valid_from"]), day(told["valid_until"])
    if first is not None and last is not None and last < first:
        yield "valid_until is before valid_from"


def is_number(text: str, most_digits: int) -> bool:
    """Is it a whole number of at most so many digits?"""
    return text.isascii() and text.isdigit() and len(text) <= most_digits


def day(text: str) -> date | None:
    """2026-01-31 as a date; None for no text and for what is no day."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def wrong_secrets(told: Mapping[str, str]) -> Iterator[str]:
    """What is wrong with a PIN or its hash; neither is repeated."""
    if told["pin"] and told["pin_hash"]:
        yield "give pin or pin_hash, not both"
    if told["pin"] and not (is_number(told["pin"], 8) and len(told["pin"]) >= 4):
        yield "a PIN is 4 to 8 digits"
    if told["pin_hash"] and not is_hash(told["pin_hash"]):
        yield "pin_hash is not an argon2id hash"


def listed(text: str) -> list[str]:
    """The parts of a cell that are separated by ;"""
    return [part.strip() for part in text.split(";") if part.strip()]


def wrong_badges(told: Mapping[str, str], keys: BadgeKeys | None) -> Iterator[str]:
    """What is wrong with the badges of one line."""
    badges = [*listed(told["badges"]), *listed(told["lost_badges"])]
    if badges and keys is None:
        yield "there are badges but no badge key: set people.badge_key_file"
    # Badge numbers are counted, not repeated: what is said here goes to a log.
    for place, badge in enumerate(badges, start=1):
        fault = fault_of(badge)
        if fault:
            yield f"badge {place} {fault}"
    if len({told_badge(badge) for badge in badges}) < len(badges):
        yield "one badge is listed twice"


def wrong_badge_hashes(told: Mapping[str, str], keys: BadgeKeys | None) -> Iterator[str]:
    """What is wrong with the badges of one line that are told as hashes."""
    known = {key.key_id for key in keys.keys} if keys is not None else set()
    cells = [*listed(told["badge_hashes"]), *listed(told["lost_badge_hashes"])]
    for place, cell in enumerate(cells, start=1):
        hashed = told_hash(cell)
        if hashed is None:
            yield f"badge hash {place} must be the key's id, a colon and 64 hexadecimal digits"
        elif hashed[1] not in known:
            yield f"badge hash {place} was made with the key {hashed[1]}, which is not in people.badge_key_file"
    if len(set(cells)) < len(cells):
        yield "one badge hash is listed twice"
