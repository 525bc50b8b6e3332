"""The code of a muster: guessed at most three times in a row, and read anew at every try."""

from pathlib import Path

import pytest

from kiosk.muster_code import CodeAnswer, MusterCode


class Time:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "code"
    path.write_text("4711\n")
    return path


def test_the_waits_grow_and_end_at_a_quarter_of_an_hour(file: Path) -> None:
    time = Time()
    code = MusterCode(file, time)
    waits = []
    for _ in range(6):
        assert [code.check("0000") for _ in range(2)] == [CodeAnswer.WRONG] * 2
        assert code.check("0000") is CodeAnswer.WAIT
        waits.append(round(code.left_s))
        time.now += code.left_s - 0.1
        assert code.check("4711") is CodeAnswer.WAIT
        time.now += 0.2
    assert waits == [60, 120, 240, 480, 900, 900]
    assert code.check("4711") is CodeAnswer.RIGHT
    assert [code.check("0000") for _ in range(2)] == [CodeAnswer.WRONG] * 2


def test_a_code_that_was_changed_counts_at_once(file: Path) -> None:
    code = MusterCode(file, Time())
    file.write_text("12345678")
    assert (code.check("4711"), code.check("12345678")) == (CodeAnswer.WRONG, CodeAnswer.RIGHT)


@pytest.mark.parametrize("told", ["", "123", "123456789", "47a1", "\u0664\u0667\u0661\u0661"])
def test_what_is_no_code_opens_nothing(file: Path, told: str) -> None:
    file.write_text(told, encoding="utf-8")
    code = MusterCode(file, Time())
    assert not code.is_set()
    assert code.check(told) is not CodeAnswer.RIGHT


def test_without_a_file_nothing_is_right() -> None:
    code = MusterCode(None, Time())
    assert (code.is_set(), code.check("")) == (False, CodeAnswer.WRONG)
