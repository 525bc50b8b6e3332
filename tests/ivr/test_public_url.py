"""The signed address comes from the settings and from what arrived, byte for byte."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.public_url import PublicUrl, with_or_without_port

BASES = (
    ("https://phone.example.com", "https://phone.example.com"),
    ("https://phone.example.com/", "https://phone.example.com"),
    ("https://phone.example.com/night/line/", "https://phone.example.com/night/line"),
    ("http://phone.example.com:8080/voice", "http://phone.example.com:8080/voice"),
    ("https://clock:s3cret@phone.example.com:8443/voice", "https://phone.example.com:8443/voice"),
    ("https://cl%40ck:p@ss@phone.example.com", "https://phone.example.com"),
    ("https://[2001:db8::1]:8443/a%20b", "https://[2001:db8::1]:8443/a%20b"),
)
# Own paths begin with /voice once, as those of the phone line do.
OWN_PATHS = st.lists(st.sampled_from(["step", "a%2Fb", "%7e", "~", "x;y=1", "..", ""]), max_size=4).map(
    lambda parts: "/".join(["/voice", *parts])
)
QUERIES = st.sampled_from(["", "call=CA1&step=4", "a=%20&a=+&b", "next=https%3a%2F%2Fx", "?"])


@pytest.mark.parametrize(("base", "public"), BASES)
@given(own_path=OWN_PATHS, query=QUERIES)
def test_a_proxy_may_leave_the_prefix_or_take_it(base: str, public: str, own_path: str, query: str) -> None:
    url = PublicUrl(base, "/voice")
    expected = public + own_path + (f"?{query}" if query else "")
    for arrived in (url.prefix + own_path, own_path):
        assert url.signed(arrived.encode(), query.encode()) == expected
        assert url.own_path(arrived.encode()) == own_path
    assert (url.origin + url.address(own_path)) == public + own_path


@pytest.mark.parametrize(
    ("arrived", "own_path"),
    [
        (b"/night", "/"),
        (b"/night/", "/"),
        (b"/night/step", "/step"),
        (b"/nightly/step", "/nightly/step"),
        (b"/step/night/x", "/step/night/x"),
        (b"", "/"),
    ],
)
def test_only_whole_parts_of_a_path_are_a_prefix(arrived: bytes, own_path: str) -> None:
    assert PublicUrl("https://phone.example.com/night").own_path(arrived) == own_path


@pytest.mark.parametrize(
    "arrived", [b":8443/voice", b".evil.example/voice", b"@evil.example/", b"http://evil.example/"]
)
def test_a_path_never_reaches_into_the_host(arrived: bytes) -> None:
    signed = PublicUrl("https://phone.example.com").signed(arrived, b"")
    assert signed.startswith("https://phone.example.com/")


@given(st.binary(max_size=40), st.binary(max_size=40), st.binary(max_size=40), st.binary(max_size=40))
def test_different_requests_have_different_urls_and_none_raises(
    path: bytes, query: bytes, other_path: bytes, other_query: bytes
) -> None:
    url = PublicUrl("https://phone.example.com")
    # A path as ASGI has it: it begins with a slash and ends before the question mark.
    one = (b"/" + path.replace(b"?", b""), query)
    two = (b"/" + other_path.replace(b"?", b""), other_query)
    assert (url.signed(*one) == url.signed(*two)) is (one == two)


def test_credentials_are_neither_signed_nor_shown() -> None:
    url = PublicUrl("https://clock:s3cret@phone.example.com/voice")
    assert "s3cret" not in repr(url) + url.signed(b"/voice", b"") + url.address("/voice")


@pytest.mark.parametrize("base", ["", "phone.example.com", "https://", "https://:8443/x", "https://u:p@/x"])
def test_an_address_without_a_host_is_refused_at_once(base: str) -> None:
    with pytest.raises(ValueError, match="names no host"):
        PublicUrl(base)


@pytest.mark.parametrize(
    ("url", "other"),
    [
        ("https://h.example/x?y=1:2", "https://h.example:443/x?y=1:2"),
        ("http://h.example", "http://h.example:80"),
        ("https://h.example:8443/x", "https://h.example/x"),
        ("https://h.example:443?a", "https://h.example?a"),
        ("https://[::1]:8443/x", "https://[::1]/x"),
        ("https://[::1]/x", "https://[::1]:443/x"),
        ("https://user:word@h.example/x", None),
        ("ftp://h.example/x", None),
        ("", None),
    ],
)
def test_a_port_is_taken_away_or_the_usual_one_added(url: str, other: str | None) -> None:
    assert with_or_without_port(url) == other
