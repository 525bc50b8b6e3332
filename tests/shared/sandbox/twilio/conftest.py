"""Twilio's REST side of the running sandbox: `rest` signs in as the account, `operator` is what happens there."""

from collections.abc import Iterator

import pytest
import requests

from shared.sandbox.twilio.resources import ACCOUNT_SID, AUTH_TOKEN
from tests.shared.sandbox.conftest import Door


@pytest.fixture
def operator(running_url: str, control: requests.Session) -> Iterator[requests.Session]:
    with Door(running_url + "/control/twilio") as door:
        assert door.delete("").status_code == 200
        yield door


@pytest.fixture
def rest(running_url: str, operator: requests.Session) -> Iterator[requests.Session]:
    with Door(f"{running_url}/2010-04-01/Accounts/{ACCOUNT_SID}") as door:
        door.auth = (ACCOUNT_SID, AUTH_TOKEN)
        yield door
