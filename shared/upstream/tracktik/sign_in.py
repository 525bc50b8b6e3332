"""Signing in to TrackTik: by the refresh token where there is one, else by the password.

A refresh token works only once, so it is forgotten before another grant is asked for. A refused refresh falls back to
the password once.
"""

from dataclasses import replace

from shared.ports import Clock
from shared.upstream.errors import NotAllowed, NotAsItIs, OutcomeUnknown
from shared.upstream.http import Http
from shared.upstream.sign_in_record import SignInMemory, SignInRecord, Tokens
from shared.upstream.signing_in import Names, SigningIn
from shared.upstream.tracktik import grants
from shared.upstream.tracktik.credentials import Credentials, fingerprint, read_credentials
from shared.upstream.tracktik.settings import TrackTikSettings

__all__ = ["SignIn", "SignInMemory", "SignInRecord"]


class SignIn(SigningIn[Credentials]):
    """Has a valid access token at hand, for any number of threads."""

    def __init__(self, settings: TrackTikSettings, http: Http, clock: Clock, memory: SignInMemory) -> None:
        who, correct = settings.username, "client_secret_file or password_file"
        super().__init__(Names("TrackTik", who, correct, "upstream.tracktik.token_url"), clock, memory)
        self._settings = settings
        self._http = http

    def _credentials(self) -> Credentials:
        return read_credentials(self._settings)

    def _fingerprint(self, credentials: Credentials) -> str:
        return fingerprint(self._settings, credentials)

    def _ask(self, credentials: Credentials) -> Tokens:
        return self._by_refresh(credentials) or self._by_password(credentials)

    def _by_refresh(self, credentials: Credentials) -> Tokens | None:
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

    def _by_password(self, credentials: Credentials) -> Tokens:
        try:
            return grants.by_password(self._http, self._settings, credentials)
        except (NotAsItIs, NotAllowed) as refused:
            raise self._failed(refused) from refused
