"""Two requests for one step of a call get one answer: the second waits for the first, or finds what it was told."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Coroutine
from typing import Any, Final

MOST_REMEMBERED: Final = 4096


class Once:
    """Remembers the answers of the last steps. What failed is forgotten, so that a repeat may succeed."""

    def __init__(self) -> None:
        self._answers: OrderedDict[tuple[str, int], asyncio.Task[str]] = OrderedDict()

    async def of(self, call: str, step: int, work: Callable[[], Coroutine[Any, Any, str]]) -> str:
        """The answer of this step of this call; `work` is done for the first request alone. Raises what it raised."""
        key = (call, step)
        task = self._answers.get(key)
        if task is None:
            task = asyncio.ensure_future(work())
            self._answers[key] = task
            task.add_done_callback(lambda done: self._forget_failed(key, done))
            if len(self._answers) > MOST_REMEMBERED:
                self._answers.popitem(last=False)
        # Twilio may give up on a request while its work is being committed: the work goes on, the repeat finds it.
        return await asyncio.shield(task)

    def _forget_failed(self, key: tuple[str, int], done: "asyncio.Task[str]") -> None:
        if (done.cancelled() or done.exception() is not None) and self._answers.get(key) is done:
            del self._answers[key]
