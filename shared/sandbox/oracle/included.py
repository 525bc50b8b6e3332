"""`include`: a comma-separated list of what the answer shall hold, by name or by its dotted path.

A name of a list stands for all that is in it; what identifies the answer (`curUTC`, `locRef`, `busDt`) always stays, as
docs.oracle.com shows for "revenueCenters.num, revenueCenters.name".
"""

from collections.abc import Iterable, Mapping
from typing import Any

from shared.sandbox.oracle.rejected import Rejected
from shared.sandbox.oracle.switches import Strict

Row = dict[str, Any]


class Included:
    """Which fields of a row are wanted."""

    def __init__(self, text: str | None, lists: tuple[str, ...], fields: Iterable[str], unknown: Strict) -> None:
        """`lists` are the names of the lists a row lies in, outermost first; raises `Rejected`."""
        known = set(fields)
        wanted = [part.strip() for part in (text or "").split(",") if part.strip()]
        self._names = {_last(path) for path in wanted if _last(path) in known}
        strange = [path for path in wanted if _last(path) not in known and _last(path) not in lists]
        if strange and unknown is Strict.BAD_REQUEST:
            raise Rejected(400, f"include: there is no {strange[0][:60]}.")
        self._all = not wanted or any(_last(path) in lists for path in wanted)

    def names(self, field: str) -> bool:
        """Whether a field was asked for by its own name."""
        return field in self._names

    def of(self, row: Mapping[str, Any]) -> Row:
        """The row with the wanted fields only."""
        return {name: value for name, value in row.items() if self._all or name in self._names}


def _last(path: str) -> str:
    return path.rpartition(".")[2]
