"""From the settings to a line: its sites, its voices, its secret, and one application on one ledger."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from ivr.wiring import SecretError, built, line_settings
from shared.config import Config, load_config
from shared.config.ivr import Ivr
from shared.demo_site import make_site
from shared.domain.model import Door
from shared.domain.rules import CallerRule
from shared.store.errors import StoreError


def installed(folder: Path, *, ivr: str = "", site: str = "") -> tuple[Config, Ivr]:
    config = load_config(make_site(folder, "http://127.0.0.1:1", ivr=ivr, site=site).config)
    assert config.ivr is not None
    return config, config.ivr


def test_every_site_has_a_door_of_the_line_with_its_rules(tmp_path: Path) -> None:
    config, section = installed(tmp_path, ivr='caller = "site"\nname = "Hotline"\nhold_s = 12', site="repeat_s = 60")
    (site,) = line_settings(config, section).sites
    door = site.door
    assert (door.terminal, door.kind, door.hold_s, door.upstreams) == ("Hotline", Door.PHONE, 12, ("tracktik",))
    assert (door.site.rules.caller, door.site.rules.repeat_s) == (CallerRule.SITE, 60)
    assert not door.site.judged_by_receiver
    assert not door.site.surveyed


def test_numbers_of_the_settings_are_read_as_international_ones(tmp_path: Path) -> None:
    config, section = installed(tmp_path, site='landlines = ["+1 (514) 555-0111"]')
    (site,) = line_settings(config, section).sites
    assert site.landlines == ("+15145550111",)
    assert site.called_numbers == ("+15145550100",)
    assert site.supervisor_phone == "514 555 0199"


def test_the_default_language_comes_first_and_once(tmp_path: Path) -> None:
    config, section = installed(tmp_path, ivr='default_language = "da"')
    assert line_settings(config, section).languages == ("da", "en", "fr", "es")


def test_a_default_language_that_is_not_listed_is_spoken_all_the_same(tmp_path: Path) -> None:
    config, section = installed(tmp_path, ivr='default_language = "da"\nlanguages = ["en", "fr"]')
    assert line_settings(config, section).languages == ("da", "en", "fr")


def test_voices_and_times_come_from_the_settings(tmp_path: Path) -> None:
    told = 'several_within_min = 30\nhours = 12\nkey_timeout_s = 9\nlocales = { fr = "fr-CA" }'
    config, section = installed(tmp_path, ivr=told)
    settings = line_settings(config, section)
    assert (settings.locales["fr"], settings.locales["en"]) == ("fr-CA", "en-US")
    assert settings.several_within == timedelta(minutes=30)
    assert settings.key_timeout_s == 9
    assert settings.pin_digits == 4


def test_the_site_of_the_settings_may_have_its_own_language(tmp_path: Path) -> None:
    config, section = installed(tmp_path, site='language = "fr"')
    assert line_settings(config, section).sites[0].language == "fr"


@pytest.mark.parametrize(
    ("content", "why"),
    [(None, "No such file"), (b"", "empty"), (b" \n", "empty"), (b"\xff\xfe", "not text")],
    ids=["missing", "empty", "blank", "binary"],
)
def test_a_secret_that_cannot_be_used_is_told_before_anything_is_opened(
    tmp_path: Path, content: bytes | None, why: str
) -> None:
    config, section = installed(tmp_path)
    if content is None:
        section.auth_token_file.unlink()
    else:
        section.auth_token_file.write_bytes(content)
    with pytest.raises(SecretError, match=why) as told, built(config, section):
        pass
    assert str(section.auth_token_file) in str(told.value)
    assert not config.store.path.exists()


def test_sha256_is_checked_with_the_shared_key(tmp_path: Path) -> None:
    (tmp_path / "signing.key").write_text("a shared key", encoding="utf-8")
    config, section = installed(tmp_path, ivr='signature = "sha256"\nsigning_key_file = "signing.key"')
    section.auth_token_file.unlink()
    with built(config, section) as app:
        assert app is not None


def test_the_application_starts_serves_and_stops_on_a_new_ledger(tmp_path: Path) -> None:
    config, section = installed(tmp_path)

    async def run() -> list[str]:
        sent: list[str] = []
        wants = iter(["lifespan.startup", "lifespan.shutdown"])

        async def receive() -> dict[str, str]:
            return {"type": next(wants)}

        async def send(message: dict[str, str]) -> None:
            sent.append(message["type"])

        with built(config, section) as app:
            await app({"type": "lifespan", "asgi": {"version": "3.0"}}, receive, send)  # type: ignore[arg-type]
        return sent

    assert asyncio.run(run()) == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
    assert config.store.path.exists()


def test_a_ledger_of_other_accounts_is_refused_and_closed(tmp_path: Path) -> None:
    config, section = installed(tmp_path)
    with built(config, section):
        pass
    other = tmp_path / "clockpost.toml"
    other.write_text(other.read_text().replace("account = 687", "account = 999"))
    changed = load_config(other)
    with pytest.raises(StoreError), built(changed, changed.ivr or section):
        pass
