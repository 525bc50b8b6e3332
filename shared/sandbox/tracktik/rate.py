"""Too many requests in the past minute (status 429), and the headers that tell how many are left.

The limit is "usually in the thousands" a minute (support.tracktik.com, article 23703421113239); the headers are
known only from clients that look for them.
"""

from datetime import datetime

USUAL_LIMIT = 6000


class RateWindow:
    """Counts requests by calendar minute."""

    def __init__(self) -> None:
        self._minute = 0
        self._count = 0

    def count(self, now: datetime) -> None:
        """One more request."""
        minute = int(now.timestamp()) // 60
        if minute != self._minute:
            self._minute, self._count = minute, 0
        self._count += 1

    def is_over(self, limit: int) -> bool:
        """Whether the request just counted is one too many; a limit of 0 is none."""
        return 0 < limit < self._count

    def headers(self, limit: int, now: datetime) -> dict[str, str]:
        """How many are left, and when (Unix seconds) the count begins anew; `Retry-After` once none are."""
        left = max(0, (limit or USUAL_LIMIT) - self._count)
        anew = (self._minute + 1) * 60
        headers = {"X-RateLimit-Remaining": str(left), "X-RateLimit-Reset": str(anew)}
        if self.is_over(limit):
            headers["Retry-After"] = str(anew - int(now.timestamp()))
        return headers
