from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.upstream.tracktik.fields import (
    Misread,
    identity,
    needed_relation,
    needed_time,
    read_time,
    relation,
    to_the_second,
    wire_time,
    word,
)

ZONES = st.timedeltas(timedelta(hours=-14), timedelta(hours=14)).map(
    lambda offset: timezone(timedelta(minutes=offset // timedelta(minutes=1)))
)
INSTANTS = st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29), timezones=ZONES)  # noqa: DTZ001


@given(INSTANTS)
def test_what_is_written_reads_back_as_the_same_second(at: datetime) -> None:
    answered = wire_time(at).replace(" ", "T") + "+00:00"
    assert read_time({"startedOn": answered}, "startedOn") == to_the_second(at)


@given(INSTANTS)
def test_a_written_time_is_never_later_than_the_event_and_never_a_second_earlier(at: datetime) -> None:
    written = datetime.fromisoformat(wire_time(at) + "+00:00")
    assert timedelta(0) <= at - written < timedelta(seconds=1)


def test_times_are_written_as_the_document_writes_them() -> None:
    eastern = timezone(timedelta(hours=-5))
    assert wire_time(datetime(2022, 12, 16, 10, 17, 0, 999_999, tzinfo=eastern)) == "2022-12-16 15:17:00"
    assert wire_time(datetime(33, 1, 2, tzinfo=UTC)) == "0033-01-02 00:00:00"


def test_a_time_without_a_zone_is_not_written() -> None:
    with pytest.raises(ValueError, match="no zone"):
        wire_time(datetime(2022, 12, 16, 15, 17))  # noqa: DTZ001


@pytest.mark.parametrize(
    "told", ["2022-12-16T15:17:00+00:00", "2022-12-16T15:17:00Z", "2022-12-16T16:17:00+01:00", "2022-12-16T10:17-05:00"]
)
def test_a_time_of_any_offset_is_read_in_utc(told: str) -> None:
    at = read_time({"startedOn": told}, "startedOn")
    assert at == datetime(2022, 12, 16, 15, 17, tzinfo=UTC)
    assert at is not None
    assert at.utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    "told",
    [
        "2022-12-16T15:17:00",
        "2022-12-16 15:17:00",
        "2022-12-16",
        "0000-00-00 00:00:00",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        "yesterday",
        1671203820,
        True,
        {},
        ["2022-12-16T15:17:00Z"],
    ],
)
def test_a_time_without_an_offset_or_of_no_calendar_is_misread(told: object) -> None:
    with pytest.raises(Misread, match="startedOn"):
        read_time({"startedOn": told}, "startedOn")


@pytest.mark.parametrize("row", [{}, {"endedOn": None}, {"endedOn": ""}])
def test_no_time_is_none_unless_it_is_needed(row: dict[str, object]) -> None:
    assert read_time(row, "endedOn") is None
    with pytest.raises(Misread, match="record 7 has no endedOn"):
        needed_time({**row, "id": 7}, "endedOn")


@pytest.mark.parametrize(("told", "found"), [(7, 7), ("7", 7), ("0007", 7), (2**63 - 1, 2**63 - 1)])
def test_an_id_is_a_number_or_its_digits(told: object, found: int) -> None:
    assert identity(told) == found


@pytest.mark.parametrize("told", [0, -7, True, 7.0, "", "7.0", "-7", "٧", "7 ", "x", None, [], 2**63, "9" * 19])
def test_nothing_else_is_an_id(told: object) -> None:
    with pytest.raises(Misread):
        identity(told)


@pytest.mark.parametrize(
    ("told", "found"),
    [(382, 382), ("382", 382), ({"id": 382, "name": "Gate"}, 382), ({"id": "382"}, 382)],
)
def test_a_relation_is_an_id_or_the_object_that_include_puts_there(told: object, found: int) -> None:
    assert relation({"position": told}, "position") == found


@pytest.mark.parametrize("row", [{}, *({"position": told} for told in (None, "", 0, "0", [], {}))], ids=str)
def test_no_relation_is_none_unless_it_is_needed(row: dict[str, object]) -> None:
    assert relation(row, "position") is None
    with pytest.raises(Misread, match="record 7 has no position"):
        needed_relation({**row, "id": 7}, "position")


@pytest.mark.parametrize("told", [{"name": "Gate"}, "Gate", -1, [382], True, 1.5])
def test_a_relation_of_another_form_is_misread(told: object) -> None:
    with pytest.raises(Misread, match="position"):
        relation({"position": told}, "position")


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ({}, ""),
        ({"status": None}, ""),
        ({"status": "OPEN"}, "OPEN"),
        ({"status": 12}, "12"),
        ({"status": "Neu ✓"}, "Neu ✓"),
    ],
)
def test_a_word_is_kept_as_it_is(row: dict[str, object], found: str) -> None:
    assert word(row, "status") == found


def test_half_a_surrogate_pair_becomes_a_question_mark() -> None:
    assert word({"name": "Ana \ud83d"}, "name") == "Ana ?"


@pytest.mark.parametrize("told", [True, [], {"a": 1}, 1.5])
def test_a_word_of_another_form_is_misread(told: object) -> None:
    with pytest.raises(Misread, match="status"):
        word({"status": told}, "status")
