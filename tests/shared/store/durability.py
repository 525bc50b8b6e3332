"""What becomes durable and what is renamed, in the order in which a power cut would find it."""

import os
from pathlib import Path

import pytest


def recorded_steps(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every flush and rename from now on, by names: `sync ledger.db`, `ledger.db -> old.db`; a folder is `sync /`."""
    steps: list[str] = []
    fsync, rename = os.fsync, Path.rename

    def flushed(descriptor: int) -> None:
        fsync(descriptor)
        place = Path(f"/proc/self/fd/{descriptor}").readlink()
        steps.append("sync /" if place.is_dir() else f"sync {place.name}")

    def renamed(self: Path, target: Path) -> Path:
        steps.append(f"{self.name} -> {Path(target).name}")
        return rename(self, target)

    monkeypatch.setattr(os, "fsync", flushed)
    monkeypatch.setattr(Path, "rename", renamed)
    return steps
