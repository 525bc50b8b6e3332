"""Each trouble comes between two passes, and a manager changes a card meanwhile: it is told after it, once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from shared.domain.rules import Rules
from shared.domain.site import Site
from shared.store import memory, notices
from shared.store.database import Store
from shared.sync.time_card_download import ORACLE
from shared.sync.worker import Job
from shared.upstream.oracle.client import Oracle
from shared.upstream.oracle.query import TimeCardQuery
from shared.upstream.oracle.records import TimeCards
from tests.shared.time_card_service.site import ANA, TOWER, a_card, failure, kept, later, told
from tests.shared.upstream.oracle.played import Looking, Played


class Interrupted:
    """The client, whose question of that number meets half an answer."""

    def __init__(self, client: Oracle, played: Played, at_question: int) -> None:
        self._client, self._played, self._left = client, played, at_question

    def time_cards(self, query: TimeCardQuery) -> TimeCards:
        self._left -= 1
        if self._left == 0:
            self._played.fault("truncated")
        return self._client.time_cards(query)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)


FAULTS = [
    ("500_before", "500"),
    ("502", "502"),
    ("503", "503"),
    ("429", "429"),
    ("403_api", "403"),
    ("403_waf", "403"),
    ("answer_lost", ""),
    ("lost_before", ""),
    ("connection_reset", ""),
    ("truncated", ""),
    ("garbage", ""),
    ("captive_portal", ""),
    ("captive_redirect", ""),
]


@pytest.mark.parametrize(("kind", "said"), FAULTS, ids=[kind for kind, _ in FAULTS])
def test_after_a_trouble_nothing_is_lost_and_nothing_told_twice(
    looking: Looking, store: Store, kind: str, said: str
) -> None:
    card = a_card(looking.played)
    assert looking.look()
    later(looking.played, card, 30)
    looking.played.fault(kind)
    assert not looking.look()
    assert kept(store) == [card]
    assert "Oracle" in failure(store)
    assert said in failure(store)
    looking.later()
    assert looking.look()
    assert (failure(store), told(store)) == ("", ["Clocked out late"])
    looking.look()
    assert len(told(store)) == 1


def test_a_trouble_in_the_middle_of_a_pass_keeps_what_came_and_asks_for_the_rest_again(
    looking: Looking, store: Store
) -> None:
    card = a_card(looking.played)
    assert looking.look()
    before = memory.recall(store, ORACLE, "asked_at:687")
    later(looking.played, card, 30)
    looking.service.client = Interrupted(looking.service.client, looking.played, at_question=6)  # type: ignore[assignment]
    assert not looking.look()
    assert memory.recall(store, ORACLE, "asked_at:687") == before
    # What came is told at once: nobody waits for a whole pass.
    assert told(store) == ["Clocked out late"]
    looking.later()
    assert looking.look()
    assert told(store) == ["Clocked out late"]


def test_a_slow_answer_is_waited_for_no_longer_than_the_settings_say(looking: Looking, store: Store) -> None:
    card = a_card(looking.played)
    looking.played.fault("slow", seconds=4)
    assert not looking.look()
    assert "Oracle" in failure(store)
    looking.later()
    assert looking.look()
    assert kept(store) == [card]


def test_it_has_a_thread_of_its_own_so_that_no_other_download_waits_for_it(looking: Looking) -> None:
    job = looking.service.job()
    assert job.thread != Job("roster", 1.0, lambda _: None).thread


def test_a_location_of_nobody_is_told_with_the_code_and_the_setting(
    look_with: Callable[..., Looking], store: Store
) -> None:
    assert not look_with(location="4711").look()
    assert "33109" in failure(store, "4711")
    assert "upstream.oracle" in failure(store, "4711")


def test_one_location_that_is_refused_holds_up_no_other(
    look_with: Callable[..., Looking], played: Played, store: Store
) -> None:
    card = a_card(played)
    dock = Site("A first site", 688, Rules(timezone="America/Montreal"))
    made = look_with(dock, TOWER, locations={"A first site": "4711", "Harbour Tower": "687"}, location="")
    assert not made.look()
    assert kept(store) == [card]
    assert failure(store) == ""


def test_a_permission_that_is_missing_is_told(looking: Looking, store: Store) -> None:
    looking.played.turn(payroll_preprocessing="403")
    assert not looking.look()
    assert "403" in failure(store)
    assert "Check the rights of our user at Oracle." in failure(store)


def test_an_address_where_nothing_is_names_the_settings(
    look_with: Callable[..., Looking], played: Played, store: Store
) -> None:
    made = look_with(base_url=f"{played.url}/oracle/nowhere")
    assert not made.look()
    assert "Resource Not Found" in failure(store)
    assert failure(store).endswith("Correct the settings under upstream.oracle.")


def test_a_token_that_is_refused_for_good_pauses_and_says_so(looking: Looking, store: Store) -> None:
    card = a_card(looking.played)
    looking.played.ask("POST", "/faults", {"kind": "token_expired", "path": "*getTimeCardDetails", "times": 8})
    assert not looking.look()
    assert "401" in failure(store) or "sign" in failure(store).lower()
    looking.played.ask("DELETE", "/faults")
    looking.later()
    assert looking.look()
    assert kept(store) == [card]


@pytest.mark.parametrize("refresh_too", [False, True], ids=["after 14 days", "after 28 days"])
def test_an_expired_sign_in_is_renewed_and_nothing_is_lost(looking: Looking, store: Store, refresh_too: bool) -> None:
    card = a_card(looking.played)
    assert looking.look()
    later(looking.played, card, 30)
    looking.played.ask("POST", "/oracle/tokens/expire", {"refresh_too": refresh_too})
    assert looking.look()
    assert told(store) == ["Clocked out late"]


def test_a_password_that_expired_says_who_has_to_do_what(looking: Looking, store: Store) -> None:
    looking.played.turn(password="expired")
    assert not looking.look()
    assert "password has expired" in failure(store)
    assert "new one" in failure(store)


SHAPES = [
    {"empty_business_date": "null"},
    {"empty_list": "null"},
    {"empty_list": "left_out"},
    {"zero_fields": "null"},
    {"zero_fields": "zero"},
    {"job_code_ref": "string", "job_code_ref_shown": "always"},
    {"job_code_ref": "number", "job_code_ref_shown": "always"},
    {"previous_values": "all"},
    {"previous_values": "changed"},
    {"expires_in": "string"},
]


@pytest.mark.parametrize("shape", SHAPES, ids=["-".join(map(str, one.values())) for one in SHAPES])
def test_whatever_the_documents_leave_open_the_same_is_told(
    looking: Looking, store: Store, shape: dict[str, str]
) -> None:
    looking.played.turn(**shape)
    card = a_card(looking.played)
    assert looking.look()
    later(looking.played, card, 30)
    assert looking.look()
    assert told(store) == ["Clocked out late"]
    (one,) = notices.waiting(store, ANA.number)
    assert one.new_at is not None
    assert one.old_at is not None
    assert one.new_at - one.old_at == timedelta(minutes=30)
    assert memory.recall(store, ORACLE, "unread:687") is None
