from collections.abc import Callable
from typing import Any

import pytest

from shared.upstream.errors import SignInFailed, UpstreamError
from shared.upstream.tracktik.settings import TrackTikSettings
from shared.upstream.tracktik.sign_in import SignIn, SignInRecord

BY_PASSWORD = "asked for a token by password"
BY_REFRESH = "asked for a token by refresh_token"
Failure = Callable[[SignIn], UpstreamError]


def test_the_first_token_is_got_by_password_in_a_form_without_scope(sign_in: SignIn, server: Any) -> None:
    assert sign_in.token() == "token-1"
    (asked,) = server.asked
    assert asked.headers["content-type"] == "application/x-www-form-urlencoded"
    assert asked.form() == {
        "grant_type": "password",
        "client_id": "clockpost",
        "client_secret": "secret",
        "username": "terminal@example.com",
        "password": "password",
    }


def test_a_token_is_used_until_five_minutes_before_its_end(sign_in: SignIn, portal: Any, clock: Any) -> None:
    sign_in.token()
    clock.forward(3299)
    assert sign_in.token() == "token-1"
    clock.forward(1)
    assert sign_in.token() == "token-2"
    assert portal.diary == [BY_PASSWORD, "saved token-1", BY_REFRESH, "saved token-2"]


def test_a_refresh_sends_the_newest_refresh_token_and_no_password(sign_in: SignIn, server: Any, clock: Any) -> None:
    for _ in range(3):
        sign_in.token()
        clock.forward(3400)
    assert server.asked[-1].form() == {
        "grant_type": "refresh_token",
        "refresh_token": "refresh-2",
        "client_id": "clockpost",
        "client_secret": "secret",
    }


def test_a_token_of_a_minute_is_used_for_half_of_it(sign_in: SignIn, portal: Any, clock: Any) -> None:
    portal.lifetime_s = 60
    sign_in.token()
    clock.forward(29)
    assert sign_in.token() == "token-1"
    clock.forward(1)
    assert sign_in.token() == "token-2"


@pytest.mark.parametrize("told", [None, "soon", 0, -1, True, "3600"])
def test_a_lifetime_that_is_not_told_is_an_hour(
    sign_in: SignIn, portal: Any, clock: Any, memory: Any, told: Any
) -> None:
    portal.lifetime_s = told
    sign_in.token()
    assert (memory.saved[0].expires_at - clock.wall).total_seconds() == 3600


def test_a_new_run_goes_on_with_what_was_kept(start: Callable[[], SignIn], clock: Any, portal: Any) -> None:
    start().token()
    portal.diary.clear()
    assert start().token() == "token-1"
    clock.forward(3400)
    assert start().token() == "token-2"
    assert portal.diary == [BY_REFRESH, "saved token-2"]


def test_tokens_got_with_other_credentials_are_not_used(
    start: Callable[[], SignIn], portal: Any, settings: TrackTikSettings
) -> None:
    start().token()
    portal.password = "new"
    settings.password_file.write_text("new")
    portal.diary.clear()
    assert start().token() == "token-2"
    assert portal.diary == [BY_PASSWORD, "saved token-2"]


def test_what_cannot_be_kept_is_not_used(sign_in: SignIn, memory: Any, portal: Any, clock: Any) -> None:
    sign_in.token()
    clock.forward(3400)
    keep, memory.save = memory.save, lambda _record: (_ for _ in ()).throw(OSError("disk full"))
    with pytest.raises(OSError, match="disk full"):
        sign_in.token()
    memory.save = keep
    portal.diary.clear()
    assert sign_in.token() == "token-3"
    assert portal.diary == [BY_REFRESH, "saved token-1", BY_PASSWORD, "saved token-3"]


def test_a_refused_refresh_falls_back_to_the_password_once(sign_in: SignIn, portal: Any, clock: Any) -> None:
    sign_in.token()
    portal.good_refreshes.clear()
    portal.diary.clear()
    clock.forward(3400)
    assert sign_in.token() == "token-2"
    assert portal.diary == [BY_REFRESH, "saved token-1", BY_PASSWORD, "saved token-2"]


def test_when_both_are_refused_it_is_one_failure_and_both_tokens_are_gone(
    failure: Failure, sign_in: SignIn, portal: Any, clock: Any, memory: Any
) -> None:
    sign_in.token()
    portal.good_refreshes.clear()
    portal.password = "changed"
    clock.forward(3400)
    error = failure(sign_in)
    assert isinstance(error, SignInFailed)
    assert error.wait_s == 15 * 60
    kept = memory.saved[-1]
    assert (kept.access_token, kept.refresh_token, kept.failures, kept.last_failure) == ("", "", 1, clock.wall)


def test_a_kept_record_of_nothing_is_as_good_as_none(sign_in: SignIn, memory: Any) -> None:
    memory.saved.append(SignInRecord())
    assert sign_in.token() == "token-1"
