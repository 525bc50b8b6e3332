"""Keeps tokens that travel in an address out of urllib3's own log, which prints every address at level DEBUG."""

import logging
import re

LOGGER = "urllib3.connectionpool"
_TOKEN = re.compile(r"(?i)((?:security)?token=)[^&\s\"']*")


class WithoutTokens(logging.Filter):
    """Strikes the value of every token in an address out of a record, and lets the record pass."""

    def filter(self, record: logging.LogRecord) -> bool:
        """True always."""
        if isinstance(record.args, tuple):
            record.args = tuple(_struck(arg) for arg in record.args)
        record.msg = _struck(record.msg)
        return True


def keep_tokens_out_of_logs() -> None:
    """Puts the filter in place, once for the process."""
    logger = logging.getLogger(LOGGER)
    if not any(isinstance(one, WithoutTokens) for one in logger.filters):
        logger.addFilter(WithoutTokens())


def _struck(part: object) -> object:
    return _TOKEN.sub(r"\1***", part) if isinstance(part, str) else part
