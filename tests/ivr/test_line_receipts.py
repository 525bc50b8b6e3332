"""What a caller may ask: the next shifts, and what became of a receipt."""

from typing import Any

import pytest

from shared.domain.delivery import RowState
from shared.store import outbox
from tests.ivr.cast import NOBODYS_CALLED, PIN
from tests.ivr.phone_line import PhoneLine

ASKED = "The four digits of the receipt."


def recorded(line: PhoneLine, number: str = "1053") -> str:
    """Somebody clocked in; their receipt."""
    line.call(f"{number} {PIN} 1")
    return line.events(number)[-1].receipt


def became(line: PhoneLine, number: str = "1053", **columns: Any) -> None:
    with line.store.writing():
        event = line.events(number)[-1]
        outbox.change(line.store, event.event_id, "tracktik", line.clock.wall, **columns)


STANDINGS = [
    ({"state": RowState.HELD}, "Stored here, on its way."),
    ({"state": RowState.UNKNOWN}, "Stored here, on its way."),
    ({"state": RowState.DELIVERED, "session_id": 4592}, "Accepted, session 4 5 9 2."),
    ({"state": RowState.PARKED, "reason": "no such position"}, "Stored here. Your supervisor looks after it."),
    ({"state": RowState.DROPPED, "by_whom": "1057"}, "Stored here. Your supervisor looks after it."),
]


@pytest.mark.parametrize(("columns", "standing"), STANDINGS, ids=[said for _, said in STANDINGS])
def test_a_receipt_tells_what_was_recorded_and_where_it_stands(
    line: PhoneLine, columns: dict[str, Any], standing: str
) -> None:
    receipt = recorded(line)
    became(line, **columns)
    told = line.call(f"1053 {PIN} 6 {receipt}").said
    assert told[3] == ASKED
    assert told[4].startswith(f"Clocked in at 6:58. {standing} 2: clock out.")


def test_a_break_is_stored_here_and_goes_nowhere(line: PhoneLine) -> None:
    recorded(line)
    line.call(f"1053 {PIN} 3")
    assert " Stored here. " in line.says(f"1053 {PIN} 6 {line.events('1053')[-1].receipt}")


def test_a_receipt_that_was_taken_back_says_so(line: PhoneLine) -> None:
    line.call(f"1053 {PIN} 1")
    receipt = line.events("1053")[0].receipt
    line.call(f"1053 {PIN} 2 9")
    line.call(f"1053 {PIN} 2")
    line.clock.advance(minutes=10)
    assert " It was taken back. " not in line.says(f"1053 {PIN} 6 {receipt}")
    voided = line.call(f"1054 {PIN} 1 9")
    digits = voided.said[3].split("Receipt ")[1].split(".")[0].replace(" ", "")
    assert "Clocked in at 7:08. It was taken back." in line.says(f"1054 {PIN} 6 {digits}")


def test_the_receipt_of_somebody_else_is_none_of_yours(line: PhoneLine) -> None:
    receipt = recorded(line, "1054")
    assert line.says(f"1053 {PIN} 6 {receipt}").startswith("No receipt of yours has these digits. 1: clock in.")


def test_a_receipt_is_answered_for_ninety_days(line: PhoneLine) -> None:
    receipt = recorded(line)
    line.clock.advance(days=89, hours=23)
    assert line.says(f"1053 {PIN} 6 {receipt}").startswith("Clocked in Tuesday 3 March")
    line.clock.advance(hours=2)
    assert line.says(f"1053 {PIN} 6 {receipt}").startswith("No receipt of yours has these digits.")


def test_an_older_receipt_is_told_with_its_day(line: PhoneLine) -> None:
    receipt = recorded(line)
    line.clock.advance(days=1)
    assert line.says(f"1053 {PIN} 6 {receipt}").startswith("Clocked in Tuesday")


def test_star_instead_of_digits_leads_back_to_the_menu(line: PhoneLine) -> None:
    assert line.says(f"1053 {PIN} 6 *").startswith("Off duty. 1: clock in.")


def test_four_tells_the_next_shifts_with_their_sites(line: PhoneLine) -> None:
    line.shift("1054", in_h=1)
    line.shift("1054", in_h=25, account=688)
    line.rota()
    told = line.says(f"1054 {PIN} 4")
    first, second = told.split(". ")[:2]
    assert first == "7:58 to 15:58, Harbour Tower"
    assert second.startswith("Wednesday ")
    assert second.endswith("to 16:58, Old Docks")


def test_four_tells_at_most_three_shifts_and_not_those_that_ended(line: PhoneLine) -> None:
    line.shift("1053", in_h=-9)
    for hour in (1, 10, 20, 30):
        line.shift("1053", in_h=hour, hours=2)
    line.rota()
    told = line.says(f"1053 {PIN} 4")
    assert "21:58" not in told
    assert told.count("Harbour Tower.") == 3
    assert told.startswith("7:58 to 9:58, Harbour Tower. 16:58 to 18:58, Harbour Tower.")


def test_a_rota_that_nobody_downloaded_is_not_known(line: PhoneLine) -> None:
    assert line.says(f"1053 {PIN} 4", called=NOBODYS_CALLED).startswith("The rota is not known here yet.")


def test_a_rota_without_a_shift_says_so_and_how_old_it_is(line: PhoneLine) -> None:
    line.rota()
    assert line.says(f"1053 {PIN} 4").startswith("No shift of yours is known for the next days.")
    line.clock.advance(hours=30)
    assert "As known " in line.says(f"1053 {PIN} 4")
