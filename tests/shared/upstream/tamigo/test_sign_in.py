from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from shared.upstream.errors import NotReached, SignInFailed, UpstreamError
from shared.upstream.tamigo.credentials import fingerprint, read_credentials
from shared.upstream.tamigo.settings import ApplicationLogin, TamigoSettings, UserLogin
from shared.upstream.tamigo.sign_in import SignIn

Start = Callable[..., SignIn]
NO_TOKEN = [None, "", "00000000-0000-0000-0000-000000000000"]


def test_an_application_signs_in_by_name_and_key(start: Start, server: Any) -> None:
    sign_in = start()
    assert sign_in.token() == "token-1"
    (asked,) = server.asked
    assert (asked.method, asked.path) == ("POST", "/login/application")
    assert asked.json() == {"Name": "clockpost", "Key": "long-key"}
    assert (asked.headers["accept"], asked.headers["content-type"]) == ("application/json", "application/json")
    assert sign_in.role == "Application"


@pytest.mark.parametrize("company", ["", "5b2f"])
def test_a_user_signs_in_by_address_and_password(
    start: Start, server: Any, as_user: TamigoSettings, company: str
) -> None:
    assert isinstance(as_user.login, UserLogin)
    sign_in = start(replace(as_user, login=replace(as_user.login, company=company)))
    assert sign_in.token() == "token-1"
    (asked,) = server.asked
    assert asked.path == "/Login/"
    chosen = {"DefaultCompanyId": company} if company else {}
    assert asked.json() == {"Email": "planner@example.com", "Password": "password", **chosen}
    assert sign_in.role == "Planner"


def test_a_session_of_20_minutes_is_renewed_5_minutes_early(start: Start, clock: Any, memory: Any) -> None:
    sign_in = start()
    sign_in.token()
    assert (memory.saved[0].expires_at - clock.wall).total_seconds() == 20 * 60
    clock.forward(899)
    assert sign_in.token() == "token-1"
    clock.forward(1)
    assert sign_in.token() == "token-2"


def test_a_new_run_goes_on_with_the_session_it_finds(start: Start, server: Any) -> None:
    start().token()
    assert start().token() == "token-1"
    assert len(server.asked) == 1


def test_after_a_refusal_nothing_is_asked_until_the_wait_is_over_or_the_key_changes(
    start: Start, server: Any, portal: Any, clock: Any, settings: TamigoSettings, failure: Any
) -> None:
    portal.key = "new-key"
    for forward_s, asked in ((0, 1), (14 * 60, 1), (60, 2), (29 * 60, 2)):
        clock.forward(forward_s)
        assert isinstance(failure(start().token), SignInFailed)
        assert len(server.asked) == asked
    assert isinstance(settings.login, ApplicationLogin)
    settings.login.key_file.write_text("new-key")
    assert start().token() == "token-1"


@pytest.mark.parametrize("status", [400, 401, 403])
def test_a_refusal_names_who_and_what_to_correct_and_no_secret(
    start: Start, portal: Any, reply: Any, failure: Any, status: int
) -> None:
    portal.sign_in_trouble = [reply(status, {"message": "no", "Key": "long-key"})]
    error = failure(start().token)
    assert (error.status, error.wait_s, error.answer) == (status, 900, "")
    assert isinstance(error.__cause__, UpstreamError)
    assert error.__cause__.answer == ""
    assert "application clockpost" in str(error)
    assert "upstream.tamigo.name or key_file" in str(error)
    assert "long-key" not in str(error)


@pytest.mark.parametrize(
    "content", [{"Message": "Wrong key", "Success": False}, *({"SessionToken": x} for x in NO_TOKEN)]
)
def test_a_200_that_gives_no_session_is_a_refusal_and_is_throttled(
    start: Start, portal: Any, reply: Any, failure: Any, memory: Any, content: Any
) -> None:
    portal.sign_in_trouble = [reply(200, content)]
    assert isinstance(failure(start().token), SignInFailed)
    assert memory.saved[-1].failures == 1


@pytest.mark.parametrize(
    "trouble",
    [
        lambda _served: None,
        b"HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n<html/>",
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]",
        b'HTTP/1.1 200 OK\r\nContent-Length: 24\r\n\r\n{"SessionToken": "a\\nb:"}',
        b"HTTP/1.1 302 Go\r\nContent-Length: 0\r\n\r\n",
    ],
    ids=["lost", "500", "html", "empty", "list", "token-with-a-line-end", "redirect"],
)
def test_what_the_network_lost_is_no_refusal_and_nothing_was_sent(
    start: Start, portal: Any, failure: Any, memory: Any, trouble: Any
) -> None:
    portal.sign_in_trouble = [trouble]
    sign_in = start()
    assert type(failure(sign_in.token)) is NotReached
    assert memory.saved == []
    assert sign_in.token() == "token-1"


def test_a_login_answer_with_spaces_around_its_names_is_read(start: Start, portal: Any, reply: Any) -> None:
    portal.sign_in_trouble = [reply(200, {" SessionToken ": "token-x", " Role": "Application"})]
    assert start().token() == "token-x"


def test_a_login_answer_in_xml_is_read(start: Start, portal: Any, reply: Any) -> None:
    portal.sign_in_trouble = [reply(200, "<UserLogin><SessionToken>token-x</SessionToken></UserLogin>")]
    assert start().token() == "token-x"


@pytest.mark.parametrize("user", [False, True])
def test_a_secret_that_cannot_be_read_is_named_and_asked_of_nobody(
    start: Start, settings: TamigoSettings, as_user: TamigoSettings, server: Any, failure: Any, user: bool
) -> None:
    used = as_user if user else settings
    login = used.login
    path = login.key_file if isinstance(login, ApplicationLogin) else login.password_file
    path.unlink()
    error = failure(start(used).token)
    assert isinstance(error, SignInFailed)
    assert f"upstream.tamigo.{path.name}_file" in str(error)
    assert server.asked == []


def test_the_fingerprint_changes_with_whatever_we_sign_in_with(tmp_path: Path, settings: TamigoSettings) -> None:
    known = read_credentials(settings)
    path = tmp_path / "key"
    others = [
        fingerprint(settings, known),
        fingerprint(settings, replace(known, secret="other")),
        fingerprint(replace(settings, base_url="http://y"), known),
        fingerprint(replace(settings, login=ApplicationLogin("other", path)), known),
        fingerprint(replace(settings, login=UserLogin("clockpost", path)), known),
        fingerprint(replace(settings, login=UserLogin("clockpost", path, "company")), known),
    ]
    assert len(set(others)) == len(others)
    assert {len(one) for one in others} == {16}
    assert fingerprint(replace(settings, pool_size=1), known) == others[0]


def test_the_secret_is_not_in_the_text_of_its_value(settings: TamigoSettings) -> None:
    assert "long-key" not in repr(read_credentials(settings))
