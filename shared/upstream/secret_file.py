"""A secret read from its file each time it is needed, so that a change is seen at once."""

from pathlib import Path

from shared.upstream.errors import SignInFailed

FILES_AGAIN_S = 60.0


def read_secret(system: str, path: Path, setting: str) -> str:
    """The secret without the line end; SignInFailed names the file and the setting where it cannot be used."""
    try:
        secret = path.read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise _unusable(system, path, setting, f"cannot be read ({type(error).__name__})") from error
    if not secret:
        raise _unusable(system, path, setting, "is empty")
    return secret


def _unusable(system: str, path: Path, setting: str, why: str) -> SignInFailed:
    message = f"{system} sign-in: {path} {why}. Put the secret there or correct upstream.{system.lower()}.{setting}."
    return SignInFailed(message, wait_s=FILES_AGAIN_S)
