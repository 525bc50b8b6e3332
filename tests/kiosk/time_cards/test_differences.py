"""Where a changed card has another time than the ledger, a supervisor decides; the ledger stays as it was tapped."""

from datetime import timedelta

from kiosk.wording.desk import entry_lines, entry_what
from shared.domain.desk_entry import DeskAct
from shared.domain.model import Kind
from shared.domain.supervision import NotDone
from shared.store import desk, notices
from shared.store.desk import DeskKind
from shared.words import words_for
from tests.kiosk.conftest import Front
from tests.kiosk.time_cards.door import ANA, adjusted, differences, minutes, settled, worked
from tests.shared.upstream.oracle.played import Looking


def test_a_time_that_differs_waits_on_the_desk_and_theirs_can_be_taken(office: Front, looking: Looking) -> None:
    _, _, left = adjusted(office, looking)
    (entry,) = differences(office)
    assert (entry.reason, entry.number, entry.acts) == (
        DeskKind.CARD_DIFFERS,
        ANA,
        (DeskAct.THEIRS, DeskAct.AS_IT_IS),
    )
    assert entry_what(words_for("en"), office.setting.local, entry) == "Here 13:58, upstream 14:30"
    lines = entry_lines(words_for("en"), office.setting.local, entry, office.clock.wall)
    assert lines[-1] == "1053: Here 13:58, upstream 14:30, changed by J Doe"
    (item,) = entry.facts["items"]
    assert (item["ours"], item["theirs"]) == (left.isoformat(), (left + minutes(32)).isoformat())
    assert isinstance(settled(office, DeskAct.OURS), NotDone)
    assert not isinstance(settled(office, DeskAct.THEIRS), NotDone)
    (correction,) = [event for event in office.kept(ANA) if event.draft.kind is Kind.CORRECTED]
    assert correction.draft.at == left + minutes(32)
    assert differences(office) == []


def test_as_it_is_leaves_both_and_does_not_come_back(office: Front, looking: Looking) -> None:
    adjusted(office, looking)
    settled(office, DeskAct.AS_IT_IS)
    assert looking.look()
    assert differences(office) == []
    assert not [event for event in office.kept(ANA) if event.draft.kind is Kind.CORRECTED]


def test_a_difference_that_they_take_back_leaves_the_desk(office: Front, looking: Looking) -> None:
    card, _, left = adjusted(office, looking)
    assert differences(office)
    looking.played.adjust(card, clkOutUTC=left + timedelta(seconds=20))
    assert looking.look()
    assert differences(office) == []


def test_a_difference_stays_on_the_desk_for_as_long_as_it_is_one(office: Front, looking: Looking) -> None:
    card, _, left = adjusted(office, looking)
    assert looking.look()
    assert len(differences(office)) == 1
    looking.played.adjust(card, clkOutUTC=left + timedelta(minutes=5))
    assert looking.look()
    (entry,) = differences(office)
    (item,) = entry.facts["items"]
    assert item["theirs"] == (left + timedelta(minutes=5)).isoformat()


def test_a_change_within_the_tolerance_is_told_and_no_matter_for_the_desk(office: Front, looking: Looking) -> None:
    came, left = worked(office)
    looking.played.adjust(looking.played.card(1053, came, left), clkOutUTC=left + timedelta(seconds=40))
    assert looking.look()
    assert len(notices.waiting(office.store, ANA)) == 1
    assert desk.listed(office.store) == []


def test_a_clock_out_that_a_manager_made_is_told_though_we_have_none(office: Front, looking: Looking) -> None:
    """A forgotten clock-out: here somebody is still in, there a manager closed the card."""
    office.badge(ANA)
    office.idle()
    came = office.kept(ANA)[-1].draft.at
    card = looking.played.card(1053, came)
    assert looking.look()
    office.clock.advance(10 * 3600)
    looking.played.adjust(card, why="Forgot", clkOutUTC=came + minutes(480))
    assert looking.look()
    (told,) = notices.waiting(office.store, ANA)
    assert (told.old_at, told.new_at, told.target_kind) == (None, came + minutes(480), Kind.CLOCKED_OUT)
    (entry,) = differences(office)
    assert entry_what(words_for("en"), office.setting.local, entry) == "Here \u2013, upstream 13:58"
    assert isinstance(settled(office, DeskAct.THEIRS), NotDone)
    assert not isinstance(settled(office, DeskAct.AS_IT_IS), NotDone)
