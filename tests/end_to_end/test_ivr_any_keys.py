"""Whatever is pressed, repeated, late, or told too early: what was confirmed is recorded once, and nothing else."""

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar, Final

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from shared.replay import Verdict, replay
from shared.store import people, roster, taps
from shared.store.database import Store
from shared.store.people import RegisterRow
from shared.store.roster import Part
from shared.store.taps import TapState
from tests.end_to_end.ivr_in_process import CALLED, DOCKS, NOON, TOWER, InProcessLine, Serving, serving
from tests.end_to_end.ivr_installation import CHEAP_HASH, PIN, assert_sound
from tests.end_to_end.ivr_judge import ANA, BEN, EXPIRED_S, REGISTER, VERA, Judge
from tests.end_to_end.ivr_model import Caller, Webhook

PHONE: Final = "+15145550142"
WITHHELD: Final = "+266696687"
MOST_ASKED_AGAIN: Final = 4
WRONG_PIN: Final = "0000"
SITES: Final = st.sampled_from([TOWER, DOCKS, ""])
PEOPLE: Final = st.sampled_from([ANA, ANA, BEN, VERA])
ODD: Final = st.text("0123456789*#", max_size=6)
NUMBERS: Final = st.sampled_from([ANA, BEN, VERA]) | ODD
ANY_KEY: Final = st.sampled_from([*"0123456789*", ""]) | ODD
KEYS: Final = {
    "number": NUMBERS,
    "pin": st.sampled_from([PIN, PIN, PIN, WRONG_PIN]) | ODD,
    "claim-number": NUMBERS,
    "receipt": ODD,
}
SILENT: Final = "-"
WISHES: Final = st.sampled_from(["", "1", "11", "12", "2", "3", "51", "119", "22", "---", "1---"]) | st.text(
    "0123459-", max_size=4
)


class AnyKeys(RuleBasedStateMachine):
    """Callers who press what they like, and a Twilio that does all it may."""

    empty: ClassVar[Path]
    server: ClassVar[Serving]

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        file = Path(self.folder.name, "ledger.db")
        shutil.copy(self.empty, file)
        self.line = InProcessLine(self.server, file)
        self.line.start()
        self.judge = Judge(self.line)
        self.callers: list[Caller] = []

    def teardown(self) -> None:
        """In the end no question waits for somebody who has gone, and the ledger is whole and tells why it is so."""
        self.line.clock.advance(EXPIRED_S + 1)
        self.line.go_round()
        try:
            assert not taps.listed(self.line.store, (TapState.ASKED,))
            assert_sound(self.line.store)
            assert [one for one in replay(self.line.store, {}) if one.verdict is not Verdict.SAME] == []
        finally:
            self.line.close()
            self.folder.cleanup()

    @property
    def waiting(self) -> list[Caller]:
        return [caller for caller in self.callers if caller.waits is not None]

    # What callers do

    @rule(site=SITES, phone=st.sampled_from([PHONE, WITHHELD]))
    def somebody_calls(self, site: str, phone: str) -> None:
        self.rings(site, phone)

    def rings(self, site: str, phone: str = PHONE) -> Caller:
        caller = Caller(f"CA{len(self.callers):032x}", CALLED[site], phone)
        self.callers.append(caller)
        self.judge.goes_on(caller, caller.webhook("/voice", [], "ringing"))
        return caller

    @rule(site=SITES, who=PEOPLE, wishes=WISHES)
    def somebody_calls_and_stays(self, site: str, who: str, wishes: str) -> None:
        self.presses_all(self.rings(site), [who, PIN, *wishes])

    @rule(site=SITES, who=PEOPLE, wishes=WISHES, is_told=st.booleans())
    def somebody_calls_and_is_gone(self, site: str, who: str, wishes: str, is_told: bool) -> None:
        self.somebody_calls_and_stays(site, who, wishes)
        caller = self.callers[-1]
        caller.waits = None
        if is_told:
            self.judge.status(caller, "completed")

    @rule(site=SITES, who=PEOPLE | ODD, times=st.integers(1, 3))
    def somebody_mistypes_the_pin(self, site: str, who: str, times: int) -> None:
        self.presses_all(self.rings(site), [who, *[WRONG_PIN] * times])

    @rule(site=st.sampled_from([TOWER, DOCKS]), keys=st.text("112234", max_size=4))
    def the_supervisor_settles_claims(self, site: str, keys: str) -> None:
        self.presses_all(self.rings(site), [VERA, PIN, "0", "3", *keys])

    @precondition(lambda self: self.waiting)
    @rule(wishes=WISHES)
    def the_last_caller_goes_on(self, wishes: str) -> None:
        self.presses_all(self.waiting[-1], wishes)

    def presses_all(self, caller: Caller, keys: Sequence[str]) -> None:
        for key in keys:
            if caller.waits is not None:
                self.judge.goes_on(caller, caller.presses("" if key == SILENT else key))

    @rule(site=SITES, who=PEOPLE, keys=st.text("123", min_size=1, max_size=2))
    def somebody_chooses_much_too_late(self, site: str, who: str, keys: str) -> None:
        self.somebody_calls_and_stays(site, who, keys[1:])
        self.line.clock.advance(EXPIRED_S + 1)
        self.presses_all(self.callers[-1], keys[0])

    @precondition(lambda self: self.waiting)
    @rule(data=st.data(), twice=st.booleans())
    def keys_are_pressed_and_may_arrive_twice_at_once(self, data: st.DataObject, twice: bool) -> None:
        caller, asked = self.drawn(data, self.waiting)
        self.judge.goes_on(caller, asked, *([asked] if twice else []))

    @precondition(lambda self: len(self.waiting) > 1)
    @rule(data=st.data())
    def two_callers_press_at_once(self, data: st.DataObject) -> None:
        one = self.drawn(data, self.waiting)
        self.judge.both_go_on(one, self.drawn(data, [caller for caller in self.waiting if caller is not one[0]]))

    def drawn(self, data: st.DataObject, callers: list[Caller]) -> tuple[Caller, Webhook]:
        caller = data.draw(st.sampled_from(callers))
        return caller, caller.presses(data.draw(KEYS.get(caller.at, ANY_KEY)))

    @precondition(lambda self: self.waiting)
    @rule(data=st.data())
    def somebody_hangs_up_and_nobody_tells(self, data: st.DataObject) -> None:
        data.draw(st.sampled_from(self.waiting)).waits = None

    # What Twilio does

    @precondition(lambda self: self.callers)
    @rule(data=st.data(), other_keys=st.none() | st.sampled_from("12390"))
    def an_old_webhook_comes_again(self, data: st.DataObject, other_keys: str | None) -> None:
        caller = data.draw(st.sampled_from(self.callers))
        old = data.draw(st.sampled_from(caller.asked))
        # Without the line's memory a step that only asked may be taken anew: Twilio never sends it other keys.
        may_differ = old.life == self.judge.life
        again = caller.webhook(old.path, [("Digits", other_keys)]) if other_keys and may_differ else old
        self.judge.comes_again(old, again)

    @precondition(lambda self: self.callers)
    @rule(data=st.data(), status=st.sampled_from(["completed", "completed", "failed", "in-progress"]))
    def a_status_is_told_early_or_late(self, data: st.DataObject, status: str) -> None:
        self.judge.status(data.draw(st.sampled_from(self.callers)), status)

    # What else happens

    @rule(seconds=st.sampled_from([1, 60, 180, EXPIRED_S + 1]))
    def time_passes(self, seconds: int) -> None:
        self.line.clock.advance(seconds)

    @rule()
    def the_line_starts_anew_and_is_asked_again(self) -> None:
        self.line.stop()
        self.line.start()
        self.judge.life += 1
        for caller in self.callers[-MOST_ASKED_AGAIN:]:
            self.judge.comes_again(caller.asked[-1], caller.asked[-1])

    @rule()
    def the_line_goes_round(self) -> None:
        self.line.go_round()
        assert not self.judge.new_rows()

    @invariant()
    def everybody_stands_where_their_confirmed_events_say(self) -> None:
        self.judge.everybody()


@pytest.fixture(scope="module")
def server() -> Iterator[Serving]:
    """One web server for all lines of this module."""
    with serving() as server:
        yield server


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger with the register, and two positions at one of the sites."""
    file = tmp_path_factory.mktemp("empty") / "ledger.db"
    with Store.open(file) as store:
        rows = [RegisterRow(person, "", CHEAP_HASH, ()) for person in REGISTER]
        people.replace(store, rows, fingerprint="test", taken_at=NOON)
        positions = [(382, 687, "Gate 2"), (383, 687, "Patrol")]
        roster.replace(store, TOWER, Part.POSITIONS, positions, began_at=NOON)
    return file


@pytest.mark.timeout(600)
def test_what_is_confirmed_is_recorded_once_whatever_is_pressed(server: Serving, empty: Path) -> None:
    AnyKeys.server, AnyKeys.empty = server, empty
    run_state_machine_as_test(AnyKeys, settings=settings(max_examples=50, stateful_step_count=25, deadline=None))
