"""A damaged ledger is set aside and carried over; any other trouble leaves the file where it is."""

import multiprocessing
import os
import signal
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from shared.domain.delivery import RowState
from shared.store import desk, ledger, memory, opening, outbox, presence, replacement
from shared.store.database import Store
from shared.store.desk import DeskItem, DeskKind
from shared.store.errors import CannotOpen, StoreError
from shared.store.opening import open_for_service
from shared.verify import verify
from tests.shared.store import wreck
from tests.shared.store.gate import ANA, TRACKTIK, Gate, assert_sound, bytes_of, events, kinds
from tests.shared.store.wreck import LATER, damage, evidence_page, ledger_page, outbox_page, root_page, with_history

FORKED = multiprocessing.get_context("fork")


def set_aside(path: Path) -> list[str]:
    return sorted(file.name for file in path.parent.glob("ledger.db.damaged-*"))


def about_the_replacement(store: Store) -> DeskItem:
    (item,) = [item for item in desk.listed(store) if item.kind is DeskKind.LEDGER_REPLACED]
    return item


def test_a_whole_ledger_is_opened_and_nothing_else(path: Path) -> None:
    with_history(path)
    with open_for_service(path, None, LATER) as store:
        assert_sound(store)
        assert memory.meta(store, "incarnation") is None
        assert desk.listed(store) == []
    assert set_aside(path) == []


def test_a_new_ledger_is_made(path: Path) -> None:
    with open_for_service(path, None, LATER) as store:
        assert kinds(store) == []


def test_every_event_on_a_readable_page_is_carried_over(path: Path) -> None:
    history = with_history(path)
    broken = ledger_page(path, history[20])
    lost = [event for event in history if ledger_page(path, event) == broken]
    damage(path, broken)
    with open_for_service(path, None, LATER) as store:
        kept = events(store)
        assert kept == [event for event in history if event not in lost]
        assert 1 <= len(lost) <= 7
        facts = about_the_replacement(store).facts
        assert (facts["events"], facts["carried"]["ledger"]) == (history.index(kept[-1]) + 1, len(kept))
        assert facts["not_whole"] == ["ledger"]
    (aside,) = set_aside(path)
    assert aside == "ledger.db.damaged-20260302T160000"
    assert facts["kept_as"] == str(path.with_name(aside))


def test_a_replaced_ledger_says_what_is_missing_and_goes_on(path: Path) -> None:
    history = with_history(path)
    damage(path, ledger_page(path, history[20]))
    with open_for_service(path, None, LATER) as store:
        before = verify(store)
        assert any("missing" in fault for fault in before.faults)
        gate = Gate(store)
        gate.wait(hours=10)
        gate.tap(ANA)
        assert ledger.head(store).seq == len(history) + 1
        assert verify(store).count == before.count, "what comes after the gap is sound"


def test_what_was_on_its_way_is_unknown_and_what_was_final_stays_so(path: Path) -> None:
    history = with_history(path)
    with Store.open(path) as store:
        for number, state in enumerate((RowState.DELIVERED, RowState.DROPPED, RowState.PARKED, RowState.HANDED_OVER)):
            outbox.change(store, history[number].event_id, TRACKTIK, LATER.wall, state=state)
        outbox.change(store, history[4].event_id, TRACKTIK, LATER.wall, state=RowState.SENDING, body="frozen")
    damage(path, ledger_page(path, history[-1]))
    with open_for_service(path, None, LATER) as store:
        states = [row.state for event in history[:6] for row in outbox.of_event(store, event.event_id)]
        assert states == ["delivered", "dropped", "parked", "handed_over", "unknown", "unknown"]
        (sending,) = outbox.of_event(store, history[4].event_id)
        assert (sending.body, sending.reason, sending.attempt_boot) == ("frozen", "restored", "boot-2")
        assert memory.meta(store, "incarnation") == "2"


def test_presence_is_what_the_carried_events_tell(path: Path) -> None:
    history = with_history(path)
    damage(path, root_page(path, "presence"))
    with open_for_service(path, None, LATER) as store:
        assert events(store) == history
        for person, standing in presence.everybody(store).items():
            assert standing == presence.rebuild(store, person)
        on_duty = [number for number, standing in presence.everybody(store).items() if standing.presence.on_duty]
        assert len(on_duty) == len(wreck.GUARDS) // 2
        assert_sound(store)


def test_the_newest_events_on_a_torn_page_do_not_take_the_others_along(path: Path) -> None:
    history = with_history(path)
    broken = ledger_page(path, history[-1])
    lost = [event for event in history if ledger_page(path, event) == broken]
    damage(path, broken)
    with open_for_service(path, None, LATER) as store:
        assert events(store) == [event for event in history if event not in lost]


def test_the_newest_events_are_found_without_the_index_too(path: Path) -> None:
    history = with_history(path)
    broken = ledger_page(path, history[-1])
    lost = [event for event in history if ledger_page(path, event) == broken]
    damage(path, broken, root_page(path, "ledger_by_employee"))
    with open_for_service(path, None, LATER) as store:
        assert events(store) == [event for event in history if event not in lost]


def test_two_broken_pages_lose_only_themselves(path: Path) -> None:
    history = with_history(path)
    broken = {ledger_page(path, history[10]), ledger_page(path, history[40])}
    lost = [event for event in history if ledger_page(path, event) in broken]
    damage(path, *broken)
    with open_for_service(path, None, LATER) as store:
        assert events(store) == [event for event in history if event not in lost]


@pytest.mark.parametrize("index", ["ledger_by_employee", "sqlite_autoindex_ledger_1", "outbox_unfinished", "desk"])
def test_a_broken_index_loses_nothing(path: Path, index: str) -> None:
    history = with_history(path)
    damage(path, root_page(path, index))
    with open_for_service(path, None, LATER) as store:
        assert events(store) == history
        assert_sound(store)
    assert len(set_aside(path)) == 1


def test_an_event_whose_outbox_row_is_lost_is_looked_up_and_not_forgotten(path: Path) -> None:
    history = with_history(path)
    with Store.open(path) as store:
        outbox.change(store, history[0].event_id, TRACKTIK, LATER.wall, state=RowState.DELIVERED)
    damage(path, outbox_page(path, history[len(history) // 2]))
    with open_for_service(path, None, LATER) as store:
        rows = [outbox.find(store, event.event_id, TRACKTIK) for event in history]
        assert [row.state for row in rows if row] == ["delivered"] + ["unknown"] * (len(history) - 1)
        assert [(row.seq, row.kind, row.at) for row in rows if row] == [
            (seq, event.draft.kind, event.draft.at) for seq, event in enumerate(history, start=1)
        ]
        assert_sound(store)


def test_what_stands_behind_the_damage_is_read_from_the_other_end(path: Path) -> None:
    history = with_history(path)
    with Store.open(path) as store:
        outbox.change(store, history[-1].event_id, TRACKTIK, LATER.wall, state=RowState.DELIVERED)
    broken = outbox_page(path, history[len(history) // 2])
    lost = [event for event in history[:-1] if outbox_page(path, event) == broken]
    damage(path, broken)
    with open_for_service(path, None, LATER) as store:
        last = outbox.find(store, history[-1].event_id, TRACKTIK)
        assert last is not None
        assert last.state is RowState.DELIVERED
        facts = about_the_replacement(store).facts
        assert facts["carried"]["outbox"] >= len(history) - len(lost)
        assert facts["not_whole"] == ["outbox"]


def test_lost_evidence_is_marked_and_the_chain_stays_whole(path: Path) -> None:
    history = with_history(path)
    damage(path, evidence_page(path, history[30]))
    with open_for_service(path, None, LATER) as store:
        report = verify(store)
        assert report.intact
        assert report.erased == about_the_replacement(store).facts["evidence_lost"] >= 1
        Gate(store).tap(ANA)
        assert verify(store).intact, "the next evidence must not take a lost one's place"


def test_half_a_people_register_is_imported_again(path: Path) -> None:
    with_history(path)
    with Store.open(path) as store:
        memory.set_meta(store, "people_fingerprint", "of a file")
    damage(path, root_page(path, "people"))
    with open_for_service(path, None, LATER) as store:
        assert memory.meta(store, "people_fingerprint") is None


def test_a_whole_people_register_is_not(path: Path) -> None:
    history = with_history(path)
    with Store.open(path) as store:
        memory.set_meta(store, "people_fingerprint", "of a file")
    damage(path, ledger_page(path, history[3]))
    with open_for_service(path, None, LATER) as store:
        assert memory.meta(store, "people_fingerprint") == "of a file"


def test_a_file_with_no_readable_table_is_kept_and_a_new_ledger_begun(path: Path) -> None:
    with_history(path)
    content = bytearray(path.read_bytes())
    content[100:4000] = b"\x5a" * 3900
    path.write_bytes(content)
    with open_for_service(path, None, LATER) as store:
        assert kinds(store) == []
        assert about_the_replacement(store).facts["events"] == 0
        Gate(store).tap(ANA)
        assert_sound(store)
    (aside,) = set_aside(path)
    assert path.with_name(aside).read_bytes()[100:4000] == b"\x5a" * 3900


def test_a_damaged_encrypted_ledger_is_carried_over_under_its_key(path: Path, tmp_path: Path) -> None:
    key = tmp_path / "key"
    key.write_text("correct horse")
    history = with_history(path, key)
    pages = len(path.read_bytes()) // wreck.PAGE_BYTES
    damage(path, pages - 3, pages - 5)
    with open_for_service(path, key, LATER) as store:
        assert 0 < len(events(store)) <= len(history)
        assert about_the_replacement(store)
    assert b"SQLite format" not in path.read_bytes()


def test_a_damaged_ledger_that_somebody_has_open_stays_where_it_is(path: Path) -> None:
    history = with_history(path)
    damage(path, ledger_page(path, history[20]))
    with Store.open(path):
        before = bytes_of(path)
        with pytest.raises(CannotOpen, match="another process has it open"):
            open_for_service(path, None, LATER)
        assert bytes_of(path)[""] == before[""]
        assert set_aside(path) == []
    with open_for_service(path, None, LATER) as store:
        assert about_the_replacement(store)


def test_whoever_waited_while_another_replaced_the_file_replaces_nothing(path: Path) -> None:
    history = with_history(path)
    with opening._replaced(path, "", LATER) as store:
        assert events(store) == history
        assert memory.meta(store, "incarnation") is None
    assert set_aside(path) == []


def test_a_second_damage_in_the_same_second_gets_a_name_of_its_own(path: Path) -> None:
    for _ in range(3):
        history = with_history(path)
        damage(path, ledger_page(path, history[-1]))
        open_for_service(path, None, LATER).close()
    assert set_aside(path) == [
        "ledger.db.damaged-20260302T160000",
        "ledger.db.damaged-20260302T160000n2",
        "ledger.db.damaged-20260302T160000n3",
    ]
    with Store.open(path) as store:
        assert memory.meta(store, "incarnation") == "4"


def _service(path: Path, start: Connection, answer: Connection) -> None:
    start.recv()
    try:
        with open_for_service(path, None, LATER) as store:
            answer.send((kinds(store), memory.meta(store, "incarnation")))
            start.recv()
    except StoreError as error:
        answer.send(str(error))


def test_of_four_processes_that_find_the_damage_one_replaces_the_file(path: Path) -> None:
    history = with_history(path)
    damage(path, root_page(path, "desk"))
    go = [FORKED.Pipe() for _ in range(4)]
    told = [FORKED.Pipe() for _ in range(4)]
    processes = [FORKED.Process(target=_service, args=(path, go[n][1], told[n][1])) for n in range(4)]
    for process in processes:
        process.start()
    for begin, _ in go:
        begin.send("go")
    answers = [answer.recv() for answer, _ in told]
    for begin, _ in go:
        begin.send("close")
    for process in processes:
        process.join(30)
    opened = [answer for answer in answers if isinstance(answer, tuple)]
    assert opened
    assert all(answer == ([event.draft.kind for event in history], "2") for answer in opened)
    assert all("another process has it open" in answer for answer in answers if isinstance(answer, str))
    assert len(set_aside(path)) == 1


def _killed_at_rename(path: Path, fatal: int) -> None:
    rename, count = Path.rename, 0

    def counted(self: Path, target: Path) -> Path:
        nonlocal count
        count += 1
        if count == fatal:
            os.kill(os.getpid(), signal.SIGKILL)
        return rename(self, target)

    Path.rename = counted  # type: ignore[method-assign]
    open_for_service(path, None, LATER)
    os._exit(0)


@pytest.mark.parametrize("fatal", [1, 2, 3, 4, 5])
def test_a_replacement_that_was_killed_is_finished_by_the_next_opening(path: Path, fatal: int) -> None:
    history = with_history(path)
    damage(path, root_page(path, "desk"))
    path.with_name("ledger.db-wal").write_bytes(b"a log that fits nothing")
    path.with_name("ledger.db-shm").write_bytes(b"and its index")
    process = FORKED.Process(target=_killed_at_rename, args=(path, fatal))
    process.start()
    process.join(30)
    with open_for_service(path, None, LATER) as store:
        assert events(store) == history
        assert memory.meta(store, "incarnation") == "2"
        assert_sound(store)
    left = {file.name.replace(path.name, "") for file in path.parent.iterdir() if file.name.startswith(path.name)}
    assert {name for name in left if replacement.READY in name or replacement.CARRYING in name} == set()
    assert any(name.startswith(".damaged-") and name.endswith("000") for name in left)
