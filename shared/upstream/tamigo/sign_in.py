"""Signing in to tamigo: by name and key as an application, or by e-mail address and password as a user."""

from shared.ports import Clock
from shared.upstream.errors import NotAllowed, NotAsItIs
from shared.upstream.http import Http
from shared.upstream.sign_in_record import SignInMemory, Tokens
from shared.upstream.signing_in import Names, SigningIn
from shared.upstream.tamigo import grants
from shared.upstream.tamigo.credentials import SYSTEM, Credentials, fingerprint, read_credentials
from shared.upstream.tamigo.settings import ApplicationLogin, TamigoSettings


class SignIn(SigningIn[Credentials]):
    """Has a valid session token at hand, for any number of threads."""

    def __init__(self, settings: TamigoSettings, http: Http, clock: Clock, memory: SignInMemory) -> None:
        super().__init__(_names(settings), clock, memory)
        self._settings = settings
        self._http = http
        self.role = ""
        """tamigo's word for what we are, as it was told at the last sign-in of this process."""

    def _credentials(self) -> Credentials:
        return read_credentials(self._settings)

    def _fingerprint(self, credentials: Credentials) -> str:
        return fingerprint(self._settings, credentials)

    def _ask(self, credentials: Credentials) -> Tokens:
        try:
            session = grants.sign_in(self._http, self._settings, credentials)
        except (NotAsItIs, NotAllowed) as refused:
            raise self._failed(refused) from refused
        self.role = session.role
        return session.tokens


def _names(settings: TamigoSettings) -> Names:
    login = settings.login
    is_application = isinstance(login, ApplicationLogin)
    who = f"application {login.name}" if isinstance(login, ApplicationLogin) else login.email
    correct = "upstream.tamigo.name or key_file" if is_application else "upstream.tamigo.username or password_file"
    return Names(SYSTEM, who, correct, "upstream.tamigo.base_url")
