"""The bodies in which a token may be asked for: urlencoded, JSON, or multipart fields.

The vendor's own examples use multipart for the password grant and JSON for the refresh; clients use urlencoded.
"""

import json
from email.parser import BytesParser
from email.policy import HTTP
from urllib.parse import parse_qsl


def read_fields(content_type: str, body: bytes) -> dict[str, str]:
    """The fields of a form body by name; raises ValueError when it cannot be read."""
    kind = content_type.partition(";")[0].strip().lower()
    reader = {"application/json": _json, "application/x-www-form-urlencoded": _urlencoded}.get(kind)
    if reader is not None:
        return reader(body)
    if kind == "multipart/form-data":
        return _multipart(content_type, body)
    raise ValueError(f"a body of type {kind or 'none'} cannot be read")


def _json(body: bytes) -> dict[str, str]:
    data = json.loads(body)
    if not isinstance(data, dict):
        raise ValueError("the body is not a JSON object")  # noqa: TRY004 - the sender's mistake, like the others
    return {str(name): value if isinstance(value, str) else json.dumps(value) for name, value in data.items()}


def _urlencoded(body: bytes) -> dict[str, str]:
    return dict(parse_qsl(body.decode("utf-8"), keep_blank_values=True))


def _multipart(content_type: str, body: bytes) -> dict[str, str]:
    head = f"Content-Type: {content_type}\r\n\r\n".encode("latin-1")
    message = BytesParser(policy=HTTP).parsebytes(head + body)
    fields = {}
    for part in message.iter_parts():
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        if isinstance(name, str) and isinstance(content, bytes):
            fields[name] = content.decode("utf-8").rstrip("\r\n")
    return fields
