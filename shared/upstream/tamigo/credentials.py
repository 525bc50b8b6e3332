"""The one secret of the sign-in, read from its file each time, so that a change is seen at once."""

import hashlib
from dataclasses import dataclass, field

from shared.upstream.secret_file import read_secret
from shared.upstream.tamigo.settings import ApplicationLogin, TamigoSettings

SYSTEM = "tamigo"


@dataclass(frozen=True, slots=True)
class Credentials:
    """The key of an application login, or the password of a user login."""

    secret: str = field(repr=False)


def read_credentials(settings: TamigoSettings) -> Credentials:
    """The secret, without the line end; SignInFailed names the file that cannot be used."""
    login = settings.login
    if isinstance(login, ApplicationLogin):
        return Credentials(read_secret(SYSTEM, login.key_file, "key_file"))
    return Credentials(read_secret(SYSTEM, login.password_file, "password_file"))


def fingerprint(settings: TamigoSettings, credentials: Credentials) -> str:
    """Changes with anything we sign in with, and tells nothing of it.

    A user's password may be short: scrypt makes trying passwords against what is kept cost as much as it can.
    """
    login = settings.login
    who = ["a", login.name] if isinstance(login, ApplicationLogin) else ["u", login.email, login.company]
    salt = "\n".join([settings.base_url, *who]).encode()
    return hashlib.scrypt(credentials.secret.encode(), salt=salt, n=2**14, r=8, p=1, dklen=8).hex()
