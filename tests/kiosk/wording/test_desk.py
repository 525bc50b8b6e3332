"""The desk in words: every member of every closed set has some, in every language, and no two acts share a label."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

import pytest

from kiosk.wording.desk import entry_lines, entry_title, entry_what, entry_when, refusal_text, topic_word
from kiosk.wording.desk_acts import act_word, because_word, came_of_word, choice_word
from kiosk.wording.desk_answers import done_text, goes_out_text, obstacle_text
from kiosk.wording.desk_reasons import news_text, parked_text
from shared.domain.corrections import GoesOut
from shared.domain.desk_entry import DeskAct, Done, Entry, Topic
from shared.domain.model import Kind
from shared.domain.remedies import Why
from shared.domain.supervision import Because, NotDone, Obstacle
from shared.domain.tap import Choice, Question, Refusal, Unidentified
from shared.store.desk import DeskKind
from shared.supervision.messages import CameOf
from shared.words import Words, words_for
from shared.words.calendar import LocalTime

AT = datetime(2026, 3, 2, 10, 58, tzinfo=UTC)
NOW = AT + timedelta(hours=1)
LOCAL = LocalTime(ZoneInfo("America/Montreal"))
ENTRY = Entry("tap:1", Topic.CLAIM, AT, "Harbour Tower", reason=Unidentified.UNKNOWN_BADGE, terminal="Gate 1")


@pytest.fixture(params=("en", "fr", "es", "da"))
def words(request: pytest.FixtureRequest) -> Words:
    return words_for(request.param)


def reasons_of(topic: Topic) -> list[StrEnum]:
    return {
        Topic.CLAIM: list(Unidentified),
        Topic.REFUSED: list(Refusal),
        Topic.OPEN_TAP: list(Question),
        Topic.LEFT_EARLIER: [DeskKind.LEFT_EARLIER],
        Topic.PARKED: list(Why),
        Topic.DOUBTFUL: list(Why),
        Topic.DIFFERENCES: [DeskKind.TIME_DIFFERS],
        Topic.DISPUTE: [DeskKind.CORRECTION_DISPUTED],
        Topic.VOICE: [DeskKind.VOICE_MESSAGE],
        Topic.NEWS: list(DeskKind),
    }[topic]


@pytest.mark.parametrize("topic", Topic)
def test_every_entry_says_whom_what_and_when(words: Words, topic: Topic) -> None:
    assert topic_word(words, topic)
    for reason in reasons_of(topic):
        entry = replace(ENTRY, topic=topic, reason=reason)
        assert entry_title(words, entry)
        assert entry_what(words, LOCAL, entry)
        assert entry_lines(words, LOCAL, entry, NOW)
    assert entry_when(words, LOCAL, ENTRY, NOW) == "05:58"


def test_every_act_choice_and_reason_has_a_label_of_its_own(words: Words) -> None:
    labels = [act_word(words, act) for act in DeskAct]
    assert len(set(labels)) == len(labels)
    assert len({choice_word(words, one) for one in Choice}) == len(Choice)
    assert len({because_word(words, one) for one in Because}) == len(Because)
    assert len({came_of_word(words, one) for one in CameOf}) == len(CameOf)


def test_every_obstacle_and_every_way_out_is_told(words: Words) -> None:
    assert all(obstacle_text(words, NotDone(one)) for one in Obstacle)
    assert all(goes_out_text(words, "TrackTik", one) for one in GoesOut)
    assert all(refusal_text(words, one) for one in Refusal)
    assert all(parked_text(words, why, "") for why in Why)
    assert all(news_text(words, kind) for kind in DeskKind)


def test_a_rule_that_refuses_is_named() -> None:
    words = words_for("en")
    assert obstacle_text(words, NotDone(Obstacle.REFUSED_BY_RULE, Refusal.TOO_EARLY)) == "Too early for the shift"
    assert obstacle_text(words, NotDone(Obstacle.REFUSED_BY_RULE, "else")) == "The rules of the site refuse it."


def test_whom_it_is_about_is_named_as_far_as_anybody_knows() -> None:
    words = words_for("en")
    assert entry_title(words, ENTRY) == "Unknown badge"
    assert entry_title(words, replace(ENTRY, number="1058")) == "Number 1058"
    assert entry_title(words, replace(ENTRY, number="1058", name="Ana Ribeiro")) == "Ana Ribeiro"
    several = replace(ENTRY, topic=Topic.DIFFERENCES, facts={"people": ["1053", "1054"]})
    assert entry_title(words, several) == "2 people"


def test_a_parked_event_tells_what_the_upstream_answered() -> None:
    words = words_for("en")
    entry = replace(ENTRY, topic=Topic.PARKED, reason=Why.OVERLAP, answer="overlap", facts={"kind": Kind.CLOCKED_IN})
    assert entry_what(words, LOCAL, entry) == "Clock-in: upstream has another session at that time"
    assert entry_lines(words, LOCAL, entry, NOW) == (
        "05:58, Harbour Tower \u00b7 Gate 1",
        "Upstream answered: overlap",
    )


def test_a_difference_tells_both_times_in_the_site_s_zone() -> None:
    words = words_for("en")
    item = {"employee": "1053", "ours": AT.isoformat(), "theirs": NOW.isoformat()}
    one = replace(ENTRY, topic=Topic.DIFFERENCES, reason=DeskKind.TIME_DIFFERS, parts=("a",), facts={"items": [item]})
    assert entry_what(words, LOCAL, one) == "Here 05:58, upstream 06:58"
    assert entry_lines(words, LOCAL, one, NOW)[1:] == ("1053: Here 05:58, upstream 06:58",)


def test_what_was_done_is_told_with_the_time_that_counts() -> None:
    words = words_for("en")
    assert done_text(words, LOCAL, Done(DeskAct.CORRECT, at=AT), NOW) == "Done: 05:58"
    assert done_text(words, LOCAL, Done(DeskAct.NOTE), NOW) == "Done"
