"""Signing in to Oracle: PKCE without a browser, the id_token on each call, refreshed in time, never asked too often."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from shared.upstream.errors import NotAllowed, NotAsItIs, NotReached, SignInFailed
from shared.upstream.oracle.client import Oracle

LOCATIONS = {"locations": [{"locRef": "1234", "name": "McLean VA", "active": True, "tz": "America/Denver"}]}
DAY_S = 86_400


@pytest.fixture(autouse=True)
def listed(portal: Any, reply: Any) -> None:
    portal.routes["getLocationDimensions"] = reply(200, LOCATIONS)


def test_the_id_token_travels_and_the_cookies_of_the_first_step_come_back(oracle: Oracle, server: Any) -> None:
    assert [one.reference for one in oracle.locations()] == ["1234"]
    assert [one.path.rpartition("/")[2] for one in server.asked] == [
        "authorize",
        "signin",
        "token",
        "getLocationDimensions",
    ]
    assert server.asked[-1].headers["authorization"] == "Bearer id-1"


def test_a_code_told_by_a_redirect_serves_too(oracle: Oracle, portal: Any) -> None:
    portal.by_location = True
    assert oracle.locations()


@pytest.mark.parametrize("told", [1_209_600, "1209600", None])
def test_a_token_is_kept_for_its_days_and_refreshed_before_they_are_over(
    oracle: Oracle, portal: Any, clock: Any, server: Any, told: Any
) -> None:
    portal.expires_in = told
    oracle.locations()
    clock.forward(14 * DAY_S - 600)
    oracle.locations()
    assert portal.given == 1
    clock.forward(500)
    oracle.locations()
    assert portal.given == 2
    assert server.asked[-2].form()["grant_type"] == "refresh_token"


@pytest.mark.parametrize("rotates", [True, False])
def test_the_newest_refresh_token_is_kept(
    oracle: Oracle, portal: Any, clock: Any, memory: Any, *, rotates: bool
) -> None:
    portal.rotates = rotates
    for _ in range(3):
        oracle.locations()
        clock.forward(14 * DAY_S)
    assert memory.saved[-1].refresh_token == ("refresh-3" if rotates else "refresh-1")


def test_after_28_days_without_a_link_it_signs_in_anew(oracle: Oracle, portal: Any, clock: Any, server: Any) -> None:
    oracle.locations()
    portal.refresh.clear()
    clock.forward(29 * DAY_S)
    assert oracle.locations()
    assert [one.path.rpartition("/")[2] for one in server.asked[-4:]] == [
        "authorize",
        "signin",
        "token",
        "getLocationDimensions",
    ]


def test_a_password_that_expired_says_who_must_do_what_and_is_not_tried_again(
    oracle: Oracle, settings: Any, server: Any
) -> None:
    settings.password_file.write_text("expired\n")
    with pytest.raises(SignInFailed, match="has expired"):
        oracle.locations()
    asked = len(server.asked)
    with pytest.raises(SignInFailed, match="was refused"):
        oracle.locations()
    assert len(server.asked) == asked


def test_a_corrected_password_is_tried_at_once(oracle: Oracle, settings: Any) -> None:
    settings.password_file.write_text("wrong\n")
    with pytest.raises(SignInFailed):
        oracle.locations()
    settings.password_file.write_text("right\n")
    assert oracle.locations()


def test_a_refused_token_is_renewed_once(oracle: Oracle, portal: Any) -> None:
    oracle.locations()
    portal.good.clear()
    assert oracle.locations()
    portal.routes["getLocationDimensions"] = portal.reply(401, {})
    with pytest.raises(NotAllowed):
        oracle.locations()


def test_a_refresh_whose_answer_was_lost_is_not_asked_with_the_same_token_again(
    oracle: Oracle, portal: Any, clock: Any, memory: Any
) -> None:
    oracle.locations()
    clock.forward(14 * DAY_S)
    portal.trouble.append(portal.reply(500, "oops"))
    with pytest.raises(NotReached):
        oracle.locations()
    assert memory.saved[-1].refresh_token == ""
    assert oracle.locations()


def test_no_secret_is_in_an_error(oracle: Oracle, settings: Any, portal: Any) -> None:
    settings.password_file.write_text("s3cret-word\n")
    with pytest.raises(SignInFailed) as failed:
        oracle.locations()
    told = f"{failed.value} {failed.value.answer} {failed.value.__cause__}"
    assert "s3cret-word" not in told
    assert "code-1" not in told


def test_a_missing_password_file_is_named(settings: Any, clock: Any, memory: Any, tmp_path: Path) -> None:
    missing = replace(settings, password_file=tmp_path / "nowhere")
    with pytest.raises(SignInFailed, match=r"nowhere.*upstream\.oracle\.password_file"):
        Oracle(missing, clock, memory).locations()


def test_oracle_s_own_code_and_words_are_told(oracle: Oracle, portal: Any) -> None:
    body = {
        "type": "x",
        "title": "Bad Request",
        "status": 400,
        "detail": "Invalid location reference field",
        "o:errorCode": 33109,
    }
    portal.routes["getJobCodeDimensions"] = portal.reply(400, body)
    with pytest.raises(NotAsItIs, match="33109 Bad Request Invalid location reference field"):
        oracle.job_codes("9")
