"""The process that places calls is killed right before or right after a request."""

from typing import Any

import pytest
import requests

from ivr.rest.account import Account
from ivr.rest.outgoing import Outgoing
from shared.config.ivr import Ivr
from shared.domain.chase_attempt import AttemptState
from shared.store.database import Store
from tests.ivr.rest.late_site import SETTLE_S, LateSite, late_site


@pytest.fixture
def site(store: Store, line: Ivr, account: Account, operator: requests.Session) -> LateSite:
    return late_site(store, line, account, operator)


class Killed(BaseException):
    """The process ends here."""


@pytest.fixture
def killed(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The process ends right before or right after the request for a call."""

    def arm(*, after: bool) -> None:
        real = Outgoing.call

        def call(self: Outgoing, number: str, from_number: str, twiml: str) -> Any:
            monkeypatch.setattr(Outgoing, "call", real)
            if after:
                real(self, number, from_number, twiml)
            raise Killed

        monkeypatch.setattr(Outgoing, "call", call)

    return arm


def test_a_kill_after_the_request_is_found_out(site: LateSite, killed: Any) -> None:
    killed(after=True)
    with pytest.raises(Killed):
        site.run()
    assert site.states() == [AttemptState.INTENDED]
    assert site.run() == 0
    assert (site.states(), len(site.placed())) == ([AttemptState.ANSWERED], 1)


def test_a_kill_before_the_request_costs_no_call(site: LateSite, killed: Any) -> None:
    killed(after=False)
    with pytest.raises(Killed):
        site.run()
    site.gate.wait(seconds=SETTLE_S + 1)
    site.trust_the_clock()
    site.run()
    assert site.states() == [AttemptState.NOT_PLACED]
    assert site.run() == 1
    assert len(site.placed()) == 1
