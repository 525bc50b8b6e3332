"""Only what Twilio signed fits: published vectors, the library as oracle, and 10,000 forgeries."""

import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from starlette.datastructures import ImmutableMultiDict
from twilio.request_validator import RequestValidator

from ivr.signature import Signatures
from tests.ivr.forgeries import KIND_NAMES, REQUESTS_A_KIND, Asked, alterations

TOKEN = "12345"
HEADER = b"x-twilio-signature"
SETTINGS = b"x-twilio-webhooks-signature-settings"
SHA256_ASKED = (SETTINGS, b"key=webhooks_sharedkey_1,algorithm=HMAC_SHA256")
PUBLISHED_URL = "https://mycompany.com/myapp.php?foo=1&bar=2"


def published(number: str) -> list[tuple[str, str]]:
    called = [("CallSid", "CA1234567890ABCDE"), ("Digits", "1234"), ("To", "+18005551212")]
    return [*called, ("Caller", number), ("From", number)]


def signed_by_library(url: str, pairs: list[tuple[str, str]], token: str = TOKEN, algorithm: str = "HMAC_SHA1") -> str:
    return str(RequestValidator(token).compute_signature(url, ImmutableMultiDict(pairs), algorithm))


@pytest.mark.parametrize(
    ("number", "signature"),
    [("+14158675309", b"RSOYDt4T1cUTdK1PDd93/VVr8B8="), ("+12349013030", b"0/KCTR6DLpKmkAf8muzZqo1nDgQ=")],
)
def test_the_published_vectors_fit_and_no_neighbour_does(number: str, signature: bytes) -> None:
    check = Signatures("sha1", TOKEN)
    assert check.fits(PUBLISHED_URL, published(number), [(b"host", b"evil.example"), (HEADER, signature)])
    assert not check.fits(PUBLISHED_URL, published(number + "1"), [(HEADER, signature)])
    assert not check.fits(PUBLISHED_URL + "1", published(number), [(HEADER, signature)])


@pytest.mark.parametrize("kind", KIND_NAMES)
def test_10_000_altered_requests_and_none_is_accepted(kind: str) -> None:
    assert len(KIND_NAMES) * REQUESTS_A_KIND >= 10_000
    altered = list(alterations(kind, REQUESTS_A_KIND))
    assert [one for one in altered if one.is_accepted()] == []


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_what_the_forgeries_start_from_is_accepted(algorithm: str) -> None:
    assert all(Asked.valid(seed, algorithm).is_accepted() for seed in range(300))


NAMES = {"sha1": "HMAC_SHA1", "sha256": "HMAC_SHA256"}
SAID = {
    "nothing": [],
    "no algorithm": [(SETTINGS, b"key=k")],
    "sha1": [(SETTINGS, b"key=k,algorithm=HMAC_SHA1")],
    "sha256": [SHA256_ASKED],
    "in small letters": [(SETTINGS, b"key=k, algorithm=hmac_sha256")],
    "something else": [(SETTINGS, b"algorithm=HMAC_MD5")],
    "both": [(SETTINGS, b"algorithm=HMAC_SHA1"), SHA256_ASKED],
    "bytes": [(SETTINGS, b"algorithm=\xff\xfe")],
}


@pytest.mark.parametrize(
    ("configured", "accepted"),
    [("sha1", {"nothing", "no algorithm", "sha1"}), ("sha256", {"sha256", "in small letters"})],
)
@pytest.mark.parametrize("signed_with", ["sha1", "sha256"])
def test_the_header_neither_lowers_nor_raises_the_algorithm(
    configured: str, accepted: set[str], signed_with: str
) -> None:
    pairs = published("+14158675309")
    signature = signed_by_library(PUBLISHED_URL, pairs, algorithm=NAMES[signed_with]).encode()
    check = Signatures(configured, TOKEN)  # type: ignore[arg-type]
    fitting = {said for said, more in SAID.items() if check.fits(PUBLISHED_URL, pairs, [(HEADER, signature), *more])}
    assert fitting == (accepted if signed_with == configured else set())


@pytest.mark.parametrize(
    "headers",
    [
        [],
        [(HEADER, b"")],
        [(HEADER, b" ")],
        [(HEADER, b"RSOYDt4T1cUTdK1PDd93/VVr8B8= ")],
        [(HEADER, b"RSOYDt4T1cUTdK1PDd93/VVr8B8=" * 4000)],
        [(HEADER, "RSOYDt4T1cUTdK1PDd93/VVr8B8é".encode())],
        [(HEADER, b"RSOYDt4T1cUTdK1PDd93/VVr8B9=")],
        [(HEADER, b"RSOYDt4T1cUTdK1PDd93/VVr8B8=")] * 2,
        [(HEADER, b"x"), (b"X-Twilio-Signature", b"RSOYDt4T1cUTdK1PDd93/VVr8B8=")],
        [(b"x-twilio-signature-", b"RSOYDt4T1cUTdK1PDd93/VVr8B8=")],
    ],
    ids=["none", "empty", "blank", "a space", "overlong", "not ASCII", "same bytes", "twice", "two", "another"],
)
def test_a_signature_header_is_there_once_and_exact(headers: list[tuple[bytes, bytes]]) -> None:
    assert Signatures("sha1", TOKEN).fits(PUBLISHED_URL, published("+14158675309"), headers) is False


def test_a_header_may_be_written_in_capitals() -> None:
    headers = [(b"X-Twilio-Signature", b"RSOYDt4T1cUTdK1PDd93/VVr8B8=")]
    assert Signatures("sha1", TOKEN).fits(PUBLISHED_URL, published("+14158675309"), headers)


def test_a_json_body_is_refused_however_it_is_signed() -> None:
    url = "https://phone.example.com/voice?bodySHA256=0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620"
    headers = [(HEADER, signed_by_library(url, []).encode())]
    assert RequestValidator(TOKEN).validate(url, '{"property": "value", "boolean": true}', headers[0][1].decode())
    assert not Signatures("sha1", TOKEN).fits(url, [], headers)


def test_a_get_is_signed_by_its_url_alone() -> None:
    url = "https://phone.example.com/voice?CallSid=CA1&Digits="
    headers = [(HEADER, signed_by_library(url, []).encode())]
    assert Signatures("sha1", TOKEN).fits(url, [], headers)
    assert not Signatures("sha1", TOKEN).fits(url, [("Digits", "")], headers)


PARTS = st.text(string.ascii_letters + string.digits + "%-_~.+", min_size=1, max_size=8)
HOSTS = st.sampled_from(["phone.example.com", "10.0.0.7", "phone.example.com:8443", "phone.example.com:443", "x:80"])
URLS = st.builds(
    lambda scheme, host, path, query: f"{scheme}://{host}/{'/'.join(path)}" + (f"?{'&'.join(query)}" if query else ""),
    st.sampled_from(["https", "http"]),
    HOSTS,
    st.lists(PARTS, max_size=3),
    st.lists(st.builds("{}={}".format, PARTS, PARTS), max_size=3),
)
FIELDS = st.sampled_from(["Digits", "From", "FromCity", "a", "A", "é"]) | st.text(max_size=6)
PAIRS = st.lists(st.tuples(FIELDS, st.text(max_size=6)), max_size=8)


@given(URLS, URLS, PAIRS, PAIRS, st.sampled_from(["sha1", "sha256"]), st.sampled_from(["same", "port", "url", "pairs"]))
@example("https://h:8443/", "https://h/", [("a", "1"), ("a", "1")], [], "sha1", "same")
def test_the_library_says_the_same(
    url: str,
    other_url: str,
    pairs: list[tuple[str, str]],
    other_pairs: list[tuple[str, str]],
    algorithm: str,
    signed: str,
) -> None:
    signed_url = other_url if signed == "url" else url
    if signed == "port":
        scheme, _, rest = url.partition("://")
        host, _, path = rest.partition("/")
        bare, _, port = host.partition(":")
        signed_url = f"{scheme}://{bare}{'' if port else {'https': ':443', 'http': ':80'}[scheme]}/{path}"
    sent = other_pairs if signed == "pairs" else pairs
    signature = signed_by_library(signed_url, sent, algorithm=NAMES[algorithm])
    expected = RequestValidator(TOKEN).validate(url, ImmutableMultiDict(pairs), signature, NAMES[algorithm])
    headers = [(HEADER, signature.encode()), (SETTINGS, b"key=k,algorithm=" + NAMES[algorithm].encode())]
    assert Signatures(algorithm, TOKEN).fits(url, pairs, headers) is expected  # type: ignore[arg-type]
    assert expected or signed in ("url", "pairs")


ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()), max_size=20)


@given(
    ANY_TEXT | URLS,
    st.lists(st.tuples(ANY_TEXT, ANY_TEXT), max_size=4),
    st.lists(
        st.tuples(st.sampled_from([HEADER, SETTINGS]) | st.binary(max_size=9), st.binary(max_size=60)), max_size=4
    ),
    st.sampled_from(["sha1", "sha256"]),
)
@example("https://h/\ud800", [("\udfff", "")], [(HEADER, b"x")], "sha1")
def test_nothing_a_stranger_sends_fits_or_raises(
    url: str, pairs: list[tuple[str, str]], headers: list[tuple[bytes, bytes]], algorithm: str
) -> None:
    assert Signatures(algorithm, TOKEN).fits(url, pairs, headers) is False  # type: ignore[arg-type]


@pytest.mark.parametrize("secret", ["", " \n"])
def test_an_empty_secret_is_refused_at_once(secret: str) -> None:
    with pytest.raises(ValueError, match="is empty"):
        Signatures("sha1", secret)


def test_the_secret_is_not_shown() -> None:
    assert TOKEN not in repr(Signatures("sha1", TOKEN))


def test_where_a_name_ends_is_not_signed_by_twilio() -> None:
    """Known and Twilio's own: the library accepts it too. It can move a letter, never add one."""
    signature = signed_by_library(PUBLISHED_URL, [("FromCity", "X")])
    shifted = [("From", "CityX")]
    assert RequestValidator(TOKEN).validate(PUBLISHED_URL, dict(shifted), signature)
    assert Signatures("sha1", TOKEN).fits(PUBLISHED_URL, shifted, [(HEADER, signature.encode())])
