"""What the settings of tamigo take."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.shared.config.examples import LEAST, Load, Mistakes

TAMIGO = f'{LEAST}[upstream.tamigo]\nbase_url = "https://api.tamigo.example"\n'
APPLICATION = f'{TAMIGO}name = "clockpost"\nkey_file = "tamigo.key"\n'
USER = f'{TAMIGO}username = "planner@example.test"\npassword_file = "/run/password"\n'
DEPARTMENT = "dc1a04be-fb08-443f-aa3f-06b0a7bffb28"
OTHER = "11111111-fb08-443f-aa3f-06b0a7bffb28"
DOCK_4 = '[[sites]]\nname = "Dock 4"\naccount = 688\ntimezone = "Europe/London"\n'
OWN = "with several sites, each needs a department of its own"


def test_without_the_section_there_is_no_tamigo(load: Load) -> None:
    assert load(LEAST).upstream.tamigo is None


def test_an_application_login_is_enough(load: Load) -> None:
    tamigo = load(APPLICATION).upstream.tamigo
    assert tamigo is not None
    assert (tamigo.name, tamigo.write_back, tamigo.join_key, tamigo.format) == ("clockpost", "off", "pos", "json")
    assert (tamigo.department, tamigo.timezone, tamigo.rota) == ("", None, True)
    assert tamigo.key_file is not None
    assert tamigo.key_file.is_absolute()
    assert tamigo.key_file.name == "tamigo.key"


def test_a_user_login_is_enough_where_the_rota_comes_from_elsewhere(load: Load) -> None:
    tamigo = load(f"{USER}rota = false").upstream.tamigo
    assert tamigo is not None
    assert tamigo.password_file == Path("/run/password")


def test_each_site_may_have_its_department(load: Load) -> None:
    several = f'departments = {{"Dock 4" = "{DEPARTMENT.upper()}"}}'
    own = f'department = "{OTHER}"\ntimezone = "America/Montreal"\n{several}\n{DOCK_4}'
    tamigo = load(f"{APPLICATION}{own}").upstream.tamigo
    assert tamigo is not None
    assert (tamigo.department_of("Dock 4"), tamigo.department_of("Harbour Tower")) == (DEPARTMENT, OTHER)
    assert tamigo.timezone == ZoneInfo("America/Montreal")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (TAMIGO, "upstream.tamigo: needs either name and key_file or username and password_file"),
        (f'{TAMIGO}name = "clockpost"', "upstream.tamigo: needs either"),
        (f'{APPLICATION}username = "planner@example.test"', "upstream.tamigo: needs either"),
        (f'{APPLICATION}username = "p"\npassword_file = "/p"', "upstream.tamigo: needs either"),
        (USER, "upstream.tamigo: rota = true needs name and key_file"),
        (f'{APPLICATION}write_back = "attendance"', 'upstream.tamigo: write_back = "attendance" needs department_key'),
        (f'{APPLICATION}department = "Herning"', "upstream.tamigo.department: must be a department's id"),
        (f'{APPLICATION}timezone = "Mars/Olympus"', "upstream.tamigo.timezone: "),
        (f'{APPLICATION}join_key = "name"', "upstream.tamigo.join_key: Input should be 'pos', 'wage' or 'custom'"),
        (f'{APPLICATION}format = "yaml"', "upstream.tamigo.format: Input should be 'json' or 'xml'"),
        (f"{APPLICATION}read_timeout = 5", "upstream.tamigo.read_timeout is not a setting. Did you mean"),
        (f'{APPLICATION}key = "long-key"', "upstream.tamigo.key is not a setting."),
    ],
)
def test_a_wrong_setting_is_told_by_name(mistakes: Mistakes, text: str, said: str) -> None:
    (told,) = mistakes(text)
    assert told.startswith(said)
    assert "long-key" not in told


@pytest.mark.parametrize("department", ["", "all", DEPARTMENT])
def test_no_shift_may_belong_to_two_sites(load: Load, mistakes: Mistakes, department: str) -> None:
    told = mistakes(f'{APPLICATION}department = "{department}"\n{DOCK_4}')
    assert len(told) == 2
    assert all(OWN in one for one in told)
    assert load(f'{APPLICATION}rota = false\ndepartment = "{department}"\n{DOCK_4}').upstream.tamigo is not None


def test_a_department_of_no_site_is_a_mistake(mistakes: Mistakes) -> None:
    (told,) = mistakes(f'{APPLICATION}departments = {{"Dock 5" = "{DEPARTMENT}"}}')
    assert told.startswith("upstream.tamigo.departments.Dock 5: is the name of no site")
