"""A supervisor at the door sees the site; a guard's badge clocks as always, and the board comes back after it."""

import pytest

from kiosk.views import Act, BoardView, IdleView, Intent, LineKind, Tone
from shared.domain.model import Person, Role
from shared.domain.tap import Unidentified
from shared.identify import Identified, NotIdentified
from shared.store import outages
from shared.store.errors import StoreError
from shared.store.people import RegisterRow
from shared.store.taps import TapState

BOSS, OTHER_BOSS = "3001", "3002"
CARD = "0D0000{}"


@pytest.fixture
def make_site(make_front, register, pin_hash, badge_keys):
    """Makes kiosks whose people 3001 supervises Harbour Tower, and 3002 another site."""

    def make(**wishes):
        front = make_front(start=False, filled=False, **wishes)
        rows = [
            RegisterRow(
                Person(number, f"Boss {number}", language, Role.SUPERVISOR, (site,)),
                "",
                pin_hash,
                ((*badge_keys.hashes("em4100", "", CARD.format(number))[0], False),),
            )
            for number, site, language in ((BOSS, "Harbour Tower", ""), (OTHER_BOSS, "North Gate", ""))
        ]
        register(front.store, more=rows)
        front.start()
        front.wait_for(lambda view: isinstance(view, IdleView))
        return front

    return make


@pytest.fixture
def site(make_site):
    """Ana and Ben are due in a minute, and there are two positions."""
    front = make_site()
    front.shift("1053", 0.01)
    front.shift("1054", 0.01, position=383)
    return front


def opened(front, number=BOSS):
    """The board, by the badge of a supervisor."""
    front.idle()
    front.touch("Site")
    return front.read(CARD.format(number))


def not_opened(front, number):
    """What the prompt says to a number and its PIN that open no board."""
    front.idle()
    front.touch("Site")
    front.typed(number)
    since = len(front.screen.views)
    front.typed("2580")
    return front.wait_for(lambda view: getattr(view, "hint_tone", None) is Tone.STOP, since)


def people(board):
    return [line.who for line in board.lines if line.kind is LineKind.PERSON]


def next_view(front, act):
    """What is shown after `act`."""
    since = len(front.screen.views)
    act()
    return front.wait_for(lambda view: True, since)


def passes(front, seconds):
    return next_view(front, lambda: front.clock.advance(seconds))


# Opening


def test_a_supervisors_badge_on_the_prompt_opens_the_board_and_records_nothing(site):
    prompt = next_view(site, lambda: site.touch("Site"))
    assert (prompt.title, prompt.hint) == ("Site", "For supervisors: tap your badge, or type your number.")
    board = site.read(CARD.format(BOSS))
    assert isinstance(board, BoardView)
    assert people(board) == ["Ana Ribeiro", "Ben Okafor"]
    assert site.kinds(BOSS) == []
    assert site.taps(TapState.CLAIM) == []


def test_a_supervisors_badge_on_the_idle_screen_clocks_as_always(site):
    assert site.read(CARD.format(BOSS)).who == f"Boss {BOSS}"
    assert len(site.taps(TapState.ASKED)) == 1


def test_number_and_pin_open_it_too(site):
    site.touch("Site")
    site.typed(BOSS)
    assert isinstance(site.gives_pin("2580"), BoardView)
    assert site.kinds(BOSS) == []


def test_a_guards_badge_on_the_prompt_clocks_in_and_the_prompt_is_gone(site):
    site.touch("Site")
    assert site.badge("1053").what == "Clocked in 05:58"
    assert isinstance(passes(site, 4.1), IdleView)


def test_a_supervisor_of_another_site_clocks_by_the_badge_and_sees_nothing_by_the_number(site):
    assert opened(site, OTHER_BOSS).who == f"Boss {OTHER_BOSS}"
    refused = not_opened(site, OTHER_BOSS)
    assert (refused.hint, refused.typed) == ("Only supervisors of Harbour Tower can see it.", "")


def test_a_guards_number_and_pin_neither_open_it_nor_clock_in(site):
    assert not_opened(site, "1053").hint == "Only supervisors of Harbour Tower can see it."
    assert site.kinds("1053") == []
    assert site.taps(TapState.CLAIM) == []


@pytest.mark.parametrize(
    ("reason", "said"),
    [(Unidentified.WRONG_PIN, "Number or PIN is wrong"), (Unidentified.LOCKED, "Too many wrong PINs")],
)
def test_a_wrong_pin_says_so_and_leaves_no_claim(make_site, reason, said):
    front = make_site(slow_pins=True)
    front.touch("Site")
    front.typed(BOSS)
    front.typed("0000")
    since = len(front.screen.views)
    front.desk.asked[0][3](NotIdentified(reason, BOSS), front.clock.read())
    assert front.wait_for(lambda view: getattr(view, "hint_tone", None) is Tone.STOP, since).hint == said
    assert front.taps(TapState.CLAIM) == []


def test_a_late_answer_opens_no_board_over_somebody_elses_screen(make_site):
    front = make_site(slow_pins=True)
    front.touch("Site")
    front.typed(BOSS)
    front.typed("2580")
    front.badge("1053")
    front.desk.asked[0][3](
        Identified(Person(BOSS, "Boss", "", Role.SUPERVISOR, ("Harbour Tower",)), BOSS), front.clock.read()
    )
    front.settled()
    assert not any(isinstance(view, BoardView) for view in front.screen.views)


def test_a_pin_that_could_not_be_checked_says_so(make_site):
    front = make_site(slow_pins=True)
    front.touch("Site")
    front.typed(BOSS)
    front.typed("2580")
    since = len(front.screen.views)
    front.desk.asked[0][3](StoreError("the disk is on fire"), front.clock.read())
    assert front.wait_for(lambda view: True, since).lines == ("the disk is on fire",)


def test_where_a_badge_wants_a_pin_a_supervisor_gives_it_and_a_guard_clocks(make_site):
    front = make_site(badge_and_pin=True)
    front.touch("Site")
    asked = front.read(CARD.format(BOSS))
    assert asked.heading == "Your PIN"
    front.clock.advance(0.5)
    assert isinstance(front.gives_pin("2580"), BoardView)
    assert front.taps(TapState.CLAIM) == []
    front.touch("Close")
    front.touch("Site")
    front.badge("1053")
    front.clock.advance(0.5)
    assert front.gives_pin("2580").what == "Clocked in 05:58"


def test_the_board_speaks_the_supervisors_language(make_front, register, pin_hash, badge_keys):
    front = make_front(start=False, filled=False)
    card = (*badge_keys.hashes("em4100", "", CARD.format(BOSS))[0], False)
    boss = Person(BOSS, "Chef", "fr", Role.SUPERVISOR, ("Harbour Tower",))
    register(front.store, more=[RegisterRow(boss, "", pin_hash, (card,))])
    front.start()
    front.wait_for(lambda view: isinstance(view, IdleView))
    assert opened(front).close.text == "Fermer"
    assert isinstance(next_view(front, lambda: front.touch("Fermer")), IdleView)
    assert front.button("No badge")


# While it stands


def test_a_guards_badge_clocks_and_the_board_comes_back_with_them_in(site):
    opened(site)
    assert site.badge("1053").what == "Clocked in 05:58"
    back = site.closes(BoardView)
    ana = next(line for line in back.lines if line.who == "Ana Ribeiro")
    assert ana.state == "In 05:58"
    assert "Terminal 1" in ana.detail


def test_the_time_it_was_interrupted_does_not_count(site):
    opened(site)
    site.clock.advance(40)
    site.badge("1053")
    back = site.closes(BoardView)
    assert back.closes_after_s == pytest.approx(20, abs=0.5)


def test_people_one_after_another_do_not_keep_it_away(site):
    opened(site)
    for number in ("1053", "1054", "1055"):
        site.clock.advance(1)
        site.badge(number)
    assert isinstance(site.closes(BoardView), BoardView)


def test_after_a_long_queue_it_stays_away(site):
    opened(site)
    site.badge("1053")
    for number in ("1054", "1055", "1056"):
        site.clock.advance(50)
        site.badge(number)
    since = len(site.screen.views)
    site.idle()
    assert not any(isinstance(view, BoardView) for view in site.screen.views[since:])


def test_it_closes_by_itself_and_a_touch_gives_it_its_time_again(site):
    opened(site)
    site.clock.advance(50)
    assert next_view(site, lambda: site.presenter.intent(Intent(Act.STAY))).closes_after_s == 60
    since = len(site.screen.views)
    site.clock.advance(59)
    assert isinstance(site.wait_for(lambda view: True, since), BoardView)
    since = len(site.screen.views)
    site.clock.advance(1.1)
    assert isinstance(site.wait_for(lambda view: True, since), IdleView)


def test_close_closes_it(site):
    opened(site)
    assert isinstance(site.touch("Close"), IdleView)


def test_a_new_minute_is_told_without_a_touch_and_keeps_the_time_it_has_left(site):
    site.clock.advance(30)
    board = opened(site)
    later = passes(site, 31)
    assert later.title != board.title
    assert later.closes_after_s == pytest.approx(29, abs=1)
    assert later.scope == board.scope


def test_what_another_process_writes_is_seen(site):
    opened(site)
    site.clock.advance(4)
    since = len(site.screen.views)
    site.shift("1056", 0.2)
    site.clock.advance(4)
    assert site.wait_for(lambda view: isinstance(view, BoardView) and "Dev Patel" in people(view), since)


def test_touches_meant_for_the_screen_before_do_nothing(site):
    opened(site)
    site.late(Intent(Act.NO_BADGE))
    site.late(Intent(Act.PANEL, "nonsense"))
    site.settled()
    assert site.kinds(BOSS) == []


# Narrowing


def test_typed_letters_find_somebody_and_backspace_and_clear_undo_them(site):
    opened(site)
    assert len(site.touch("Search").panel) == 12
    for key in ("2", "6"):
        board = site.intent(Intent(Act.KEY, key))
    assert (people(board), board.panel_note) == (["Ana Ribeiro"], "26 \u00b7 1 found")
    assert len(people(site.intent(Intent(Act.BACKSPACE)))) == 2
    assert people(site.intent(Intent(Act.KEY, "9"))) == []
    assert site.now.empty == "Nobody found"
    assert len(people(site.intent(Intent(Act.CLEAR)))) == 2
    site.intent(Intent(Act.KEY, "9"))
    assert len(people(site.touch("Search"))) == 2, "putting the keys away forgets what was typed"


def test_a_count_narrows_and_touched_again_widens(site):
    opened(site)
    narrowed = site.touch("late")
    assert (people(narrowed), narrowed.empty) == ([], "Nobody found")
    assert len(people(site.touch("late"))) == 2
    assert len(people(site.touch("due"))) == 2


def test_a_position_narrows(site):
    opened(site)
    site.touch("By position")
    board = site.touch("Patrol")
    assert (people(board), board.panel) == (["Ben Okafor"], ())
    assert any(button.text == "Patrol" and button.primary for button in board.buttons)
    site.touch("Patrol")
    assert len(people(site.touch("All positions"))) == 2


def test_positions_that_do_not_fit_have_more_pages(site, monkeypatch):
    monkeypatch.setattr("kiosk.wording.board.ON_ONE_PANEL", 3)
    site.roster(tuple((382 + number, f"Post {number}") for number in range(5)))
    for number, who in enumerate(("1055", "1056", "1057")):
        site.shift(who, 0.01, position=384 + number)
    site.roster(tuple((382 + number, f"Post {number}") for number in range(5)))
    opened(site)
    first = site.touch("By position")
    second = site.touch("More")
    assert [button.text for button in first.panel] == ["All positions", "Post 0", "Post 1", "More"]
    assert {button.text for button in first.panel} & {button.text for button in second.panel} == {
        "All positions",
        "More",
    }


def test_narrowing_begins_at_the_top_and_a_new_minute_does_not(site):
    scope = opened(site).scope
    assert site.touch("due").scope != scope
    site.touch("Close")
    assert opened(site).scope != scope


# Outages


def test_outages_of_the_terminal_are_closed_in_bulk(site):
    now = site.clock.wall
    for hours in (3, 6):
        began = now.replace(hour=now.hour - hours)
        outages.keep(site.store, "Terminal 1", began, began.replace(minute=59))
    board = opened(site)
    notes = [line for line in board.lines if line.kind is LineKind.NOTE]
    assert [note.who for note in notes] == ["Terminal 1 was off"] * 2
    assert not [line for line in site.touch("Close 2 outages").lines if line.kind is LineKind.NOTE]
    rows = site.store.execute("SELECT closed_by FROM outages")
    assert rows == [(BOSS,), (BOSS,)]


def test_whoever_is_no_supervisor_any_more_closes_nothing(site, register, monkeypatch):
    outages.keep(site.store, "Terminal 1", site.clock.wall.replace(hour=2), site.clock.wall.replace(hour=3))
    opened(site)
    monkeypatch.setattr("shared.supervision.word.is_supervisor_of", lambda *_: False)
    assert isinstance(site.touch("Close 1 outage"), IdleView)
    assert site.store.execute("SELECT closed_by FROM outages") == [(None,)]


# When something breaks


def test_a_ledger_that_cannot_be_read_says_so(site, monkeypatch):
    def broken(*_, **__):
        raise StoreError("the disk is on fire")

    monkeypatch.setattr("kiosk.board_room.site_board", broken)
    site.touch("Site")
    shown = site.read(CARD.format(BOSS))
    assert (shown.what, shown.lines) == ("This terminal cannot record", ("the disk is on fire",))
    assert site.badge("1053").what == "Clocked in 05:58"
