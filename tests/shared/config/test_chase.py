"""What the settings of chase calls take."""

from datetime import time

import pytest

from tests.shared.config.examples import LEAST, Load, Mistakes

IVR = f"""{LEAST}[ivr]
public_base_url = "https://clock.example.test"
account_sid = "AC{"0" * 32}"
auth_token_file = "token"
"""
ON = f'{IVR}[chase]\nby = "call"\nfrom_number = "+1 514 555 0100"\n'


def test_it_is_off_unless_it_is_switched_on(load: Load) -> None:
    chase = load(LEAST).chase
    assert (chase.by, chase.calls, chase.first_after_min, chase.gap_min) == ("off", 2, 15, 10)
    assert (chase.from_hour, chase.until_hour, chase.from_number) == (time(6), time(22), None)


def test_hours_are_read_as_text_and_as_toml_has_them(load: Load) -> None:
    chase = load(f'{ON}from_hour = "07:30"\nuntil_hour = 21:00:00\n').chase
    assert (chase.from_hour, chase.until_hour, chase.from_number) == (time(7, 30), time(21), "+15145550100")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f'{LEAST}[chase]\nby = "call"\nfrom_number = "+15145550100"', 'chase.by: "call" needs [ivr]'),
        (f'{IVR}[chase]\nby = "sms"', 'chase.from_number: chase.by = "sms" needs a number'),
        (f"{ON}calls = 6", "chase.calls: "),
        (f"{ON}calls = 0", "chase.calls: "),
        (f'{ON}from_hour = "6:00:30"', "chase.from_hour: "),
        (f'{ON}from_hour = "06:00:30"', "chase.from_hour: must be a whole minute"),
        (f'{ON}from_hour = "06:00Z"', "chase.from_hour: must be a whole minute of the site's own time"),
        (f'{ON}from_hour = "08:00"\nuntil_hour = "08:00"', "chase: from_hour and until_hour are the same"),
        (f'{IVR}[chase]\nby = "call"\nfrom_number = "5550100"', "chase.from_number: must be an international number"),
        (f"{ON}tries = 3", "chase.tries is not a setting."),
    ],
)
def test_a_wrong_setting_is_told_by_name(mistakes: Mistakes, text: str, said: str) -> None:
    (told,) = mistakes(text)
    assert told.startswith(said)


def test_all_that_is_missing_is_told_at_once(mistakes: Mistakes) -> None:
    told = mistakes(f'{LEAST}[chase]\nby = "call"')
    assert [one.partition(":")[0] for one in told] == ["chase.by", "chase.from_number"]
