"""A break in the settings' own words."""

import json

import pytest

from shared.domain.break_record import BreakFacts, body_of, filled, is_of, unknown_names

FACTS = BreakFacts(900, 7001, 687, "2026-03-02 10:00:00", "2026-03-02 10:20:00", 20, "0192aa")


def test_a_name_alone_keeps_its_type_and_one_among_words_becomes_text() -> None:
    template = {"a": "{work_session}", "b": "no. {work_session}", "c": [{"d": "{started_on}"}], "e": True, "f": 3}
    assert filled(template, FACTS) == {
        "a": 900,
        "b": "no. 900",
        "c": [{"d": "2026-03-02 10:00:00"}],
        "e": True,
        "f": 3,
    }


def test_the_body_is_one_text_for_one_content() -> None:
    assert body_of({"b": "{account}", "a": 1}, FACTS) == body_of({"a": 1, "b": "{account}"}, FACTS)
    assert json.loads(body_of({"b": "{account}"}, FACTS)) == {"b": 687}


def test_names_that_no_break_has_are_found_at_any_depth() -> None:
    assert list(unknown_names({"a": "{nobody}", "b": [{"c": "x {event} {when}"}]})) == ["nobody", "when"]
    assert list(unknown_names({"a": "{event}", "b": 3})) == []


@pytest.mark.parametrize(
    ("theirs", "same"),
    [
        ({"workSession": 900, "startedOn": "2026-03-02T10:00:00+00:00", "id": 1}, True),
        ({"workSession": {"id": 900}, "startedOn": "2026-03-02 10:00:00"}, True),
        ({"workSession": "900"}, False),
        ({"workSession": 900, "startedOn": "2026-03-02T05:00:00-05:00"}, True),
        ({"workSession": 900, "startedOn": "2026-03-02T10:00:00-05:00"}, False),
        ({"workSession": 901, "startedOn": "2026-03-02 10:00:00"}, False),
        ({"workSession": 900, "startedOn": "2026-03-02 10:00:01"}, False),
        ({"id": 1, "status": "DONE"}, False),
        ({}, False),
    ],
)
def test_a_record_of_theirs_is_ours_only_where_nothing_differs(theirs: dict[str, object], same: bool) -> None:
    body = body_of({"workSession": "{work_session}", "startedOn": "{started_on}"}, FACTS)
    assert is_of(body, FACTS, theirs) is same
