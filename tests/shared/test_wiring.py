"""From settings to sites, doors and a ledger that is bound to them."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from shared.clock import SystemClock
from shared.config import Config, load_config
from shared.domain.model import Door as DoorKind
from shared.domain.rules import CallerRule, Geofence
from shared.store.errors import CannotOpen
from shared.wiring import door_of, open_ledger, phone_doors_of, rules_of, site_of, sites_of, zone_of

TOWER = """
[site]
name = "Harbour Tower"
account = 687
latitude = 45.5
longitude = -73.5
timezone = "America/Montreal"
"""
DOCK = """
[[sites]]
name = "Dock 4"
account = 688
latitude = 51.5
longitude = -0.1
timezone = "Europe/London"
geofence = "block"
default_position = 390
unscheduled = "park"
"""
IVR = """
[ivr]
name = "Line 1"
public_base_url = "https://phone.example.test"
account_sid = "AC0123456789abcdef0123456789abcdef"
auth_token_file = "token"
caller = "known"
hold_s = 25
"""
TRACKTIK = """
[upstream.tracktik]
base_url = "https://smoke.example.test/rest/v1"
token_url = "https://smoke.example.test/token"
client_id = "clockpost"
client_secret_file = "client.secret"
username = "terminal@example.test"
password_file = "password"
"""
Load = Callable[[str], Config]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    def loaded(text: str) -> Config:
        path = tmp_path / "clockpost.toml"
        path.write_text(text, encoding="utf-8")
        return load_config(path)

    return loaded


def test_every_site_has_its_own_rules(load: Load) -> None:
    tower, dock = sites_of(load(TOWER + DOCK))
    assert (tower.name, tower.account_id, tower.rules.timezone) == ("Harbour Tower", 687, "America/Montreal")
    assert (dock.name, dock.account_id, dock.rules.timezone) == ("Dock 4", 688, "Europe/London")
    assert (tower.rules.geofence, dock.rules.geofence) == (Geofence.FLAG, Geofence.BLOCK)
    assert (tower.rules.default_position_id, dock.rules.default_position_id) == (None, 390)
    assert (tower.park_unscheduled, dock.park_unscheduled) == (False, True)


@pytest.mark.parametrize(("summary", "asks"), [("here", True), ("app", False)])
def test_breaks_are_asked_about_here_or_in_the_vendors_app(load: Load, summary: str, asks: bool) -> None:
    tower, dock = sites_of(load(f'{TOWER}{DOCK}[breaks]\nsummary = "{summary}"'))
    assert (tower.asks_of_breaks, dock.asks_of_breaks) == (asks, asks)
    assert sites_of(load(TOWER))[0].asks_of_breaks


@pytest.mark.parametrize(("source", "judged", "surveyed"), [("gpsd", True, False), ("surveyed", False, True)])
def test_the_receiver_of_a_terminal_judges_its_own_site_alone(
    load: Load, source: str, judged: bool, surveyed: bool
) -> None:
    tower, dock = sites_of(load(f'{TOWER}{DOCK}[gps]\nsource = "{source}"'))
    assert (tower.judged_by_receiver, tower.surveyed) == (judged, surveyed)
    assert (dock.judged_by_receiver, dock.surveyed, dock.at) == (False, False, (51.5, -0.1))


def test_a_machine_without_a_terminal_stands_nowhere(load: Load) -> None:
    config = load(f'{DOCK}[gps]\nsource = "gpsd"')
    assert site_of(config) == site_of(config, config.sites[0])
    assert not site_of(config).judged_by_receiver
    assert (zone_of(config).key, door_of(config).site.name) == ("Europe/London", "Dock 4")


def test_a_terminal_goes_by_its_own_site(load: Load) -> None:
    config = load(TOWER + DOCK)
    assert door_of(config).site == site_of(config) == sites_of(config)[0]
    assert door_of(config).kind is DoorKind.KIOSK
    assert (rules_of(config), zone_of(config).key) == (site_of(config).rules, "America/Montreal")


def test_the_phone_line_has_a_door_at_every_site(load: Load) -> None:
    doors = phone_doors_of(load(TOWER + DOCK + IVR + TRACKTIK))
    assert list(doors) == ["Harbour Tower", "Dock 4"]
    for name, door in doors.items():
        assert (door.site.name, door.terminal, door.kind, door.hold_s) == (name, "Line 1", DoorKind.PHONE, 25)
        assert door.upstreams == ("tracktik",)
        assert door.site.rules.caller is CallerRule.KNOWN


def test_no_receiver_judges_where_a_caller_stands(load: Load) -> None:
    config = load(f'{TOWER}{DOCK}{IVR}[gps]\nsource = "gpsd"')
    tower = phone_doors_of(config)["Harbour Tower"].site
    assert tower == replace(site_of(config), judged_by_receiver=False)
    assert site_of(config).judged_by_receiver


def test_without_a_phone_line_there_are_no_phone_doors(load: Load) -> None:
    config = load(TOWER + DOCK)
    assert phone_doors_of(config) == {}
    assert rules_of(config).caller is CallerRule.ANY


def test_a_ledger_serves_the_terminal_and_the_phone_line_and_nobody_else(load: Load) -> None:
    for text in (TOWER, TOWER + DOCK + IVR, TOWER, DOCK):
        open_ledger(load(text), SystemClock()).close()
    with pytest.raises(CannotOpen, match="account 687 or 688, the settings say 700"):
        open_ledger(load(TOWER.replace("687", "700")), SystemClock())


def test_a_site_may_have_a_punctuality_of_its_own(load: Load) -> None:
    general = '[punctuality]\ngrace_late_s = 60\nminimum_rest = "flag"\n'
    own = '[sites.punctuality]\nschedule = "off"\ngrace_early_out_s = 7\n'
    config = load(TOWER + general + DOCK + own)
    tower, dock = (site.rules for site in sites_of(config))
    assert (tower.late_in_s, tower.early_in_s, tower.late_out_s) == (60, 300, 300)
    assert (tower.judged_by_rota, tower.minimum_rest_blocks) == (True, False)
    assert (dock.late_in_s, dock.early_out_s, dock.judged_by_rota, dock.minimum_rest_blocks) == (300, 7, False, True)
