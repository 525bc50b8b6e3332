"""`python -m tests.benchmarks.phone_bare READY`: the least that could answer a webhook.

The same server with the same settings as the phone line, one route, and one document as long as the line's menu. It
reads no body, checks no signature, knows no call and writes nothing.
"""

import sys
from pathlib import Path
from typing import Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ivr.server import serve, to_file
from ivr.twiml import CONTENT_TYPE

DOCUMENT: Final = (
    '<?xml version="1.0" encoding="UTF-8"?><Response><Gather action="/voice/step?n=4&amp;t=1800000000&amp;at=menu'
    '&amp;site=Harbour+Tower&amp;who=2001" actionOnEmptyResult="true" finishOnKey="#" input="dtmf" method="POST"'
    ' numDigits="1" timeout="5"><Say language="en-US">Off duty. 1: clock in. 2: clock out. 4: shifts. 6: receipt.'
    ' 0: supervisor.</Say></Gather><Redirect method="POST">/voice/step?n=4&amp;t=1800000000&amp;at=menu'
    "&amp;site=Harbour+Tower&amp;who=2001</Redirect></Response>"
)


async def answer(_request: Request) -> Response:
    """The document, whoever asks."""
    return Response(DOCUMENT, media_type=CONTENT_TYPE)


if __name__ == "__main__":
    paths = ("/voice", "/voice/step")
    app = Starlette(routes=[Route(path, answer, methods=["GET", "POST"]) for path in paths])
    serve(app, "127.0.0.1", 0, to_file(Path(sys.argv[1])))
