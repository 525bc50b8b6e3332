"""Pages that stay true: a page of ours listens, and is told when it would show something else.

Server-sent events as the HTML standard has them (section "Server-sent events"); a browser connects again by itself.
"""

from collections.abc import AsyncIterator
from typing import Final

from starlette.responses import Response, StreamingResponse

from kiosk.board.changes import Changes
from kiosk.board.visit import Visit

HEARTBEAT_S: Final = 15.0
"""A proxy closes what is silent; a phone that lost its network must notice."""
LONGEST_S: Final = 600.0
"""Then the browser connects anew, and its person's rights are looked at again."""


async def live(visit: Visit) -> Response:
    """A stream of versions: the one of now, and each that follows."""
    changes = visit.front.changes
    if not changes.listens():
        return Response(status_code=503, headers={"retry-after": "30"})
    return StreamingResponse(_told(changes), media_type="text/event-stream", headers={"x-accel-buffering": "no"})


async def _told(changes: Changes) -> AsyncIterator[str]:
    try:
        version = changes.version
        yield f"retry: 2000\ndata: {version}\n\n"
        for _ in range(int(LONGEST_S / HEARTBEAT_S)):
            after = await changes.after(version, HEARTBEAT_S)
            if changes.is_over:
                return
            yield f"data: {after}\n\n" if after != version else ":\n\n"
            version = after
    finally:
        changes.leaves()
