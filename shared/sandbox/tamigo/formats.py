"""JSON or XML: which one is asked for, how an answer is written, and how a body is read."""

import json
from collections.abc import Mapping
from enum import Enum
from typing import Any
from xml.etree.ElementTree import Element, ParseError, SubElement, tostring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from shared.sandbox.answer import Answer
from shared.sandbox.tamigo.answer_switches import AnswerSwitches, ContentType, DateSlashes, FormatBy
from shared.sandbox.tamigo.dates import At, NoTime, OnDay, json_time, xml_time
from shared.sandbox.tamigo.entity import NO_BODY, Entity, Row
from shared.sandbox.tamigo.rejected import Rejected

NAMESPACE = "http://schemas.datacontract.org/2004/07/Tamigo.Services.Entities"
INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
PLAIN_TEXT = "http://schemas.microsoft.com/2003/10/Serialization/"
IS_NIL = "{" + INSTANCE + "}nil"


class Form(Enum):
    JSON = "application/json; charset=utf-8"
    XML = "application/xml; charset=utf-8"


def form_asked(headers: Mapping[str, str], how: FormatBy) -> Form:
    """The form of the answer. XML is what somebody gets who names neither."""
    if how in (FormatBy.XML, FormatBy.JSON):
        return Form.XML if how is FormatBy.XML else Form.JSON
    named = _named(headers.get("content-type", ""))
    if how is FormatBy.ACCEPT:
        named = _named(headers.get("accept", "")) or named
    return named or Form.XML


def write_entity(entity: Entity, form: Form, switches: AnswerSwitches) -> Answer:
    """The answer 200 that carries `entity`."""
    if entity is NO_BODY:
        return Answer(200)
    body = _as_json(entity, switches) if form is Form.JSON else _as_xml(entity, switches)
    return Answer(200, body, _content_type(form, switches.content_type))


def form_sent(headers: Mapping[str, str]) -> Form:
    """The form of a request's body: JSON unless it calls itself XML."""
    return _named(headers.get("content-type", "")) or Form.JSON


def read_body(raw: bytes, form: Form) -> dict[str, Any]:
    """The fields of a body; raises `Rejected`. XML has text, JSON whatever it was given."""
    if not raw.strip():
        return {}
    if form is Form.XML:
        return _xml_fields(raw)
    try:
        content = json.loads(raw)
    except ValueError as error:
        raise Rejected(400, "The body is not JSON.") from error
    if not isinstance(content, dict):
        raise Rejected(400, "The body is not a JSON object.")
    return content


def _named(header: str) -> Form | None:
    for kind in header.lower().split(","):
        if "json" in kind or "xml" in kind:
            return Form.JSON if "json" in kind else Form.XML
    return None


def _xml_fields(raw: bytes) -> dict[str, Any]:
    try:
        root = fromstring(raw)
    except (ParseError, DefusedXmlException) as error:
        raise Rejected(400, "The body is not XML.") from error
    return {child.tag.rpartition("}")[2]: None if child.get(IS_NIL) == "true" else child.text or "" for child in root}


def _content_type(form: Form, how: ContentType) -> list[tuple[bytes, bytes]]:
    if how is ContentType.NONE:
        return []
    other = Form.XML if form is Form.JSON else Form.JSON
    names = {ContentType.RIGHT: form.value, ContentType.OTHER: other.value}
    return [(b"content-type", names.get(how, how.value).encode())]


def _as_json(entity: Entity, switches: AnswerSwitches) -> bytes:
    def time_text(value: Any) -> str:
        if isinstance(value, At | OnDay | NoTime):
            return json_time(value, switches)
        raise TypeError(f"{type(value).__name__} has no JSON")

    text = json.dumps(entity.data, ensure_ascii=False, separators=(",", ":"), default=time_text)
    is_plain = entity.has_plain_slashes and switches.date_slashes is DateSlashes.AS_DOCUMENTED
    if not is_plain and switches.date_slashes is not DateSlashes.PLAIN:
        text = text.replace("/", r"\/")  # a slash occurs inside of strings only
    return text.encode()


def _as_xml(entity: Entity, switches: AnswerSwitches) -> bytes:
    if isinstance(entity.data, str):
        root = Element("string", {"xmlns": PLAIN_TEXT})
        root.text = entity.data
        return _text(root)
    head = {"xmlns": NAMESPACE, "xmlns:i": INSTANCE}
    if entity.data is None:
        return _text(Element(entity.name, {**head, "i:nil": "true"}))
    if isinstance(entity.data, dict):
        root = Element(entity.name, head)
        _fill(root, entity.data, switches)
        return _text(root)
    root = Element(f"ArrayOf{entity.name}", head)
    for row in entity.data:
        _fill(SubElement(root, entity.name), row, switches)
    return _text(root)


def _fill(parent: Element, row: Row, switches: AnswerSwitches) -> None:
    for name, value in row.items():
        child = SubElement(parent, name)
        if isinstance(value, dict):
            _fill(child, value, switches)
        elif isinstance(value, list):
            for item in value:
                _fill(SubElement(child, name.removesuffix("s")), item, switches)
        elif value is None:
            child.set("i:nil", "true")
        else:
            child.text = _scalar(value, switches)


def _scalar(value: object, switches: AnswerSwitches) -> str:
    if isinstance(value, At | OnDay | NoTime):
        return xml_time(value, switches)
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:.2f}" if isinstance(value, float) else str(value)


def _text(root: Element) -> bytes:
    return tostring(root, encoding="unicode").encode()
