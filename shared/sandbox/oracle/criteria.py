"""`searchCriteria`: filterName(fieldname,value), joined by `and` and `or`, grouped, negated by `!(...)`.

The grammar is that of docs.oracle.com, "Search and Include"; of the filters only `equals` is known from there. A field
is named alone or with the lists it lies in (`active`, `locations.active`). `and` binds closer than `or`.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from shared.sandbox.oracle.rejected import Rejected

Row = Mapping[str, Any]
Test = Callable[[Row], bool]

_PIECE = re.compile(r"\s*(?:(?P<filter>[A-Za-z]+)\s*\(\s*(?P<field>[\w.]+)\s*,(?P<value>[^()]*)\)|(?P<mark>[()!]|\w+))")
_YES, _NO = {"1", "y", "true"}, {"0", "n", "false"}
DEEPEST = 50


def read_criteria(text: str | None, fields: set[str]) -> Test:
    """What tells the rows that are wanted, of rows that have these fields; raises `Rejected`."""
    if text is None:
        return lambda _: True
    return _Reader(text, fields).whole()


class _Reader:
    """Reads one text from left to right."""

    def __init__(self, text: str, fields: set[str]) -> None:
        self._text = re.sub(r"^\s*where\b", "", text, flags=re.IGNORECASE).rstrip()
        self._fields = fields
        self._at = 0
        self._depth = 0

    def whole(self) -> Test:
        test = self._either()
        if self._at < len(self._text):
            raise self._wrong()
        return test

    def _either(self) -> Test:
        tests = [self._both()]
        while self._takes("or"):
            tests.append(self._both())
        return lambda row: any(test(row) for test in tests)

    def _both(self) -> Test:
        tests = [self._one()]
        while self._takes("and"):
            tests.append(self._one())
        return lambda row: all(test(row) for test in tests)

    def _one(self) -> Test:
        is_negated = self._takes("!")
        if not is_negated and not self._takes("("):
            return self._filter()
        self._depth += 1
        if self._depth > DEEPEST:
            raise self._wrong()
        test = self._one() if is_negated else self._group()
        self._depth -= 1
        return (lambda row: not test(row)) if is_negated else test

    def _group(self) -> Test:
        inside = self._either()
        if not self._takes(")"):
            raise self._wrong()
        return inside

    def _filter(self) -> Test:
        piece = _PIECE.match(self._text, self._at)
        if piece is None or piece["filter"] is None or piece["filter"] != "equals":
            raise self._wrong()
        field, value = piece["field"].rpartition(".")[2], piece["value"].strip().strip("'\"")
        if field not in self._fields:
            raise Rejected(400, f"searchCriteria: there is no field {field[:60]}.")
        self._at = piece.end()
        return lambda row: _is_equal(row.get(field), value)

    def _takes(self, mark: str) -> bool:
        piece = _PIECE.match(self._text, self._at)
        if piece is None or piece["mark"] is None or piece["mark"].lower() != mark:
            return False
        self._at = piece.end()
        return True

    def _wrong(self) -> Rejected:
        return Rejected(400, f"searchCriteria cannot be read from character {self._at + 1} on.")


def _is_equal(found: object, wanted: str) -> bool:
    if isinstance(found, bool):
        return wanted.lower() in (_YES if found else _NO)
    if isinstance(found, int | float):
        try:
            return found == float(wanted)
        except ValueError:
            return False
    return found is not None and str(found) == wanted
