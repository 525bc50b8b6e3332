"""What each setting takes, and which contradict each other: told all at once, by name, without secrets (10.1, 10.2)."""

import pytest

from tests.shared.config.examples import LEAST, TRACKTIK, Load, Mistakes


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("radius = 5", "site.radius is not a setting. Did you mean site.radius_m?"),
        ("zzz = 5", "site.zzz is not a setting. It knows: account, badge_and_pin, called_numbers"),
        ("latitude = 91\nlongitude = 9", "site.latitude: Input should be less than or equal to 90 (it says 91)."),
        ('geofence = "fence"', "site.geofence: Input should be 'off', 'flag' or 'block' (it says 'fence')."),
        ("repeat_s = 0", "site.repeat_s: Input should be greater than or equal to 1 (it says 0)."),
        ("radius_m = nan", "site.radius_m: Input should be"),
        ("radius_m = inf", "site.radius_m: Input should be less than or equal to 50000 (it says inf)."),
        ("[gps]\nhost = '10.0.0.8'", "gps.host: must be a loopback address"),
        ("[gsp]\nsource = 'off'", "gsp is not a setting. Did you mean gps?"),
        ("[roster]\ndays_ahead = 30", "roster.days_ahead: Input should be less than or equal to 29 (it says 30)."),
        ("[upstream.traktik]", "upstream.traktik is not a setting. Did you mean upstream.tracktik?"),
        ("[reader]\nbaudrate = 9601", "reader.baudrate: Input should be 1200, 2400"),
    ],
)
def test_a_wrong_setting_is_told_by_name_with_what_it_says_and_what_it_knows(
    mistakes: Mistakes, text: str, said: str
) -> None:
    (told,) = mistakes(LEAST + text)
    assert told.startswith(said)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_gpsd_is_spoken_to_on_this_machine(load: Load, host: str) -> None:
    assert load(f'{LEAST}[gps]\nhost = "{host}"').gps.host == host


@pytest.mark.parametrize(
    ("zone", "hint"),
    [("Europe/Copenhagn", "did you mean Europe/Copenhagen?"), ("+02:00", "such as Europe/Copenhagen")],
)
def test_a_wrong_time_zone_is_told_with_a_near_one(mistakes: Mistakes, zone: str, hint: str) -> None:
    (told,) = mistakes(LEAST.replace("Europe/Copenhagen", zone))
    assert told.startswith("site.timezone: is not an IANA time zone; ")
    assert hint in told


@pytest.mark.parametrize(
    ("site", "gps", "said"),
    [
        ("latitude = 45.5", "", ["site.latitude"]),
        ('geofence = "block"', "", ["site.geofence", "site.geofence"]),
        ('geofence = "block"\nlatitude = 45.5\nlongitude = -73.5', "", ["site.geofence"]),
        ('geofence = "block"\nlatitude = 45.5\nlongitude = -73.5', 'source = "off"', ["site.geofence"]),
        ("", 'source = "surveyed"', ["gps.source"]),
        ("", 'source = "gpsd"', []),
        ('geofence = "block"\nlatitude = 45.5\nlongitude = -73.5', 'source = "gpsd"', []),
        ("latitude = 45.5\nlongitude = -73.5", 'source = "surveyed"', []),
        ("latitude = 0\nlongitude = 0", 'source = "surveyed"', []),
    ],
)
def test_settings_that_contradict_each_other_are_told(
    load: Load, mistakes: Mistakes, site: str, gps: str, said: list[str]
) -> None:
    text = f"{LEAST}{site}\n[gps]\n{gps}"
    if said:
        assert [line.split(":")[0] for line in mistakes(text)] == said
    else:
        assert load(text).site.name == "Harbour Tower"


def test_every_mistake_is_told_at_once(mistakes: Mistakes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLOCKPOST_KIOSK__THEME", "bright")
    monkeypatch.setenv("CLOCKPOST_KISOK__THEME", "dark")
    text = """
[site]
name = ""
acount = 687
geofence = "block"
timezone = "Mars/Olympus"
[gps]
source = "surveyed"
[sync]
lanes = 100
settle_s = "soon"
[upstream.tracktik]
base_url = "no address"
late_clock_out = "never"
"""
    told = mistakes(text)
    assert sorted(line.split(" ")[0].removesuffix(":") for line in told) == sorted(
        [
            "site.name",
            "site.account",
            "site.acount",
            "site.timezone",
            "site.geofence",
            "gps.source",
            "sync.lanes",
            "sync.settle_s",
            *(f"upstream.tracktik.{name}" for name in ("base_url", "token_url", "client_id", "client_secret_file")),
            *(f"upstream.tracktik.{name}" for name in ("username", "password_file", "late_clock_out")),
            "CLOCKPOST_KIOSK__THEME",
            "CLOCKPOST_KISOK__THEME",
        ]
    )


@pytest.mark.parametrize(
    "line",
    [
        'client_secret = "hunter2"',
        'password = "hunter2"',
        'password_file = ["hunter2"]',
        'client_secret_file = {inline = "hunter2"}',
        'base_url = "https s://terminal:hunter2@smoke.example.test"',
        'token_url = "no address?token=hunter2"',
    ],
)
def test_secrets_are_not_shown(mistakes: Mistakes, line: str) -> None:
    name, _, _ = line.partition(" ")
    settings = "\n".join(one for one in TRACKTIK.splitlines() if not one.startswith(f"{name} "))
    told = "\n".join(mistakes(f"{LEAST}{settings}\n{line}\n"))
    assert name in told
    assert "hunter2" not in told


def test_a_secret_in_a_variable_is_not_shown(mistakes: Mistakes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLOCKPOST_UPSTREAM__TRACKTIK", '{"password_file": "hunter2"')
    assert "hunter2" not in "\n".join(mistakes(LEAST))
