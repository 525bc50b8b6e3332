"""A terminal that is replaced: what it had not delivered reaches the upstream once, from the new one."""

import json
import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from shared.domain.delivery import RowState
from shared.domain.model import PresenceState
from shared.domain.tap import Choice
from shared.handover import HandedOver, hand_over
from shared.handover_file import HandoverError
from shared.handover_take import TakenIn, take_over
from shared.store import binding, desk, evidence, ledger, memory, outbox, presence, removing, taking_in
from shared.store.database import Store
from shared.store.desk import DeskKind
from shared.store.errors import CannotOpen
from shared.store.handing_over import last_export
from shared.verify import verify
from tests.shared.sync.conftest import Post
from tests.shared.sync.places import ACCOUNT

ANA, BEN, CHLOE, DEV = "2001", "2002", "2003", "2004"
URL = {"tracktik": "https://upstream.test"}


def bind(store: Store) -> None:
    binding.bind(store, [ACCOUNT], URL)


class Terminal:
    """A post that can be switched off, handed over and taken over to."""

    def __init__(self, post: Post) -> None:
        self.post = post
        bind(post.store)

    def off(self) -> None:
        self.post.store.close()

    def on(self) -> None:
        self.post.store = Store.open(self.post.path)

    def give(self, file: Path, *, again: str = "") -> HandedOver:
        self.off()
        try:
            return hand_over(self.post.path, "", file, "Gate 1", self.post.clock.read(), again=again)
        finally:
            self.on()

    def take(self, file: Path, code: str, accounts: tuple[int, ...] = (ACCOUNT,)) -> TakenIn:
        self.off()
        try:
            return take_over(self.post.path, "", file, code, accounts, bind, self.post.clock.read())
        finally:
            self.on()


@pytest.fixture
def old(new_post: Callable[[], Post]) -> Terminal:
    return Terminal(new_post())


@pytest.fixture
def new(new_post: Callable[[], Post], old: Terminal) -> Terminal:
    terminal = Terminal(new_post())
    terminal.post.clock = old.post.clock
    return terminal


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "handover.json"


def sessions_by_guard(post: Post) -> dict[int, list[bool]]:
    """Whether each session is closed, by its guard."""
    found: dict[int, list[bool]] = {}
    for one in sorted(post.sandbox.sessions(), key=lambda session: session["startedOn"]):
        found.setdefault(one["employee"] - 5000, []).append(one["endedOn"] is not None)
    return found


def lived(post: Post) -> None:
    """Ana is in and delivered; Ben is in, undelivered; Chloé left, both undelivered; Dev's clock-out is undelivered."""
    post.clock_in(ANA, ago_s=7000)
    post.clock_in(DEV, ago_s=6900)
    post.sync()
    post.clock_in(BEN, ago_s=6000)
    post.clock_in(CHLOE, ago_s=5000)
    post.clock_out(CHLOE, ago_s=1000)
    post.clock_out(DEV, ago_s=900)


def test_everything_undelivered_arrives_once_and_later_clock_outs_work(
    old: Terminal, new: Terminal, file: Path
) -> None:
    lived(old.post)
    before = [row.event for row in reversed(ledger.newest(old.post.store, 50))]
    done = old.give(file)
    assert (done.events, done.deliveries, done.again) == (6, 4, False)
    assert old.post.unfinished() == []
    assert outbox.counts(old.post.store) == {"delivered": 2, "handed_over": 4}

    taken = new.take(file, done.code)
    assert (taken.events, taken.deliveries, taken.before, taken.terminal) == (6, 4, "", "Gate 1")
    after = [row.event for row in reversed(ledger.newest(new.post.store, 50))]
    assert [(one.event_id, one.terminal, one.draft, one.employee, one.receipt) for one in after if one] == [
        (one.event_id, one.terminal, one.draft, one.employee, one.receipt) for one in before if one
    ]
    assert [one.evidence_digest for one in after if one] == [one.evidence_digest for one in before if one]
    assert verify(new.post.store).intact
    assert memory.meta(new.post.store, "incarnation") == "2"
    assert [new.post.presence(one).state for one in (ANA, BEN, CHLOE, DEV)] == [
        PresenceState.WORKING,
        PresenceState.WORKING,
        PresenceState.OFF,
        PresenceState.OFF,
    ]

    new.post.clock_out(ANA, ago_s=30)
    new.post.clock_out(BEN, ago_s=20)
    old.post.sync()
    new.post.sync_to_the_end()
    old.post.sync()
    assert sessions_by_guard(new.post) == {2001: [True], 2002: [True], 2003: [True], 2004: [True]}
    assert {row.state for row in new.post.rows()} == {RowState.DELIVERED}
    for number in (ANA, BEN, CHLOE, DEV):
        assert presence.of(new.post.store, number) == presence.rebuild(new.post.store, number)


def test_a_second_time_it_says_so_and_does_nothing(old: Terminal, new: Terminal, file: Path) -> None:
    lived(old.post)
    done = old.give(file)
    new.take(file, done.code)
    head = ledger.head(new.post.store)
    second = new.take(file, done.code)
    assert second.before == taking_in.taken_at(new.post.store, done.export_id)
    assert (second.events, second.deliveries, ledger.head(new.post.store)) == (0, 0, head)
    assert memory.meta(new.post.store, "incarnation") == "2"


def test_what_the_old_terminal_had_sent_without_an_answer_is_found(old: Terminal, new: Terminal, file: Path) -> None:
    post = old.post
    post.sign_in()
    came = post.clock_in(ANA, ago_s=10)
    post.sandbox.fault("answer_lost", method="POST", path="*/work-sessions")
    post.sync()
    assert post.row(came).state is RowState.UNKNOWN
    done = old.give(file)
    new.take(file, done.code)
    new.post.sync_to_the_end(pause_s=0.05)
    (session,) = post.sandbox.sessions(ANA)
    assert (new.post.row(came).session_id, new.post.row(came).found) == (session["id"], "adopted")


def test_what_is_told_later_on_the_old_terminal_follows(old: Terminal, new: Terminal, file: Path) -> None:
    old.post.clock_in(ANA, ago_s=5000)
    first = old.give(file)
    old.post.clock_out(ANA, ago_s=100)
    second_file = file.with_name("second.json")
    second = old.give(second_file)
    assert (second.events, second.deliveries) == (2, 1)
    with pytest.raises(HandoverError, match=f"take in the earlier handover {first.export_id}"):
        new.take(second_file, second.code)
    assert ledger.count(new.post.store) == 0
    new.take(file, first.code)
    assert new.take(second_file, second.code).events == 1
    new.post.sync_to_the_end()
    assert sessions_by_guard(new.post) == {2001: [True]}


def test_whoever_did_something_later_at_the_new_terminal_is_where_it_says(
    old: Terminal, new: Terminal, file: Path
) -> None:
    old.post.clock_in(ANA, ago_s=5000)
    done = old.give(file)
    new.post.clock_in(ANA, ago_s=600)
    new.post.clock_out(ANA, ago_s=60)
    new.take(file, done.code)
    assert new.post.presence(ANA).state is PresenceState.OFF


def test_breaks_and_what_was_taken_back_come_along(old: Terminal, new: Terminal, file: Path) -> None:
    post = old.post
    post.clock_in(ANA, ago_s=5000)
    post.tap(ANA, Choice.START_BREAK, ago_s=600)
    wrong = post.clock_in(BEN, ago_s=20)
    post.change(wrong, state=RowState.UNKNOWN)
    post.take_back(wrong)
    done = old.give(file)
    # What the new terminal has of its own takes the numbers that the old one gave its evidence.
    own = new.post.clock_in(DEV, ago_s=50)
    new.take(file, done.code)
    assert (new.post.presence(ANA).state, new.post.presence(BEN).state) == (PresenceState.ON_BREAK, PresenceState.OFF)
    assert ledger.is_voided(new.post.store, wrong.event_id)
    assert verify(new.post.store).intact
    new.post.sync_to_the_end()
    assert sessions_by_guard(new.post) == {2001: [False], 2004: [False]}
    assert new.post.row(own).state is RowState.DELIVERED
    assert new.post.row(wrong).state is RowState.DROPPED


def test_a_parked_delivery_waits_on_the_new_desk(old: Terminal, new: Terminal, file: Path) -> None:
    came = old.post.clock_in(ANA, ago_s=5000)
    old.post.change(came, state=RowState.PARKED, reason="overlap")
    desk.put(old.post.store, DeskKind.PARKED, came.event_id, old.post.clock.read().wall, employee=ANA)
    assert old.post.kinds() == ["parked"]
    done = old.give(file)
    new.take(file, done.code)
    assert (new.post.row(came).state, new.post.row(came).reason) == (RowState.PARKED, "overlap")
    assert new.post.kinds() == ["parked"]
    assert old.post.kinds() == []


def test_what_is_held_for_its_clock_stays_held(old: Terminal, new: Terminal, file: Path) -> None:
    came = old.post.tap(ANA, Choice.CLOCK_IN, trusted=False).events[-1]
    assert old.post.row(came).reason == "clock"
    done = old.give(file)
    new.take(file, done.code)
    assert (new.post.row(came).state, new.post.row(came).reason) == (RowState.HELD, "clock")


@pytest.mark.parametrize("wrong", ["code", "tampered", "signature", "truncated", "empty", "other", "version"])
def test_a_file_that_is_not_what_was_written_is_refused(old: Terminal, new: Terminal, file: Path, wrong: str) -> None:
    lived(old.post)
    done = old.give(file)
    told, code = file.read_text(), done.code
    match wrong:
        case "code":
            code = code[:-1] + ("2" if code[-1] != "2" else "3")
        case "tampered":
            told = told.replace("2002", "2009")
        case "signature":
            told = told.replace('"signature": "', '"signature": "0')
        case "truncated":
            told = told[: len(told) // 2]
        case "empty":
            told = ""
        case "other":
            told = json.dumps({"format": "something"})
        case "version":
            told = told.replace("handover 1", "handover 2")
    file.write_text(told)
    named = {"code": "does not fit", "tampered": "was changed", "signature": "was changed", "version": "of a version"}
    with pytest.raises(HandoverError, match=named.get(wrong, "cut short, or no handover file")):
        new.take(file, code)
    assert ledger.count(new.post.store) == 0


def test_a_code_may_be_typed_as_people_type(old: Terminal, new: Terminal, file: Path) -> None:
    old.post.clock_in(ANA, ago_s=5000)
    done = old.give(file)
    assert new.take(file, f" {done.code.lower().replace('-', ' ')} ").events == 1


def test_another_sites_file_is_refused_by_its_name(old: Terminal, new: Terminal, file: Path) -> None:
    lived(old.post)
    done = old.give(file)
    with pytest.raises(HandoverError, match="of Harbour Tower, which is no site of this terminal"):
        new.take(file, done.code, accounts=(4711,))
    assert ledger.count(new.post.store) == 0


def test_a_file_for_another_upstream_is_refused(old: Terminal, new: Terminal, file: Path) -> None:
    old.post.store.execute("UPDATE meta SET value = 'https://elsewhere.test' WHERE name = 'bound_tracktik'")
    old.post.clock_in(ANA, ago_s=5000)
    done = old.give(file)
    with pytest.raises(HandoverError, match="this terminal delivers to https://upstream"):
        new.take(file, done.code)


def test_the_ledger_that_gave_it_does_not_take_it(old: Terminal, file: Path) -> None:
    old.post.clock_in(ANA, ago_s=5000)
    done = old.give(file)
    with pytest.raises(HandoverError, match="this very ledger handed it over"):
        old.take(file, done.code)
    assert outbox.counts(old.post.store) == {"handed_over": 1}


def test_nothing_is_handed_over_where_the_file_cannot_be_written(old: Terminal, file: Path) -> None:
    with pytest.raises(HandoverError, match="nothing to hand over"):
        old.give(file)
    old.post.clock_in(ANA, ago_s=5000)
    file.write_text("precious")
    with pytest.raises(HandoverError, match="exists already"):
        old.give(file)
    with pytest.raises(HandoverError, match="No such file or directory"):
        old.give(file.parent / "unplugged" / "file.json")
    assert len(old.post.unfinished()) == 1
    assert file.read_text() == "precious"


def test_a_terminal_that_never_ran_takes_it_too(old: Terminal, file: Path, tmp_path: Path) -> None:
    lived(old.post)
    done = old.give(file)
    folder = tmp_path / "never ran"
    folder.mkdir()
    owner = (4711, 4712) if os.geteuid() == 0 else (os.geteuid(), os.getegid())
    os.chown(folder, *owner)
    path = folder / "ledger.db"
    assert take_over(path, "", file, done.code, [ACCOUNT], bind, old.post.clock.read()).events == 6
    assert {(one.stat().st_uid, one.stat().st_gid) for one in folder.iterdir()} == {owner}
    with Store.open(path) as store:
        assert verify(store).intact


def test_nothing_is_handed_over_while_a_process_has_the_ledger(old: Terminal, new: Terminal, file: Path) -> None:
    old.post.clock_in(ANA, ago_s=5000)
    with pytest.raises(CannotOpen, match="another process has it open"):
        hand_over(old.post.path, "", file, "Gate 1", old.post.clock.read())
    done = old.give(file)
    with pytest.raises(CannotOpen, match="another process has it open"):
        take_over(new.post.path, "", file, done.code, [ACCOUNT], bind, new.post.clock.read())


def test_a_lost_file_is_written_again_and_taken_once(old: Terminal, new: Terminal, file: Path) -> None:
    lived(old.post)
    first = old.give(file)
    copy = file.with_name("again.json")
    second = old.give(copy, again=first.export_id)
    assert (second.again, second.export_id) == (True, first.export_id)
    assert second.code != first.code
    new.take(copy, second.code)
    assert new.take(file, first.code).before


def test_evidence_that_was_erased_since_is_in_no_file(old: Terminal, new: Terminal, file: Path) -> None:
    lived(old.post)
    first = old.give(file)
    assert evidence.erase_of(old.post.store, BEN, old.post.clock.read().wall, "Ben")[0] == 1
    copy = file.with_name("again.json")
    again = old.give(copy, again=first.export_id)
    assert len(copy.read_text()) < len(file.read_text())
    new.take(copy, again.code)
    report = verify(new.post.store)
    assert (report.intact, report.erased) == (True, 1)


def test_a_handover_goes_with_the_events_that_are_removed_by_their_age(old: Terminal, file: Path) -> None:
    lived(old.post)
    old.give(file)
    now = old.post.clock.read().wall
    assert removing.handovers(old.post.store, now - timedelta(days=1), now) == 0
    assert removing.handovers(old.post.store, now + timedelta(days=1), now) == 1
    assert last_export(old.post.store) is None


@pytest.mark.kill
def test_killed_anywhere_everything_arrives_once(
    old: Terminal, new: Terminal, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lived(old.post)
    # Killed before the commit, between commit and file, between file and its mark; then while it is taken in.
    for place in ("shared.handover.export", "shared.handover.write_file", "shared.handover.mark_written"):
        old.off()
        _killed_in(lambda: old.give(file), place, monkeypatch)
        old.on()
        file.unlink(missing_ok=True)
    done = old.give(file)
    assert done.again, "what was marked before the kill is in the export that is written again"
    for place in ("shared.store.taking_in.renew", "shared.handover_take.remember_head"):
        new.off()
        _killed_in(lambda: new.take(file, done.code), place, monkeypatch)
        new.on()
    assert new.take(file, done.code).before, "the second kill came after the commit"
    old.post.sync()
    new.post.clock_out(BEN, ago_s=20)
    new.post.sync_to_the_end()
    old.post.sync()
    assert sessions_by_guard(new.post) == {2001: [False], 2002: [True], 2003: [True], 2004: [True]}


def _killed_in(act: Callable[[], object], place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    child = os.fork()
    if not child:
        monkeypatch.setattr(place, lambda *_, **__: os.kill(os.getpid(), 9))
        try:
            act()
        finally:
            os._exit(1)
    assert os.waitpid(child, 0)[1] == 9, place
