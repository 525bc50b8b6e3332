"""The client against the sandbox, over real HTTP: cards stay the same whatever the documents leave open.

Neither knows the other's code. The cast is the sandbox's default enterprise.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from shared.clock import Reading, SystemClock
from shared.domain.time_card import CardType, TimeCard
from shared.upstream.errors import NotAllowed, NotAsItIs, SignInFailed, UpstreamError
from shared.upstream.oracle.client import Oracle
from shared.upstream.oracle.query import TimeCardQuery
from shared.upstream.oracle.settings import OracleSettings
from tests.shared.upstream.oracle.conftest import Memory
from tests.shared.upstream.oracle.played import Played, sandbox


class Ahead:
    """This machine's clock, some time further on."""

    def __init__(self) -> None:
        self._system = SystemClock()
        self.by = timedelta()

    def read(self) -> Reading:
        now = self._system.read()
        return Reading(now.wall + self.by, now.boottime_s + self.by.total_seconds(), now.boot_id)


@pytest.fixture(scope="module")
def sandbox_url() -> Iterator[str]:
    with sandbox() as url:
        yield url


@pytest.fixture
def played(sandbox_url: str) -> Played:
    made = Played(sandbox_url)
    for path in ("/faults", "/records", "/oracle/switches", "/oracle"):
        made.ask("DELETE", path)
    made.turn(tick_s=86_400)
    return made


@pytest.fixture
def ahead() -> Ahead:
    return Ahead()


@pytest.fixture
def client(played: Played, ahead: Ahead, tmp_path: Path) -> Iterator[Callable[..., Oracle]]:
    made: list[Oracle] = []
    secret = tmp_path / "password"
    secret.write_text("sandbox-password\n", encoding="utf-8")
    base = f"{played.url}/oracle"
    settings = OracleSettings(base, base, "harbour", "clockpost", "api-terminal", secret, read_timeout_s=5)

    def connect() -> Oracle:
        made.append(Oracle(settings, ahead, Memory()))
        return made[-1]

    yield connect
    for one in made:
        one.close()


def cards(oracle: Oracle) -> list[TimeCard]:
    """Every card of Harbour Tower of the days around now."""
    today = SystemClock().now().date()
    found: dict[int, TimeCard] = {}
    for day in range(-3, 2):
        query = TimeCardQuery("687", business_date=today + timedelta(days=day), with_adjustments=True)
        answer = oracle.time_cards(query)
        assert answer.unread == ()
        found |= {card.card_id: card for card in answer.cards}
    return [found[number] for number in sorted(found)]


def told(found: list[TimeCard]) -> list[Any]:
    """What may not change; when the engine touched a card may."""
    return [(one.card_id, one.employee_num, one.came_at, one.left_at, one.card_type, one.job_code) for one in found]


def test_the_default_enterprise_has_breaks_an_open_card_and_a_changed_one(client: Callable[..., Oracle]) -> None:
    found = cards(client())
    assert {one.card_type for one in found} == set(CardType)
    assert any(one.is_open for one in found)
    (changed, *_) = (one for one in found if one.adjustments)
    assert changed.adjustments[0].manager
    assert changed.adjustments[0].reason


SWITCHES = [
    ("empty_business_date", "empty"),
    ("empty_business_date", "null"),
    ("empty_list", "null"),
    ("empty_list", "left_out"),
    ("zero_fields", "null"),
    ("zero_fields", "zero"),
    ("job_code_ref", "string"),
    ("job_code_ref_shown", "always"),
    ("authorize", "200"),
    ("authorize", "303"),
    ("signed_in", "location"),
    ("expires_in", "string"),
    ("refresh_rotation", "same"),
    ("refresh_rotation", "left_out"),
]


@pytest.mark.parametrize(("switch", "value"), SWITCHES, ids=["=".join(one) for one in SWITCHES])
def test_no_switch_of_the_sandbox_changes_the_cards(
    client: Callable[..., Oracle], played: Played, switch: str, value: str
) -> None:
    before = told(cards(client()))
    assert before
    played.turn(**{switch: value})
    assert told(cards(client())) == before


def test_a_delta_brings_what_a_manager_changed_since_and_the_open_cards(
    client: Callable[..., Oracle], played: Played
) -> None:
    oracle = client()
    first = oracle.time_cards(TimeCardQuery("687", posted_date=SystemClock().now().date()))
    closed = next(one for one in cards(oracle) if not one.is_open and one.card_type is CardType.WORK)
    other = next(job for job in (382, 383) if job != closed.job_code)
    change = {"mgrName": "J Doe", "rsn": "Clocked out late", "jcNum": other}
    played.ask("POST", f"/oracle/cards/{closed.card_id}/adjust", change)
    query = TimeCardQuery(
        "687", business_date=closed.business_date, changed_since=first.asked_at, with_adjustments=True
    )
    found = {one.card_id: one for one in oracle.time_cards(query).cards}
    assert found[closed.card_id].adjustments[-1].reason == "Clocked out late"
    assert all(
        one.is_open or one.card_id == closed.card_id or one.updated_at >= first.asked_at for one in found.values()
    )


def test_the_token_is_refreshed_after_its_days(client: Callable[..., Oracle], played: Played) -> None:
    oracle = client()
    before = told(cards(oracle))
    played.ask("POST", "/oracle/tokens/expire", {})
    assert told(cards(oracle)) == before
    played.ask("POST", "/oracle/tokens/expire", {"refresh_too": True})
    assert told(cards(oracle)) == before


def test_a_password_that_expired_is_told_as_that(client: Callable[..., Oracle], played: Played) -> None:
    played.turn(password="expired")
    with pytest.raises(SignInFailed, match="has expired"):
        client().locations()


def test_a_location_that_oracle_does_not_know_is_told_with_its_code(client: Callable[..., Oracle]) -> None:
    with pytest.raises(NotAsItIs, match="33109"):
        client().time_cards(TimeCardQuery("nowhere", business_date=SystemClock().now().date()))


@pytest.mark.parametrize(
    "kind", ["500_before", "429", "answer_lost", "truncated", "garbage", "captive_portal", "403_api"]
)
def test_a_fault_is_an_error_and_the_next_question_is_answered(
    client: Callable[..., Oracle], played: Played, kind: str
) -> None:
    oracle = client()
    oracle.locations()
    played.ask("POST", "/faults", {"kind": kind, "path": "*getTimeCardDetails", "times": 1})
    query = TimeCardQuery("687", business_date=SystemClock().now().date())
    with pytest.raises(UpstreamError):
        oracle.time_cards(query)
    assert oracle.time_cards(query).location == "687"


def test_the_lists_join_people_by_payroll_ids(client: Callable[..., Oracle], played: Played) -> None:
    oracle = client()
    people = {one.num: one for one in oracle.employees("687")}
    assert all(one.external_payroll_id for one in people.values())
    played.turn(payroll_keys="payrollId")
    assert {one.num: one for one in client().employees("687")} == people
    assert oracle.job_codes("687")
    assert oracle.revenue_centres("687")
    assert [one.reference for one in oracle.locations()] == ["687", "688"]


def test_another_enterprise_is_not_ours(client: Callable[..., Oracle], played: Played) -> None:
    played.turn(payroll_preprocessing="403")
    with pytest.raises(NotAllowed):
        client().time_cards(TimeCardQuery("687", business_date=SystemClock().now().date()))
