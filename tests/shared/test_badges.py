"""Badge numbers become hashes under the customer's key: rules 5.2 and 5.3."""

import stat
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.badges import (
    BadgeKey,
    BadgeKeyError,
    BadgeKeys,
    fault_of,
    hashed,
    make_key_file,
    read_keys,
    told_badge,
)

OLD, NEW = BadgeKey("k1", b"1" * 32), BadgeKey("k2", b"2" * 32)
texts = st.text(st.characters(codec="ascii", exclude_categories=("Cc", "Zs")), max_size=8)


@pytest.mark.parametrize(
    ("badge", "other"),
    [
        (("line", "", "00123"), ("line", "", "123")),
        (("wiegand26", "012", "34567"), ("wiegand26", "12", "34567")),
        (("wiegand26", "012", "34567"), ("wiegand26", "", "01234567")),
        (("wiegand26", "1", "23"), ("wiegand26", "12", "3")),
        (("em4100", "", "0A1B2C3D4E"), ("line", "", "0A1B2C3D4E")),
    ],
    ids=["leading zeros", "zeros of the facility", "no facility", "the border moves", "another technology"],
)
def test_these_are_different_badges(badge: tuple[str, str, str], other: tuple[str, str, str]) -> None:
    assert hashed(NEW, *badge) != hashed(NEW, *other)


@pytest.mark.parametrize(
    "written", [("EM4100", "", "0a1b2c3d4e"), (" em4100 ", "", " 0A1B2C3D4E "), ("em4100", " ", "0A1b2C3d4E")]
)
def test_case_and_blanks_do_not_make_another_badge(written: tuple[str, str, str]) -> None:
    assert hashed(NEW, *written) == hashed(NEW, "em4100", "", "0A1B2C3D4E")


@given(st.tuples(texts, texts, texts), st.tuples(texts, texts, texts))
@settings(max_examples=150, deadline=None)
def test_two_badges_share_a_hash_only_if_they_are_one(one: tuple[str, str, str], two: tuple[str, str, str]) -> None:
    def plain(badge: tuple[str, str, str]) -> tuple[str, str, str]:
        return badge[0].lower(), badge[1], badge[2].upper()

    assert (hashed(NEW, *one) == hashed(NEW, *two)) is (plain(one) == plain(two))


def test_a_hash_depends_on_the_key_and_does_not_hold_the_number() -> None:
    digest = hashed(NEW, "em4100", "", "0A1B2C3D4E")
    assert digest != hashed(OLD, "em4100", "", "0A1B2C3D4E")
    assert "0a1b2c3d4e" not in digest
    assert len(digest) == 64


def test_a_look_up_tries_every_key_the_newest_first() -> None:
    found = BadgeKeys((OLD, NEW)).hashes("em4100", "", "0A1B2C3D4E")
    assert [key_id for _, key_id in found] == ["k2", "k1"]
    assert found[0][0] == hashed(NEW, "em4100", "", "0A1B2C3D4E")
    assert BadgeKeys((OLD, NEW)).newest == NEW


def test_a_key_does_not_show_its_secret() -> None:
    assert "1111" not in repr(BadgeKeys((OLD,)))
    assert repr(OLD.secret) not in str(OLD)


# As the register writes it


@pytest.mark.parametrize(
    ("text", "badge"),
    [
        ("em4100:0a1b2c3d4e", ("em4100", "", "0A1B2C3D4E")),
        ("em4100:188-24910", ("em4100", "188", "24910")),
        (" Wiegand26 : 012-34567 ", ("wiegand26", "012", "34567")),
        ("line:AB-00-12", ("line", "", "AB-00-12")),
        ("line:00123", ("line", "", "00123")),
    ],
)
def test_the_register_means_the_badge_that_a_reader_reads(text: str, badge: tuple[str, str, str]) -> None:
    assert told_badge(text) == badge
    assert fault_of(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "0A1B2C3D4E",
        ":0A1B2C3D4E",
        "em4010:0A1B2C3D4E",
        "em4100:",
        "em4100:188-",
        "wiegand26:12-34567",
        "wiegand26:012-3456",
        "wiegand26:01234567",
        "wiegand26:012-34567-8",
        "line:",
    ],
)
def test_what_no_reader_could_read_is_a_fault(text: str) -> None:
    assert fault_of(text)
    assert "0A1B2C3D4E" not in fault_of(text)
    assert "3456" not in fault_of(text).removesuffix("such as wiegand26:012-34567")


# The key file


def test_a_new_key_is_read_back_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    made = make_key_file(tmp_path / "badge.key")
    assert read_keys(tmp_path / "badge.key") == BadgeKeys((made,))
    assert len(made.secret) == 32
    assert stat.S_IMODE((tmp_path / "badge.key").stat().st_mode) == 0o600


def test_no_two_keys_are_alike_and_none_is_overwritten(tmp_path: Path) -> None:
    first = make_key_file(tmp_path / "badge.key")
    assert first.secret != make_key_file(tmp_path / "other.key").secret
    with pytest.raises(FileExistsError):
        make_key_file(tmp_path / "badge.key")
    assert read_keys(tmp_path / "badge.key").newest == first


def test_the_last_line_is_the_newest_key_and_notes_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "badge.key"
    path.write_text(f"# from the safe\n\nk1 {OLD.secret.hex()}\n  k2 {NEW.secret.hex().upper()}\n")
    assert read_keys(path) == BadgeKeys((OLD, NEW))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "holds no badge key"),
        (b"# only a note\n", "holds no badge key"),
        (b"k1\n", "a line is not"),
        (b"k1 0123456789abcdefg\n", "a line is not"),
        (b"k1 0123456789abcdef\n", "shorter than 16 bytes"),
        (b"k1 " + b"31" * 32 + b"\nk1 " + b"32" * 32 + b"\n", "two keys are called k1"),
        ("k1 é".encode(), "cannot be read"),
    ],
    ids=["empty", "a note", "no secret", "not hexadecimal", "too short", "one id twice", "not ASCII"],
)
def test_a_key_file_that_cannot_be_used_says_why_without_its_secret(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "badge.key"
    path.write_bytes(content)
    with pytest.raises(BadgeKeyError, match=said) as caught:
        read_keys(path)
    assert str(path) in str(caught.value)
    assert "0123456789abcdef" not in str(caught.value)


def test_a_key_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(BadgeKeyError, match="cannot be read"):
        read_keys(tmp_path / "badge.key")
