"""Having a valid token at hand: one sign-in for all threads, few attempts, nothing used that is not kept.

Rule 1: one sign-in at a time; whoever waited for it shares its outcome, bad or good.
Rule 2: what a sign-in gave is saved before it is used.
Rule 3: refused credentials are waited out until they change; an attempt the network lost is no refusal, and says
        that nothing of the record was sent.
"""

import copy
import threading
from abc import ABC, abstractmethod
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from shared.ports import Clock
from shared.upstream.errors import NotAllowed, NotReached, OutcomeUnknown, SignInFailed, UpstreamError
from shared.upstream.sign_in_record import (
    REFRESH_EARLY_S,
    SignInMemory,
    SignInRecord,
    Tokens,
    renew_at,
    wait_after_s,
    wait_left_s,
)

Credentials = TypeVar("Credentials")


@dataclass(frozen=True, slots=True)
class Names:
    """How errors name the upstream, who signs in, what to correct when that is refused, and where its address is."""

    system: str
    who: str
    correct: str
    address: str


@dataclass(frozen=True, slots=True)
class _Held:
    """The token in use, and when to have another."""

    access_token: str = field(repr=False)
    renew_at: datetime


class SigningIn(ABC, Generic[Credentials]):
    """Tokens for any number of threads. A subclass says what the credentials are and how its upstream is asked."""

    def __init__(self, names: Names, clock: Clock, memory: SignInMemory) -> None:
        self._names = names
        self._clock = clock
        self._memory = memory
        self._lock = threading.Lock()
        self._record = SignInRecord()
        self._loaded = False
        self._held: _Held | None = None
        self._rounds_over = 0
        self._failure: UpstreamError | None = None

    @abstractmethod
    def _credentials(self) -> Credentials:
        """What to sign in with, read anew; SignInFailed where it cannot be had."""

    @abstractmethod
    def _fingerprint(self, credentials: Credentials) -> str:
        """Changes with anything we sign in with, and tells nothing of it."""

    @abstractmethod
    def _ask(self, credentials: Credentials) -> Tokens:
        """New tokens; what the upstream refuses is raised by `_failed`, anything else as it came."""

    def token(self) -> str:
        """A token to send; signs in where there is none. NotReached, TryLater or SignInFailed otherwise."""
        held = self._held
        if held is not None and self._now() < held.renew_at:
            return held.access_token
        return self._renewed(refused="")

    def another_token(self, refused: str) -> str:
        """A token other than the one that was `refused`, by one sign-in for all who were refused with it."""
        return self._renewed(refused)

    def _renewed(self, refused: str) -> str:
        over_before = self._rounds_over
        with self._lock:
            self._remember()
            held = self._held
            if held is not None and held.access_token != refused and self._now() < held.renew_at:
                return held.access_token
            if self._rounds_over != over_before and self._failure is not None:
                raise copy.copy(self._failure)
            return self._round()

    def _remember(self) -> None:
        """Take up what an earlier run kept; its token only if it was got with the credentials of today."""
        if self._loaded:
            return
        kept = self._memory.load() or SignInRecord()
        print_today = self._fingerprint(self._credentials())
        if kept.access_token and kept.credentials_fingerprint == print_today:
            self._held = _Held(kept.access_token, kept.expires_at - timedelta(seconds=REFRESH_EARLY_S))
        self._record = kept
        self._loaded = True

    def _round(self) -> str:
        self._held = self._failure = None
        try:
            return self._signed_in()
        except OutcomeUnknown as error:
            self._failure = NotReached(
                f"{self._names.system} sign-in got no usable answer (status {error.status}), so the record was not "
                f"sent. If it stays so, check the network and {self._names.address}.",
                status=error.status,
            )
            raise copy.copy(self._failure) from error
        except UpstreamError as error:
            self._failure = copy.copy(error)  # without the traceback, whose frames hold the secrets
            raise
        finally:
            self._rounds_over += 1

    def _signed_in(self) -> str:
        credentials = self._credentials()
        print_today = self._fingerprint(credentials)
        if self._record.credentials_fingerprint != print_today:
            self._record = SignInRecord(credentials_fingerprint=print_today)
        self._check_wait()
        return self._keep(self._ask(credentials))

    def _check_wait(self) -> None:
        now, last = self._now(), self._record.last_failure
        if last is not None and now < last:
            self._save(replace(self._record, last_failure=now))
        left_s = wait_left_s(self._record, now)
        if left_s > 0:
            raise SignInFailed(self._advice("was refused"), wait_s=left_s)

    def _keep(self, tokens: Tokens) -> str:
        expires_at = self._now() + timedelta(seconds=tokens.lifetime_s)
        kept_print = self._record.credentials_fingerprint
        self._save(SignInRecord(tokens.access_token, tokens.refresh_token, expires_at, 0, None, kept_print))
        self._held = _Held(tokens.access_token, renew_at(expires_at, tokens.lifetime_s))
        return tokens.access_token

    def _failed(self, refused: UpstreamError) -> SignInFailed:
        """Count a refusal; the error to raise for it."""
        failures = self._record.failures + 1
        kept_print = self._record.credentials_fingerprint
        self._save(SignInRecord(failures=failures, last_failure=self._now(), credentials_fingerprint=kept_print))
        message = self._advice(f"was refused: {_why(refused)}")
        failed = SignInFailed(message, status=refused.status, wait_s=wait_after_s(failures))
        failed.by_firewall = isinstance(refused, NotAllowed) and refused.by_firewall
        return failed

    def _advice(self, what: str) -> str:
        left_min = round(wait_left_s(self._record, self._now()) / 60)
        return (
            f"{self._names.system} sign-in of {self._names.who} {what}. Correct {self._names.correct}; "
            f"without a change the next attempt is in {left_min} min."
        )

    def _save(self, record: SignInRecord) -> None:
        self._memory.save(record)
        self._record = record

    def _now(self) -> datetime:
        return self._clock.read().wall


def _why(refused: UpstreamError) -> str:
    """What was answered. Whoever is not let in at all has no rights to look at."""
    is_plain_no = isinstance(refused, NotAllowed) and not refused.by_firewall and refused.status is not None
    return f"it answered {refused.status}" if is_plain_no else str(refused).removesuffix(".")
