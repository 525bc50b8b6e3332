"""The two HTTP headers that carry time: `Date` and `Retry-After` (RFC 9110, 6.6.1 and 10.2.3)."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

SHORTEST_WAIT_S = 1.0
LONGEST_WAIT_S = 3600.0


def parse_http_date(value: str | None) -> datetime | None:
    """An HTTP date as an aware UTC datetime, or None where there is none or it cannot be read."""
    if not value:
        return None
    try:
        at = parsedate_to_datetime(value)
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def retry_after_s(value: str | None, *, asked_at: datetime) -> float | None:
    """Seconds to wait by a `Retry-After` (seconds or an HTTP date), held within 1 to 3600; None where not told.

    `asked_at` is when the answer was made: by the upstream's own clock where it told, since ours may be wrong.
    """
    if value is None:
        return None
    if re.fullmatch(r"\s*[0-9]{1,12}\s*", value):
        return _clamped(float(value))
    until = parse_http_date(value)
    return None if until is None else _clamped((until - asked_at).total_seconds())


def _clamped(wait_s: float) -> float:
    return min(max(wait_s, SHORTEST_WAIT_S), LONGEST_WAIT_S)
