from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from shared.upstream.errors import NotReached, SignInFailed, TryLater, UpstreamError
from shared.upstream.http import Http
from shared.upstream.tracktik.settings import TrackTikSettings
from shared.upstream.tracktik.sign_in import SignIn

BY_PASSWORD = "asked for a token by password"
Failure = Callable[[SignIn], UpstreamError]


def test_after_a_refusal_nothing_is_asked_for_15_minutes_then_for_30(
    failure: Failure, sign_in: SignIn, portal: Any, clock: Any, server: Any
) -> None:
    portal.password = "changed"
    waits = []
    for forward_s in (0, 14 * 60, 60, 29 * 60, 60):
        clock.forward(forward_s)
        error = failure(sign_in)
        assert isinstance(error, SignInFailed)
        waits.append((error.wait_s / 60, len(server.asked)))
    assert waits == [(15, 1), (1, 1), (30, 2), (1, 2), (60, 3)]


def test_the_wait_outlives_the_process(failure: Failure, start: Callable[[], SignIn], portal: Any, server: Any) -> None:
    portal.password = "changed"
    failure(start())
    assert isinstance(failure(start()), SignInFailed)
    assert len(server.asked) == 1


@pytest.mark.parametrize("setting", ["client_secret_file", "password_file"])
def test_a_changed_file_ends_the_wait(
    failure: Failure, sign_in: SignIn, portal: Any, settings: TrackTikSettings, memory: Any, setting: str
) -> None:
    portal.password = portal.secret = "changed"
    settings.password_file.write_text("changed" if setting == "client_secret_file" else "wrong")
    settings.client_secret_file.write_text("changed" if setting == "password_file" else "wrong")
    failure(sign_in)
    getattr(settings, setting).write_text("changed\n")
    assert sign_in.token() == "token-1"
    assert memory.saved[-1].failures == 0


def test_a_touched_file_of_the_same_content_does_not_end_the_wait(
    failure: Failure, sign_in: SignIn, portal: Any, settings: TrackTikSettings, server: Any
) -> None:
    portal.password = "changed"
    failure(sign_in)
    settings.password_file.write_text("password")
    failure(sign_in)
    assert len(server.asked) == 1


def test_a_clock_set_back_by_a_year_costs_one_wait_and_no_year(
    failure: Failure, sign_in: SignIn, portal: Any, clock: Any, server: Any
) -> None:
    portal.password = "changed"
    failure(sign_in)
    clock.forward(-365 * 86400)
    failure(sign_in)
    clock.forward(15 * 60)
    failure(sign_in)
    assert len(server.asked) == 2


@pytest.mark.parametrize("status", [400, 401, 403, 404, 422])
def test_a_refusal_in_any_words_is_a_failed_sign_in(
    failure: Failure, sign_in: SignIn, portal: Any, reply: Any, memory: Any, status: int
) -> None:
    portal.sign_in_trouble = [reply(status, {"error": "invalid_client", "client_secret": "secret"})]
    error = failure(sign_in)
    assert isinstance(error, SignInFailed)
    assert (error.status, error.wait_s, error.answer) == (status, 900, "")
    assert "terminal@example.com" in str(error)
    assert isinstance(error.__cause__, UpstreamError)
    assert error.__cause__.answer == ""
    assert memory.saved[-1].failures == 1


def test_a_sign_in_stopped_by_the_firewall_is_not_tried_by_password_too(
    failure: Failure, sign_in: SignIn, portal: Any, reply: Any, clock: Any
) -> None:
    sign_in.token()
    clock.forward(3400)
    portal.sign_in_trouble = [reply(403, "<html>", Server="awselb/2.0")]
    portal.diary.clear()
    error = failure(sign_in)
    assert isinstance(error, SignInFailed)
    assert error.by_firewall
    assert BY_PASSWORD not in portal.diary


@pytest.mark.parametrize(
    "trouble",
    [
        lambda served: None,
        b"HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 504 Oh\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<html>",
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]",
        b'HTTP/1.1 200 OK\r\nContent-Length: 25\r\n\r\n{"access_token": "a\\nb: c"}',
        b"HTTP/1.1 302 Go\r\nContent-Length: 0\r\n\r\n",
    ],
    ids=["lost", "500", "504", "portal", "no-token", "list", "token-with-a-line-end", "redirect"],
)
def test_a_sign_in_the_network_lost_is_no_failure_and_the_record_was_not_sent(
    failure: Failure, sign_in: SignIn, portal: Any, memory: Any, trouble: Any
) -> None:
    portal.sign_in_trouble = [trouble]
    error = failure(sign_in)
    assert type(error) is NotReached
    assert error.answer == ""
    assert all(record.failures == 0 for record in memory.saved)
    assert sign_in.token() == "token-1"


def test_an_endpoint_that_is_away_is_no_failure(
    failure: Failure, settings: TrackTikSettings, http: Http, clock: Any, memory: Any, free_port: int
) -> None:
    away = replace(settings, token_url=f"http://127.0.0.1:{free_port}/token")
    assert type(failure(SignIn(away, http, clock, memory))) is NotReached
    assert memory.saved == []


def test_a_refresh_whose_answer_was_lost_is_not_sent_again(
    failure: Failure, sign_in: SignIn, portal: Any, clock: Any
) -> None:
    sign_in.token()
    clock.forward(3400)
    portal.sign_in_trouble = [lambda served: None]
    failure(sign_in)
    portal.diary.clear()
    assert sign_in.token() == "token-2"
    assert portal.diary == [BY_PASSWORD, "saved token-2"]


def test_a_busy_endpoint_asks_for_patience_and_that_is_no_failure(
    failure: Failure, sign_in: SignIn, portal: Any, reply: Any, memory: Any
) -> None:
    portal.sign_in_trouble = [reply(429, {}, Retry_After="7")]
    error = failure(sign_in)
    assert isinstance(error, TryLater)
    assert error.retry_after_s == 7
    assert memory.saved == []


def test_credentials_that_are_missing_are_asked_of_nobody(
    failure: Failure, sign_in: SignIn, settings: TrackTikSettings, server: Any, memory: Any
) -> None:
    settings.password_file.unlink()
    assert isinstance(failure(sign_in), SignInFailed)
    assert server.asked == []
    assert memory.saved == []
    settings.password_file.write_text("password")
    assert sign_in.token() == "token-1"
