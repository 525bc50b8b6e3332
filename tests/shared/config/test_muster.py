"""What the settings of a muster take."""

import pytest

from tests.shared.config.examples import LEAST, Load, Mistakes


def test_without_the_section_a_code_is_meant_and_half_an_hour(load: Load) -> None:
    muster = load(LEAST).muster
    assert (muster.open, muster.code_file, muster.printer) == ("code", None, "")
    assert (muster.usb, muster.shown_s) == ("/media/*/*", 1800)


def test_the_file_of_the_code_is_found_beside_the_settings(load: Load) -> None:
    muster = load(f'{LEAST}[muster]\nopen = "code"\ncode_file = "muster.code"\nprinter = "Office_2"').muster
    assert muster.code_file is not None
    assert muster.code_file.is_absolute()
    assert muster.printer == "Office_2"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('open = "code"', 'muster.open: "code" needs muster.code_file'),
        ('open = "free"\ncode_file = "c"', "muster.code_file: goes together with"),
        ('open = "everybody"', "muster.open"),
        ('printer = "-d other"', "muster.printer"),
        ('printer = "-o"', "muster.printer"),
        ('usb = "media/*"', "muster.usb"),
        ("shown_s = 5", "muster.shown_s"),
    ],
)
def test_a_mistake_is_named(mistakes: Mistakes, text: str, said: str) -> None:
    (mistake,) = mistakes(f"{LEAST}[muster]\n{text}")
    assert said in mistake
