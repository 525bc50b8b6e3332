"""The world that is there when none is given: two sites, three positions, six people, and shifts around now."""

from datetime import datetime, timedelta

from shared.sandbox.tracktik.world import Account, Assignment, Credentials, Employee, Position, Shift, World

HARBOUR_TOWER, DOCK_4 = 687, 688
GATE_2, PATROL, GUARD_DOCK_4 = 382, 383, 390

CREDENTIALS = Credentials(
    client_id="clockpost",
    client_secret="sandbox-secret",  # noqa: S106 - the sandbox's own, on loopback only
    username="terminal@example.test",
    password="sandbox-password",  # noqa: S106
)
ACCOUNTS = (
    Account(id=HARBOUR_TOWER, name="Harbour Tower", latitude=45.5017, longitude=-73.5673, radius_m=150),
    Account(id=DOCK_4, name="Dock 4"),
)
POSITIONS = (
    Position(id=GATE_2, name="Guard, Gate 2", account=HARBOUR_TOWER),
    Position(id=PATROL, name="Patrol", account=HARBOUR_TOWER),
    Position(id=GUARD_DOCK_4, name="Guard, Dock 4", account=DOCK_4),
)
PEOPLE = (
    (1053, "Ana", "Ribeiro"),
    (1054, "Ben", "Okafor"),
    (1055, "Chloé", "Tremblay"),
    (1056, "Dev", "Patel"),
    (1057, "Emil", "Sørensen"),
    (1058, "Carla", "Méndez"),
)
LEFT_THE_COMPANY = {1058}

# employee, position, account, start in minutes from now, length in minutes
SHIFTS = (
    (1053, GATE_2, HARBOUR_TOWER, 5, 480),  # Ana is on time
    (1054, PATROL, HARBOUR_TOWER, 45, 480),  # Ben is early
    (1055, GATE_2, HARBOUR_TOWER, -25, 480),  # Chloé is late
    (1057, PATROL, HARBOUR_TOWER, -470, 480),  # Emil's night is almost over; Dev is not on the rota today
    (1053, GATE_2, HARBOUR_TOWER, 24 * 60 + 5, 480),
    (1054, PATROL, HARBOUR_TOWER, 24 * 60 + 45, 480),
    (1056, GUARD_DOCK_4, DOCK_4, 24 * 60, 720),
    (1057, PATROL, HARBOUR_TOWER, 24 * 60 - 470, 480),
)
OUTDATED_AFTER = timedelta(hours=20)  # twelve hours past the making: the first shift began eight hours before it
FIRST_SHIFT = 100594  # the shift of the document's example


def default_world(now: datetime) -> World:
    """The default world, with shifts counted from the five minutes that `now` lies in."""
    start = now.replace(minute=now.minute - now.minute % 5, second=0, microsecond=0)
    return World(
        credentials=CREDENTIALS,
        accounts=ACCOUNTS,
        positions=POSITIONS,
        employees=tuple(_employee(*person) for person in PEOPLE),
        assignments=_assignments(),
        shifts=tuple(_shift(FIRST_SHIFT + index, start, *plan) for index, plan in enumerate(SHIFTS)),
    )


def is_outdated(world: World, now: datetime) -> bool:
    """Whether this is the default world of a time so long ago that its first shifts are no longer around `now`."""
    fresh = default_world(now)
    if world.model_copy(update={"shifts": fresh.shifts}) != fresh or len(world.shifts) != len(fresh.shifts):
        return False
    return min(shift.start_date_time for shift in world.shifts) < now - OUTDATED_AFTER


def _employee(number: int, first_name: str, last_name: str) -> Employee:
    status = "INACTIVE" if number in LEFT_THE_COMPANY else "ACTIVE"
    email = f"{number}@example.test"
    return Employee(
        id=number, first_name=first_name, last_name=last_name, custom_id=str(number), status=status, email=email
    )


def _assignments() -> tuple[Assignment, ...]:
    at_tower = [Assignment(employee=p[0], account=HARBOUR_TOWER) for p in PEOPLE if p[0] not in LEFT_THE_COMPANY]
    return (*at_tower, Assignment(employee=1056, account=DOCK_4))


def _shift(number: int, start: datetime, employee: int, position: int, account: int, begin: int, length: int) -> Shift:
    begins = start + timedelta(minutes=begin)
    ends = begins + timedelta(minutes=length)
    return Shift(
        id=number,
        account=account,
        position=position,
        employee=employee,
        start_date_time=begins,
        end_date_time=ends,
    )
