"""Pages of a list: newest first, 50 rows and at most 1,000, the way on as `next_page_uri`.

A page begins behind the row that its token names, so that rows which arrive meanwhile shift nothing.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from shared.sandbox.twilio.rejected import BAD_PARAMETER, Rejected
from shared.sandbox.twilio.rows import Row

USUAL_SIZE, LARGEST_SIZE = 50, 1000
PAGING = ("Page", "PageToken")


def page_of(name: str, path: str, rows: Sequence[Row], query: Mapping[str, str]) -> dict[str, Any]:
    """The page of `rows` (newest first) that `query` asks for, under `name`; raises `Rejected`."""
    size = min(_whole("PageSize", query, USUAL_SIZE), LARGEST_SIZE) or 1
    number = _whole("Page", query, 0)
    token = query.get("PageToken", "")
    begin = _behind(token, rows) if token else number * size
    shown = rows[begin : begin + size]
    asked = {key: value for key, value in query.items() if key not in PAGING} | {"PageSize": str(size)}

    def uri(page: int, behind: Row | None) -> str:
        paging = {"Page": str(page)} | ({"PageToken": f"PA{behind['sid']}"} if behind else {})
        return f"{path}?{urlencode({**asked, **paging})}"

    more = begin + size < len(rows)
    return {
        name: list(shown),
        "page": number,
        "page_size": size,
        "start": begin,
        "end": max(begin + len(shown) - 1, 0),
        "uri": uri(number, None),
        "first_page_uri": uri(0, None),
        "next_page_uri": uri(number + 1, shown[-1]) if more else None,
        "previous_page_uri": None,
    }


def _behind(token: str, rows: Sequence[Row]) -> int:
    places = [index for index, row in enumerate(rows) if f"PA{row['sid']}" == token]
    if not places:
        raise Rejected(400, BAD_PARAMETER, "PageToken is invalid")
    return places[0] + 1


def _whole(name: str, query: Mapping[str, str], usual: int) -> int:
    text = query.get(name, str(usual))
    if not text.isdecimal():
        raise Rejected(400, BAD_PARAMETER, f"{name} is not a number")
    return int(text)
