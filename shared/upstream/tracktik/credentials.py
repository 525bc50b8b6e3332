"""The two secrets of the sign-in, read from their files each time, so that a change is seen at once."""

import hashlib
import hmac
from dataclasses import dataclass, field

from shared.upstream.secret_file import read_secret
from shared.upstream.tracktik.settings import TrackTikSettings


@dataclass(frozen=True, slots=True)
class Credentials:
    client_secret: str = field(repr=False)
    password: str = field(repr=False)


def read_credentials(settings: TrackTikSettings) -> Credentials:
    """Both secrets, without the line end; SignInFailed names the file that cannot be used."""
    return Credentials(
        client_secret=read_secret("TrackTik", settings.client_secret_file, "client_secret_file"),
        password=read_secret("TrackTik", settings.password_file, "password_file"),
    )


def fingerprint(settings: TrackTikSettings, credentials: Credentials) -> str:
    """Changes with anything we sign in with, and tells nothing of it.

    The client secret is the salt: it is random, so that nobody can try passwords against what is kept.
    """
    known = [settings.token_url, settings.client_id, settings.username, credentials.password]
    digest = hmac.new(credentials.client_secret.encode(), "\n".join(known).encode(), hashlib.sha256)
    return digest.hexdigest()[:16]
