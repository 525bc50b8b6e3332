"""The sandbox as the morning sees it: its records, its mood, its faults."""

from datetime import datetime
from typing import Any

import requests

ANSWER_S = 5.0


class Sandbox:
    """Talks to the sandbox's control pages, never to its API."""

    def __init__(self, url: str) -> None:
        self.url = url

    def sessions(self) -> list[dict[str, Any]]:
        """All work sessions, oldest first."""
        records = requests.get(f"{self.url}/control/records", timeout=ANSWER_S).json()
        return list(records["sessions"])

    def switch(self, **switches: object) -> None:
        """Change how it behaves."""
        requests.put(f"{self.url}/control/switches", json=switches, timeout=ANSWER_S).raise_for_status()

    def fault(self, kind: str, method: str, path: str) -> None:
        """Arm one fault for the next request that fits."""
        fault = {"kind": kind, "method": method, "path": path}
        requests.post(f"{self.url}/control/faults", json=fault, timeout=ANSWER_S).raise_for_status()


def instant(text: str | None) -> datetime | None:
    """A time of the records."""
    return datetime.fromisoformat(text) if text else None
