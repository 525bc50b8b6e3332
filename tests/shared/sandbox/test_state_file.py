"""The state file: complete at every instant, and shared by changes that come together."""

import asyncio
import json
from pathlib import Path

from shared.sandbox.changes import Changes
from shared.sandbox.state_file import StateFile


def test_what_changed_before_is_in_the_file_afterwards(tmp_path: Path) -> None:
    changes = Changes()
    path = tmp_path / "state.json"
    state_file = StateFile(path, changes, lambda: {"count": changes.count})

    async def change_thrice() -> list[int]:
        seen = []
        for _ in range(3):
            changes.mark()
            await state_file.catch_up()
            seen.append(json.loads(path.read_text(encoding="utf-8"))["count"])
        return seen

    assert asyncio.run(change_thrice()) == [1, 2, 3]
    assert list(tmp_path.iterdir()) == [path]


def test_changes_that_come_together_are_written_together(tmp_path: Path) -> None:
    changes = Changes()
    writings: list[int] = []

    def snapshot() -> int:
        writings.append(changes.count)
        return changes.count

    state_file = StateFile(tmp_path / "state.json", changes, snapshot)

    async def change_and_wait() -> None:
        changes.mark()
        await state_file.catch_up()

    async def fifty() -> None:
        await asyncio.gather(*(change_and_wait() for _ in range(50)))

    asyncio.run(fifty())
    assert writings[-1] == 50
    assert len(writings) <= 3


def test_nothing_is_written_while_nothing_changes(tmp_path: Path) -> None:
    changes = Changes()
    writings: list[int] = []
    state_file = StateFile(tmp_path / "state.json", changes, lambda: writings.append(1))

    async def twice() -> None:
        await state_file.catch_up()
        await state_file.catch_up()

    asyncio.run(twice())
    assert writings == [1]
