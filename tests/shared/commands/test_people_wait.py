"""Whoever imports thousands of PINs hears why it takes its time."""

from pathlib import Path

import pytest

from shared.commands.people_wait import FROM, tell_wait


@pytest.mark.parametrize(("pins", "told"), [(FROM - 1, ""), (FROM, "about a minute"), (5000, "about 4 minutes")])
def test_only_many_pins_are_worth_a_word(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], pins: int, told: str
) -> None:
    file = tmp_path / "people.csv"
    lines = [f"{number},Guard,{1000 + number}" for number in range(pins)]
    file.write_text("\n".join(["number,name,pin", *lines, "9,Nobody,"]))
    tell_wait(file)
    said = capsys.readouterr().err
    assert (told in said, bool(said)) == (True, bool(told))


def test_a_file_that_cannot_be_read_is_left_to_whoever_reads_it_next(tmp_path: Path) -> None:
    tell_wait(tmp_path / "nowhere.csv")
