"""What a pass of the job keeps of the time cards: numbers with names, findings for a wall, and nothing of pay."""

from shared.clock import SystemClock
from shared.domain.card_people import NumberKind
from shared.domain.tap import Choice
from shared.domain.time_card_match import Found
from shared.store import time_card_findings, time_card_names
from shared.store.database import Store
from shared.sync.time_card_download import ORACLE
from tests.shared.store.gate import Gate
from tests.shared.time_card_service.site import ANA, HOUR, TOWER, a_card, kept, told
from tests.shared.upstream.oracle.played import Looking


def test_an_open_card_that_is_returned_again_and_again_is_no_change(looking: Looking, store: Store) -> None:
    now = SystemClock().now().replace(microsecond=0)
    looking.played.card(1053, now - 2 * HOUR)
    assert looking.look()
    counter = store.execute("SELECT card FROM time_cards")
    for _ in range(3):
        assert looking.look()
    assert (store.execute("SELECT card FROM time_cards"), told(store)) == (counter, [])


def test_numbers_get_their_names_once_a_day_and_cards_come_without_them_too(looking: Looking, store: Store) -> None:
    looking.played.ask("POST", "/faults", {"kind": "403_api", "path": "*getEmployeeDimensions", "times": 1})
    card = a_card(looking.played)
    assert looking.look()
    assert kept(store) == [card]
    names = time_card_names.of_location(store, ORACLE, "687")
    assert (NumberKind.EMPLOYEE, 1053) not in names
    assert names[NumberKind.JOB_CODE, 383].name == "Patrol"
    looking.clock.by = 2 * HOUR  # type: ignore[attr-defined]
    looking.later()
    assert looking.look()
    assert time_card_names.of_location(store, ORACLE, "687")[NumberKind.EMPLOYEE, 1054].name == "Ben Okafor"


def test_what_a_wall_should_say_is_kept_and_gone_when_it_is_over(looking: Looking, store: Store) -> None:
    card = a_card(looking.played)
    assert looking.look()
    (found,) = time_card_findings.of_employee(store, TOWER.name, ANA.number)
    assert found.found is Found.MISSING_HERE
    looking.played.ask("DELETE", f"/oracle/cards/{card}")
    with store.writing():
        store.execute("DELETE FROM time_cards")
    assert looking.look()
    assert time_card_findings.of_site(store, TOWER.name) == []


def test_while_nothing_can_be_downloaded_nobodys_card_is_missed(looking: Looking, store: Store) -> None:
    assert looking.look()
    looking.clock.by = 8 * HOUR  # type: ignore[attr-defined]
    gate = Gate(store)
    gate.move_to(looking.clock.read().wall - 3 * HOUR)
    gate.tap(ANA, Choice.CLOCK_IN)
    looking.played.fault("503", times=9)
    assert not looking.look()
    assert time_card_findings.of_site(store, TOWER.name) == []


def test_pay_tips_and_receipts_are_nowhere_in_the_file(looking: Looking, store: Store) -> None:
    now = SystemClock().now().replace(microsecond=0)
    money = {"grossRcpts": 987654.32, "chrgTips": 876543.21, "drctTips": 765432.1, "payRt": 654321.0}
    card = looking.played.card(1053, now - 6 * HOUR, now - HOUR, **money)
    looking.played.adjust(card, drctTips=543210.98)
    looking.played.ask("POST", "/oracle/engine", {})
    assert looking.look()
    (row,) = store.execute("SELECT card FROM time_cards")
    everything = " ".join(str(one) for one in store.execute("SELECT * FROM time_cards")) + str(row)
    for amount in ("987654", "876543", "765432", "654321", "543210"):
        assert amount not in everything
