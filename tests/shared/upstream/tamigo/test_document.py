import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.upstream.tamigo.document import DEEPEST, read_document

XSI = 'xmlns:i="http://www.w3.org/2001/XMLSchema-instance"'


@pytest.mark.parametrize(
    ("content", "value"),
    [
        (b'{"Success":true}', {"Success": True}),
        (b"\xef\xbb\xbf[]", []),
        (b'"\\/Date(1)\\/"', "/Date(1)/"),
        (b"<ArrayOfShift/>", []),
        (b"<ArrayOfShift><Shift><A>1</A><B/></Shift></ArrayOfShift>", [{"A": "1", "B": ""}]),
        (b'\xef\xbb\xbf <?xml version="1.0"?><S xmlns="urn:x"><A>b</A></S>', {"A": "b"}),
        (f'<S {XSI}><A i:nil="true"/><B i:nil="false">x</B></S>'.encode(), {"A": None, "B": "x"}),
        (f'<S {XSI} i:nil="1"/>'.encode(), None),
        (b"<S><ArrayOfX><X><A>1</A></X></ArrayOfX></S>", {"ArrayOfX": [{"A": "1"}]}),
        ("<A>København</A>".encode(), "København"),
    ],
)
def test_json_and_xml_become_the_same_kind_of_value(content: bytes, value: object) -> None:
    assert read_document(content) == value


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"OK",
        b"<html><body>Sign in to the network<br></body></html>",
        b"<!DOCTYPE html><html/>",
        b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>',
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>',
        b'<?xml version="1.0" encoding="klingon"?><x/>',
        b"<S>" * (DEEPEST + 2) + b"</S>" * (DEEPEST + 2),
        b"<S>" * 100_000 + b"</S>" * 100_000,
        b"[" * 100_000,
        b"<S>\xff</S>",
    ],
    ids=["empty", "text", "html", "doctype", "entities", "outside", "encoding", "deep", "abyss", "deep-json", "bytes"],
)
def test_what_is_neither_is_a_value_error(content: bytes) -> None:
    with pytest.raises(ValueError):
        read_document(content)


@given(st.binary() | st.text().map(lambda text: f"<S>{text}</S>".encode("utf-8", "replace")))
def test_no_bytes_fail_in_any_other_way(content: bytes) -> None:
    try:
        read_document(content)
    except ValueError as error:
        assert str(error)  # noqa: PT017
