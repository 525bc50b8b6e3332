"""A restored backup with deliveries made since: nothing is sent twice, and what the ledger has lost is told."""

from datetime import timedelta
from pathlib import Path

import pytest

from shared.backup import Folders, back_up
from shared.domain.delivery import RowState
from shared.domain.model import PresenceState
from shared.restore import restore
from shared.store.database import Store
from shared.store.incarnation import compared_since
from shared.store.opening import open_for_service
from tests.shared.sync.conftest import Post

ANA, BEN, CHLOE, DEV, EVA = "2001", "2002", "2003", "2004", "2005"


@pytest.fixture
def backups(post: Post) -> Folders:
    return Folders(post.path.parent / "backups", None, 14, own=True)


def backed_up(post: Post, folders: Folders) -> Path:
    return back_up(post.store, folders, post.clock.read().wall).path


def put_back(post: Post, backup: Path, *, by_hand: bool = False, is_lost: bool = False) -> None:
    """`is_lost`: nothing is left of the ledger that was there, as after a card that died."""
    post.store.close()
    if is_lost:
        post.path.unlink()
    if by_hand:
        post.path.write_bytes(backup.read_bytes())
    else:
        restore(backup, post.path, "", lambda store: None, post.clock.read())
    post.store = open_for_service(post.path, None, post.clock.read())


@pytest.mark.parametrize("by_hand", [False, True], ids=["restored", "copied by hand"])
def test_what_was_delivered_since_the_backup_is_not_sent_again(post: Post, backups: Folders, by_hand: bool) -> None:
    delivered = post.clock_in(ANA, ago_s=4000)
    post.sync()
    came, waits = post.clock_in(BEN, ago_s=60), post.clock_in(CHLOE, ago_s=50)
    left = post.clock_out(ANA, ago_s=40)
    backup = backed_up(post, backups)
    post.sync()
    before = post.sandbox.sessions()
    assert len(before) == 3
    assert len([one for one in before if one["endedOn"]]) == 1

    put_back(post, backup, by_hand=by_hand)
    assert {post.row(event).state for event in (came, waits, left)} == {RowState.UNKNOWN}
    assert post.row(delivered).state is RowState.DELIVERED
    post.sync_to_the_end()
    assert post.sandbox.sessions() == before
    assert {row.state for row in post.rows()} == {RowState.DELIVERED}
    assert [post.row(event).session_id for event in (came, waits)] == [
        next(one["id"] for one in before if one["employee"] == int(number) + 5000) for number in (BEN, CHLOE)
    ]


def test_what_was_not_delivered_before_the_restore_goes_out_once(post: Post, backups: Folders) -> None:
    post.clock_in(BEN, ago_s=30)
    backup = backed_up(post, backups)
    put_back(post, backup)
    post.sync_to_the_end()
    post.sync_to_the_end()
    assert len(post.sandbox.sessions(BEN)) == 1


def test_what_came_since_the_backup_is_delivered_once_where_the_ledger_can_be_read(
    post: Post, backups: Folders
) -> None:
    came = post.clock_in(ANA, ago_s=4000)
    post.sync()
    backup = backed_up(post, backups)
    left, later = post.clock_out(ANA, ago_s=300), post.clock_in(BEN, ago_s=200)
    post.sync()
    waits = post.clock_in(CHLOE, ago_s=100)
    put_back(post, backup)
    assert (post.presence(ANA).state, post.presence(CHLOE).state) == (PresenceState.OFF, PresenceState.WORKING)
    post.sync_to_the_end()
    assert {post.row(event).state for event in (came, left, later, waits)} == {RowState.DELIVERED}
    assert {number: len(post.sandbox.sessions(number)) for number in (ANA, BEN, CHLOE)} == {ANA: 1, BEN: 1, CHLOE: 1}
    with post.service() as service:
        assert service.reconcile() == 0


def test_a_session_that_was_closed_meanwhile_is_closed_here(post: Post, backups: Folders) -> None:
    came = post.clock_in(ANA, ago_s=4000)
    post.sync()
    backup = backed_up(post, backups)
    post.clock_out(ANA, ago_s=20)
    post.sync()
    (session,) = post.sandbox.sessions(ANA)
    put_back(post, backup, is_lost=True)
    assert post.presence(ANA).state is PresenceState.WORKING
    with post.service() as service:
        service.download().open_sessions()
    assert post.presence(ANA).state is PresenceState.OFF
    post.clock.advance(600)
    post.clock_in(ANA)
    post.sync_to_the_end()
    first, second = sorted(post.sandbox.sessions(ANA), key=lambda one: one["startedOn"])
    assert first == session
    assert (second["endedOn"], post.row(came).state) == (None, RowState.DELIVERED)


def test_a_session_that_was_opened_meanwhile_is_closed_by_its_clock_out(post: Post, backups: Folders) -> None:
    backup = backed_up(post, backups)
    post.clock_in(ANA, ago_s=3000)
    post.sync()
    put_back(post, backup, is_lost=True)
    with post.service() as service:
        service.download().open_sessions()
    assert post.presence(ANA).on_duty
    post.clock.advance(300)
    left = post.clock_out(ANA)
    post.sync_to_the_end()
    (session,) = post.sandbox.sessions(ANA)
    assert (post.row(left).state, post.row(left).session_id) == (RowState.DELIVERED, session["id"])
    assert abs((session["endedOn"] - left.draft.at).total_seconds()) <= 1


def test_the_hourly_comparison_tells_what_the_ledger_has_lost(post: Post, backups: Folders) -> None:
    backup = backed_up(post, backups)
    # Nobody of these has any event in the restored file: only the register knows them.
    post.clock_in(DEV, ago_s=3000)
    post.clock_in(EVA, ago_s=2900)
    post.clock_out(EVA, ago_s=100)
    post.sync()
    put_back(post, backup, is_lost=True)
    with post.service() as service:
        assert service.reconcile() == 2
        assert service.reconcile() == 0
    assert post.kinds() == ["ledger_restored", "one_for_none", "one_for_none"]
    assert compared_since(post.store, post.clock.read().wall) is None


def test_what_was_lost_days_ago_is_told_too(post: Post, backups: Folders) -> None:
    backup = back_up(post.store, backups, post.clock.read().wall - timedelta(days=5)).path
    post.clock_in(DEV, ago_s=4 * 86_400)
    post.clock_out(DEV, ago_s=4 * 86_400 - 3600)
    post.sync_to_the_end()
    put_back(post, backup, is_lost=True)
    with post.service() as service:
        assert service.reconcile() == 1


def test_the_comparison_asks_for_everybody_until_nothing_is_on_its_way(post: Post, backups: Folders) -> None:
    post.clock_in(BEN, ago_s=30)
    backup = backed_up(post, backups)
    post.clock_in(DEV, ago_s=20)
    post.sync()
    put_back(post, backup, is_lost=True)
    with post.service() as service:
        assert service.reconcile() == 1
    assert compared_since(post.store, post.clock.read().wall) is not None
    post.sync_to_the_end()
    with post.service() as service:
        assert service.reconcile() == 0
    assert compared_since(post.store, post.clock.read().wall) is None


def test_without_a_restore_only_those_with_events_are_asked_for(post: Post) -> None:
    post.clock_in(BEN, ago_s=30)
    post.sync()
    asked = len(post.sandbox.requests("GET", "/work-sessions"))
    with post.service() as service:
        service.reconcile()
    assert len(post.sandbox.requests("GET", "/work-sessions")) == asked + 1
    with Store.open(post.path) as store:
        assert compared_since(store, post.clock.read().wall) is None
