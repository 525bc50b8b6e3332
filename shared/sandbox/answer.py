"""A whole HTTP answer as a value, so that it can be kept, changed or thrown away before anybody sees it."""

import json
from dataclasses import dataclass, field

from starlette.responses import Response
from starlette.types import Message, Receive, Send

AWSELB = (b"server", b"awselb/2.0")  # how the vendor's gateway is told apart from its API


@dataclass(slots=True)
class Answer:
    """Status, headers and body. `content-length` is added when it is sent."""

    status: int
    body: bytes = b""
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)

    async def take(self, message: Message) -> None:
        """An ASGI `send` that fills this answer instead of the wire."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = [item for item in message["headers"] if item[0] != b"content-length"]
        elif message["type"] == "http.response.body":
            self.body += message.get("body", b"")

    async def send(self, send: Send) -> None:
        """Sends the answer in full."""
        await send(self.start(len(self.body)))
        await send({"type": "http.response.body", "body": self.body})

    def as_response(self) -> Response:
        """The same answer for an endpoint to return."""
        response = Response(self.body, self.status)
        response.raw_headers.extend(self.headers)
        return response

    def start(self, content_length: int) -> Message:
        """The ASGI message that opens this answer, promising `content_length` bytes."""
        headers = [*self.headers, (b"content-length", str(content_length).encode())]
        return {"type": "http.response.start", "status": self.status, "headers": headers}


def json_answer(status: int, data: object) -> Answer:
    """An answer that carries `data` as JSON."""
    body = json.dumps(data, ensure_ascii=False).encode()
    return Answer(status, body, [(b"content-type", b"application/json")])


def html_answer(status: int, title: str, *headers: tuple[bytes, bytes]) -> Answer:
    """A short page, as gateways and captive portals send it."""
    page = f"<html>\r\n<head><title>{title}</title></head>\r\n<body><h1>{title}</h1></body>\r\n</html>\r\n"
    return Answer(status, page.encode(), [(b"content-type", b"text/html; charset=utf-8"), *headers])


async def read_body(receive: Receive) -> bytes | None:
    """The whole body of a request, or None when the client left before it was complete."""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += message.get("body", b"")
        if not message.get("more_body", False):
            return bytes(body)
