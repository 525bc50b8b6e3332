"""Signing in to TrackTik: one token for all threads, few attempts, nothing used that is not kept.

Rule 1: one sign-in at a time; whoever waited for it shares its outcome, bad or good.
Rule 2: what a grant gave is saved before it is used, since a refresh token works only once.
Rule 3: a refused refresh falls back to the password once; a refused password is waited out until the credentials
        change; an attempt the network lost is neither, and says that nothing of the record was sent.
"""

import copy
import threading
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from shared.ports import Clock
from shared.upstream.errors import NotAllowed, NotAsItIs, NotReached, OutcomeUnknown, SignInFailed, UpstreamError
from shared.upstream.http import Http
from shared.upstream.tracktik import grants
from shared.upstream.tracktik.credentials import Credentials, fingerprint, read_credentials
from shared.upstream.tracktik.settings import TrackTikSettings
from shared.upstream.tracktik.sign_in_record import (
    REFRESH_EARLY_S,
    SignInMemory,
    SignInRecord,
    renew_at,
    wait_after_s,
    wait_left_s,
)

__all__ = ["SignIn", "SignInMemory", "SignInRecord"]


@dataclass(frozen=True, slots=True)
class _Held:
    """The token in use, and when to have another."""

    access_token: str = field(repr=False)
    renew_at: datetime


class SignIn:
    """Has a valid access token at hand, for any number of threads."""

    def __init__(self, settings: TrackTikSettings, http: Http, clock: Clock, memory: SignInMemory) -> None:
        self._settings = settings
        self._http = http
        self._clock = clock
        self._memory = memory
        self._lock = threading.Lock()
        self._record = SignInRecord()
        self._loaded = False
        self._held: _Held | None = None
        self._rounds_over = 0
        self._failure: UpstreamError | None = None

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
        print_today = fingerprint(self._settings, read_credentials(self._settings))
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
                f"TrackTik sign-in got no usable answer (status {error.status}), so the record was not sent. "
                "If it stays so, check the network and upstream.tracktik.token_url.",
                status=error.status,
            )
            raise copy.copy(self._failure) from error
        except UpstreamError as error:
            self._failure = copy.copy(error)  # without the traceback, whose frames hold the secrets
            raise
        finally:
            self._rounds_over += 1

    def _signed_in(self) -> str:
        credentials = read_credentials(self._settings)
        print_today = fingerprint(self._settings, credentials)
        if self._record.credentials_fingerprint != print_today:
            self._record = SignInRecord(credentials_fingerprint=print_today)
        self._check_wait()
        tokens = self._by_refresh(credentials) or self._by_password(credentials)
        return self._keep(tokens)

    def _check_wait(self) -> None:
        now, last = self._now(), self._record.last_failure
        if last is not None and now < last:
            self._save(replace(self._record, last_failure=now))
        left_s = wait_left_s(self._record, now)
        if left_s > 0:
            raise SignInFailed(self._advice("was refused"), wait_s=left_s)

    def _by_refresh(self, credentials: Credentials) -> grants.Tokens | None:
        """Tokens for the kept refresh token, or None where there is none that works."""
        refresh_token = self._record.refresh_token
        if not refresh_token:
            return None
        try:
            return grants.by_refresh(self._http, self._settings, credentials, refresh_token)
        except (NotAsItIs, NotAllowed) as refused:
            self._save(replace(self._record, refresh_token=""))
            if isinstance(refused, NotAllowed) and refused.by_firewall:
                raise self._failed(refused) from refused
            return None
        except OutcomeUnknown:
            self._save(replace(self._record, refresh_token=""))  # perhaps used up: asking again would be a refusal
            raise

    def _by_password(self, credentials: Credentials) -> grants.Tokens:
        try:
            return grants.by_password(self._http, self._settings, credentials)
        except (NotAsItIs, NotAllowed) as refused:
            raise self._failed(refused) from refused

    def _keep(self, tokens: grants.Tokens) -> str:
        expires_at = self._now() + timedelta(seconds=tokens.lifetime_s)
        kept_print = self._record.credentials_fingerprint
        self._save(SignInRecord(tokens.access_token, tokens.refresh_token, expires_at, 0, None, kept_print))
        self._held = _Held(tokens.access_token, renew_at(expires_at, tokens.lifetime_s))
        return tokens.access_token

    def _failed(self, refused: UpstreamError) -> SignInFailed:
        failures = self._record.failures + 1
        kept_print = self._record.credentials_fingerprint
        self._save(SignInRecord(failures=failures, last_failure=self._now(), credentials_fingerprint=kept_print))
        message = self._advice(f"was refused: {refused}")
        failed = SignInFailed(message, status=refused.status, wait_s=wait_after_s(failures))
        failed.by_firewall = isinstance(refused, NotAllowed) and refused.by_firewall
        return failed

    def _advice(self, what: str) -> str:
        left_min = round(wait_left_s(self._record, self._now()) / 60)
        return (
            f"TrackTik sign-in of {self._settings.username} {what}. Correct client_secret_file or password_file; "
            f"without a change the next attempt is in {left_min} min."
        )

    def _save(self, record: SignInRecord) -> None:
        self._memory.save(record)
        self._record = record

    def _now(self) -> datetime:
        return self._clock.read().wall
