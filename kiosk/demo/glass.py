"""What the screens said, from the onlooker's log: the only witness of what a person was told."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kiosk.demo.processes import until


@dataclass(frozen=True, slots=True)
class Confirmation:
    """The screen said that something was recorded. `receipt` ties it to one event."""

    who: str
    what: str
    receipt: str


class Glass:
    """Reads the log as it grows."""

    def __init__(self, log: Path) -> None:
        self._log = log
        self._read = 0

    def entries(self) -> list[dict[str, Any]]:
        """Everything the onlooker wrote so far; a line that a SIGKILL cut in half is no entry."""
        if not self._log.exists():
            return []
        found = []
        for line in self._log.read_text(encoding="utf-8").splitlines():
            try:
                found.append(json.loads(line))
            except json.JSONDecodeError:
                continue
        return found

    def forget(self) -> None:
        """What was shown until now is no answer to what comes."""
        self._read = len(self.entries())

    def wait_for(self, what: str, **wanted: str) -> dict[str, Any]:
        """Wait until a screen shows these texts (by role, a part of the text is enough)."""

        def shown() -> dict[str, Any] | None:
            for entry in self.entries()[self._read :]:
                seen = entry.get("seen", {})
                if all(part in str(seen.get(role, "")) for role, part in wanted.items()):
                    return entry
            return None

        entry: dict[str, Any] = until(what, shown)
        return entry

    def confirmations(self) -> list[Confirmation]:
        """Every outcome that told somebody a receipt."""
        found: dict[tuple[str, str], Confirmation] = {}
        for entry in self.entries():
            seen = entry.get("seen", {})
            for line in seen.get("lines", ()) if seen.get("screen") == "outcome" else ():
                words = line.replace("·", " ").split()
                numbers = [word for word in words if word.isdigit() and len(word) == 4]
                if numbers:
                    told = Confirmation(seen.get("who", ""), seen.get("what", ""), numbers[0])
                    found[told.who, told.receipt] = found.get((told.who, told.receipt), told)
        return list(found.values())
