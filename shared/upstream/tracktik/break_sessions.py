"""TrackTik's break sessions, as the settings name their fields: integrators know the path, no document the schema."""

from collections.abc import Mapping
from typing import Any

from shared.upstream.tracktik.api import Api, read_row
from shared.upstream.tracktik.fields import Misread, Row


class TrackTikBreaks:
    """Break records over TrackTik's API. Every call may raise an `UpstreamError`."""

    def __init__(self, api: Api) -> None:
        self._break_api = api

    def add_break(self, path: str, body: str, id_field: str) -> str:
        """Send one break; the id of its record."""
        answer = self._break_api.call("POST", path, body=body)

        def its_id(row: Row) -> str:
            found = row.get(id_field)
            if isinstance(found, bool) or not isinstance(found, int | str) or found == "":
                raise Misread(f"{id_field} is no id")
            return str(found)

        found = read_row(answer, its_id)
        if found is None:
            raise answer.unreadable("accepted, but without the record")
        return found

    def breaks(self, path: str, query: Mapping[str, str]) -> list[dict[str, Any]]:
        """Every record that the query lists."""
        rows, _ = self._break_api.rows(path, dict(query), dict)
        return rows
