"""`python -m tests.benchmarks.phone_bare bare|guide READY`: what stands beside the phone line.

Both run in the same server with the same settings as the line.

bare   the least that could answer: one document, as long as the line's menu, whoever asks; the body is not even read
guide  what Twilio's guide to securing a webhook makes of it: the form is read, the library checks the signature and
       writes the document; no call is known and nothing is written

Source of the guide: https://www.twilio.com/docs/usage/tutorials/how-to-secure-your-flask-app-by-validating-incoming-twilio-requests
"""

import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from twilio.request_validator import RequestValidator
from twilio.twiml.voice_response import Gather, VoiceResponse

from ivr.server import serve, to_file
from ivr.twiml import CONTENT_TYPE
from tests.benchmarks.phone_installation import AUTH_TOKEN, PUBLIC_URL

PATHS: Final = ("/voice", "/voice/step")
NEXT: Final = "/voice/step?n=4&t=1800000000&at=menu&site=Harbour+Tower&who=2001"
MENU: Final = "Off duty. 1: clock in. 2: clock out. 4: shifts. 6: receipt. 0: supervisor."


def menu() -> str:
    """The menu of the line, by the library."""
    response = VoiceResponse()
    gather = Gather(
        input="dtmf",
        action=NEXT,
        method="POST",
        num_digits=1,
        finish_on_key="#",
        timeout=5,
        action_on_empty_result=True,
    )
    gather.say(MENU, language="en-US")
    response.append(gather)
    response.redirect(NEXT, method="POST")
    return str(response)


def bare() -> Starlette:
    """One fixed document."""
    document = menu()

    async def answer(_request: Request) -> Response:
        return Response(document, media_type=CONTENT_TYPE)

    return _app(answer)


def guide() -> Starlette:
    """Signature and document by Twilio's library."""
    validator = RequestValidator(AUTH_TOKEN)

    async def answer(request: Request) -> Response:
        form = dict(parse_qsl((await request.body()).decode("utf-8"), keep_blank_values=True))
        url = f"{PUBLIC_URL}{request.url.path}" + (f"?{request.url.query}" if request.url.query else "")
        if not validator.validate(url, form, request.headers.get("X-Twilio-Signature", "")):
            return Response(status_code=403)
        return Response(menu(), media_type=CONTENT_TYPE)

    return _app(answer)


APPLICATIONS: Final = {"bare": bare, "guide": guide}


def _app(answer: Callable[[Request], Awaitable[Response]]) -> Starlette:
    return Starlette(routes=[Route(path, answer, methods=["GET", "POST"]) for path in PATHS])


if __name__ == "__main__":
    serve(APPLICATIONS[sys.argv[1]](), "127.0.0.1", 0, to_file(Path(sys.argv[2])))
