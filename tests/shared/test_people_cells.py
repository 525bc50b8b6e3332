"""Consent to be called, as the register's file tells it."""

from pathlib import Path

import pytest

from shared.people_file import PeopleFileError, parse

FILE = Path("people.csv")


def parsed(text: str) -> dict[str, bool]:
    return {row.person.number: row.chase for row in parse(FILE, text.encode(), None).rows}


def test_only_a_yes_is_consent() -> None:
    text = "number,name,phone,chase\n1,Ana,+1 514 555 0142,yes\n2,Ben,+1 514 555 0143,no\n3,Chloé,+1 514 555 0144,\n"
    assert parsed(text) == {"1": True, "2": False, "3": False}


def test_a_file_without_the_column_is_nobodys_consent() -> None:
    assert parsed("number,name,phone\n1,Ana,+1 514 555 0142\n") == {"1": False}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("1,Ana,+1 514 555 0142,maybe", "line 2: chase must be yes or no"),
        ("1,Ana,+1 514 555 0142,YES", "line 2: chase must be yes or no"),
        ("1,Ana,,yes", "line 2: chase is yes, but there is no phone"),
    ],
)
def test_what_is_no_clear_word_is_refused(line: str, said: str) -> None:
    with pytest.raises(PeopleFileError) as caught:
        parse(FILE, f"number,name,phone,chase\n{line}\n".encode(), None)
    assert said in str(caught.value)
    assert "5550142" not in str(caught.value).replace(" ", "")
