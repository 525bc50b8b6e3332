"""What is remembered of our sign-ins to an upstream between two runs, and the waits between failed ones.

TrackTik blocks a whole address for two hours after 40 failed sign-ins within two minutes (Performance Limits,
article 23794537688471), and every terminal of a site may share one address. tamigo documents no limit: the same holds.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol

FIRST_WAIT_S = 15 * 60.0
LONGEST_WAIT_S = 8 * 3600.0
REFRESH_EARLY_S = 300.0
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a sign-in gave. `refresh_token` is empty where none was given."""

    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    lifetime_s: float


@dataclass(frozen=True, slots=True)
class SignInRecord:
    """The newest tokens and the sign-ins refused since the last good one.

    Empty tokens mean none. `credentials_fingerprint` tells whether the credentials have changed since: it is a short
    keyed hash, not a secret. The tokens are.
    """

    access_token: str = field(default="", repr=False)
    refresh_token: str = field(default="", repr=False)
    expires_at: datetime = NEVER
    failures: int = 0
    last_failure: datetime | None = None
    credentials_fingerprint: str = ""


class SignInMemory(Protocol):
    """Keeps the record. What `save` was given is durable when it returns: a refresh token works only once."""

    def load(self) -> SignInRecord | None: ...

    def save(self, record: SignInRecord) -> None: ...


def wait_after_s(failures: int) -> float:
    """How long to wait after the latest of so many refusals in a row: 15 minutes, doubling, 8 hours at most."""
    if failures < 1:
        return 0.0
    return min(FIRST_WAIT_S * 2.0 ** min(failures - 1, 20), LONGEST_WAIT_S)


def wait_left_s(record: SignInRecord, now: datetime) -> float:
    """How much of that wait is left; the whole of it when the clock has been set back behind the refusal."""
    if record.last_failure is None:
        return 0.0
    whole_s = wait_after_s(record.failures)
    return min(max(whole_s - (now - record.last_failure).total_seconds(), 0.0), whole_s)


def renew_at(expires_at: datetime, lifetime_s: float) -> datetime:
    """When to renew a token: five minutes early, or half-way through a life shorter than ten minutes."""
    return expires_at - timedelta(seconds=min(REFRESH_EARLY_S, lifetime_s / 2))


def is_token(value: object) -> bool:
    """Whether this can be a token: it travels in a header line, so it is printable ASCII without spaces."""
    return isinstance(value, str) and value.isascii() and value.isprintable() and value != "" and " " not in value
