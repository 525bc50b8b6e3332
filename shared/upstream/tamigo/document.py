"""What tamigo answers, JSON or XML, as one kind of value: mappings, lists, text, null. No I/O.

In XML an element whose name begins with ArrayOf is a list, one with elements inside a record, one with nil="true"
null, any other its text (WCF data contracts, as printed in the document). Names lose their namespace.
"""

import codecs
from xml.etree.ElementTree import Element, ParseError

from defusedxml.ElementTree import fromstring

from shared.upstream.http import read_json

NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
DEEPEST = 12


def read_document(content: bytes) -> object:
    """The value of an answer, by what it is and not by what it says it is; ValueError where it is neither."""
    text = content.removeprefix(codecs.BOM_UTF8).lstrip()
    if not text.startswith(b"<"):
        return read_json(text)
    try:
        return _value(fromstring(text, forbid_dtd=True), 0)
    except (ParseError, LookupError) as error:
        raise ValueError("neither JSON nor XML") from error


def _value(element: Element, depth: int) -> object:
    if depth > DEEPEST:
        raise ValueError("XML nested too deeply")
    if element.get(NIL, "").strip() in {"true", "1"}:
        return None
    name = _name(element)
    if name.startswith("ArrayOf"):
        return [_value(child, depth + 1) for child in element]
    if len(element):
        return {_name(child): _value(child, depth + 1) for child in element}
    return element.text or ""


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2]
