"""The client against the sandbox, over real HTTP, with faults: no half rota, no second sign-in that is not needed."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from shared.upstream.errors import NotAllowed, NotAsItIs, NotReached, OutcomeUnknown, SignInFailed, TryLater, Unreadable
from shared.upstream.tamigo.client import Tamigo
from shared.upstream.tamigo.role import NotForOurRole
from shared.upstream.tamigo.settings import UserLogin
from tests.shared.upstream.tamigo.played import Ahead, Played, rota, told

Connect = Callable[..., Tamigo]


@pytest.mark.parametrize("path", ["/shifts/all/*", "/shifts/day/*"])
@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("500_before", OutcomeUnknown),
        ("503", OutcomeUnknown),
        ("429", TryLater),
        ("answer_lost", OutcomeUnknown),
        ("connection_reset", OutcomeUnknown),
        ("truncated", OutcomeUnknown),
        ("garbage", Unreadable),
        ("captive_portal", Unreadable),
        ("captive_redirect", Unreadable),
        ("403_waf", NotAllowed),
    ],
)
def test_a_fault_in_the_middle_gives_no_half_rota(
    connect_to_played: Connect, played: Played, kind: str, error: type[Exception], path: str
) -> None:
    played.fault(kind, f"/tamigo{path}")
    tamigo = connect_to_played()
    with pytest.raises(error):
        rota(tamigo)
    assert told(rota(tamigo)) == told(rota(connect_to_played()))


def test_an_answer_that_does_not_come_is_given_up(connect_to_played: Connect, played: Played) -> None:
    played.fault("slow_answer", "/tamigo/shifts/all/*", seconds=5)
    with pytest.raises(OutcomeUnknown) as caught:
        rota(connect_to_played(read_timeout_s=0.2))
    assert "no whole answer in time" in str(caught.value)


def test_success_false_inside_a_200_is_a_refusal_with_its_message(connect_to_played: Connect, played: Played) -> None:
    played.turn(forbidden_read="success_false")
    played.turn(no_session="success_false")
    tamigo = connect_to_played()
    rota(tamigo)
    played.ask("DELETE", "/tamigo/sessions")
    with pytest.raises(NotAsItIs) as caught:
        rota(tamigo)
    assert caught.value.status == 200


# Sessions


def test_a_session_that_ends_in_the_middle_is_begun_anew(connect_to_played: Connect, played: Played) -> None:
    tamigo = connect_to_played()
    before = told(rota(tamigo))
    played.fault("token_expired", "/tamigo/shifts/day/*")
    played.ask("DELETE", "/tamigo/sessions")
    assert told(rota(tamigo)) == before


def test_before_twenty_minutes_are_over_the_client_signs_in_again(
    connect_to_played: Connect, played: Played, ahead: Ahead
) -> None:
    tamigo = connect_to_played()
    rota(tamigo)
    assert sum("login/application" in path.lower() for path in played.paths()) == 1
    ahead.by = timedelta(minutes=14)
    rota(tamigo)
    assert sum("login/application" in path.lower() for path in played.paths()) == 1
    ahead.by = timedelta(minutes=19, seconds=59)
    rota(tamigo)
    assert sum("login/application" in path.lower() for path in played.paths()) == 2


def test_a_wrong_key_is_asked_once_and_then_waited_out(
    connect_to_played: Connect, played: Played, played_settings: Any
) -> None:
    played_settings.login.key_file.write_text("wrong\n")
    tamigo = connect_to_played()
    for _ in range(3):
        with pytest.raises(SignInFailed):
            rota(tamigo)
    assert sum("login/application" in path.lower() for path in played.paths()) == 1
    played_settings.login.key_file.write_text("sandbox-key\n")
    assert rota(tamigo).shifts


def test_a_link_that_is_down_is_told_apart_from_a_refusal(connect_to_played: Connect) -> None:
    with pytest.raises(NotReached):
        rota(connect_to_played(base_url="http://127.0.0.1:9/tamigo"))


@pytest.mark.parametrize("forbidden", ["403", "401"])
def test_a_planner_may_read_days_and_not_who_is_who(
    connect_to_played: Connect, played: Played, tmp_path: Path, forbidden: str
) -> None:
    played.turn(forbidden_read=forbidden)
    password = tmp_path / "password"
    password.write_text("sandbox-password")
    tamigo = connect_to_played(login=UserLogin("1057@example.test", password))
    with pytest.raises(NotForOurRole) as caught:
        rota(tamigo)
    assert "application logins only" in str(caught.value)
    assert tamigo.shifts_today()
