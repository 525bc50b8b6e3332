"""The sandbox as a process of its own, as an upstream is."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests

from kiosk.demo.processes import Part, clockpost, until

ANSWER_S = 10.0


class Upstream:
    """A running sandbox."""

    def __init__(self, url: str) -> None:
        self.url = url

    def switch(self, **switches: object) -> None:
        """Turn its switches."""
        requests.put(f"{self.url}/control/switches", json=switches, timeout=ANSWER_S).raise_for_status()

    def forget(self) -> None:
        """No session was ever recorded, no request ever made."""
        requests.delete(f"{self.url}/control/records", timeout=ANSWER_S).raise_for_status()

    def requests_made(self) -> dict[str, int]:
        """How many requests of each kind were answered, whatever the answer."""
        records = requests.get(f"{self.url}/control/records", params={"limit": 1}, timeout=60).json()
        return {name: sum(outcomes.values()) for name, outcomes in records["requests"]["counts"].items()}


@contextmanager
def running_sandbox(folder: Path, world: Mapping[str, Any]) -> Iterator[Upstream]:
    """Play TrackTik with that world while the block runs."""
    folder.mkdir(parents=True, exist_ok=True)
    file, ready = folder / "world.json", folder / "sandbox.url"
    file.write_text(json.dumps(world), encoding="utf-8")
    command = clockpost("sandbox", "--port", "0", "--world", str(file), "--ready", str(ready))
    part = Part("sandbox", command, folder).start()
    try:
        until("the sandbox listens", ready.exists)
        yield Upstream(ready.read_text(encoding="utf-8"))
    finally:
        part.stop()
