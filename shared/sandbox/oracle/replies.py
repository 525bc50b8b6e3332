"""Errors as the document describes them: {type, title, status, detail, o:errorCode}."""

from http import HTTPStatus
from typing import Any

from shared.sandbox.answer import Answer, html_answer, json_answer
from shared.sandbox.oracle.rejected import NoGrant, Rejected
from shared.sandbox.oracle.switches import ErrorBody, ErrorCode, ForbiddenTitle, OracleSwitches

TITLES = {400: "Bad Request", 401: "Unauthorized", 404: "Resource Not Found"}
FORBIDDEN = {ForbiddenTitle.DOCUMENTED: "Service Unavailable", ForbiddenTitle.EXPECTED: "Forbidden"}
UNEXPECTED = "Unexpected Error"  # the document's default response
SECTION = "https://www.rfc-editor.org/rfc/rfc9110#status."


def error_answer(rejected: Rejected, switches: OracleSwitches) -> Answer:
    """A rejection in the form that the switch `error_body` says."""
    status = rejected.status
    title = FORBIDDEN[switches.forbidden_title] if status == 403 else TITLES.get(status, UNEXPECTED)
    detail = rejected.detail.encode("utf-8", "replace").decode()  # it may quote half a character of the request
    match switches.error_body:
        case ErrorBody.EMPTY:
            return Answer(status)
        case ErrorBody.TEXT:
            return Answer(status, detail.encode(), [(b"content-type", b"text/plain; charset=utf-8")])
        case ErrorBody.HTML:
            return html_answer(status, f"{status} {HTTPStatus(status).phrase}")
    is_text = switches.error_code is ErrorCode.STRING
    body: dict[str, Any] = {"type": f"{SECTION}{status}", "title": title}
    if switches.error_body is ErrorBody.JSON:
        body |= {"status": status, "detail": detail}
    return json_answer(status, body | {"o:errorCode": str(rejected.code) if is_text else rejected.code})


def no_grant_answer(error: NoGrant, status: int) -> Answer:
    """A refused step of the sign-in, as RFC 6749 writes it."""
    return json_answer(status, {"error": error.error, "error_description": error.detail})
