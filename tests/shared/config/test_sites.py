"""Several sites in one file: one terminal's own and those that a phone line serves."""

import pytest

from tests.shared.config.examples import LEAST, Load, Mistakes

DOCK = """
[[sites]]
name = "Dock 4"
account = 688
timezone = "Europe/London"
called_numbers = ["+44 20 7946 0100"]
landlines = ["+44 20 7946 0101", "+44 (20) 7946-0102"]
"""
FERRY = """
[[sites]]
name = "Ferry Pier"
account = 689
timezone = "Europe/Oslo"
"""


def test_a_terminal_stands_at_its_own_site_and_knows_the_others(load: Load) -> None:
    config = load(LEAST + DOCK + FERRY)
    assert [site.name for site in config.every_site] == ["Harbour Tower", "Dock 4", "Ferry Pier"]
    assert config.here.name == "Harbour Tower"


def test_a_phone_line_without_a_terminal_has_sites_alone(load: Load) -> None:
    config = load(DOCK + FERRY)
    assert config.site is None
    assert [site.name for site in config.every_site] == ["Dock 4", "Ferry Pier"]
    assert config.here.name == "Dock 4"


def test_numbers_are_kept_as_digits_alone(load: Load) -> None:
    [dock] = load(DOCK).sites
    assert dock.called_numbers == ("+442079460100",)
    assert dock.landlines == ("+442079460101", "+442079460102")


def test_settings_without_any_site_are_a_mistake(mistakes: Mistakes) -> None:
    assert mistakes("[kiosk]\nterminal = 'Gate'") == ["site is missing; every installation must say it."]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (DOCK.replace("Dock 4", "Harbour Tower"), ["site.name", "sites.0.name"]),
        (DOCK.replace("688", "687"), ["site.account", "sites.0.account"]),
        (DOCK + FERRY + 'called_numbers = ["+442079460100"]', ["sites.0.called_numbers", "sites.1.called_numbers"]),
        (DOCK + FERRY + 'landlines = ["+44 2079 460102"]', ["sites.0.landlines", "sites.1.landlines"]),
    ],
    ids=["name", "account", "called number", "landline"],
)
def test_what_belongs_to_one_site_is_not_another_sites_too(mistakes: Mistakes, text: str, said: list[str]) -> None:
    assert [line.split(":")[0] for line in mistakes(LEAST + text)] == said


def test_a_mistake_in_one_of_several_sites_names_which(mistakes: Mistakes) -> None:
    [told] = mistakes(LEAST + DOCK + FERRY + "radius = 5")
    assert told == "sites.1.radius is not a setting. Did you mean sites.1.radius_m?"
