"""The muster at the door: who may open it, what touches do, and the badge that is served all the same."""

import pytest

from kiosk.devices.printer import Printer
from kiosk.muster_code import MusterCode
from kiosk.muster_desk import MusterMeans
from kiosk.muster_paper import MusterPaper
from kiosk.views import Act, BoardView, IdleView, Intent, KeypadView, LineKind, Mark, OutcomeView, Tone
from shared import muster_now
from shared.domain.model import Person, Role
from shared.domain.muster_entry import Tick
from shared.store.people import RegisterRow
from shared.store.taps import TapState
from tests.kiosk.conftest import PIN

BOSS = "3001"
CARD = "0D00003001"
CODE = "4711"


@pytest.fixture
def code_file(tmp_path):
    path = tmp_path / "muster.code"
    path.write_text(f"{CODE}\n")
    return path


@pytest.fixture
def make_door(make_front, register, pin_hash, badge_keys, tmp_path):
    """Makes kiosks where 3001 supervises; `opens` says who may open a muster."""

    def make(opens="free", code=None, paper=None, **wishes):
        def means(monotonic):
            return MusterMeans(opens, MusterCode(code, monotonic), paper)

        front = make_front(start=False, filled=False, muster=means, **wishes)
        boss = Person(BOSS, "Boss", "", Role.SUPERVISOR, ("Harbour Tower",))
        badge = (*badge_keys.hashes("em4100", "", CARD)[0], False)
        register(front.store, more=[RegisterRow(boss, "", pin_hash, (badge,))])
        front.roster()
        front.start()
        front.wait_for(lambda view: isinstance(view, IdleView))
        return front

    return make


@pytest.fixture
def door(make_door):
    """Anybody may open; Ana and Ben are in."""
    front = make_door()
    for number in ("1053", "1054"):
        chooses(front, number, "in")
        front.idle()
    return front


def chooses(front, number, wanted):
    """A badge, and the choices that lead to an event of that name."""
    view = front.badge(number)
    while not isinstance(view, OutcomeView):
        front.clock.advance(0.5)
        named = [one.intent for one in view.choices if wanted in one.intent.value]
        view = front.intent((named or [view.choices[0].intent])[0])


def opened(front):
    front.idle()
    return front.touch("Muster")


def lines(view):
    return {line.who: line for line in view.lines if line.kind is LineKind.PERSON}


def counts(view):
    return {count.button.text: count.number for count in view.counts}


def tick(front, name):
    front.clock.advance(0.5)
    return front.intent(lines(front.now)[name].intent)


# Opening


def test_the_button_is_marked_and_opens_a_numbered_list_at_once_where_it_is_free(door):
    door.idle()
    assert door.button("Muster").tone is Tone.WARN
    view = opened(door)
    assert (view.title[:8], view.closes_after_s) == ("Muster 1", 1800)
    assert set(lines(view)) == {"Ana Ribeiro", "Ben Okafor"}
    assert "Visitors are not included" in view.corner
    assert counts(view) == {"to find": "2", "found": "0/2", "in": "2", "on break": "0", "not sure": "0"}
    assert muster_now.latest(door.store, "Harbour Tower").number == 1


def test_a_code_opens_it_and_no_digit_of_it_is_shown(make_door, code_file):
    front = make_door("code", code_file)
    prompt = front.touch("Muster")
    assert (prompt.heading, prompt.typed) == ("Code", "")
    for digit in CODE:
        front.intent(Intent(Act.KEY, digit))
    assert front.now.typed == "\u2022" * 4
    assert isinstance(front.intent(Intent(Act.NEXT)), BoardView)


def test_three_wrong_codes_wait_and_then_even_the_right_one_is_not_looked_at(make_door, code_file):
    front = make_door("code", code_file)
    front.touch("Muster")
    said = [front.typed("0000").hint for _ in range(3)]
    assert said[:2] == ["This code is wrong"] * 2
    assert "Wait 1 min" in said[2]
    assert isinstance(front.typed(CODE), KeypadView)
    front.clock.advance(20)
    front.intent(Intent(Act.KEY, "1"))
    front.clock.advance(20)
    front.intent(Intent(Act.CLEAR))
    front.clock.advance(21)
    assert isinstance(front.typed(CODE), BoardView)


def test_a_supervisor_s_badge_opens_it_at_the_code_s_prompt_and_a_guard_s_clocks(make_door, code_file):
    front = make_door("code", code_file)
    front.touch("Muster")
    assert isinstance(front.read(CARD), BoardView)
    front.touch("Close")
    front.touch("Close the muster")
    front.touch("Muster")
    assert front.touch("By number and PIN").heading == "Your employee number"
    front.badge("1053")
    assert not isinstance(front.now, BoardView | KeypadView)


@pytest.mark.parametrize("broken", ["", "12", "secret", "123456789"])
def test_without_a_code_that_can_be_asked_for_a_supervisor_is_asked_for(make_door, code_file, broken):
    code_file.write_text(broken)
    front = make_door("code", code_file)
    assert front.touch("Muster").heading == "Your employee number"
    front.typed(BOSS)
    since = len(front.screen.views)
    front.typed(PIN)
    front.wait_for(lambda view: isinstance(view, BoardView), since)
    assert muster_now.latest(front.store, "Harbour Tower").by == BOSS


def test_a_guard_s_number_opens_no_muster_and_is_no_tap(make_door):
    front = make_door("supervisor")
    front.touch("Muster")
    front.typed("1053")
    since = len(front.screen.views)
    front.typed(PIN)
    said = front.wait_for(lambda view: getattr(view, "hint_tone", None) is Tone.STOP, since)
    assert (said.title, said.hint) == ("Muster", "Only supervisors of Harbour Tower can see it.")
    assert front.events("1053") == []
    assert front.taps(TapState.CLAIM) == []
    assert muster_now.latest(front.store, "Harbour Tower") is None


# On the list


def test_a_touch_ticks_and_another_takes_it_back_and_both_are_kept(door):
    opened(door)
    view = tick(door, "Ana Ribeiro")
    assert lines(view)["Ana Ribeiro"].mark is Mark.TICKED, "it stays under the finger"
    assert (counts(view)["to find"], counts(view)["found"]) == ("1", "1/2")
    assert muster_now.of(door.store, 1).is_ticked("1053")
    assert lines(tick(door, "Ana Ribeiro"))["Ana Ribeiro"].mark is Mark.BOX
    assert not muster_now.of(door.store, 1).is_ticked("1053")


def test_a_count_narrows_the_list_and_those_found_leave_it(door):
    opened(door)
    tick(door, "Ana Ribeiro")
    assert set(lines(door.touch("found"))) == {"Ana Ribeiro"}
    assert set(lines(door.touch("to find"))) == {"Ben Okafor"}
    assert len(lines(door.touch("to find"))) == 2, "the same count again shows all"


def test_ticks_of_a_phone_come_to_the_screen(door):
    opened(door)
    since = len(door.screen.views)
    muster_now.tick(door.store, 1, Tick("phone-1", "1054", True, door.clock.wall, BOSS), door.clock.wall)
    door.clock.advance(3)
    seen = door.wait_for(lambda view: counts(view).get("found") == "1/2", since)
    assert "Ben Okafor" not in lines(seen)


def test_a_badge_clocks_at_once_and_the_muster_comes_back_and_tells_who_left_and_who_came(door):
    door.clock.advance(3600)
    opened(door)
    chooses(door, "1055", "in")
    assert "Cho Lee" in lines(door.closes(BoardView))
    chooses(door, "1053", "out")
    assert "out" in door.kinds("1053")[-1]
    view = door.closes(BoardView)
    assert lines(view)["Ana Ribeiro"].detail.startswith("clocked out ")
    assert [line.who for line in view.lines if line.kind is LineKind.HEADING] == ["In the building", "Came later"]


def test_a_whole_site_may_walk_past_and_the_muster_still_comes_back(door):
    opened(door)
    for turn in range(50):
        door.badge(str(1053 + turn % 5))
        door.clock.advance(3)
    assert isinstance(door.closes(BoardView), BoardView)


def test_it_closes_only_when_asked_twice_and_says_how_many_are_missing(door):
    opened(door)
    asked = door.touch("Close")
    assert asked.panel_note == "2 are still to find. Close?"
    assert door.touch("Keep it open").panel == ()
    door.touch("Close")
    assert isinstance(door.touch("Close the muster"), IdleView)


def test_a_young_muster_is_gone_on_with_and_an_old_one_is_not(door):
    opened(door)
    tick(door, "Ana Ribeiro")
    door.touch("Close")
    door.touch("Close the muster")
    view = opened(door)
    assert (view.title[:8], counts(view)["found"]) == ("Muster 1", "1/2")
    assert door.touch("Make a new list").title.startswith("Muster 2")
    door.touch("Close")
    door.touch("Close the muster")
    door.clock.advance(2 * 3600)
    assert opened(door).title.startswith("Muster 3")


# What breaks


def test_paper_that_does_not_come_is_told_and_so_is_the_stick_that_is_not_there(make_door, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    front = make_door(paper=MusterPaper(Printer(), f"{tmp_path}/*/*"))
    opened(front)
    since = len(front.screen.views)
    front.touch("Print")
    said = front.wait_for(lambda view: view.panel_note.startswith("Not"), since)
    assert said.panel_note == "Not printed: printing is not installed on this terminal."
    since = len(front.screen.views)
    front.touch("Save to USB")
    said = front.wait_for(lambda view: view.panel_note.startswith("Not saved"), since)
    assert said.panel_note == "Not saved: there is no USB stick."
