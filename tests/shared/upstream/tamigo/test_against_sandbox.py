"""The client against the sandbox, over real HTTP: the rota stays the same whatever the documents leave open.

The cast is the sandbox's default company; Dev is on vacation around now.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from shared.sandbox.tamigo.default_world import PATROL_DUTY, VACATION
from shared.upstream.errors import Unreadable
from shared.upstream.tamigo.client import Tamigo
from shared.upstream.tamigo.join import JoinKey
from shared.upstream.tamigo.roster import TamigoRoster
from shared.upstream.tamigo.settings import Format, TokenIn
from tests.shared.upstream.tamigo.played import IDS, Played, rota, told

Connect = Callable[..., Tamigo]


@pytest.mark.parametrize("answers", Format)
@pytest.mark.parametrize("token_in", TokenIn)
def test_the_rota_is_the_same_in_every_form(connect_to_played: Connect, answers: Format, token_in: TokenIn) -> None:
    found = rota(connect_to_played(answers=answers, token_in=token_in))
    shifts, away = told(found)
    assert sorted({employee for employee, *_ in shifts}) == [1053, 1054, 1055, 1057]
    assert {employee for employee, _ in away} == {1056}
    assert not found.unowned
    assert not found.untimed
    assert not found.unsaid_activities
    assert told(rota(connect_to_played())) == (shifts, away)


SWITCHES = [
    ("format_by", "content_type"),
    ("format_by", "xml"),
    ("format_by", "json"),
    ("content_type", "text/html"),
    ("content_type", "the_other"),
    ("content_type", "none"),
    ("date_slashes", "escaped"),
    ("date_slashes", "plain"),
    ("date_offset", "server"),
    ("date_offset", "zero"),
    ("date_offset", "none"),
    ("date_only", "no_offset"),
    ("blank_end", "0001"),
    ("blank_end", "null"),
    ("employee_name", "empty"),
    ("employee_id", "left_out"),
    ("absence_flag", "left_out"),
    ("login_fields", "documented"),
    ("login_ids", "null"),
    ("login_keys", "spaced"),
    ("rota_day", "overlaps"),
    ("token_header", "ignored"),
    ("no_session", "403"),
    ("no_session", "400"),
    ("session_end", "login"),
]


@pytest.mark.parametrize(("switch", "value"), SWITCHES, ids=["=".join(one) for one in SWITCHES])
def test_no_switch_of_the_sandbox_changes_the_rota(
    connect_to_played: Connect, played: Played, switch: str, value: str
) -> None:
    before = told(rota(connect_to_played()))
    played.turn(**{switch: value})
    assert told(rota(connect_to_played())) == before


@pytest.mark.parametrize("xml_times", ["offset", "utc"])
def test_xml_times_with_a_zone_are_believed(connect_to_played: Connect, played: Played, xml_times: str) -> None:
    before = told(rota(connect_to_played()))
    played.turn(xml_times=xml_times)
    assert told(rota(connect_to_played(answers=Format.XML))) == before


def test_an_activity_is_asked_about_only_where_nobody_said_whether_it_is_work(
    connect_to_played: Connect, played: Played
) -> None:
    found = rota(connect_to_played(absences=frozenset()))
    assert not found.unsaid_activities
    assert {one.employee_id for one in found.absences} == {1056}
    played.turn(absence_flag="left_out")
    found = rota(connect_to_played(absences=frozenset()))
    assert found.unsaid_activities == {UUID(VACATION), UUID(PATROL_DUTY)}
    assert not found.absences


def test_documented_fields_alone_tell_owners_by_asking_for_each(connect_to_played: Connect, played: Played) -> None:
    before = told(rota(connect_to_played()))
    played.turn(shift_fields="documented", employee_id="left_out")
    found = rota(connect_to_played())
    assert {shift[0] for shift in told(found)[0]} == {shift[0] for shift in before[0]}
    assert any("/shifts/period/" in path.lower() for path in played.paths())


def test_a_server_that_ignores_the_employee_leaves_the_old_rota(connect_to_played: Connect, played: Played) -> None:
    played.turn(employee_id="left_out", employee_filter="ignored")
    with pytest.raises(Unreadable):
        rota(connect_to_played())


# Nights of a clock change, in Copenhagen: clocks go back on 25 October 2026 and forward on 29 March 2026.

AUTUMN = (datetime(2026, 10, 24, 22, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC))
SPRING = (datetime(2026, 3, 28, 22, tzinfo=UTC), datetime(2026, 3, 29, 5, tzinfo=UTC))


@pytest.mark.parametrize("answers", Format)
@pytest.mark.parametrize(("night", "is_doubtful_in_xml"), [(AUTUMN, True), (SPRING, False)], ids=["autumn", "spring"])
def test_both_nights_of_a_clock_change_are_read(
    connect_to_played: Connect,
    played: Played,
    answers: Format,
    night: tuple[datetime, datetime],
    is_doubtful_in_xml: bool,
) -> None:
    world = played.ask("GET", "/tamigo/world")
    department = {**world["Departments"][0], "Zone": "Europe/Copenhagen"}
    ana = {"EmployeeId": world["Employees"][0]["EmployeeId"], "DepartmentId": department["DepartmentId"]}
    times = {"StartTime": night[0].isoformat(), "EndTime": night[1].isoformat()}
    shift = {"ShiftId": "11111111-2222-3333-4444-555555555555", **ana, **times}
    played.ask("PUT", "/tamigo/world", {"Departments": [department], "Shifts": [shift]})
    tamigo = connect_to_played(answers=answers, zone=ZoneInfo("Europe/Copenhagen"))
    found = TamigoRoster(tamigo, "", JoinKey.POS, lambda: IDS).rota(
        687, night[0] - timedelta(hours=12), night[1] + timedelta(hours=12)
    )
    (one,) = found.shifts
    assert one.employee_id == 1053
    is_doubtful = answers is Format.XML and is_doubtful_in_xml
    assert bool(found.doubtful) is is_doubtful
    assert one.starts_at == night[0]
    # Without a zone 02:30 was twice: the first is taken, and the doubt is told.
    assert one.ends_at == (night[1] - timedelta(hours=1) if is_doubtful else night[1])
    assert {day.day for day in tamigo.employee_days(date(2026, 1, 1), date(2026, 12, 31))} == {
        night[0].astimezone(ZoneInfo("Europe/Copenhagen")).date()
    }
