"""What was handed over and comes back, is handed over again, or lies in an older file: one terminal delivers it."""

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from shared.backup import Folders, back_up
from shared.domain.delivery import RowState, Step
from shared.domain.supervision import Reason
from shared.handover import hand_over
from shared.handover_file import HandoverError, write_file
from shared.restore import restore
from shared.store import carry_over, corrections, decisions, outbox, removing
from shared.store.database import Store
from shared.store.errors import StoreError
from shared.store.handing_over import last_export
from shared.store.salvage import Salvaged
from tests.shared.store.wreck import damage, ledger_page, root_page
from tests.shared.sync.conftest import Post
from tests.shared.sync.test_corrections_upstream import correct, earlier
from tests.shared.sync.test_handed_over import (
    ANA,
    BEN,
    CHLOE,
    Terminal,
    bind,
    file,
    new,
    old,
    sessions_by_guard,
)
from tests.shared.sync.test_queued_again import came_elsewhere

__all__ = ["file", "new", "old"]


def test_handed_there_and_back_it_is_delivered_from_here(old: Terminal, new: Terminal, file: Path) -> None:
    old.post.clock_in(ANA, ago_s=5000)
    new.take(file, old.give(file).code)
    back = file.with_name("back.json")
    assert old.take(back, new.give(back).code).deliveries == 1
    old.post.sync_to_the_end()
    new.post.sync_to_the_end()
    assert sessions_by_guard(old.post) == {2001: [False]}


def test_what_was_added_there_comes_back_with_it(old: Terminal, new: Terminal, file: Path) -> None:
    old.post.clock_in(ANA, ago_s=5000)
    new.take(file, old.give(file).code)
    new.post.clock_out(ANA, ago_s=100)
    back = file.with_name("back.json")
    old.take(back, new.give(back).code)
    old.post.sync_to_the_end()
    assert sessions_by_guard(old.post) == {2001: [True]}


def test_what_was_delivered_and_corrected_since_is_put_right_by_the_next_one(
    old: Terminal, new: Terminal, file: Path
) -> None:
    came = old.post.clock_in(ANA, ago_s=5000)
    old.post.sync()
    old.post.clock_in(BEN, ago_s=100)
    new.take(file, old.give(file).code)
    assert new.post.row(came).state is RowState.DELIVERED
    old.post.change(came, state=RowState.DUE, step=Step.CORRECT_TIME)
    second = file.with_name("second.json")
    new.take(second, old.give(second).code)
    assert old.post.row(came).state is RowState.HANDED_OVER
    assert (new.post.row(came).state, new.post.row(came).step) == (RowState.UNKNOWN, Step.CORRECT_TIME)


def test_a_correction_goes_with_what_it_corrects(old: Terminal, new: Terminal, file: Path) -> None:
    came = old.post.clock_in(ANA, ago_s=5000)
    correct(old.post, came, earlier(came))
    new.take(file, old.give(file).code)
    assert corrections.counted_at(new.post.store, came.event_id) == earlier(came)
    new.post.sync_to_the_end()
    assert new.post.row(came).at == earlier(came)


def test_a_correction_goes_along_where_the_work_session_began_elsewhere(
    old: Terminal, new: Terminal, file: Path
) -> None:
    came_elsewhere(old.post, ANA)
    left = old.post.clock_out(ANA, ago_s=100)
    correct(old.post, left, earlier(left))
    new.take(file, old.give(file).code)
    assert corrections.counted_at(new.post.store, left.event_id) == earlier(left)


@pytest.mark.parametrize("where", ["an event", "the roster"])
def test_a_ledger_whose_file_is_damaged_hands_nothing_over(old: Terminal, file: Path, where: str) -> None:
    """Wherever it is damaged: the terminal that is replaced may be replaced because of its card."""
    for number in (ANA, BEN, CHLOE):
        came = old.post.clock_in(number, ago_s=5000)
    old.off()
    path = old.post.path
    damage(path, ledger_page(path, came) if where == "an event" else root_page(path, "roster_employees"))
    with pytest.raises(StoreError):
        hand_over(path, "", file, "Gate 1", old.post.clock.read())
    assert not file.exists()


def test_what_a_person_took_back_there_is_not_begun_anew(old: Terminal, new: Terminal, file: Path) -> None:
    came = old.post.clock_in(ANA, ago_s=5000)
    old.post.clock_in(BEN, ago_s=4000)
    new.take(file, old.give(file).code)
    back = file.with_name("back.json")
    given = new.give(back)
    # By hand, here, meanwhile.
    old.post.change(came, state=RowState.DROPPED, by_whom="9001")
    assert old.take(back, given.code).deliveries == 1
    assert old.post.row(came).state is RowState.DROPPED


def test_a_backup_from_before_does_not_send_what_was_handed_over(old: Terminal, new: Terminal, file: Path) -> None:
    came = old.post.clock_in(ANA, ago_s=5000)
    folders = Folders(file.parent / "backups", None, 14, own=True, spare_bytes=0)
    backup = back_up(old.post.store, folders, old.post.clock.read().wall).path
    new.take(file, old.give(file).code)
    old.off()
    restore(backup, old.post.path, "", bind, old.post.clock.read())
    old.on()
    assert old.post.row(came).state is RowState.HANDED_OVER
    assert last_export(old.post.store) is not None


def test_a_damaged_file_sends_neither_what_was_handed_over_nor_what_was_given_up(
    old: Terminal, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old.post.clock_in(ANA, ago_s=5000)
    for number, what, facts in ((BEN, "drop", {}), (CHLOE, "mend", {"fix": "hand_over"})):
        given_up = old.post.clock_in(number, ago_s=4000)
        old.post.change(given_up, state=RowState.DROPPED, by_whom="9001")
        told = {"upstream": "tracktik", **facts}
        decisions.keep(
            old.post.store,
            what,
            given_up.event_id,
            Reason(),
            old.post.clock.read().wall,
            by="9001",
            site="",
            facts=told,
        )
    old.give(file)
    path, now = old.post.path, old.post.clock.read()
    old.off()
    # The outbox alone cannot be read any more.
    carry = carry_over.carry
    lost = Salvaged((), whole=False)
    monkeypatch.setattr(carry_over, "carry", lambda d, s, table: lost if table == "outbox" else carry(d, s, table))
    with Store.unlocked(path.with_name("made.db"), "") as store:
        carry_over.carry_over(path, store, now, kept_as="x")
        states = {row.employee: row.state for row in outbox.listed(store, list(RowState), 100)}
    old.on()
    assert states == {ANA: RowState.HANDED_OVER}


def test_an_export_that_no_file_tells_is_kept_whatever_its_age(
    old: Terminal, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old.post.clock_in(ANA, ago_s=5000)
    old.off()

    def pulled(*_: object) -> None:
        raise HandoverError("the stick was pulled")

    with monkeypatch.context() as without_a_stick:
        without_a_stick.setattr("shared.handover.write_file", pulled)
        with pytest.raises(HandoverError):
            hand_over(old.post.path, "", file, "Gate 1", old.post.clock.read())
    old.on()
    assert outbox.waiting_summary(old.post.store)[0] == 1, "the screen and the doctor must go on telling of it"
    old.post.clock.advance(91 * 86400)
    now = old.post.clock.read().wall
    assert removing.handovers(old.post.store, now - timedelta(days=90), now) == 0
    assert old.give(file).deliveries == 1
    assert outbox.waiting_summary(old.post.store)[0] == 0


def test_a_second_handover_names_the_first_whose_file_is_needed_too(old: Terminal, file: Path) -> None:
    old.post.clock_in(ANA, ago_s=5000)
    first = old.give(file)
    assert first.earlier == {}
    old.post.clock_in(BEN, ago_s=100)
    assert old.give(file.with_name("second.json")).earlier == {first.export_id: 1}


def test_an_export_goes_with_the_last_of_its_events(old: Terminal, file: Path) -> None:
    old.post.clock_in(ANA, ago_s=50 * 86400)
    old.give(file)
    now = old.post.clock.read().wall
    assert removing.handovers(old.post.store, now - timedelta(days=51), now) == 0
    assert removing.handovers(old.post.store, now - timedelta(days=49), now) == 1


def test_what_the_other_terminal_delivered_is_no_difference_here(old: Terminal, new: Terminal, file: Path) -> None:
    old.post.clock_in(ANA, ago_s=5000)
    new.take(file, old.give(file).code)
    new.post.sync_to_the_end()
    with old.post.service() as service:
        service.reconcile()
    assert old.post.kinds() == []


def test_a_file_that_two_terminals_took_in_is_one_session(
    old: Terminal, new: Terminal, file: Path, new_post: Callable[[], Post]
) -> None:
    """Nothing can keep a person from it: the second terminal finds upstream what the first one delivered."""
    third = Terminal(new_post())
    third.post.clock = old.post.clock
    came = old.post.clock_in(ANA, ago_s=5000)
    code = old.give(file).code
    new.take(file, code)
    new.post.sync_to_the_end()
    third.take(file, code)
    third.post.sync_to_the_end()
    (session,) = third.post.sandbox.sessions(ANA)
    assert (third.post.row(came).session_id, third.post.row(came).found) == (session["id"], "adopted")
    third.post.clock_out(ANA, ago_s=20)
    third.post.sync_to_the_end()
    assert sessions_by_guard(third.post) == {2001: [True]}


def test_the_ledger_itself_knows_of_a_handover_before_a_file_elsewhere_tells_of_it(
    old: Terminal, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is still in the write-ahead log would be lost where somebody carries off the ledger file alone."""
    old.post.clock_in(ANA, ago_s=5000)
    ledger_alone = file.with_name("carried off.db")

    def written(to: Path, text: str) -> None:
        shutil.copy(old.post.path, ledger_alone)
        write_file(to, text)

    monkeypatch.setattr("shared.handover.write_file", written)
    export = old.give(file).export_id
    with Store.open(ledger_alone) as store:
        found = last_export(store)
    assert found is not None
    assert found.export_id == export
