"""The small tables: witnesses of the clock, outages, remembered sign-ins, and notes about the file."""

from dataclasses import dataclass, replace
from datetime import timedelta

from shared.domain.clock_trust import Witness
from shared.store import at_tap, memory, outages, witnesses
from shared.store.database import Store
from shared.store.sign_in_memory import StoredSignIns
from tests.shared.store.gate import ANA, MONDAY, SITE


@dataclass(frozen=True)
class Record:
    access: str
    failures: int = 0


def off_until(store: Store, terminal: str) -> object:
    return at_tap.read(store, employee=ANA.number, terminal=terminal, tap_id="", site=SITE).last_outage_ended_at


def test_the_last_word_of_every_witness_counts(store: Store) -> None:
    first = Witness("ntp", 0.25, 1.0, MONDAY, 1000.5, "boot-1")
    gps = replace(first, source="gps", offset_s=-3.0)
    for witness in (first, gps, replace(first, offset_s=0.5)):
        witnesses.keep(store, witness)
    assert set(witnesses.all_of(store)) == {replace(first, offset_s=0.5), gps}


def test_the_end_of_a_terminal_s_last_outage_is_known_by_terminal(store: Store) -> None:
    assert off_until(store, "Gate 1") is None
    for hours in (5, 1, 3):
        outages.keep(store, "Gate 1", MONDAY, MONDAY + timedelta(hours=hours))
    assert off_until(store, "Gate 1") == MONDAY + timedelta(hours=5)
    assert off_until(store, "Gate 2") is None


def test_a_sign_in_outlives_the_process(store: Store) -> None:
    assert StoredSignIns(store, "tracktik", Record).load() is None
    StoredSignIns(store, "tracktik", Record).save(Record("secret", 2))
    StoredSignIns(store, "another", Record).save(Record("another's"))
    with store.another() as later:
        assert StoredSignIns(later, "tracktik", Record).load() == Record("secret", 2)


def test_what_is_remembered_replaces_what_was(store: Store) -> None:
    memory.remember(store, "tracktik", "learnt", {"edit": "taken"})
    memory.remember(store, "tracktik", "learnt", {"edit": "refused"})
    assert memory.recall(store, "tracktik", "learnt") == {"edit": "refused"}
    assert memory.recall(store, "another", "learnt") is None
    memory.set_meta(store, "name", "1")
    memory.set_meta(store, "name", "2")
    assert memory.meta(store, "name") == "2"
    assert memory.meta(store, "nothing") is None
