"""A manager changes a time card, and its person hears it at the next tap: from the sandbox over HTTP to the desk."""

from collections.abc import Callable

import pytest

from kiosk.views import ChoiceView, OutcomeView
from kiosk.wording.desk import entry_lines
from shared.desk_now import desk_now
from shared.domain.desk_entry import Topic
from shared.domain.model import Kind, Person
from shared.store import desk, notices
from shared.store.desk import DeskKind
from shared.store.people import RegisterRow
from shared.verify import verify
from shared.words import words_for
from tests.kiosk.conftest import Front
from tests.kiosk.notice_office import notice_after_tap, noticed, reads_and_touches
from tests.kiosk.time_cards.door import ANA, adjusted, minutes, worked
from tests.shared.upstream.oracle.played import Looking


def test_a_changed_card_is_told_at_the_next_tap_with_both_times_who_and_why(office: Front, looking: Looking) -> None:
    adjusted(office, looking)
    outcome = office.badge(ANA)
    assert outcome.lines[1] == "Your hours were changed: see next."
    view = office.closes(ChoiceView)
    assert view.where == "J Doe changed your time card: Clocked out late"
    assert view.question == "Your clock-out of yesterday was changed from 13:58 to 14:30"


def test_it_is_told_once_whatever_is_downloaded_again(office: Front, looking: Looking) -> None:
    adjusted(office, looking)
    notice_after_tap(office)
    reads_and_touches(office, "Right")
    for _ in range(2):
        assert looking.look()
    assert notices.waiting(office.store, ANA) == []
    office.idle()
    office.clock.advance(600)
    office.badge(ANA)
    assert not noticed(office.now)


def test_a_second_change_of_the_same_card_is_a_second_notice(office: Front, looking: Looking) -> None:
    card, _, left = adjusted(office, looking)
    looking.played.adjust(card, by="K Roe", why="Typing error", clkOutUTC=left + minutes(2))
    assert looking.look()
    told = notices.waiting(office.store, ANA)
    assert [(one.by, one.old_at, one.new_at) for one in told] == [
        ("J Doe", left, left + minutes(32)),
        ("K Roe", left + minutes(32), left + minutes(2)),
    ]


def test_our_own_event_stays_and_what_was_said_is_chained(office: Front, looking: Looking) -> None:
    _, came, left = adjusted(office, looking)
    notice_after_tap(office)
    reads_and_touches(office, "Right")
    own = [event for event in office.kept(ANA) if event.draft.kind in (Kind.CLOCKED_IN, Kind.CLOCKED_OUT)]
    assert [event.draft.at for event in own[:2]] == [came, left]
    (answer,) = [event for event in office.kept(ANA) if event.draft.kind is Kind.CORRECTION_ANSWER]
    assert (answer.about.new, answer.draft.site) == ("agreed", "Harbour Tower")
    assert verify(office.store).intact


def test_not_right_goes_to_the_desk_with_what_was_said(office: Front, looking: Looking) -> None:
    adjusted(office, looking)
    notice_after_tap(office)
    view = reads_and_touches(office, "Not right")
    assert isinstance(view, OutcomeView)
    assert view.what == "Noted: not right"
    entries = {one.topic: one for one in desk_now(office.store, [office.door.site], office.clock.wall).entries}
    dispute = entries[Topic.DISPUTE]
    assert (dispute.number, dispute.facts["by"], dispute.facts["because"]) == (ANA, "J Doe", "Clocked out late")
    assert entry_lines(words_for("en"), office.setting.local, dispute, office.clock.wall)[1:] == (
        "Changed from 13:58 to 14:30 by J Doe",
        "In the time cards, not here: Clocked out late",
    )


@pytest.mark.parametrize("previous", ["all", "changed"])
@pytest.mark.parametrize(
    ("values", "told"),
    [
        (
            lambda came, left: {"clkInUTC": came - minutes(3)},
            ["Your clock-in of today was changed from 05:58 to 05:55"],
        ),
        (lambda came, left: {"jcNum": 383}, ["Your clock-in of today at 05:58 now counts for Patrol"]),
        (lambda came, left: {"clkOutUTC": None}, ["Your clock-out of today at 13:58 no longer counts"]),
        (lambda came, left: {"drctTips": 5}, []),
        (
            lambda came, left: {"clkInUTC": came + minutes(2), "clkOutUTC": left - minutes(8), "jcNum": 383},
            [
                "Your clock-in of today was changed from 05:58 to 06:00",
                "Your clock-out of today was changed from 13:58 to 13:50",
            ],
        ),
    ],
    ids=["came", "job", "opened again", "tips", "both"],
)
def test_every_kind_of_change_has_its_sentence(
    office: Front, looking: Looking, previous: str, values: Callable[..., dict], told: list[str]
) -> None:
    looking.played.turn(previous_values=previous)
    came, left = worked(office)
    card = looking.played.card(1053, came, left, jcNum=382)
    looking.played.adjust(card, why="", **values(came, left))
    assert looking.look()
    said = []
    office.badge(ANA)
    for _ in told:
        view = office.closes(ChoiceView) if not said else office.now
        assert (view.where, view.corner.text) == ("J Doe changed your time card", "Later")
        said.append(view.question)
        reads_and_touches(office, "Right")
    assert sorted(said) == sorted(told)


def test_a_card_without_any_event_here_is_told_too(office: Front, looking: Looking) -> None:
    came = office.clock.wall - minutes(600)
    card = looking.played.card(1054, came, came + minutes(300))
    looking.played.adjust(card, clkOutUTC=came + minutes(330))
    assert looking.look()
    view = notice_after_tap(office, "1054")
    assert view.question.endswith("was changed from 00:58 to 01:28")
    reads_and_touches(office, "Not right")
    assert [item.kind for item in desk.listed(office.store)] == [DeskKind.CORRECTION_DISPUTED]


def test_a_break_card_speaks_of_the_break(office: Front, looking: Looking) -> None:
    came = office.clock.wall - minutes(600)
    looking.played.card(1053, came, came + minutes(120), clkOutStatus=66)
    pause = looking.played.card(1053, came + minutes(120), came + minutes(150), shftType=2)
    again = looking.played.card(1053, came + minutes(150), came + minutes(400))
    looking.played.adjust(pause, clkOutUTC=came + minutes(145))
    looking.played.adjust(again, clkInUTC=came + minutes(145))
    assert looking.look()
    kinds = [one.target_kind for one in notices.waiting(office.store, ANA)]
    assert kinds == [Kind.BREAK_ENDED, Kind.BREAK_ENDED]


def test_a_card_of_nobody_waits_until_somebody_is_joined_to_it(office: Front, looking: Looking, register) -> None:
    came = office.clock.wall - minutes(600)
    card = looking.played.card(1058, came, came + minutes(300))
    looking.played.adjust(card, clkOutUTC=came + minutes(330))
    assert looking.look()
    assert notices.waiting(office.store, "1058") == []
    register(office.store, more=[RegisterRow(Person("1058", "Carla Méndez"), "", "", ())])
    assert looking.look()
    assert len(notices.waiting(office.store, "1058")) == 1


def test_a_manager_without_a_name_is_told_by_who_authorised(office: Front, looking: Looking) -> None:
    came, left = worked(office)
    card = looking.played.card(1053, came, left)
    looking.played.turn(zero_fields="left_out")
    looking.played.adjust(card, by="", authEmpNum=1057, clkOutUTC=left + minutes(32))
    assert looking.look()
    (told,) = notices.waiting(office.store, ANA)
    assert told.by == "Emil Berg"
