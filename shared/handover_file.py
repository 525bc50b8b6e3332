"""The file that carries a handover from one terminal to another: JSON with a signature that both terminals can make.

The signature is HMAC-SHA256 under a code of a hundred random bits. It is shown where the file is written and typed in
where it is taken in; it is on no medium, so whoever holds the stick can change nothing unnoticed.
"""

import hashlib
import hmac
import json
import os
import re
import secrets
from pathlib import Path
from typing import Any, Final

from shared.store.replacement import flush_folder_of

FORMAT: Final = "clockpost handover 1"
SIGNS: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Thirty-two, five bits each; without those that look like another."""
GROUPS: Final = 4
GROUP: Final = 5
MOST_BYTES: Final = 2**30
KEPT: Final = "What was handed over is kept in the ledger: run this again, --to another place"


class HandoverError(Exception):
    """Nothing was handed over or taken in; the message says why and what to do."""


def new_code() -> str:
    """A code to be shown once and typed in elsewhere."""
    return "-".join("".join(secrets.choice(SIGNS) for _ in range(GROUP)) for _ in range(GROUPS))


def signed(body: str, code: str) -> str:
    """The text of the file."""
    return json.dumps({"format": FORMAT, "signature": _signature(body, code), "body": body}, ensure_ascii=False) + "\n"


def read_signed(file: Path, code: str) -> dict[str, Any]:
    """What the file tells, once its signature fits the code. Raises HandoverError."""
    try:
        told = json.loads(file.read_bytes() if file.stat().st_size <= MOST_BYTES else b"")
        format_, signature, body = told["format"], str(told["signature"]), str(told["body"])
    except OSError as error:
        raise HandoverError(f"{file}: {error.strerror}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise HandoverError(f"{file}: cut short, or no handover file; copy it again from the other terminal") from error
    if format_ != FORMAT:
        raise HandoverError(f"{file}: of a version that this one cannot read; update this terminal first")
    if not hmac.compare_digest(signature, _signature(body, code)):
        raise HandoverError(f"{file}: the code does not fit, or the file was changed. Type the code again, as shown")
    found: dict[str, Any] = json.loads(body)
    return found


def check_place(file: Path) -> None:
    """Raises HandoverError where no file can be made there: found out before anything is marked."""
    probe = file.with_name(f".{file.name}.part")
    try:
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise HandoverError(f"{file}: {error.strerror}. Nothing was handed over") from error


def write_file(file: Path, text: str) -> None:
    """Put a new file there, readable by this user alone, whole or not at all. Raises HandoverError."""
    beside = file.with_name(f".{file.name}.part")
    try:
        beside.unlink(missing_ok=True)
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as opened:
            opened.write(text)
            opened.flush()
            os.fsync(opened.fileno())
        beside.rename(file)
        flush_folder_of(file)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise HandoverError(f"{file}: {error.strerror}. {KEPT}") from error


def _signature(body: str, code: str) -> str:
    plain = re.sub(r"[\s-]", "", code).upper()
    return hmac.new(plain.encode(), body.encode(), hashlib.sha256).hexdigest()
