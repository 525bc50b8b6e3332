"""The code that opens a muster: read from its file at every try, and guessed at most three times in a row."""

import hmac
import re
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

import structlog

LOG = structlog.get_logger()
MOST_WRONG = 3
FIRST_WAIT_S = 60.0
LONGEST_WAIT_S = 900.0
_DIGITS = re.compile(r"[0-9]{4,8}")


class CodeAnswer(StrEnum):
    """What came of a code."""

    RIGHT = "right"
    WRONG = "wrong"
    WAIT = "wait"  # too many wrong ones: no code is looked at for a while


class MusterCode:
    """Of one terminal. The count is kept in memory alone: a full disk must not keep anybody from a muster."""

    def __init__(self, file: Path | None, monotonic: Callable[[], float]) -> None:
        self._file = file
        self._monotonic = monotonic
        self._wrong = 0
        self._wait_until = float("-inf")

    def is_set(self) -> bool:
        """Is there a code that can be asked for? A file that holds none is logged; a supervisor is asked for, then."""
        return self._read() is not None

    def check(self, typed: str) -> CodeAnswer:
        """Is this the code? After three wrong ones none is looked at for a minute, then for two, at last for 15."""
        now = self._monotonic()
        if now < self._wait_until:
            return CodeAnswer.WAIT
        code = self._read()
        if code is not None and hmac.compare_digest(code.encode(), typed.encode()):
            self._wrong = 0
            return CodeAnswer.RIGHT
        self._wrong += 1
        if self._wrong % MOST_WRONG:
            return CodeAnswer.WRONG
        wait_s = min(LONGEST_WAIT_S, FIRST_WAIT_S * 2 ** (self._wrong // MOST_WRONG - 1))
        self._wait_until = now + wait_s
        LOG.warning("muster.code_guessed", wrong=self._wrong, wait_s=wait_s)
        return CodeAnswer.WAIT

    @property
    def left_s(self) -> float:
        """How long no code is looked at, from now on, in seconds."""
        return max(0.0, self._wait_until - self._monotonic())

    def _read(self) -> str | None:
        if self._file is None:
            return None
        try:
            told = self._file.read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError) as error:
            LOG.warning("muster.no_code", file=str(self._file), error=type(error).__name__)
            return None
        if _DIGITS.fullmatch(told) is None:
            LOG.warning("muster.no_code", file=str(self._file), error="needs 4 to 8 digits")
            return None
        return told
