"""The two secrets of the sign-in, read from their files each time, so that a change is seen at once."""

import hashlib
import hmac
from dataclasses import dataclass, field
from pathlib import Path

from shared.upstream.errors import SignInFailed
from shared.upstream.tracktik.settings import TrackTikSettings

FILES_AGAIN_S = 60.0


@dataclass(frozen=True, slots=True)
class Credentials:
    client_secret: str = field(repr=False)
    password: str = field(repr=False)


def read_credentials(settings: TrackTikSettings) -> Credentials:
    """Both secrets, without the line end; SignInFailed names the file that cannot be used."""
    return Credentials(
        client_secret=_secret(settings.client_secret_file, "client_secret_file"),
        password=_secret(settings.password_file, "password_file"),
    )


def fingerprint(settings: TrackTikSettings, credentials: Credentials) -> str:
    """Changes with anything we sign in with, and tells nothing of it.

    The client secret is the salt: it is random, so that nobody can try passwords against what is kept.
    """
    known = [settings.token_url, settings.client_id, settings.username, credentials.password]
    digest = hmac.new(credentials.client_secret.encode(), "\n".join(known).encode(), hashlib.sha256)
    return digest.hexdigest()[:16]


def _secret(path: Path, setting: str) -> str:
    try:
        secret = path.read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise _unusable(path, setting, f"cannot be read ({type(error).__name__})") from error
    if not secret:
        raise _unusable(path, setting, "is empty")
    return secret


def _unusable(path: Path, setting: str, why: str) -> SignInFailed:
    message = f"TrackTik sign-in: {path} {why}. Put the secret there or correct upstream.tracktik.{setting}."
    return SignInFailed(message, wait_s=FILES_AGAIN_S)
