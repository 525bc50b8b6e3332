"""The company that is there when none is given: one department, five people, and a rota around now.

It is the site of TrackTik's default world seen by the planner: the same people under the same numbers (as POS keys
and wage numbers) and the same shifts around now, and beside them an absence, a night and an available shift.
"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from shared.sandbox.tamigo.dates import day_of
from shared.sandbox.tamigo.world import (
    Activity,
    Application,
    BreakCode,
    Department,
    Employee,
    Owner,
    Role,
    Shift,
    World,
)

HARBOUR_TOWER = "dc1a04be-fb08-443f-aa3f-06b0a7bffb28"
ANA = "4a6b1e63-666d-4955-b42b-20a289da3414"
BEN = "9c0f571e-cd0e-4e38-ac51-ecf965cd3de6"
CHLOE = "d1d0b7db-c774-4e81-b094-d1d2acaa1d83"
DEV = "38f02810-6ac4-40b4-b238-39236c826118"
EMIL = "3203ba4b-5264-4f36-8daa-76e7e69d0f31"
VACATION = "376a579a-acc9-4020-b313-d2e826b60b14"
PATROL_DUTY = "1fcbace9-28f4-4e76-9917-6f0ebc98da64"
PASSWORD = "sandbox-password"  # noqa: S105 - the sandbox's own, on loopback only

ZONE = "America/Montreal"
OUTDATED_AFTER = timedelta(hours=12)

PEOPLE = (
    (ANA, "1053", "Ana", "Ribeiro", Role.EMPLOYEE),
    (BEN, "1054", "Ben", "Okafor", Role.EMPLOYEE),
    (CHLOE, "1055", "Chloé", "Tremblay", Role.EMPLOYEE),
    (DEV, "1056", "Dev", "Patel", Role.EMPLOYEE),
    (EMIL, "1057", "Emil", "Sørensen", Role.PLANNER),
)
ACTIVITIES = (
    Activity(shift_activity_id=VACATION, name="Vacation", is_absence=True),
    Activity(shift_activity_id=PATROL_DUTY, name="Patrol"),
)
# employee, comment, activity, start in minutes from now, length in minutes
AROUND_NOW = (
    (ANA, "Gate 2", None, 5, 480),  # on time
    (BEN, "", PATROL_DUTY, 45, 480),  # early
    (CHLOE, "Gate 2", None, -25, 480),  # late
    (EMIL, "", PATROL_DUTY, -470, 480),  # almost over
    (ANA, "Gate 2", None, 24 * 60 + 5, 480),
    (BEN, "", PATROL_DUTY, 24 * 60 + 45, 480),
    (EMIL, "", PATROL_DUTY, 24 * 60 - 470, 480),
    (None, "Gate 2", None, 24 * 60 + 60, 480),  # to be had
)
# employee, comment, activity, days from today, local hour, length in minutes
BY_THE_CLOCK = (
    (DEV, "", VACATION, 0, 8, 480),
    (BEN, "Gate 2", None, 2, 23, 480),  # a night over midnight
)


def default_world(now: datetime) -> World:
    """The default company, with a rota counted from the five minutes that `now` lies in."""
    return World(
        application=Application(name="clockpost", key="sandbox-key"),
        company=Owner(company_id="1fc5e5e9-28f4-42e6-9917-6faf8c98da64", name="Harbour Guarding"),
        departments=(Department(department_id=HARBOUR_TOWER, department_key="687", name="Harbour Tower", zone=ZONE),),
        employees=tuple(_employee(*person) for person in PEOPLE),
        activities=ACTIVITIES,
        break_codes=(BreakCode(code="P", hours=0.75), BreakCode(code="Q", hours=0.5)),
        shifts=tuple(_shifts(now)),
    )


def _employee(guid: str, number: str, first_name: str, last_name: str, role: Role) -> Employee:
    return Employee(
        employee_id=guid,
        first_name=first_name,
        last_name=last_name,
        email=f"{number}@example.test",
        password=PASSWORD,
        pos_key=number,
        wage_number=number,
        role=role,
        departments=(HARBOUR_TOWER,),
    )


def _shifts(now: datetime) -> list[Shift]:
    start = now.replace(minute=now.minute - now.minute % 5, second=0, microsecond=0)
    zone = ZoneInfo(ZONE)
    plans = [(*plan[:3], start + timedelta(minutes=plan[3]), plan[4]) for plan in AROUND_NOW]
    for employee, comment, activity, days, hour, length in BY_THE_CLOCK:
        begin = datetime.combine(day_of(now, zone) + timedelta(days=days), time(hour), zone)
        plans.append((employee, comment, activity, begin.astimezone(now.tzinfo), length))
    return [_shift(number, *plan) for number, plan in enumerate(plans)]


def _shift(
    number: int, employee: str | None, comment: str, activity: str | None, begin: datetime, length: int
) -> Shift:
    return Shift(
        shift_id=f"fb60311f-e88c-4a6a-9bc4-{0x6AD09FD6A7B5 + number:012x}",
        department_id=HARBOUR_TOWER,
        employee_id=employee,
        start_time=begin,
        end_time=begin + timedelta(minutes=length),
        break_code="Q",
        comment=comment,
        shift_activity_id=activity,
        is_available=employee is None,
    )
