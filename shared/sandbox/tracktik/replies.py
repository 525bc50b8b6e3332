"""The form of an answer: the `{meta, data}` envelope around rows, and the three forms an error may have.

The envelope is that of the vendor's article 23794537688471 and of a captured answer; the work-session document shows
only what is inside `data`. The form of an error's body is not documented.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from shared.sandbox.answer import Answer, json_answer
from shared.sandbox.tracktik.directory import Row
from shared.sandbox.tracktik.query import Query
from shared.sandbox.tracktik.rejected import Rejected
from shared.sandbox.tracktik.resources import Page
from shared.sandbox.tracktik.switches import Envelope, ErrorBody

ACCESS = {"GET": ("view", "read"), "POST": ("create", "write"), "PUT": ("edit", "write"), "PATCH": ("edit", "write")}


@dataclass(frozen=True, slots=True)
class Reply:
    """What an endpoint found or did."""

    data: Row | list[Row]
    status: int = 200
    page: Mapping[str, int] = field(default_factory=dict)


def page_reply(page: Page, query: Query) -> Reply:
    """A page with the counts of its meta: `count` in all, `itemCount` on this page."""
    counts = {"count": page.count, "itemCount": len(page.rows), "limit": query.limit, "offset": query.offset}
    return Reply(page.rows, page=counts)


def enveloped(reply: Reply, method: str, segments: Sequence[str], form: Envelope) -> Any:
    """The body of an answer to a request for `segments` (the path below /rest/v1)."""
    if form is Envelope.BARE and not reply.page:
        return reply.data
    meta = {"request": list(segments), "security": _security(method, segments), "debug": None, "resource": segments[0]}
    return {"meta": {**meta, **reply.page}, "data": reply.data}


def error_answer(rejected: Rejected, form: ErrorBody) -> Answer:
    """A rejection as an answer."""
    if form is ErrorBody.EMPTY:
        return Answer(rejected.status)
    if form is ErrorBody.TEXT:
        return Answer(rejected.status, rejected.message.encode(), [(b"content-type", b"text/plain; charset=utf-8")])
    return json_answer(rejected.status, {"status": rejected.status, "message": rejected.message})


def _security(method: str, segments: Sequence[str]) -> dict[str, Any]:
    action, access = ACCESS.get(method, ("view", "read"))
    if "actions" in segments:
        action = segments[-1]
    return {
        "granted": True,
        "requested": f"admin:{segments[0]}:{action}",
        "grantedBy": "admin:*",
        "scope": f"core:entities:{segments[0]}:{access}",
    }
