"""Whether Twilio signed a request: X-Twilio-Signature, checked before any state is touched.

Signed is the URL, then name and value of every field, sorted, each distinct pair once; HMAC; base64. SHA-1 uses the
account's primary auth token. SHA-256 uses a shared key and is announced by X-Twilio-Webhooks-Signature-Settings.
Source: `twilio.request_validator` of 9.13 and its published vectors.

1. The settings choose the algorithm. The header only has to agree: it cannot lower it, nor raise it.
2. Whatever is missing, doubled, too long or not ASCII does not fit. Nothing here raises for what a stranger sends.
3. The bare URL is tried first, then the other way to write its port: a real request costs one HMAC.
4. `bodySHA256` announces a JSON body. Voice sends forms, and such a body would be outside the signature: refused.

The library's own validator is the oracle of the tests and not called here: it computes both ports and compares in
Python (100 microseconds against 8), cuts IPv6 hosts apart, and takes no repeated fields from a plain dict.

The scheme's own limits stay: nothing marks where a name ends, and nothing dates a request. Steps of a call must be safe
to repeat, and a request for another call or account must not be answered.
"""

import hmac
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, Literal

from twilio.request_validator import (
    HMAC_SHA1,
    HMAC_SHA256,
    SIGNATURE_HEADER,
    SIGNATURE_SETTINGS_HEADER,
    get_signature_algorithm,
)

from ivr.public_url import with_or_without_port

_SIGNATURE: Final = SIGNATURE_HEADER.lower().encode()
_ALGORITHM: Final = SIGNATURE_SETTINGS_HEADER.lower().encode()
_NAMED: Final = {"sha1": HMAC_SHA1, "sha256": HMAC_SHA256}


@dataclass(frozen=True, slots=True)
class Signatures:
    """The check with one algorithm and its secret: the auth token for sha1, the shared key for sha256."""

    algorithm: Literal["sha1", "sha256"]
    secret: str = field(repr=False)

    def __post_init__(self) -> None:
        """Refuse an empty secret: anybody could sign with it."""
        if not self.secret.strip():
            raise ValueError("the secret that Twilio signs with is empty: put it into its file")

    def fits(self, url: str, pairs: Iterable[tuple[str, str]], headers: Iterable[tuple[bytes, bytes]]) -> bool:
        """Whether `headers` (raw, as in ASGI) carry the signature of `url` and of the form's `pairs`.

        A GET has no pairs: its fields are part of the URL.
        """
        signatures, algorithms = [], []
        for name, value in headers:
            lowered = name.lower()
            if lowered == _SIGNATURE:
                signatures.append(value)
            elif lowered == _ALGORITHM:
                algorithms.append(value)
        if len(signatures) != 1 or not self._agrees(algorithms) or "bodySHA256" in url:
            return False
        fields = "".join([name + value for name, value in sorted(set(pairs))])
        if hmac.compare_digest(self._of(url + fields), signatures[0]):
            return True
        other = with_or_without_port(url)
        return other is not None and hmac.compare_digest(self._of(other + fields), signatures[0])

    def _agrees(self, headers: list[bytes]) -> bool:
        if len(headers) > 1:
            return False
        # Without the header, or where it names no algorithm, Twilio means HMAC_SHA1.
        named = get_signature_algorithm(headers[0].decode("latin-1")) if headers else HMAC_SHA1
        return bool(named.upper() == _NAMED[self.algorithm])

    def _of(self, signed: str) -> bytes:
        # Lone surrogates cannot come from Twilio; encoding them would raise where "does not fit" is the answer.
        message = signed.encode("utf-8", "surrogatepass")
        return b64encode(hmac.digest(self.secret.encode(), message, self.algorithm))
