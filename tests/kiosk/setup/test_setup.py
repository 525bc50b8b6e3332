"""`clockpost setup`, from a bare folder to a terminal in service, and again and again."""

import json
import tomllib
from pathlib import Path
from typing import Any

from shared.clock import SystemClock
from shared.config import load_config
from shared.health.set_up import still_open
from shared.store import people, roster
from shared.store.database import Store
from shared.store.lease import sync_lease
from shared.store.roster import Part
from shared.wiring import open_ledger
from tests.kiosk.setup.conftest import SECRETS, Setup, site, upstream

SURVEYED = ("surveyed", "45.5017", "-73.5673", "")
OFF = ("off",)
NONE = ("-",)


def told(settings: Path) -> dict[str, Any]:
    return tomllib.loads(settings.read_text(encoding="utf-8"))


def test_a_bare_folder_becomes_a_terminal_in_service(
    setup: Setup, settings: Path, sandbox_url: str, stick: Path, reader: Path
) -> None:
    done = setup(*site(), *upstream(sandbox_url), str(reader), *SURVEYED, str(stick))
    assert done.exit_code == 0, done.output
    assert "In service: everything was tried and works." in done.output
    for seen in (
        "account 687 is 'Harbour Tower' there",
        "em4100:0A1B2C3D4E is how the people register writes this badge",
        "45.5017, -73.5673, as measured",
        "Harbour Tower is supervised by Emil Sørensen",
        "Put a copy of this file into the safe",
    ):
        assert seen in done.output
    assert not any(secret in done.output for secret in SECRETS)
    assert not any(secret in settings.read_text() for secret in SECRETS)
    secrets = [settings.with_name("tracktik-client.secret"), settings.with_name("tracktik-password.secret")]
    assert [file.read_text() for file in secrets] == list(SECRETS)
    assert {file.stat().st_mode & 0o777 for file in (*secrets, settings.with_name("people.csv"))} == {0o600}
    config = load_config(settings)
    assert (config.here.name, config.here.account, config.kiosk.terminal, config.kiosk.language) == (
        "Harbour Tower",
        687,
        "Gate 1",
        "fr",
    )
    with Store.open(config.store.path) as store:
        assert people.register(store).count == 2
        assert roster.states(store, "Harbour Tower")[Part.SHIFTS].snapshot > 0


def test_enter_keeps_everything(setup: Setup, settings: Path, sandbox_url: str, stick: Path, reader: Path) -> None:
    assert setup(*site(), *upstream(sandbox_url), str(reader), *SURVEYED, str(stick)).exit_code == 0
    every = {file: file.read_bytes() for file in settings.parent.glob("*.*") if not file.name.startswith("ledger")}
    again = setup(*[""] * 21)
    assert again.exit_code == 0, again.output
    assert "everything was tried and works" in again.output
    assert {file: file.read_bytes() for file in every} == every


def test_without_a_link_the_site_is_in_service_and_it_is_tried_again(
    setup: Setup, settings: Path, sandbox_url: str, stick: Path
) -> None:
    away = upstream("http://127.0.0.1:9")
    done = setup(*site(), *away, *NONE, *OFF, str(stick))
    assert done.exit_code == 0, done.output
    assert "In service. Not checked yet: Upstream." in done.output
    config = load_config(settings)
    with open_ledger(config, SystemClock()) as store:
        assert [(one.what, one.is_wrong) for one in still_open(store)] == [("Upstream", False)]
    settings.write_text(settings.read_text().replace("http://127.0.0.1:9", sandbox_url))
    config.store.path.unlink()
    later = setup(options=("--check", "--json"))
    assert later.exit_code == 0, later.output
    found = {one["what"]: one["finding"] for one in json.loads(later.output)}
    assert found == {"Upstream": "right", "Badge reader": "unchecked", "Position": "right", "People": "right"}
    with Store.open(config.store.path) as store:
        assert still_open(store) == []


def test_wrong_answers_are_told_and_asked_again(setup: Setup, settings: Path, sandbox_url: str, stick: Path) -> None:
    wrong_site = site(account=999)
    done = setup(*wrong_site, *upstream(sandbox_url), "n", "/dev/no-such-reader", "y", "-", *OFF, str(stick))
    assert "knows no account 999" in done.output
    assert "687 Harbour Tower" in done.output
    assert "cannot open the badge reader at /dev/no-such-reader" in done.output
    assert "Wrong: Site." in done.output
    assert told(settings)["reader"]["port"] == ""
    assert setup(options=("--check",)).exit_code == 1


def test_a_wrong_password_is_told_as_that(setup: Setup, settings: Path, sandbox_url: str) -> None:
    answers = (*upstream(sandbox_url)[:-1], "not-the-password")
    done = setup(*site(), *answers, "n", *NONE, *OFF, *NONE)
    assert "It does not let us in" in done.output
    assert "not-the-password" not in done.output


def test_nobody_who_supervises_is_told(setup: Setup, stick: Path) -> None:
    stick.write_text("number,name,sites\n1053,Ana Ribeiro,Harbour Tower\n")
    done = setup(*site(), *NONE, *NONE, *OFF, str(stick), "n")
    assert "Nobody of 1 in the register supervises Harbour Tower" in done.output
    assert "clockpost people set NUMBER --role supervisor" in done.output


def test_asked_again_enter_takes_the_register_that_was_typed(setup: Setup, settings: Path, stick: Path) -> None:
    stick.write_text("number,name,sites\n1053,Ana Ribeiro,Harbour Tower\n")
    done = setup(*site(), *NONE, *NONE, *OFF, str(stick), "y", "", "n")
    assert done.output.count("Nobody of 1 in the register supervises") == 2
    assert told(settings)["people"]["source"] == "people.csv"


def test_what_is_no_address_is_told_at_once(setup: Setup, settings: Path, sandbox_url: str, stick: Path) -> None:
    done = setup(*site(), "/dev/ttyUSB0", *upstream(sandbox_url), *NONE, *OFF, str(stick))
    assert "An address, such as https://example.com/rest/v1." in done.output
    assert told(settings)["upstream"]["tracktik"]["base_url"] == f"{sandbox_url}/rest/v1"


def test_another_name_upstream_is_asked_about(setup: Setup, sandbox_url: str, stick: Path) -> None:
    done = setup(*site("Nørre Port"), *upstream(sandbox_url), *NONE, *OFF, str(stick), "n")
    assert "'Harbour Tower' there ('Nørre Port' here: is it the right one?)" in done.output


def test_a_running_sync_keeps_its_sign_in(setup: Setup, settings: Path, sandbox_url: str, stick: Path) -> None:
    assert setup(*site(), *upstream(sandbox_url), *NONE, *OFF, str(stick)).exit_code == 0
    with sync_lease(load_config(settings).store.path):
        again = setup(options=("--check", "--json"))
    assert json.loads(again.output)[0]["told"] == "clockpost sync is running and has the sign-in."


def test_a_moved_terminal_serves_its_old_site_too(setup: Setup, settings: Path, stick: Path) -> None:
    assert setup(*site(), *NONE, *NONE, *OFF, str(stick)).exit_code == 0
    settings.write_text("# our own words\n" + settings.read_text())
    moved = setup("Dock 4", "688", "", "", "", "", *[""] * 4, "n", options=("--move",))
    assert "Nobody of 2 in the register supervises Dock 4" in moved.output
    config = load_config(settings)
    assert [one.name for one in config.every_site] == ["Dock 4", "Harbour Tower"]
    assert settings.read_text().startswith("# our own words")
    with open_ledger(config, SystemClock()):
        pass
    assert setup("Harbour Tower", "687", "", "", "", "", *[""] * 4, options=("--move",)).exit_code == 0
    assert [one.name for one in load_config(settings).every_site] == ["Harbour Tower", "Dock 4"]


def test_there_is_nothing_to_move_before_a_setup(setup: Setup) -> None:
    done = setup(options=("--move",))
    assert (done.exit_code, "nothing to move" in done.output) == (1, True)


def test_a_stick_that_was_pulled_out_is_told_and_asked_for_again(
    setup: Setup, settings: Path, stick: Path, tmp_path: Path
) -> None:
    done = setup(*site(), *NONE, *NONE, *OFF, str(tmp_path / "gone.csv"), str(stick))
    assert done.exit_code == 0, done.output
    assert "No such file" in done.output
    assert told(settings)["people"]["source"] == "people.csv"


def test_a_settings_file_that_is_no_toml_is_left_alone(setup: Setup, settings: Path) -> None:
    settings.parent.mkdir()
    settings.write_text("[site\n")
    done = setup(*site())
    assert (done.exit_code, "not TOML" in done.output) == (1, True)
    assert settings.read_text() == "[site\n"
