"""Questions and their buttons."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from kiosk.views import Act
from kiosk.wording.choices import asked, not_right
from kiosk.wording.setting import Setting
from shared.domain.decision import Ask
from shared.domain.facts import Facts
from shared.domain.model import Door, Kind, Person, PositionOption, Presence, PresenceState, Shift
from shared.domain.tap import Choice, Question, Tap
from shared.recording import Outcome
from shared.words import LANGUAGES, words_for
from shared.words.calendar import LocalTime

NOW = datetime(2026, 3, 3, 10, 58, tzinfo=UTC)
SETTING = Setting("Harbour Tower", "Terminal 1", "en", LocalTime(ZoneInfo("America/Montreal")), 4, 15)
ANA = Person("1053", "Ana Ribeiro")
POSITIONS = tuple(PositionOption(300 + number, f"Post {number}") for number in range(8))


def _outcome(ask, **facts):
    tap = Tap("t", NOW, Door.KIOSK, "Terminal 1", "Harbour Tower", 687)
    return Outcome(tap, ANA, ask, Facts(ANA, **facts))


def _view(ask, page=0, language="en", **facts):
    return asked(words_for(language), SETTING, _outcome(ask, **facts), ask, page=page)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("choice", list(Choice))
def test_every_choice_has_words_in_every_language(choice, language):
    ask = Ask(Question.WHAT_NOW, (choice, Choice.CLOCK_OUT), open_tap_at=NOW)
    view = _view(ask, language=language)
    assert all(button.text for button in view.choices)
    assert all("{" not in button.text for button in view.choices)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("question", [one for one in Question if one is not Question.WHAT_NOW])
def test_every_question_is_asked_in_every_language(question, language):
    ask = Ask(question, (Choice.CLOCK_IN,), positions=POSITIONS[:2], open_tap_at=NOW)
    view = _view(ask, language=language)
    assert view.question
    assert "{" not in view.question


def test_the_likeliest_comes_first_and_alone_is_primary():
    view = _view(Ask(Question.WHICH_DIRECTION, (Choice.CLOCK_OUT, Choice.CLOCK_IN, Choice.LEFT_EARLIER)))
    assert [button.primary for button in view.choices] == [True, False, False]


@pytest.mark.parametrize("count", range(1, 9))
def test_every_position_is_on_exactly_one_page(count):
    ask = Ask(Question.WHICH_POSITION, (Choice.CLOCK_IN,), positions=POSITIONS[:count])
    pages = 1 if count <= 4 else -(-count // 3)
    names = [
        button.text for page in range(pages) for button in _view(ask, page).choices if button.intent.value != "more"
    ]
    assert names == [one.name for one in POSITIONS[:count]]
    assert _view(ask, pages).choices == _view(ask, 0).choices


@pytest.mark.parametrize(
    ("presence", "where"),
    [
        (Presence(PresenceState.OFF), "Off duty"),
        (Presence(PresenceState.UNKNOWN), "Nobody here knows whether you are on duty"),
        (
            Presence(PresenceState.WORKING, since=NOW - timedelta(hours=8, minutes=4), position_id=301),
            "On duty since Monday 21:54 \u00b7 8 h 04 \u00b7 Post 1",
        ),
        (
            Presence(PresenceState.ON_BREAK, since=NOW - timedelta(hours=3), break_since=NOW - timedelta(minutes=12)),
            "On break since 05:46 \u00b7 12 min",
        ),
        (
            Presence(PresenceState.WORKING, since=NOW - timedelta(minutes=59), method="KIOSK_APP"),
            "On duty since 04:59 \u00b7 59 min \u00b7 KIOSK_APP",
        ),
    ],
)
def test_where_the_person_stands(presence, where):
    assert _view(Ask(Question.WHAT_NOW, (Choice.CLOCK_OUT,)), presence=presence, positions=POSITIONS).where == where


def test_the_next_shift_is_told():
    later = Shift(1, 687, 302, NOW + timedelta(hours=26), NOW + timedelta(hours=34))
    presence = Presence(PresenceState.WORKING, since=NOW, account_id=687)
    view = _view(Ask(Question.WHAT_NOW, (Choice.CLOCK_OUT,)), presence=presence, shifts=(later,), positions=POSITIONS)
    assert view.note == "Next shift: Wednesday 07:58, Post 2"


@pytest.mark.parametrize("kind", [Kind.CLOCKED_IN, Kind.CLOCKED_OUT, Kind.BREAK_STARTED, Kind.BREAK_ENDED, None])
def test_not_right_always_offers_a_way_back_and_a_way_out(kind):
    view = not_right(words_for("en"), SETTING, "Ana Ribeiro", kind)
    assert view.choices[-1].intent.value == "void"
    assert (view.corner.text, view.corner.intent.act) == ("Keep it", Act.CHOOSE)
    assert len(view.choices) == (2 if kind else 1)
