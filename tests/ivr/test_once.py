"""Two requests for one step get one answer, and what failed may be tried again."""

import asyncio

import pytest

from ivr import once
from ivr.once import Once


def test_the_second_request_waits_for_the_first_and_hears_the_same() -> None:
    async def both() -> tuple[list[str], int]:
        kept, went, done = Once(), asyncio.Event(), 0

        async def work() -> str:
            nonlocal done
            done += 1
            await went.wait()
            return f"answer {done}"

        asked = [asyncio.ensure_future(kept.of("CA1", 3, work)) for _ in range(5)]
        await asyncio.sleep(0)
        went.set()
        answers = await asyncio.gather(*asked)
        return [*answers, await kept.of("CA1", 3, work)], done

    answers, done = asyncio.run(both())
    assert answers == ["answer 1"] * 6
    assert done == 1


def test_other_steps_and_other_calls_have_their_own_answers() -> None:
    async def asked() -> list[str]:
        kept = Once()

        async def work(answer: str) -> str:
            return answer

        return [
            await kept.of("CA1", 3, lambda: work("one")),
            await kept.of("CA1", 4, lambda: work("two")),
            await kept.of("CA2", 3, lambda: work("three")),
        ]

    assert asyncio.run(asked()) == ["one", "two", "three"]


def test_what_failed_is_forgotten_and_done_again() -> None:
    async def twice() -> str:
        kept, tried = Once(), 0

        async def work() -> str:
            nonlocal tried
            tried += 1
            if tried == 1:
                raise RuntimeError("no room")
            return "recorded"

        with pytest.raises(RuntimeError):
            await kept.of("CA1", 3, work)
        return await kept.of("CA1", 3, work)

    assert asyncio.run(twice()) == "recorded"


def test_a_request_that_is_given_up_does_not_stop_its_work() -> None:
    async def given_up() -> tuple[str, int]:
        kept, went, done = Once(), asyncio.Event(), 0

        async def work() -> str:
            nonlocal done
            await went.wait()
            done += 1
            return "recorded"

        first = asyncio.ensure_future(kept.of("CA1", 3, work))
        await asyncio.sleep(0)
        first.cancel()
        with pytest.raises(asyncio.CancelledError):
            await first
        went.set()
        return await kept.of("CA1", 3, work), done

    assert asyncio.run(given_up()) == ("recorded", 1)


def test_only_the_last_steps_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(once, "MOST_REMEMBERED", 3)

    async def five() -> int:
        kept, done = Once(), 0

        async def work() -> str:
            nonlocal done
            done += 1
            return ""

        for step in (1, 2, 3, 4, 4, 1):
            await kept.of("CA1", step, work)
        return done

    assert asyncio.run(five()) == 5
