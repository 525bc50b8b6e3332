"""How Twilio signs its requests.

HMAC over the address and, sorted by name, each name with each of its distinct values; base64. Blank values count,
credentials and the fragment of the address do not. With the account's auth token it is SHA-1, with a shared key it is
SHA-256 and a second header names the key.
Source: https://www.twilio.com/docs/usage/webhooks/webhooks-security
"""

import base64
import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol
from urllib.parse import urlsplit

SIGNATURE = "X-Twilio-Signature"
SETTINGS = "X-Twilio-Webhooks-Signature-Settings"
_USUAL_PORTS = {"https": 443, "http": 80}

Fields = Sequence[tuple[str, str]]
"""Names and values of a form, in the order they are sent; a name may occur several times."""


class PortSigned(StrEnum):
    """Whether the signed address carries its port: Twilio is not consistent, so a server must take all three."""

    AS_GIVEN = "as given"
    ALWAYS = "always"
    NEVER = "never"


class Signer(Protocol):
    """Makes the headers that prove who sent a request."""

    def headers(self, address: str, fields: Fields) -> dict[str, str]:
        """The headers for a request to `address` with these form fields (none for a GET)."""
        ...


@dataclass(frozen=True, slots=True)
class TokenSigner:
    """Signs with the account's primary auth token, by SHA-1."""

    auth_token: str = field(repr=False)

    def headers(self, address: str, fields: Fields) -> dict[str, str]:
        """`X-Twilio-Signature` alone."""
        return {SIGNATURE: signature(self.auth_token, address, fields, "sha1")}


@dataclass(frozen=True, slots=True)
class SharedKeySigner:
    """Signs with a shared key, by SHA-256."""

    key_id: str
    key: str = field(repr=False)

    def headers(self, address: str, fields: Fields) -> dict[str, str]:
        """`X-Twilio-Signature`, and the header that names key and algorithm."""
        return {
            SIGNATURE: signature(self.key, address, fields, "sha256"),
            SETTINGS: f"key={self.key_id},algorithm=HMAC_SHA256",
        }


def signature(secret: str, address: str, fields: Fields, digest: str) -> str:
    """The signature of a request to `address` with `fields`, by `digest` ("sha1" or "sha256"), as base64."""
    signed = without_credentials(address).partition("#")[0]
    signed += "".join(name + value for name, value in sorted(set(fields)))
    return base64.b64encode(hmac.digest(secret.encode(), signed.encode(), digest)).decode("ascii")


def without_credentials(address: str) -> str:
    """`address` without user and password; otherwise untouched, letter for letter."""
    netloc = urlsplit(address).netloc
    return address.replace(netloc, netloc.rpartition("@")[2], 1) if "@" in netloc else address


def with_port_as(address: str, port_signed: PortSigned) -> str:
    """`address` as it is signed under `port_signed`; `https` without a port stands for 443, `http` for 80."""
    parts = urlsplit(address)
    port = parts.port
    bare = parts.netloc.removesuffix(f":{port}")
    match port_signed:
        case PortSigned.NEVER:
            netloc = bare
        case PortSigned.ALWAYS if port is None:
            netloc = f"{bare}:{_USUAL_PORTS[parts.scheme]}"
        case _:
            netloc = parts.netloc
    return address.replace(parts.netloc, netloc, 1)
