"""The settings of the web page: what contradicts itself is told with every other mistake."""

from typing import Any

import pytest
from pydantic import ValidationError

from shared.config.sections import Config

SITE = {"name": "A", "account": 1, "timezone": "UTC"}


def mistakes(**board: Any) -> set[str]:
    with pytest.raises(ValidationError) as found:
        Config(site=SITE, board=board)
    return {".".join(str(part) for part in one["loc"]) for one in found.value.errors()}


def test_left_out_it_serves_this_machine_alone() -> None:
    board = Config(site=SITE).board
    assert (board.host, board.port, board.certificate_file, board.behind_proxy) == ("127.0.0.1", 8443, None, ())


def test_a_proxy_is_an_address_or_a_network() -> None:
    board = Config(site=SITE, board={"behind_proxy": ["127.0.0.1", "10.0.0.0/8", "fd00::/8"]}).board
    assert [str(one) for one in board.behind_proxy] == ["127.0.0.1/32", "10.0.0.0/8", "fd00::/8"]


@pytest.mark.parametrize(
    ("board", "at"),
    [
        ({"key_file": "a"}, "board.certificate_file"),
        ({"certificate_file": "a"}, "board.certificate_file"),
        ({"certificate_file": "a", "key_file": "b", "behind_proxy": ["10.0.0.1"]}, "board.behind_proxy"),
        ({"behind_proxy": ["everybody"]}, "board.behind_proxy.0"),
        ({"sites": ["B"]}, "board.sites"),
        ({"session_min": 0}, "board.session_min"),
        ({"hots": "x"}, "board.hots"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_mistake_is_told_at_its_setting(board: dict[str, Any], at: str) -> None:
    assert at in mistakes(**board)


def test_a_site_of_the_list_may_be_any_of_the_settings() -> None:
    other = {"name": "B", "account": 2, "timezone": "UTC"}
    assert Config(site=SITE, sites=[other], board={"sites": ["B"]}).board.sites == ("B",)
