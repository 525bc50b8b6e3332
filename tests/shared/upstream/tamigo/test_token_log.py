import logging
from typing import Any

import pytest

from shared.upstream.tamigo.token_log import LOGGER, WithoutTokens, keep_tokens_out_of_logs


@pytest.mark.parametrize("name", ["securitytoken", "securityToken", "token"])
def test_a_token_in_an_address_is_struck_and_the_rest_stays(caplog: Any, name: str) -> None:
    keep_tokens_out_of_logs()
    caplog.set_level(logging.DEBUG, logger=LOGGER)
    logger = logging.getLogger(LOGGER)
    logger.debug('"%s %s" %s', "GET", f"/shifts/today/?a=1&{name}=e2c1-52f3&departmentId=all", 200)
    logger.debug(f"/?{name}=e2c1-52f3")
    assert caplog.messages == [f'"GET /shifts/today/?a=1&{name}=***&departmentId=all" 200', f"/?{name}=***"]


def test_the_filter_is_there_once() -> None:
    keep_tokens_out_of_logs()
    keep_tokens_out_of_logs()
    assert sum(isinstance(one, WithoutTokens) for one in logging.getLogger(LOGGER).filters) == 1
