"""Options of the whole test run."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--kills 2000`: how often the tests that kill processes do so, instead of their ordinary number."""
    parser.addoption("--kills", type=int, default=None, help="How often processes are killed, for a longer run.")
