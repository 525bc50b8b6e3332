"""A line whose pages a test writes, and that keeps every request it got: real HTTP."""

from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qsl, urlsplit


@dataclass
class Request:
    """One request as it came in."""

    method: str
    target: str
    headers: dict[str, str]
    fields: list[tuple[str, str]]

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    def __getitem__(self, name: str) -> str:
        return dict(self.fields)[name]

    def __contains__(self, name: str) -> bool:
        return name in dict(self.fields)


@dataclass
class Page:
    """What is answered: a document's inside, or bytes as they are."""

    body: bytes
    status: int = 200
    content_type: str = "text/xml"
    headers: dict[str, str] = field(default_factory=dict)
    missing_bytes: int = 0
    """Promised and never sent."""


class Line:
    """Pages by path; a page may be a function of the request. `requests` holds all that came in, in order."""

    def __init__(self) -> None:
        self.pages: dict[str, Page | Callable[[Request], Page]] = {}
        self.requests: list[Request] = []
        self.url = ""

    def says(self, path: str, inside: str) -> None:
        self.pages[path] = page(inside)

    def to(self, path: str) -> list[Request]:
        return [request for request in self.requests if request.path == path]


def page(inside: str) -> Page:
    """A TwiML document with these verbs."""
    return Page(f'<?xml version="1.0" encoding="UTF-8"?><Response>{inside}</Response>'.encode())


def handler_of(line: Line) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.answer(parse_qsl(body.decode(), keep_blank_values=True))

        def do_GET(self) -> None:
            self.answer(parse_qsl(urlsplit(self.path).query, keep_blank_values=True))

        def answer(self, fields: list[tuple[str, str]]) -> None:
            request = Request(self.command, self.path, dict(self.headers), fields)
            line.requests.append(request)
            found = line.pages.get(request.path, Page(b"nothing here", 404, "text/plain"))
            answer = found if isinstance(found, Page) else found(request)
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.content_type)
            self.send_header("Content-Length", str(len(answer.body) + answer.missing_bytes))
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, *args: object) -> None:
            """Quiet."""

    return Handler
