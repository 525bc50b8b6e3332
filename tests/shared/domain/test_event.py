"""A clock event and the text that is hashed: one form, read back whole, without names."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain.event import About, ClockEvent, body_of, event_of
from shared.domain.flags import Flag
from shared.domain.model import Door, Draft, Kind
from tests.shared.domain.strategies import instants

words = st.text(st.characters(codec="utf-8"), max_size=12)
drafts = st.builds(
    Draft,
    kind=st.sampled_from(Kind),
    at=instants,
    site=words,
    account_id=st.integers(1, 2**40),
    position_id=st.none() | st.integers(1, 2**40),
    shift_id=st.none() | st.integers(1, 2**40),
    shift_ends_at=st.none() | instants,
    work_session=words,
)
events = st.builds(
    ClockEvent,
    event_id=words,
    employee=words,
    draft=drafts,
    door=st.sampled_from(Door),
    terminal=words,
    recorded_at=instants,
    boottime_s=st.floats(0, 1e9).map(lambda seconds: round(seconds, 3)),
    boot_id=words,
    receipt=words,
    tap_id=words,
    flags=st.lists(st.sampled_from(Flag), max_size=3).map(tuple),
    evidence_digest=words,
    about=st.none() | st.builds(About, words, words, words, words, words),
)
OUT = ClockEvent(
    "e1",
    "1053",
    Draft(Kind.CLOCKED_OUT, datetime(2026, 3, 2, 14, tzinfo=UTC), "Harbour Tower", 687, work_session="in-1"),
    Door.KIOSK,
    "Terminal 1",
    datetime(2026, 3, 2, 14, 0, 0, 250_000, tzinfo=UTC),
    12.3456,
    "boot-1",
)


@given(events)
@settings(max_examples=80, deadline=None)
def test_an_event_is_read_back_as_it_was_written(event: ClockEvent) -> None:
    opens_its_own = event.draft.kind is Kind.CLOCKED_IN
    whole = replace(event, draft=replace(event.draft, work_session="")) if opens_its_own else event
    assert event_of(body_of(event)) == whole
    assert body_of(whole) == body_of(event)


@given(events)
@settings(max_examples=50, deadline=None)
def test_the_text_is_canonical(event: ClockEvent) -> None:
    body = body_of(event)
    assert body == json.dumps(json.loads(body), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def test_a_clock_in_is_the_name_of_its_work_session() -> None:
    into = replace(OUT, draft=replace(OUT.draft, kind=Kind.CLOCKED_IN, work_session="older"))
    assert into.work_session == "e1"
    assert json.loads(body_of(into))["work_session"] == "e1"
    assert OUT.work_session == "in-1"


@pytest.mark.parametrize("changed", [{"kind": "moved_by_drone"}, {"v": 2, "kind": "signed"}])
def test_a_kind_of_a_later_version_is_no_event_here_and_no_error(changed: dict[str, object]) -> None:
    assert event_of(json.dumps({**json.loads(body_of(OUT)), **changed})) is None


def test_a_flag_of_a_later_version_is_left_out() -> None:
    told = {**json.loads(body_of(OUT)), "flags": ["late_out", "seen_by_drone"]}
    event = event_of(json.dumps(told))
    assert event is not None
    assert event.flags == (Flag.LATE_OUT,)


@pytest.mark.parametrize("body", ["", "null", "[]", "{}", '{"kind":"clocked_out"}', "not json"])
def test_a_body_gone_bad_is_no_event_and_no_error(body: str) -> None:
    assert event_of(body) is None


def test_the_times_of_an_event_keep_their_parts_of_a_second() -> None:
    told = json.loads(body_of(OUT))
    assert told["recorded"] == "2026-03-02T14:00:00.250000+00:00"
    assert told["boottime_s"] == 12.346
