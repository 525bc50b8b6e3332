"""Badge numbers never reach the store: only their HMAC under a key that belongs to the customer."""

import hashlib
import hmac
import re
import secrets
from collections import Counter
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Final

TECHNOLOGIES: Final = ("em4100", "line", "wiegand26")
"""The codings of cards that readers tell apart."""
_WIEGAND26: Final = re.compile(r"[0-9]{3}-[0-9]{5}")
"""As the reader writes it: with another number of zeros it would never match."""
_HASH: Final = re.compile(r"[0-9a-f]{64}")


class BadgeKeyError(Exception):
    """The badge key file cannot be used; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class BadgeKey:
    key_id: str
    secret: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class BadgeKeys:
    """All active keys, newest last: look-ups try every one, new hashes use the newest."""

    keys: tuple[BadgeKey, ...]

    @property
    def newest(self) -> BadgeKey:
        return self.keys[-1]

    def hashes(self, technology: str, facility: str, number: str) -> list[tuple[str, str]]:
        """(hash, key id) of this badge under each key, newest first."""
        return [(hashed(key, technology, facility, number), key.key_id) for key in reversed(self.keys)]


def hashed(key: BadgeKey, technology: str, facility: str, number: str) -> str:
    """HMAC-SHA-256 over the normalised badge, in hex. Number and facility are text: "00123" is not "123"."""
    text = "\x1f".join((technology.strip().lower(), facility.strip(), number.strip().upper()))
    return hmac.new(key.secret, text.encode(), hashlib.sha256).hexdigest()


def told_badge(text: str) -> tuple[str, str, str]:
    """Technology, facility and number of a badge as the register writes it: technology:number or
    technology:facility-number. A card read as a line has no facility, whatever dashes it has.
    """
    technology, _, rest = text.partition(":")
    technology = technology.strip().lower()
    facility, _, number = rest.rpartition("-") if technology != "line" else ("", "", rest)
    return technology, facility.strip(), number.strip().upper()


def told_hash(text: str) -> tuple[str, str] | None:
    """(hash, key id) of a badge as an exported register writes it, `k1:9af3...`; None for anything else."""
    key_id, _, digest = text.partition(":")
    digest = digest.strip().lower()
    return (digest, key_id.strip()) if key_id.strip() and _HASH.fullmatch(digest) else None


def fault_of(text: str) -> str:
    """Why no reader could ever read the badge that the register writes like this; empty where one can."""
    technology, _, number = told_badge(text)
    if technology not in TECHNOLOGIES:
        return f"must begin with its technology and a colon; there are {', '.join(TECHNOLOGIES)}"
    if not number:
        return "must be technology:number or technology:facility-number"
    if technology == "wiegand26" and not _WIEGAND26.fullmatch(text.partition(":")[2].strip()):
        return "must have three digits, a dash and five digits, such as wiegand26:012-34567"
    return ""


def read_keys(path: Path) -> BadgeKeys:
    """The keys in a file: a line each, `id hexadecimal-secret`, the newest last. Raises BadgeKeyError."""
    try:
        lines = path.read_text(encoding="ascii").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadgeKeyError(
            f"{path}: the badge key cannot be read ({error}); badges stay unknown until it can"
        ) from error
    keys = [_key(path, line) for line in lines if line.strip() and not line.startswith("#")]
    if not keys:
        raise BadgeKeyError(
            f"{path}: holds no badge key; restore it from the safe or make one with `clockpost people key`"
        )
    twice = [key_id for key_id, count in Counter(key.key_id for key in keys).items() if count > 1]
    if twice:
        raise BadgeKeyError(f"{path}: two keys are called {twice[0]}; give each line an id of its own, the newest last")
    return BadgeKeys(tuple(keys))


def _key(path: Path, line: str) -> BadgeKey:
    words = line.split()
    try:
        key_id, secret = words[0], bytes.fromhex(words[1])
    except (IndexError, ValueError) as error:
        raise BadgeKeyError(f"{path}: a line is not `id hexadecimal-secret`; restore the file from the safe") from error
    if len(secret) < 16:
        raise BadgeKeyError(f"{path}: key {key_id} is shorter than 16 bytes; restore the file from the safe")
    return BadgeKey(key_id, secret)


def make_key_file(path: Path) -> BadgeKey:
    """Write a new file with one fresh key, readable by its owner only. Raises FileExistsError when there is one."""
    key = _fresh(1)
    with path.open("x", encoding="ascii") as file:
        path.chmod(0o600)
        file.write(_told(key))
    return key


def with_new_key(keys: BadgeKeys) -> tuple[str, BadgeKey]:
    """What the key file holds with one more key, the newest, and that key. Badges of the others stay known."""
    taken = {key.key_id for key in keys.keys}
    key = next(_fresh(number) for number in count(len(taken) + 1) if f"k{number}" not in taken)
    return "".join(map(_told, (*keys.keys, key))), key


def without_key(keys: BadgeKeys, key_id: str) -> str:
    """What the key file holds without one of its keys; its badges are unknown from then on."""
    return "".join(_told(key) for key in keys.keys if key.key_id != key_id)


def _fresh(number: int) -> BadgeKey:
    return BadgeKey(f"k{number}", secrets.token_bytes(32))


def _told(key: BadgeKey) -> str:
    return f"{key.key_id} {key.secret.hex()}\n"
