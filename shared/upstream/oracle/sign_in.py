"""Having an id_token at hand: refreshed before its 14 days are over, signed in anew once the refresh is over too."""

from dataclasses import replace

from shared.ports import Clock
from shared.upstream.errors import NotAllowed, NotAsItIs, OutcomeUnknown
from shared.upstream.http import Http
from shared.upstream.oracle import grants
from shared.upstream.oracle.credentials import SYSTEM, Credentials, fingerprint, read_credentials
from shared.upstream.oracle.settings import OracleSettings
from shared.upstream.sign_in_record import SignInMemory, Tokens
from shared.upstream.signing_in import Names, SigningIn


class SignIn(SigningIn[Credentials]):
    """Has a valid id_token at hand, for any number of threads."""

    def __init__(self, settings: OracleSettings, http: Http, clock: Clock, memory: SignInMemory) -> None:
        correct = "upstream.oracle.username, org, client_id or password_file"
        super().__init__(Names(SYSTEM, settings.username, correct, "upstream.oracle.auth_url"), clock, memory)
        self._settings = settings
        self._http = http

    def _credentials(self) -> Credentials:
        return read_credentials(self._settings)

    def _fingerprint(self, credentials: Credentials) -> str:
        return fingerprint(self._settings, credentials)

    def _ask(self, credentials: Credentials) -> Tokens:
        return self._by_refresh() or self._by_password(credentials)

    def _by_refresh(self) -> Tokens | None:
        """Tokens for the kept refresh token, or None where there is none that works."""
        kept = self._record.refresh_token
        if not kept:
            return None
        try:
            tokens = grants.by_refresh(self._http, self._settings, kept)
        except (NotAsItIs, NotAllowed):
            self._save(replace(self._record, refresh_token=""))
            return None
        except OutcomeUnknown:
            # It may rotate: the old one is perhaps used up, and asking with it again would be a refusal.
            self._save(replace(self._record, refresh_token=""))
            raise
        # One that does not rotate is not told again.
        return tokens if tokens.refresh_token else replace(tokens, refresh_token=kept)

    def _by_password(self, credentials: Credentials) -> Tokens:
        try:
            return grants.by_password(self._http, self._settings, credentials)
        except (NotAsItIs, NotAllowed) as refused:
            raise self._failed(refused) from refused
