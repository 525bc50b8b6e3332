"""The password of the API account, read from its file each time, so that a change is seen at once."""

import hashlib
from dataclasses import dataclass, field

from shared.upstream.oracle.settings import OracleSettings
from shared.upstream.secret_file import read_secret

SYSTEM = "Oracle"


@dataclass(frozen=True, slots=True)
class Credentials:
    password: str = field(repr=False)


def read_credentials(settings: OracleSettings) -> Credentials:
    """The password without the line end; SignInFailed names the file that cannot be used."""
    return Credentials(read_secret(SYSTEM, settings.password_file, "password_file"))


def fingerprint(settings: OracleSettings, credentials: Credentials) -> str:
    """Changes with anything we sign in with, and tells nothing of it: scrypt makes trying passwords costly."""
    salt = f"{settings.auth_url}\n{settings.org}\n{settings.client_id}\n{settings.username}".encode()
    return hashlib.scrypt(credentials.password.encode(), salt=salt, n=2**14, r=8, p=1, dklen=8).hex()
