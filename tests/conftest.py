"""Options and habits of the whole test run."""

from collections.abc import Iterator

import pytest
import structlog
from hypothesis import HealthCheck, settings

# How long an example takes is the machine's affair: a busy one must not fail a property.
settings.register_profile("clockpost", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("clockpost")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--kills 2000`: how often the tests that kill processes do so, instead of their ordinary number."""
    parser.addoption("--kills", type=int, default=None, help="How often processes are killed, for a longer run.")
    parser.addoption("--soak", type=float, default=None, help="How many minutes the soak lasts, instead of one.")


@pytest.fixture(autouse=True)
def own_log() -> Iterator[None]:
    """What a command set for its process's log is no other test's."""
    yield
    structlog.reset_defaults()
