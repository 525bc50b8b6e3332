"""Logs as JSON lines on standard error, for journald; each with its priority where journald reads them.

Never a PIN, a badge number, a token or a whole telephone number: nobody may log one.
"""

import logging
import os
import re
import sys
from typing import Any, Final

import structlog
from structlog.typing import EventDict, WrappedLogger

JOURNAL: Final = "JOURNAL_STREAM"
"""Device and inode of the stream that systemd connected to the journal: systemd.exec(5)."""
ADDRESS: Final = re.compile(r"(https?://[^/\s?#]+)[/?#]\S*")
PRIORITIES: Final = {"debug": 7, "info": 6, "warning": 4, "error": 3, "critical": 2}
"""sd-daemon(3): a line that begins with <4> is a warning."""


def log_to_stderr(level: int = logging.INFO) -> None:
    """Send what the product logs to standard error, and what libraries warn of in the same form."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            _JournalLine() if _is_journal() else structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
    )
    root = logging.getLogger()
    if not any(isinstance(handler, _HandOn) for handler in root.handlers):
        root.addHandler(_HandOn(max(level, logging.WARNING)))


def log_beside_an_answer() -> None:
    """For a command that tells a person its answer: beside it only what went wrong, and all of it in the journal."""
    log_to_stderr(logging.INFO if _is_journal() else logging.WARNING)


class _HandOn(logging.Handler):
    """What libraries log by Python's own loggers, from warnings on."""

    def emit(self, record: logging.LogRecord) -> None:
        """Give one record to our own log. An address keeps its host alone: the rest may be a token or a number."""
        said = ADDRESS.sub(r"\1/...", record.getMessage())
        structlog.get_logger().log(
            record.levelno, "library.said", logger=record.name, said=said, exc_info=record.exc_info
        )


class _JournalLine:
    """A JSON line with its priority before it."""

    def __init__(self) -> None:
        self._rendered = structlog.processors.JSONRenderer()

    def __call__(self, logger: WrappedLogger, name: str, event: EventDict) -> str:
        priority = PRIORITIES.get(str(event.get("level")), PRIORITIES["info"])
        line: Any = self._rendered(logger, name, event)
        return f"<{priority}>{line}"


def _is_journal() -> bool:
    """Is standard error the stream that systemd reads, and not one that was redirected since?"""
    try:
        stream = os.fstat(sys.stderr.fileno())
    except (OSError, ValueError):
        return False
    return os.environ.get(JOURNAL) == f"{stream.st_dev}:{stream.st_ino}"
