"""A telephone of the morning: calls the phone line as a caller would, and keeps what it heard."""

import json
import subprocess
from pathlib import Path

from kiosk.demo.glass import Confirmation
from kiosk.demo.processes import Gone, clockpost


class Telephone:
    """Presses keys by `clockpost call`; reaches the line by HTTP alone."""

    def __init__(self, config: Path, folder: Path) -> None:
        self._config = config
        self._log = folder / "calls.txt"
        self.heard: list[Confirmation] = []

    def call(self, who: str, *keys: str) -> str:
        """Ring, press, hang up; the sentences that told a receipt. Raises Gone with the transcript where none did."""
        done = subprocess.run(
            clockpost("call", *keys, "--json", config=self._config), capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise Gone(f"{who}'s call: {done.stdout}{done.stderr}")
        entries = json.loads(done.stdout)["entries"]
        self._note(who, entries)
        for entry in reversed(entries):
            if entry["who"] == "line" and (receipt := _receipt(entry["text"])):
                self.heard.append(Confirmation(who, entry["text"], receipt))
                return str(entry["text"])
        raise Gone(f"{who}'s call told no receipt: {entries}")

    def _note(self, who: str, entries: list[dict[str, str]]) -> None:
        lines = [f"{entry['who']:>7}: {entry['text'] or entry['verb']}" for entry in entries]
        with self._log.open("a", encoding="utf-8") as log:
            log.write("\n".join([f"{who} calls", *lines, "", ""]))


def _receipt(text: str) -> str:
    """Four digits that are said one by one."""
    digits = [word.strip(".") for word in text.split() if len(word.strip(".")) == 1 and word.strip(".").isdigit()]
    return "".join(digits[:4]) if len(digits) >= 4 else ""
