"""The register as Excel saves it: a mark at the beginning, semicolons, lines that end in two signs."""

import csv
from pathlib import Path

import pytest

from shared.store import people
from shared.store.database import Store
from tests.shared.commands.conftest import Clockpost

EXCEL = (
    b"\xef\xbb\xbfnumber;name;role;sites\r\n"
    b'1053;"Ribeiro, Ana";employee;"Harbour Tower;Dock 4"\r\n'
    b"1057;Emil S\xc3\xb8rensen;supervisor;Harbour Tower\r\n"
)


@pytest.fixture
def register(settings: Path) -> Path:
    settings.write_text(settings.read_text() + 'source = "people.csv"\n')
    file = settings.with_name("people.csv")
    file.write_bytes(EXCEL)
    return file


def test_semicolons_between_cells_are_read(clockpost: Clockpost, register: Path, store: Store) -> None:
    result = clockpost("people", "import")
    assert result.exit_code == 0, result.stderr
    assert [(one.name, one.sites) for one in people.everybody(store)] == [
        ("Ribeiro, Ana", ("Harbour Tower", "Dock 4")),
        ("Emil Sørensen", ("Harbour Tower",)),
    ]


def test_a_changed_line_stays_as_excel_writes_it(clockpost: Clockpost, register: Path) -> None:
    assert clockpost("people", "set", "1057", "--role", "employee", "--language", "da").exit_code == 0
    content = register.read_bytes()
    assert content.startswith(b"\xef\xbb\xbfnumber;name;role;sites;language\r\n")
    lines = {line["number"]: line for line in csv.DictReader(content.decode("utf-8-sig").splitlines(), delimiter=";")}
    assert (lines["1057"]["language"], lines["1053"]["sites"]) == ("da", "Harbour Tower;Dock 4")


def test_another_character_set_is_told_with_what_to_do(clockpost: Clockpost, register: Path) -> None:
    register.write_bytes("number,name\n1053,Renée\n".encode("latin-1"))
    result = clockpost("people", "import")
    assert (result.exit_code, "save it as CSV UTF-8" in result.stderr) == (1, True)
