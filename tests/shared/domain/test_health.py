"""Checks, what they come to, and the code that is read out to the help desk."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.health import Check, Standing, exit_code, fault, ok, unknown, warning, worst, worst_of
from shared.domain.help_code import LETTERS, code_of, meaning_of

STANDINGS = st.sampled_from(list(Standing))


@pytest.mark.parametrize(
    ("standings", "code"),
    [
        ((), 0),
        ((Standing.OK, Standing.OK), 0),
        ((Standing.OK, Standing.WARNING), 1),
        ((Standing.UNKNOWN,), 1),
        ((Standing.WARNING, Standing.FAULT, Standing.UNKNOWN), 2),
    ],
)
def test_the_exit_code_is_that_of_the_worst(standings: tuple[Standing, ...], code: int) -> None:
    assert exit_code(Check("disk", standing, "") for standing in standings) == code


@given(st.lists(STANDINGS))
def test_a_fault_is_never_hidden_by_anything_else(standings: list[Standing]) -> None:
    found = worst(Check("disk", standing, "") for standing in standings)
    assert (found is Standing.FAULT) == (Standing.FAULT in standings)
    assert (found is Standing.OK) == (set(standings) <= {Standing.OK})


def test_several_findings_become_the_sentences_of_the_worst() -> None:
    found = worst_of("link", [ok("a", "A answers."), fault("b", "B is gone.", "Look."), fault("c", "C too.", "Look.")])
    assert found == fault("link", "B is gone. C too.", "Look.")


def test_every_letter_stands_for_one_check_and_none_is_misheard() -> None:
    assert len(set(LETTERS.values())) == len(LETTERS)
    assert not {"I", "O", "Q", "0", "1"} & set(LETTERS.values())


def test_faults_come_first_and_what_is_not_known_has_no_letter() -> None:
    checks = [warning("waiting", "", ""), fault("link", "", ""), fault("ledger", "", ""), unknown("sign-in", "")]
    assert code_of(checks) == "FL-W"
    assert code_of([warning("clock", "", "")]) == "-C"
    everything = [fault(name, "", "") for name in reversed(LETTERS)]
    assert code_of(everything) == "".join(sorted(LETTERS.values()))
    assert code_of([ok("clock", ""), unknown("link", "")]) == "0"


@given(st.dictionaries(st.sampled_from(list(LETTERS)), st.sampled_from([Standing.FAULT, Standing.WARNING])))
def test_a_code_that_was_read_out_means_what_it_was_made_of(standings: dict[str, Standing]) -> None:
    code = code_of(Check(name, standing, "") for name, standing in standings.items())
    assert dict(meaning_of(code.lower()) or []) == standings


@pytest.mark.parametrize("told", ["", "-", "hello", "F?", "00"])
def test_what_is_no_code_means_nothing(told: str) -> None:
    assert meaning_of(told) is None
