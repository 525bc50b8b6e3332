"""Keys, and files that are no ledger: refused with the reason, and left as they are to the byte."""

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from shared.store import memory
from shared.store.database import Store
from shared.store.errors import CannotOpen
from shared.store.opening import open_for_service
from tests.shared.store.gate import ANA, READING, Gate, assert_sound, bytes_of, kinds


def key_file(folder: Path, key: str) -> Path:
    file = folder / "key"
    file.write_text(key, encoding="utf-8")
    return file


@pytest.fixture
def encrypted(path: Path, tmp_path: Path) -> Path:
    """An encrypted ledger with one event; the key's file is its answer."""
    key = key_file(tmp_path, "correct horse\n")
    with Store.open(path, key) as store:
        Gate(store).tap(ANA)
    return key


@pytest.mark.parametrize(
    "wrong",
    [lambda folder: key_file(folder, "battery staple"), lambda _: None],
    ids=["a wrong key", "no key"],
)
def test_an_encrypted_ledger_opens_with_its_key_alone(
    path: Path, encrypted: Path, tmp_path: Path, wrong: Callable[[Path], Path | None]
) -> None:
    before = bytes_of(path)
    with pytest.raises(CannotOpen, match="left alone"):
        Store.open(path, wrong(tmp_path))
    assert bytes_of(path) == before
    with Store.open(path, key_file(tmp_path, "correct horse")) as store:
        assert_sound(store)


def test_a_key_on_a_plain_ledger_is_refused(path: Path, tmp_path: Path) -> None:
    with Store.open(path) as store:
        Gate(store).tap(ANA)
    before = bytes_of(path)
    with pytest.raises(CannotOpen, match=r"store\.key_file"):
        Store.open(path, key_file(tmp_path, "correct horse"))
    assert bytes_of(path) == before


@pytest.mark.parametrize("length", [2, 100, 511, 4096, 20_000])
def test_garbage_is_left_alone(path: Path, length: int) -> None:
    path.write_bytes((b"This is a letter, not a ledger. " * 1000)[:length])
    before = bytes_of(path)
    with pytest.raises(CannotOpen):
        Store.open(path)
    assert bytes_of(path) == before


def test_opening_for_service_never_sets_aside_what_a_wrong_key_cannot_read(
    path: Path, encrypted: Path, tmp_path: Path
) -> None:
    before = bytes_of(path)
    with pytest.raises(CannotOpen):
        open_for_service(path, key_file(tmp_path, "battery staple"), READING)
    assert bytes_of(path) == before
    assert not list(tmp_path.glob("*damaged*"))


@pytest.mark.parametrize("right", ["correct horse", ""], ids=["encrypted", "plain"])
def test_the_log_that_a_killed_process_left_survives_a_wrong_key(path: Path, tmp_path: Path, right: str) -> None:
    key = key_file(tmp_path, right) if right else None
    child = os.fork()
    if child == 0:
        store = Store.open(path, key)
        Gate(store).tap(ANA)
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    before = bytes_of(path)
    assert "-wal" in before
    for wrong in (key_file(tmp_path, "battery staple"), None if right else key_file(tmp_path, "sesame")):
        with pytest.raises(CannotOpen):
            Store.open(path, wrong)
        assert bytes_of(path) == before
    with Store.open(path, key_file(tmp_path, right) if right else None) as store:
        assert kinds(store) == ["clocked_in"]
        assert_sound(store)


def test_garbage_beside_a_log_of_a_killed_process_is_left_alone(path: Path) -> None:
    path.write_bytes(b"This is a letter, not a ledger. " * 1000)
    path.with_name("ledger.db-wal").write_bytes(b"7" * 40_000)
    before = bytes_of(path)
    with pytest.raises(CannotOpen):
        Store.open(path)
    assert bytes_of(path) == before


def test_nothing_of_an_encrypted_ledger_can_be_read_in_its_files(path: Path, tmp_path: Path) -> None:
    with Store.open(path, key_file(tmp_path, "correct horse")) as store:
        Gate(store).tap(ANA)
        memory.set_meta(store, "marker", "legible")
        at_rest = b"".join(bytes_of(path).values())
    at_rest += b"".join(bytes_of(path).values())
    for word in (b"SQLite format", b"legible", b"ledger", ANA.number.encode(), b"clocked_in", b"correct horse"):
        assert word not in at_rest


def test_a_key_with_quotes_in_it_is_a_key(path: Path, tmp_path: Path) -> None:
    key = key_file(tmp_path, "o'clock'; PRAGMA key = 'x")
    Store.open(path, key).close()
    assert b"SQLite format" not in path.read_bytes()
    Store.open(path, key).close()


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "is empty"), (b" \n", "is empty"), (b"\xff\xfe\x00k", "is not text"), (b"one\ntwo", "more than one line")],
    ids=["empty", "blank", "binary", "two lines"],
)
def test_a_key_file_that_holds_no_key_is_told_before_anything_is_opened(
    path: Path, tmp_path: Path, content: bytes, said: str
) -> None:
    file = tmp_path / "key"
    file.write_bytes(content)
    with pytest.raises(CannotOpen, match=said):
        Store.open(path, file)
    assert not path.exists()


def test_a_key_file_that_is_not_there_is_told(path: Path, tmp_path: Path) -> None:
    with pytest.raises(CannotOpen, match="No such file"):
        Store.open(path, tmp_path / "nowhere")
    assert not path.exists()
