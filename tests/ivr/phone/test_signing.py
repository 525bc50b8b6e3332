"""Signatures against the published vectors, and against Twilio's own library."""

from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import ImmutableMultiDict
from twilio.request_validator import RequestValidator, get_signature_algorithm

from ivr.phone.signing import (
    SETTINGS,
    SIGNATURE,
    PortSigned,
    SharedKeySigner,
    TokenSigner,
    signature,
    with_port_as,
    without_credentials,
)

PUBLISHED_URL = "https://mycompany.com/myapp.php?foo=1&bar=2"
TEXT = st.text(st.characters(codec="utf-8"), max_size=8)
FIELDS = st.lists(st.tuples(TEXT, TEXT), max_size=8)
ADDRESSES = st.builds(
    "{}://{}{}/{}".format,
    st.sampled_from(["http", "https"]),
    st.sampled_from(["example.com", "127.0.0.1", "voice.example.org"]),
    st.sampled_from(["", ":8443", ":80", ":443"]),
    st.sampled_from(["", "voice", "voice?a=1&a=2&b=", "a%20b/%C3%A9?x=%26"]),
)


class ManyValues(ImmutableMultiDict[str, str]):
    """A form as Twilio's library wants to read one: names by iteration, values by `getall`."""

    def getall(self, name: str) -> list[str]:
        return self.getlist(name)


def published(number: str) -> list[tuple[str, str]]:
    return [
        ("CallSid", "CA1234567890ABCDE"),
        ("Caller", number),
        ("Digits", "1234"),
        ("From", number),
        ("To", "+18005551212"),
    ]


def test_the_published_requests_are_signed_as_published() -> None:
    assert signature("12345", PUBLISHED_URL, published("+14158675309"), "sha1") == "RSOYDt4T1cUTdK1PDd93/VVr8B8="
    assert signature("12345", PUBLISHED_URL, published("+12349013030"), "sha1") == "0/KCTR6DLpKmkAf8muzZqo1nDgQ="


@given(ADDRESSES, FIELDS, TEXT)
def test_any_request_signed_by_token_is_what_twilios_library_expects(
    address: str, fields: list[tuple[str, str]], token: str
) -> None:
    headers = TokenSigner(token).headers(address, fields)
    assert set(headers) == {SIGNATURE}
    assert RequestValidator(token).compute_signature(address, ManyValues(fields)) == headers[SIGNATURE]
    assert RequestValidator(token).validate(address, ManyValues(fields), headers[SIGNATURE])


@given(ADDRESSES, FIELDS, TEXT)
def test_any_request_signed_by_shared_key_is_what_twilios_library_expects(
    address: str, fields: list[tuple[str, str]], key: str
) -> None:
    headers = SharedKeySigner("key-7", key).headers(address, fields)
    algorithm = get_signature_algorithm(headers[SETTINGS])
    assert algorithm == "HMAC_SHA256"
    assert headers[SETTINGS].startswith("key=key-7,")
    assert RequestValidator(key).validate(address, ManyValues(fields), headers[SIGNATURE], algorithm)


@given(FIELDS, TEXT)
def test_a_blank_field_counts_and_a_repeated_one_counts_once(fields: list[tuple[str, str]], name: str) -> None:
    plain = signature("12345", PUBLISHED_URL, fields, "sha1")
    assert plain == signature("12345", PUBLISHED_URL, [*fields, *fields], "sha1")
    assert plain == signature("12345", PUBLISHED_URL, list(reversed(fields)), "sha1")
    if name and (name, "") not in fields:
        assert plain != signature("12345", PUBLISHED_URL, [*fields, (name, "")], "sha1")


def test_credentials_and_the_fragment_of_an_address_are_not_signed() -> None:
    bare = signature("12345", "https://example.com:8443/voice?x=a@b", [], "sha1")
    assert bare == signature("12345", "https://user:p%40ss@example.com:8443/voice?x=a@b#rc=2", [], "sha1")
    assert without_credentials("https://[::1]:8443/voice?mail=a@b") == "https://[::1]:8443/voice?mail=a@b"


def test_the_port_is_signed_as_told() -> None:
    for port_signed, address, expected in (
        (PortSigned.AS_GIVEN, "https://example.com/voice", "https://example.com/voice"),
        (PortSigned.AS_GIVEN, "https://example.com:8443/voice", "https://example.com:8443/voice"),
        (PortSigned.ALWAYS, "https://example.com/voice", "https://example.com:443/voice"),
        (PortSigned.ALWAYS, "http://example.com/voice", "http://example.com:80/voice"),
        (PortSigned.ALWAYS, "http://[::1]:81/voice", "http://[::1]:81/voice"),
        (PortSigned.NEVER, "https://example.com:8443/voice", "https://example.com/voice"),
        (PortSigned.NEVER, "https://[::1]:8443/voice", "https://[::1]/voice"),
    ):
        assert with_port_as(address, port_signed) == expected


def test_secrets_are_not_in_what_a_log_would_show() -> None:
    assert "hidden-7" not in repr(TokenSigner("hidden-7")) + repr(SharedKeySigner("key", "hidden-7"))
