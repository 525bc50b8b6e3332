"""The file for a ticket holds what helps and nothing about anybody."""

import json
import tarfile
import zipfile
from pathlib import Path

import pytest

from shared.config import Config
from shared.domain.health import fault, ok
from shared.health.bundle import BundleError, redacted, write_bundle
from shared.health.doctor import looked_at
from shared.store.database import Store
from tests.shared.health.conftest import PHONES, secrets_in

NAMES = {"doctor.json", "versions.json", "settings.json", "counts.json"}


def content_of(bundle: Path) -> dict[str, str]:
    if bundle.suffix == ".zip":
        with zipfile.ZipFile(bundle) as archive:
            return {name: archive.read(name).decode() for name in archive.namelist()}
    with tarfile.open(bundle) as archive:
        return {one.name: archive.extractfile(one).read().decode() for one in archive}  # type: ignore[union-attr]


@pytest.mark.parametrize("suffix", [".zip", ".tar"])
def test_a_ticket_has_no_name_number_pin_phone_or_token(
    config: Config, store: Store, tmp_path: Path, suffix: str
) -> None:
    bundle = tmp_path / f"ticket{suffix}"
    write_bundle(bundle, config, looked_at(config))
    content = content_of(bundle)
    assert content.keys() == NAMES
    assert not secrets_in(" ".join(content.values()))
    told = json.loads(content["doctor.json"])
    assert {"name", "standing", "told", "to_do"} == set(told["checks"][0])
    assert told["code"]
    assert json.loads(content["counts.json"])["people"] == 2
    assert json.loads(content["versions.json"])["sqlite"].startswith("3.")


def test_what_others_said_is_left_out(config: Config, tmp_path: Path) -> None:
    bundle = tmp_path / "ticket.zip"
    write_bundle(bundle, config, [fault("link", "Not reached.", "Look.", f"they said {PHONES[0]}")])
    assert PHONES[0] not in content_of(bundle)["doctor.json"]
    assert "Not reached." in content_of(bundle)["doctor.json"]


def test_of_the_settings_only_what_is_harmless_is_told(config: Config) -> None:
    told = redacted(config)
    assert told["site"]["radius_m"] == 150
    assert told["site"]["geofence"] == "flag"
    assert told["site"]["latitude"] == "(set)"
    assert told["site"]["supervisor_phone"] == "(set)"
    assert told["site"]["phone_line"] == ""
    assert told["upstream"]["tracktik"]["base_url"] == "http://127.0.0.1/..."
    assert told["upstream"]["tracktik"]["token_url"] == "http://127.0.0.1/..."
    assert told["upstream"]["tracktik"]["late_clock_out"] == "auto"
    assert told["upstream"]["tracktik"]["unscheduled"] is None
    assert told["kiosk"]["fullscreen"] is True
    assert told["people"]["badge_key_file"] == "(set)"


def test_without_settings_there_is_a_bundle_too(tmp_path: Path) -> None:
    bundle = tmp_path / "ticket.zip"
    write_bundle(bundle, None, [ok("versions", "All.")])
    assert content_of(bundle).keys() == {"doctor.json", "versions.json"}


@pytest.mark.parametrize("name", ["ticket.txt", "ticket", "no folder/ticket.zip"])
def test_what_cannot_be_written_is_said(name: str, tmp_path: Path) -> None:
    with pytest.raises(BundleError):
        write_bundle(tmp_path / name, None, [])
    assert not list(tmp_path.iterdir())
