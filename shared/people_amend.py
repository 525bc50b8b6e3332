"""Changing one line of the people register's file, and nothing else in it: columns, order and other people stay.

The file is replaced whole or not at all: it is checked before, written beside, and put in its place in one step.
"""

import csv
import io
import os
from collections.abc import Mapping
from pathlib import Path

from shared.badges import BadgeKeys
from shared.people_file import COLUMNS, PeopleFileError, check, read_bytes, separator_of
from shared.store.ownership import ROOT
from shared.store.replacement import flush_folder_of

BOM = b"\xef\xbb\xbf"


def amend(path: Path, number: str, changed: Mapping[str, str], keys: BadgeKeys | None, *, is_new: bool = False) -> None:
    """Give the employee `number` these cells; `is_new` adds a line for somebody who is not there yet.

    Raises PeopleFileError, with every mistake that the file would have then; it stays as it was.
    """
    content = read_bytes(path)
    check(path, content, keys)
    amended = _amended(path, content, number, changed, is_new=is_new)
    check(path, amended, keys)
    try:
        replace_file(path, amended)
    except OSError as error:
        raise PeopleFileError(f"{path}: cannot be written ({error.strerror}); it stays as it was") from error


def replace_file(path: Path, content: bytes) -> None:
    """Put `content` in the file's place in one step, with the file's own owner and permissions. Raises OSError."""
    beside = path.with_name(f".{path.name}.new")
    before = path.stat()
    mode = before.st_mode & 0o777
    # Made with the right permissions from its first byte on: it may hold PINs.
    beside.unlink(missing_ok=True)
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(descriptor, "wb") as file:
            if os.geteuid() == ROOT:
                # `sudo clockpost people set`: the services that read it would lose it else.
                os.fchown(file.fileno(), before.st_uid, before.st_gid)
            os.fchmod(file.fileno(), mode)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
        flush_folder_of(path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise


def _amended(path: Path, content: bytes, number: str, changed: Mapping[str, str], *, is_new: bool) -> bytes:
    told = content.decode("utf-8-sig")
    separator = separator_of(told)
    table = csv.DictReader(io.StringIO(told, newline=""), restval="", strict=True, delimiter=separator)
    rows, headings = list(table), list(table.fieldnames or ())
    own = [row for row in rows if row["number"].strip() == number]
    if is_new:
        if own:
            raise PeopleFileError(f"{path}: employee number {number} stands there already; leave --new out")
        own = [dict.fromkeys(headings, "") | {"number": number}]
        rows += own
    elif not own:
        raise PeopleFileError(f"{path}: employee number {number} is not there; --new adds somebody")
    for row in own:
        row.update(changed)
    headings += [name for name in COLUMNS if name in changed and name not in headings]
    text = io.StringIO(newline="")
    line_end = "\r\n" if b"\r\n" in content else "\n"
    writer = csv.DictWriter(text, headings, restval="", lineterminator=line_end, delimiter=separator)
    writer.writeheader()
    writer.writerows(rows)
    return (BOM if content.startswith(BOM) else b"") + text.getvalue().encode()
