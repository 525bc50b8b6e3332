from dataclasses import replace
from pathlib import Path

import pytest

from shared.upstream.errors import SignInFailed
from shared.upstream.tracktik.credentials import Credentials, fingerprint, read_credentials
from shared.upstream.tracktik.settings import TrackTikSettings


@pytest.fixture
def settings(tmp_path: Path) -> TrackTikSettings:
    secret, password = tmp_path / "client_secret", tmp_path / "password"
    secret.write_text("s3cret\n")
    password.write_text(" p w \r\n")
    return TrackTikSettings("http://x/rest/v1", "http://x/token", "clockpost", secret, "terminal", password)


def test_a_secret_is_its_file_without_the_line_end(settings: TrackTikSettings) -> None:
    assert read_credentials(settings) == Credentials("s3cret", " p w ")


def test_secrets_are_not_in_the_text_of_their_value(settings: TrackTikSettings) -> None:
    assert "s3cret" not in repr(read_credentials(settings))


@pytest.mark.parametrize("setting", ["client_secret_file", "password_file"])
@pytest.mark.parametrize(
    "spoil",
    [Path.unlink, lambda path: path.write_text("\n"), lambda path: path.write_bytes(b"\xff")],
    ids=["missing", "empty", "not-text"],
)
def test_a_file_that_cannot_be_used_is_named_with_its_setting(settings: TrackTikSettings, setting: str, spoil) -> None:
    spoil(getattr(settings, setting))
    with pytest.raises(SignInFailed) as caught:
        read_credentials(settings)
    assert str(getattr(settings, setting)) in str(caught.value)
    assert setting in str(caught.value)
    assert caught.value.wait_s > 0


def test_the_fingerprint_changes_with_whatever_we_sign_in_with_and_with_nothing_else(
    settings: TrackTikSettings,
) -> None:
    known = Credentials("secret", "password")
    same = [settings, replace(settings, base_url="http://y"), replace(settings, pool_size=1)]
    assert len({fingerprint(one, known) for one in same}) == 1
    others = [
        fingerprint(settings, known),
        fingerprint(settings, Credentials("secret2", "password")),
        fingerprint(settings, Credentials("secret", "password2")),
        fingerprint(replace(settings, username="other"), known),
        fingerprint(replace(settings, client_id="other"), known),
        fingerprint(replace(settings, token_url="http://y"), known),
    ]
    assert len(set(others)) == len(others)


def test_the_fingerprint_is_short_and_holds_no_secret(settings: TrackTikSettings) -> None:
    made = fingerprint(settings, Credentials("secret", "password"))
    assert len(made) == 16
    assert "secret" not in made
