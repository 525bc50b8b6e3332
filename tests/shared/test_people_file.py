"""The people register as a file: every column, and every mistake at once with its line (rules 5.1 and 5.2)."""

from datetime import date
from pathlib import Path

import pytest

from shared import people_file
from shared.badges import BadgeKey, BadgeKeys, hashed
from shared.domain.model import Person, Role
from shared.people_file import COLUMNS, PeopleFileError, fingerprint_of, parse, read_bytes
from shared.pins import NOBODYS_HASH, is_right
from shared.store.people import RegisterRow

PATH = Path("people.csv")
KEYS = BadgeKeys((BadgeKey("k1", b"1" * 32), BadgeKey("k2", b"2" * 32)))
HEADINGS = ",".join(COLUMNS)


def rows(text: str, keys: BadgeKeys | None = KEYS) -> list[RegisterRow]:
    return parse(PATH, text.encode(), keys).rows


def mistakes(text: str | bytes, keys: BadgeKeys | None = KEYS) -> list[str]:
    with pytest.raises(PeopleFileError) as caught:
        parse(PATH, text if isinstance(text, bytes) else text.encode(), keys)
    return [line.removeprefix("people.csv: ") for line in str(caught.value).splitlines()]


def test_every_documented_column_is_read() -> None:
    (row,) = rows(
        f"{HEADINGS}\n1053,Ana Ribeiro,fr,supervisor,Harbour Tower; 688 ,7001,"
        "em4100:0A1B2C3D4E; wiegand26:012-34567,line:00123,2580,,+1 514 555 0199,2026-01-31,2026-12-31\n"
    )
    assert row.person == Person(
        "1053",
        "Ana Ribeiro",
        "fr",
        Role.SUPERVISOR,
        ("Harbour Tower", "688"),
        7001,
        date(2026, 1, 31),
        date(2026, 12, 31),
    )
    assert row.phone == "+15145550199", "as a caller ID tells it"
    assert is_right(row.pin_hash, "2580")
    newest = KEYS.newest
    assert row.badges == (
        (hashed(newest, "em4100", "", "0A1B2C3D4E"), "k2", False),
        (hashed(newest, "wiegand26", "012", "34567"), "k2", False),
        (hashed(newest, "line", "", "00123"), "k2", True),
    )


def test_only_number_and_name_must_be_filled() -> None:
    (row,) = rows("name,number\nAna Ribeiro,1053\n", None)
    assert row == RegisterRow(Person("1053", "Ana Ribeiro"), "", "", ())


def test_every_column_stands_in_the_help_text() -> None:
    documented = [line.split()[0] for line in (people_file.__doc__ or "").splitlines() if line[:1].islower()]
    assert [word for word in documented if word in COLUMNS] == list(COLUMNS)


def test_numbers_are_text_and_keep_their_zeros() -> None:
    assert [row.person.number for row in rows("number,name\n00123,Ana\n123,Ben\n")] == ["00123", "123"]
    one, other = rows("number,name,badges\n1,Ana,line:00123\n2,Ben,line:123\n")
    assert one.badges[0][0] != other.badges[0][0]


@pytest.mark.parametrize(
    "text",
    [
        "\ufeffnumber,name\r\n1053,Ana\r\n",
        "number,name\r1053,Ana\r",
        "number,name\n\n 1053 , Ana \n,\n",
        'number,name\n1053,"Ana"',
    ],
    ids=["byte order mark and CRLF", "CR", "blanks and empty lines", "quotes, no last line end"],
)
def test_what_spreadsheets_make_of_a_file_is_read(text: str) -> None:
    assert [row.person for row in rows(text)] == [Person("1053", "Ana")]


def test_a_comma_inside_quotes_belongs_to_the_name() -> None:
    assert rows('number,name\n1053,"Ribeiro, Ana"\n')[0].person.name == "Ribeiro, Ana"


@pytest.mark.parametrize(
    ("column", "cell", "said"),
    [
        ("number", "", "number must be 1 to 12 digits"),
        ("number", "10 53", "number must be 1 to 12 digits"),
        ("number", "A1053", "number must be 1 to 12 digits"),
        ("number", "١٢٣", "number must be 1 to 12 digits"),
        ("number", "1" * 13, "number must be 1 to 12 digits"),
        ("name", "", "there is no name"),
        ("language", "de", "language must be one of en, fr, es, da"),
        ("role", "Supervisor", "role must be employee or supervisor"),
        ("upstream_id", "seven", "upstream_id must be a whole number"),
        ("upstream_id", "-1", "upstream_id must be a whole number"),
        ("upstream_id", "1_000", "upstream_id must be a whole number"),
        ("upstream_id", "9" * 19, "upstream_id must be a whole number"),
        ("badges", "0A1B2C3D4E", "badge 1 must begin with its technology"),
        ("badges", "em4100:1;em4010:2", "badge 2 must begin with its technology"),
        ("badges", "em4100:", "badge 1 must be technology:number"),
        ("badges", "wiegand26:12-34567", "badge 1 must have three digits, a dash and five digits"),
        ("badges", "em4100:0A;em4100:0a", "one badge is listed twice"),
        ("lost_badges", "wiegand26:12-34567", "badge 1 must have three digits"),
        ("pin", "123", "a PIN is 4 to 8 digits"),
        ("pin", "123456789", "a PIN is 4 to 8 digits"),
        ("pin", "12a4", "a PIN is 4 to 8 digits"),
        ("pin_hash", "2580", "pin_hash is not an argon2id hash"),
        ("pin_hash", "$argon2id$v=19$rubbish", "pin_hash is not an argon2id hash"),
        ("phone", "555 0199", "phone must be in international form"),
        ("phone", "+1 call me", "phone must be in international form"),
        ("valid_from", "31.01.2026", "valid_from: '31.01.2026' is not a day such as 2026-01-31"),
        ("valid_until", "2026-02-30", "valid_until: '2026-02-30' is not a day"),
    ],
)
def test_each_bad_cell_is_told_with_its_line(column: str, cell: str, said: str) -> None:
    cells = {"number": "1053", "name": "Ana", column: cell}
    found = mistakes(f"{','.join(cells)}\n{','.join(cells.values())}\n")
    assert len(found) == 1
    assert found[0].startswith(f"line 2: {said}")


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"pin": "2580", "pin_hash": NOBODYS_HASH.replace(",", ";")}, "give pin or pin_hash, not both"),
        ({"badges": "em4100:0A", "lost_badges": "em4100:0A"}, "one badge is listed twice"),
        ({"valid_from": "2026-02-01", "valid_until": "2026-01-31"}, "valid_until is before valid_from"),
    ],
)
def test_cells_that_contradict_each_other_are_told(cells: dict[str, str], said: str) -> None:
    whole = {"number": "1053", "name": "Ana", **cells}
    assert f"line 2: {said}" in mistakes(f"{','.join(whole)}\n{','.join(whole.values())}\n")


def test_badges_without_a_key_are_a_mistake_and_no_silent_loss() -> None:
    assert mistakes("number,name,badges\n1053,Ana,em4100:0A\n", None) == [
        "line 2: there are badges but no badge key: set people.badge_key_file"
    ]


def test_all_mistakes_are_told_at_once() -> None:
    text = (
        "number,name,language,role,badges,pin\n"
        "x,,de,boss,0A,1\n"
        "1053,Ana,en,,em4100:AA,\n"
        "1054,Ben,,,em4100:aa,\n"
        "1053,Chloé,fr,,,99\n"
    )
    found = mistakes(text)
    assert [line.split(":")[0] for line in found] == ["line 2"] * 6 + ["line 5", "lines 3 and 5", "lines 3 and 4"]
    assert "lines 3 and 5: employee number 1053 stands there more than once" in found
    assert "lines 3 and 4: 1053 and 1054 hold the same badge; one badge names one person" in found


def test_neither_badge_numbers_nor_pins_are_repeated_in_what_is_told() -> None:
    text = "number,name,badges,pin\n1053,Ana,em4010:0A1B2C3D4E;wiegand26:77-34567,12345678901\n"
    told = "\n".join(mistakes(text))
    assert "0A1B2C3D4E" not in told
    assert "77-34567" not in told
    assert "12345678901" not in told


def test_a_badge_reported_lost_may_have_been_anybodys() -> None:
    found = rows("number,name,badges,lost_badges\n1053,Ana,,em4100:AA\n1054,Ben,em4100:AA,\n")
    assert [lost for row in found for _, _, lost in row.badges] == [True, False]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "column number is missing"),
        (b"number\n1053\n", "column name is missing"),
        (b"number,name,salary\n1053,Ana,1\n", "column 'salary' is not known; there are number, name"),
        (b"number,name,name\n1053,Ana,Ben\n", "column name stands there twice"),
        (b"number,name\n", "it names nobody; is it whole?"),
        (b"number,name\n,\n", "it names nobody; is it whole?"),
        (b"number,name\n1053,Ribeiro, Ana\n", "line 2: there are more cells than columns"),
        (b'number,name\n1,Ben\n1053,"Ana\n', "line 3: not CSV"),
        (b'number,name\n1053,"Ana"x\n', "line 2: not CSV"),
        ("number,name\n1053,Chloé\n".encode("latin-1"), "not CSV in UTF-8"),
        ("number,name\n1053,Ana\n".encode("utf-16"), "not CSV in UTF-8"),
        (b"\x89PNG\r\n\x1a\n\x00", "not CSV in UTF-8"),
    ],
    ids=[
        "empty",
        "no names",
        "an unknown column",
        "a column twice",
        "nobody",
        "only empty lines",
        "a cell too many",
        "quotes that never end",
        "text after quotes",
        "Latin-1",
        "UTF-16",
        "a picture",
    ],
)
def test_a_file_that_is_no_register_is_refused(content: bytes, said: str) -> None:
    assert any(line.startswith(said) for line in mistakes(content))


def test_no_pin_is_hashed_before_the_whole_file_is_good(monkeypatch: pytest.MonkeyPatch) -> None:
    hashed_pins: list[str] = []

    def hash_pin(pin: str) -> str:
        hashed_pins.append(pin)
        return "hash"

    monkeypatch.setattr(people_file, "hash_pin", hash_pin)
    mistakes("number,name,pin\n1053,Ana,2580\n1054,,2580\n")
    assert hashed_pins == []
    assert [row.pin_hash for row in rows("number,name,pin\n1053,Ana,2580\n1054,Ben,\n")] == ["hash", ""]


# Reading the file, and telling whether it changed


def test_a_file_that_cannot_be_read_leaves_the_register_as_it_was(tmp_path: Path) -> None:
    for path in (tmp_path / "people.csv", tmp_path):
        with pytest.raises(PeopleFileError, match="the people register stays as it was"):
            read_bytes(path)


def test_a_file_too_large_to_be_a_register_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people_file, "MOST_BYTES", 10)
    (tmp_path / "people.csv").write_bytes(b"x" * 11)
    with pytest.raises(PeopleFileError, match="over 10 bytes"):
        read_bytes(tmp_path / "people.csv")


def test_the_fingerprint_tells_another_file_and_another_newest_key() -> None:
    (old, new), content = KEYS.keys, b"number,name\n1053,Ana\n"
    same_name = BadgeKey("k2", b"3" * 32)
    prints = [
        fingerprint_of(content, KEYS),
        fingerprint_of(content + b" ", KEYS),
        fingerprint_of(content, None),
        fingerprint_of(content, BadgeKeys((new, old))),
        fingerprint_of(content, BadgeKeys((same_name,))),
    ]
    assert len(set(prints)) == len(prints)
    assert fingerprint_of(content, BadgeKeys((new,))) == fingerprint_of(content, KEYS)
