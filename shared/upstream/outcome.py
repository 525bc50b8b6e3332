"""Sorts what went wrong by what it means for the record (see `errors`).

Rule 1: whatever is not proven unsent may have been carried out.
Rule 2: only a status of the upstream settles anything; a body that breaks off behind a 4xx changes nothing.
Rule 3: no URL, header or body of ours is told, since tokens travel in all three.
"""

import ssl
from collections.abc import Mapping
from datetime import datetime

import requests
from urllib3.exceptions import (
    ConnectTimeoutError,
    DecodeError,
    HTTPError,
    LocationValueError,
    MaxRetryError,
    NameResolutionError,
    ProxyError,
    ReadTimeoutError,
)

from shared.upstream.call import Call
from shared.upstream.errors import (
    NotAllowed,
    NotAsItIs,
    NotReached,
    OutcomeUnknown,
    TryLater,
    Unreadable,
    UpstreamError,
)
from shared.upstream.http_date import parse_http_date, retry_after_s

# OpenSSL's X509_V_ERR_CERT_NOT_YET_VALID and X509_V_ERR_CERT_HAS_EXPIRED.
CERTIFICATE_DATE_ERRORS = frozenset({9, 10})
FIREWALL = "awselb/2.0"
_BEFORE_SENDING = (
    ConnectTimeoutError,
    ProxyError,
    LocationValueError,
    requests.exceptions.InvalidSchema,
    requests.exceptions.InvalidURL,
    UnicodeEncodeError,
)


def cause_of(error: Exception) -> Exception:
    """The error below requests' and urllib3's wrappers, whose own texts hold the whole URL."""
    inner = error.args[0] if isinstance(error, requests.RequestException) and error.args else error
    if isinstance(inner, MaxRetryError) and inner.reason is not None:
        inner = inner.reason
    return inner if isinstance(inner, HTTPError) else error


def of_failure(call: Call, cause: Exception) -> UpstreamError:
    """The error for an exchange that broke; `cause` by `cause_of`."""
    if _is_unsent(cause):
        return NotReached(f"{call.name}: {call.host} was not reached, nothing was sent: {_reason(cause)}")
    return of_lost_answer(call, None, cause)


def of_lost_answer(call: Call, status: int | None, cause: Exception) -> OutcomeUnknown:
    """The error for what was sent and whose answer broke off, `status` included or not."""
    if isinstance(cause, DecodeError):
        return Unreadable(f"{call.name}: its answer cannot be unpacked. Look before sending again.", status=status)
    what = "no whole answer in time" if isinstance(cause, ReadTimeoutError) else "the connection was lost"
    return OutcomeUnknown(f"{call.name}: {what} after sending. Look before sending again.", status=status)


def of_unsendable(call: Call, cause: Exception) -> NotReached:
    """The error for a request that could not even be put into words."""
    return NotReached(
        f"{call.name}: not a request that can be sent ({type(cause).__name__}). Check the addresses and the "
        f"sign-in settings of {call.system}."
    )


def of_status(call: Call, status: int, headers: Mapping[str, str], content: bytes, now: datetime) -> UpstreamError:
    """The error for an answer that is not a 2xx, with the beginning of it."""
    told = f"{call.name}: answered {status}"
    answer = call.shown(content)
    if status in {401, 403}:
        return _not_allowed(call, told, status, headers, answer)
    if status in {425, 429}:
        made_at = parse_http_date(headers.get("Date")) or now
        wait_s = retry_after_s(headers.get("Retry-After"), asked_at=made_at)
        return TryLater(f"{told}. Try again later.", status=status, answer=answer, retry_after_s=wait_s)
    if status == 407:
        return NotReached(f"{told}: the proxy wants a sign-in. Check the proxy's address.", status=status)
    # A load balancer's 408 may belong to the connection's idle time as well as to this request.
    if status >= 500 or status == 408:
        return OutcomeUnknown(f"{told}. Look before sending again.", status=status, answer=answer)
    if status >= 400:
        return NotAsItIs(f"{told}. It has to be changed before it is sent again.", status=status, answer=answer)
    return Unreadable(
        f"{told}, which {call.system} never does: a captive portal, or a wrong address. Check the network.",
        status=status,
        answer=answer,
    )


def of_content(call: Call, status: int, why: str, content: bytes) -> Unreadable:
    """The error for a 2xx that nobody can read."""
    return Unreadable(
        f"{call.name}: answered {status}, but {why}: perhaps a captive portal. Look before sending again.",
        status=status,
        answer=call.shown(content),
    )


def _not_allowed(call: Call, told: str, status: int, headers: Mapping[str, str], answer: str) -> NotAllowed:
    if status == 403 and headers.get("Server", "").strip().lower() == FIREWALL:
        message = f"{told} from its firewall, not from its API. Ask {call.system} why this address is blocked."
        return NotAllowed(message, status=status, answer=answer, by_firewall=True)
    return NotAllowed(f"{told}. Check the rights of our user at {call.system}.", status=status, answer=answer)


def _is_unsent(cause: Exception) -> bool:
    # The one OSError that requests does not wrap is a missing bundle of certificates, found before it connects.
    plain = isinstance(cause, OSError) and not isinstance(cause, requests.RequestException)
    return plain or isinstance(cause, _BEFORE_SENDING)


def _reason(cause: Exception) -> str:
    if _is_certificate_date(cause):
        return (
            "its certificate is not valid at this terminal's date, so the terminal's clock may be wrong. "
            "Check date and time, then the certificate."
        )
    if isinstance(cause, NameResolutionError):
        return "its name is unknown here. Check the network and the name server."
    return f"{_plainly(cause.__cause__ or cause)}. Check the network, the address and the proxy."


def _plainly(error: BaseException) -> str:
    if isinstance(error, TimeoutError):
        return "no answer in time"
    return getattr(error, "strerror", None) or type(error).__name__


def _is_certificate_date(cause: Exception) -> bool:
    error: BaseException | None = cause
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return error.verify_code in CERTIFICATE_DATE_ERRORS
        error = error.__cause__ or error.__context__
    return False
