"""Every reason that delivery parks for has a word and remedies that fit; whatever else is said is the upstream's."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.delivery import OutboxRow, RowState, Step
from shared.domain.model import Kind
from shared.domain.remedies import Fix, Why, fixes_for, why_of
from tests.shared.domain.cast import at

SYNC = Path(__file__).parents[3] / "shared" / "sync"


def row(reason: str, kind: Kind = Kind.CLOCKED_IN, state: RowState = RowState.PARKED, **more: Step) -> OutboxRow:
    return OutboxRow("e", "u", 1, "1053", "e", kind, at("06:00"), state, reason=reason, **more)


def reasons_of_delivery() -> list[str]:
    """The sentences with which the code of delivery parks, as they are written there."""
    parks = re.compile(r'park\(\s*\w+,\s*\w+,\s*f?"([^"{]+)')
    return sorted({found for file in SYNC.rglob("*.py") for found in parks.findall(file.read_text())})


def test_the_reasons_are_found_in_the_code() -> None:
    assert {"overlap", "lost too often", "the session is gone upstream"} <= set(reasons_of_delivery())


@pytest.mark.parametrize("reason", [*reasons_of_delivery(), "unscheduled", "clock untrusted"])
def test_every_reason_of_ours_has_a_word_of_its_own(reason: str) -> None:
    assert why_of(row(reason)) is not Why.REFUSED


@pytest.mark.parametrize("kind", [Kind.CLOCKED_IN, Kind.CLOCKED_OUT])
@given(reason=st.text() | st.sampled_from(reasons_of_delivery()))
def test_whatever_is_parked_can_be_handed_over(kind: Kind, reason: str) -> None:
    fixes = fixes_for(row(reason, kind))
    assert Fix.HAND_OVER in fixes
    assert len(set(fixes)) == len(fixes)
    assert kind is Kind.CLOCKED_IN or not {Fix.WAS_CLOCK_OUT, Fix.OTHER_PLACE} & set(fixes)


def test_a_refusal_is_in_the_upstream_s_words() -> None:
    assert why_of(row("400: position 3 is not at account 687")) is Why.REFUSED
    assert Fix.OTHER_PLACE in fixes_for(row("400: position 3 is not at account 687"))


@pytest.mark.parametrize("state", [state for state in RowState if state is not RowState.PARKED])
def test_what_is_on_its_way_can_only_be_waited_for(state: RowState) -> None:
    assert (why_of(row("overlap", state=state)), fixes_for(row("overlap", state=state))) == (Why.ON_ITS_WAY, ())


def test_what_the_upstream_has_is_not_sent_as_another() -> None:
    assert fixes_for(row("the session is gone upstream", step=Step.CORRECT_TIME)) == (Fix.RETRY, Fix.HAND_OVER)


@pytest.mark.parametrize("kind", [Kind.CLOCKED_IN, Kind.CLOCKED_OUT])
@pytest.mark.parametrize("step", [Step.SEND, Step.CORRECT_TIME])
@given(reason=st.text() | st.sampled_from(reasons_of_delivery()))
def test_hours_written_back_have_no_session_and_no_position_to_name(kind: Kind, step: Step, reason: str) -> None:
    fixes = fixes_for(replace(row(reason, kind, step=step), upstream="tamigo"))
    assert Fix.HAND_OVER in fixes
    assert not {Fix.SAME_AS, Fix.OTHER_PLACE, Fix.WAS_CLOCK_OUT} & set(fixes)


def test_a_closed_day_is_tried_again_or_entered_by_hand() -> None:
    closed = replace(row("the day 2026-06-10 is closed: No", Kind.CLOCKED_OUT), upstream="tamigo")
    assert (why_of(closed), fixes_for(closed)) == (Why.DAY_CLOSED, (Fix.RETRY, Fix.HAND_OVER))
