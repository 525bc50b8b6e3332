"""PINs as argon2id hashes: 19 MiB, two passes, one lane, as OWASP's password storage page advises."""

import re
import secrets
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError

_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
NOBODYS_HASH = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$RQ0cNKcXMNcmOROgQ1yGLwKNqAjvCBrQb9pzJUlAu3Q"
"""Checked against when a number is unknown, so that the answer takes as long as for a known one."""
_HASH: Final = re.compile(r"\$argon2id\$v=19\$m=\d{1,6},t=\d{1,2},p=\d{1,2}\$[A-Za-z0-9+/]{11,}\$[A-Za-z0-9+/]{16,}")
"""At most six digits of KiB: nobody at the door waits for gigabytes to be filled."""


class PinHashError(Exception):
    """A stored hash is not argon2's; the register must be imported again."""


def hash_pin(pin: str) -> str:
    """A fresh hash of a PIN."""
    return _HASHER.hash(pin)


def made_pin(digits: int = 6) -> str:
    """A PIN that nobody chose."""
    return "".join(secrets.choice("0123456789") for _ in range(digits))


def is_hash(text: str) -> bool:
    """Does this look like an argon2id hash that `is_right` can check?"""
    return _HASH.fullmatch(text) is not None


def is_right(pin_hash: str, pin: str) -> bool:
    """Does the PIN fit? Takes tens of milliseconds by design: never inside a transaction or on an event loop."""
    try:
        return _HASHER.verify(pin_hash or NOBODYS_HASH, pin) and bool(pin_hash)
    except VerifyMismatchError:
        return False
    except (InvalidHashError, VerificationError) as error:
        raise PinHashError("a PIN hash in the people register is unreadable: import the register again") from error
