"""The organisation that is there when none is given: TrackTik's two sites and six people, with time cards around now.

The same people under the same numbers (empNum, payrollID and extPayrollID), the positions as job codes, and cards that
fit TrackTik's shifts: a night that is almost over with an unpaid break, somebody who came late, yesterday with a paid
break and a manager's change, a night over midnight, a double shift through every level, and a forgotten clock-out.
"""

from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple

from shared.sandbox.oracle import card as words
from shared.sandbox.oracle.card import Adjustment, TimeCard
from shared.sandbox.oracle.world import (
    Account,
    Employee,
    JobCode,
    Location,
    RevenueCenter,
    Workstation,
    World,
)

HARBOUR_TOWER, DOCK_4 = "687", "688"
GATE_2, PATROL, GUARD_DOCK_4 = 382, 383, 390
ANA, BEN, CHLOE, DEV, EMIL, CARLA = 1053, 1054, 1055, 1056, 1057, 1058
ZONE = "America/Montreal"
OUTDATED_AFTER = timedelta(hours=12)
FIRST_CARD = 15253

ACCOUNT = Account(
    org="harbour",
    client_id="clockpost",
    username="api-terminal",
    password="sandbox-password",  # noqa: S106 - the sandbox's own, on loopback only
)
PEOPLE = (
    (ANA, "Ana", "Ribeiro"),
    (BEN, "Ben", "Okafor"),
    (CHLOE, "Chloé", "Tremblay"),
    (DEV, "Dev", "Patel"),
    (EMIL, "Emil", "Sørensen"),
    (CARLA, "Carla", "Méndez"),
)
JOBS = ((GATE_2, "Guard, Gate 2", 3, 21.5), (PATROL, "Patrol", 4, 22.75), (GUARD_DOCK_4, "Guard, Dock 4", 5, 24.0))


class Plan(NamedTuple):
    """A card in short: times are aware, `out` None leaves it open."""

    employee: int
    job: int
    begin: datetime
    end: datetime | None
    came: int = words.ON_TIME
    left: int | None = words.ON_TIME
    kind: int = words.WORK
    authorised_in: int = 0


def default_world(now: datetime) -> World:
    """The default organisation, with cards counted from the five minutes that `now` lies in."""
    start = now.replace(minute=now.minute - now.minute % 5, second=0, microsecond=0)
    plans = [*_around(start), *_by_the_clock(now)]
    cards = [_card(FIRST_CARD + number, plan) for number, plan in enumerate(sorted(plans, key=lambda p: p.begin))]
    return World(
        account=ACCOUNT,
        locations=(_location(HARBOUR_TOWER, "Harbour Tower"), _location(DOCK_4, "Dock 4")),
        employees=tuple(_employee(*person) for person in PEOPLE),
        job_codes=tuple(
            JobCode(num=num, name=name, job_code_ref=ref, pay_rt=rate, lbr_cat_num=1, lbr_cat_name="Guards")
            for num, name, ref, rate in JOBS
        ),
        revenue_centers=(
            RevenueCenter(num=1, name="Gate 2", loc_ref=HARBOUR_TOWER),
            RevenueCenter(num=2, name="Patrol", loc_ref=HARBOUR_TOWER),
            RevenueCenter(num=1, name="Dock", loc_ref=DOCK_4),
        ),
        cards=tuple(_adjusted(card) if card.emp_num == ANA and _is_last(card, cards) else card for card in cards),
    )


def _around(start: datetime) -> list[Plan]:
    def at(minutes: int) -> datetime:
        return start + timedelta(minutes=minutes)

    return [
        Plan(EMIL, PATROL, at(-468), at(-240), left=words.ON_BREAK),
        Plan(EMIL, PATROL, at(-240), at(-210), kind=words.UNPAID_BREAK),
        Plan(EMIL, PATROL, at(-210), None, left=None),  # his night is almost over
        Plan(CHLOE, GATE_2, at(-18), None, came=words.LATE_IN, left=None, authorised_in=EMIL),
        Plan(ANA, GATE_2, at(-1437), at(-1300), left=words.ON_PAID_BREAK),
        Plan(ANA, GATE_2, at(-1300), at(-1285), kind=words.PAID_BREAK),
        Plan(ANA, GATE_2, at(-1285), at(-955)),  # its end was changed, see `_adjusted`
        Plan(DEV, GUARD_DOCK_4, at(-1600), at(-690)),  # 15 h and a bit: every level of overtime
    ]


def _by_the_clock(now: datetime) -> list[Plan]:
    today = now.astimezone(_location(DOCK_4, "").zone).date()

    def at(days: int, hour: int, minute: int = 0) -> datetime:
        zone = _location(DOCK_4, "").zone
        return datetime.combine(today + timedelta(days=days), time(hour, minute), zone).astimezone(UTC)

    return [
        Plan(BEN, PATROL, at(-3, 22, 58), at(-2, 3), left=words.ON_BREAK),
        Plan(BEN, PATROL, at(-2, 3), at(-2, 3, 40), kind=words.UNPAID_BREAK),
        Plan(BEN, PATROL, at(-2, 3, 40), at(-2, 7), came=words.LATE_FROM_BREAK),
        Plan(CARLA, GATE_2, at(-4, 9), at(-3, 4), left=words.AUTOMATIC),
    ]


def _card(number: int, plan: Plan) -> TimeCard:
    location = _location(DOCK_4 if plan.job == GUARD_DOCK_4 else HARBOUR_TOWER, "")
    begun = plan.begin if plan.begin.tzinfo else plan.begin.replace(tzinfo=UTC)
    starts = timedelta(hours=location.day_starts_at.hour)
    return TimeCard(
        tc_id=number,
        loc_ref=location.loc_ref,
        emp_num=plan.employee,
        jc_num=plan.job,
        rvc_num=2 if plan.job == PATROL else 1,
        bus_dt=(begun.astimezone(location.zone).replace(tzinfo=None) - starts).date(),
        shft_type=plan.kind,
        shft_num=1,
        clk_in_utc=plan.begin,
        clk_in_status=plan.came,
        clk_in_auth_emp_num=plan.authorised_in,
        clk_out_utc=plan.end,
        clk_out_status=plan.left,
        pay_rt=next(rate for num, _, _, rate in JOBS if num == plan.job),
        added_utc=plan.begin,
        last_updated_utc=plan.end or plan.begin,
    )


def _is_last(card: TimeCard, cards: list[TimeCard]) -> bool:
    return card.clk_in_utc == max(item.clk_in_utc for item in cards if item.emp_num == card.emp_num)


def _adjusted(card: TimeCard) -> TimeCard:
    """The card as a manager left it: its clock-out was half an hour earlier."""
    end = card.last_updated_utc
    changed_at = end + timedelta(minutes=40)
    was = Adjustment(
        adj_id=123456789,
        adj_utc=changed_at,
        mgr_name="J Doe",
        rsn="Clocked out late",
        prev_jc_num=card.jc_num,
        prev_rvc_num=card.rvc_num,
        prev_clk_in_utc=card.clk_in_utc,
        prev_clk_out_utc=end - timedelta(minutes=30),
        changed=("clkOutUTC",),
    )
    return card.model_copy(update={"adjustments": (was,), "last_updated_utc": changed_at})


def _location(loc_ref: str, name: str) -> Location:
    return Location(loc_ref=loc_ref, name=name, tz=ZONE, workstations=(Workstation(ws_num=1, ws_name="Terminal 1"),))


def _employee(number: int, first_name: str, last_name: str) -> Employee:
    return Employee(
        num=number,
        first_name=first_name,
        last_name=last_name,
        payroll_id=str(number),
        ext_payroll_id=str(number),
        home_loc_ref=HARBOUR_TOWER,
        class_num=30,
        class_name="Guards",
    )
