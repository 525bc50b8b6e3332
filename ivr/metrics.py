"""Numbers for whoever watches the line: calls, answers and how long they took, refusals; and those of every process."""

from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from shared.health.gauges import Gauges


class Metrics:
    """A registry of its own: nothing is counted at import, and two lines in one test count apart."""

    content_type = Gauges.content_type

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._calls = Counter("clockpost_calls", "Calls that began.", registry=self._registry)
        self._refused = Counter(
            "clockpost_webhooks_refused",
            "Requests refused before any state was touched.",
            ["why"],
            registry=self._registry,
        )
        self._seconds = Histogram(
            "clockpost_webhook_seconds",
            "Time to answer a webhook.",
            ["page"],
            buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 15),
            registry=self._registry,
        )
        self.installation = Gauges(self._registry)
        self._writable = Gauge(
            "clockpost_ledger_writable", "1 where the last mark was committed.", registry=self._registry
        )

    def call_began(self) -> None:
        """One more call."""
        self._calls.inc()

    def refused(self, why: str) -> None:
        """One more request that was not Twilio's, or not readable."""
        self._refused.labels(why).inc()

    def stands(self, *, writable: bool) -> None:
        """Could the last mark be written?"""
        self._writable.set(int(writable))

    @contextmanager
    def timed(self, page: str) -> Iterator[None]:
        """Measure one answer."""
        with self._seconds.labels(page).time():
            yield

    def page(self) -> bytes:
        """All numbers in Prometheus' text format."""
        return self.installation.page()
