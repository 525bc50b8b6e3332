"""A time card that a manager changed is told on the phone like a supervisor's correction, and can be disputed there."""

from datetime import timedelta

import pytest

from shared.domain.model import Kind
from shared.domain.notice import NoticeAnswer, NoticeKind
from shared.store import desk, ledger
from shared.store.desk import DeskKind
from shared.verify import verify
from tests.ivr.cast import PIN, START
from tests.ivr.phone_line import PhoneLine
from tests.ivr.test_line_notices import IN, KEYS, changed, hears, said

CARD = {
    "kind": NoticeKind.ADJUSTED,
    "target": "card:oracle:687:15253",
    "because": "Clocked out late",
    "by": "J Doe",
    "account_id": 687,
}


def test_it_is_read_out_with_who_why_and_both_times(line: PhoneLine) -> None:
    changed(line, **CARD)
    assert line.says(f"{IN} 8") == (
        "J Doe changed your time card: Clocked out late."
        f" Your clock-out of yesterday was changed from 6:02 to 6:30. {KEYS}"
    )


@pytest.mark.parametrize(("key", "answer"), [("1", NoticeAnswer.AGREED), ("2", NoticeAnswer.DISPUTED)])
def test_a_key_answers_it_in_the_ledger_and_a_dispute_is_on_the_desk(
    line: PhoneLine, key: str, answer: NoticeAnswer
) -> None:
    changed(line, **CARD)
    line.call(f"{IN} 8", hears(line), key)
    assert said(line) == answer
    answers = [row.event for row in ledger.of_employee(line.store, "1053") if row.event and row.event.about]
    assert [(one.draft.kind, one.about.new, one.draft.account_id) for one in answers] == [
        (Kind.CORRECTION_ANSWER, answer, 687)
    ]
    disputes = [one for one in desk.listed(line.store) if one.kind is DeskKind.CORRECTION_DISPUTED]
    assert [(one.employee, one.facts["by"], one.facts["because"]) for one in disputes] == (
        [("1053", "J Doe", "Clocked out late")] if answer is NoticeAnswer.DISPUTED else []
    )
    assert verify(line.store).intact


def test_a_clock_out_that_was_made_or_taken_away_has_its_own_words(line: PhoneLine) -> None:
    old = START - timedelta(hours=24)
    changed(line, "n1", **{**CARD, "old_at": None, "new_at": old})
    changed(line, "n2", **{**CARD, "old_at": old, "new_at": None, "because": ""})
    changed(line, "n3", **{**CARD, "kind": NoticeKind.CARD_PLACED, "old_at": old, "new_at": old, "by": ""})
    told = line.call(f"{IN} 8", hears(line), "1", hears(line), "1").said[-3:]
    assert "You were clocked out yesterday at 6:58." in told[0]
    assert "J Doe changed your time card. Your clock-out of yesterday at 6:58 no longer counts." in told[1]
    assert "Somebody changed your time card: Clocked out late." in told[2]
    assert "Your clock-in of yesterday at 6:58 now counts for another job." in told[2]


@pytest.mark.parametrize("text", ["<Say>hello</Say> & more", "\u202e7:00\x00\x07", "1" * 80])
def test_whatever_somebody_wrote_there_is_only_said(line: PhoneLine, text: str) -> None:
    changed(line, **{**CARD, "because": text})
    assert line.says(f"{IN} 8").endswith(KEYS)
    assert line.says(f"1053 {PIN} 8", hears(line), "1").count("Thank you.") == 1
