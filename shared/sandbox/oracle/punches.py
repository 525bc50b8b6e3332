"""What people do at the workstations: clock in and out, begin and end a break. Here it becomes time cards."""

from datetime import datetime

from shared.sandbox.oracle.card import (
    ON_BREAK,
    ON_PAID_BREAK,
    ON_TIME,
    PAID_BREAK,
    TEN_DIGITS,
    UNPAID_BREAK,
    WORK,
    OracleShape,
    TimeCard,
)
from shared.sandbox.oracle.enterprise import Enterprise
from shared.sandbox.oracle.switches import BreakCards
from shared.sandbox.shapes import BadShape, Choice, read_shape
from shared.sandbox.tracktik.world import Moment


class Kind(Choice):
    IN = "in"
    OUT = "out"
    BREAK_START = "break_start"
    BREAK_END = "break_end"


class Punch(OracleShape):
    """The body of POST /control/oracle/punches: who, what, and when ("now-5m").

    Left out: the location, job code and revenue center are the first ones (for whoever is at work already: theirs),
    `status` is On Time or the one of the break, the punch happens now. `posted` is when it reaches the cloud: after
    `posting_delay_s` when left out.
    """

    emp_num: int
    punch: Kind
    at: Moment
    posted: Moment | None = None
    loc_ref: str | None = None
    jc_num: int | None = None
    rvc_num: int | None = None
    status: int | None = None
    auth_emp_num: int = 0
    paid: bool = False


def clock(enterprise: Enterprise, punch: Punch, received: datetime) -> list[TimeCard]:
    """Lets a punch take effect in the cloud, at `received`; returns the cards it made or ended. Raises `BadShape`."""
    open_cards = [card for card in enterprise.cards.values() if card.is_open and card.emp_num == punch.emp_num]
    if punch.punch is Kind.IN:
        if open_cards:
            raise BadShape(f"employee {punch.emp_num} is at work already, on card {open_cards[0].tc_id}")
        return [enterprise.put(_first_card(enterprise, punch, received))]
    at_work = next((card for card in open_cards if card.shft_type == WORK), None)
    on_break = next((card for card in open_cards if card.shft_type != WORK), None)
    if punch.punch is Kind.OUT and open_cards:
        return [_ended(enterprise, card, punch, punch.status or ON_TIME, received) for card in open_cards]
    if punch.punch is Kind.BREAK_START and at_work and not on_break:
        return _break_begins(enterprise, at_work, punch, received)
    if punch.punch is Kind.BREAK_END and on_break:
        return _break_ends(enterprise, on_break, punch, received)
    raise BadShape(f"employee {punch.emp_num} has no time card for {punch.punch}")


def checked(enterprise: Enterprise, card: TimeCard) -> TimeCard:
    """The card, if all that it refers to is in the world; raises `BadShape`."""
    world = enterprise.world.model_copy(update={"cards": (card,)})
    read_shape(type(world), world.model_dump(by_alias=True))
    return card


def _break_begins(enterprise: Enterprise, at_work: TimeCard, punch: Punch, received: datetime) -> list[TimeCard]:
    kind, status = (PAID_BREAK, ON_PAID_BREAK) if punch.paid else (UNPAID_BREAK, ON_BREAK)
    rest = _next_card(enterprise, at_work, punch, received, shft_type=kind)
    if enterprise.switches.break_cards is BreakCards.INSIDE:
        return [enterprise.put(rest)]
    return [_ended(enterprise, at_work, punch, punch.status or status, received), enterprise.put(rest)]


def _break_ends(enterprise: Enterprise, on_break: TimeCard, punch: Punch, received: datetime) -> list[TimeCard]:
    ended = _ended(enterprise, on_break, punch, ON_TIME, received)
    if enterprise.switches.break_cards is BreakCards.INSIDE:
        return [ended]
    again = _next_card(enterprise, on_break, punch, received, clk_in_status=punch.status or ON_TIME, shft_type=WORK)
    return [ended, enterprise.put(again)]


def _first_card(enterprise: Enterprise, punch: Punch, received: datetime) -> TimeCard:
    loc_ref = punch.loc_ref or next(iter(enterprise.locations))
    location = enterprise.locations.get(loc_ref)
    if location is None:
        raise BadShape(f"there is no location {loc_ref}")
    centers = [item.num for item in enterprise.world.revenue_centers if item.loc_ref == loc_ref]
    jc_num = next(iter(enterprise.job_codes), 0) if punch.jc_num is None else punch.jc_num
    job = enterprise.job_codes.get(jc_num)
    shifts = [card.shft_num for card in enterprise.cards.values() if card.emp_num == punch.emp_num]
    data = {
        "tc_id": enterprise.next_card_id(),
        "loc_ref": loc_ref,
        "emp_num": punch.emp_num,
        "jc_num": jc_num,
        "rvc_num": (centers[0] if centers else 0) if punch.rvc_num is None else punch.rvc_num,
        "bus_dt": enterprise.business_date(location, punch.at),
        "shft_num": max([0, *shifts]) + 1,
        "clk_in_utc": punch.at,
        "clk_in_status": ON_TIME if punch.status is None else punch.status,
        "clk_in_auth_emp_num": min(max(0, punch.auth_emp_num), TEN_DIGITS),
        "pay_rt": job.pay_rt if job else 0,
        "added_utc": received,
        "last_updated_utc": received,
    }
    return checked(enterprise, read_shape(TimeCard, data))


def _next_card(enterprise: Enterprise, before: TimeCard, punch: Punch, received: datetime, **changes: int) -> TimeCard:
    """The card that follows `before`, of the same shift."""
    data = before.model_dump() | {
        "tc_id": enterprise.next_card_id(),
        "bus_dt": enterprise.business_date(enterprise.locations[before.loc_ref], punch.at),
        "clk_in_utc": punch.at,
        "clk_in_status": ON_TIME,
        "clk_in_auth_emp_num": punch.auth_emp_num,
        "added_utc": received,
        "last_updated_utc": received,
        "adjustments": (),
        "hours": None,
        "clk_out_utc": None,
        "clk_out_status": None,
    }
    return checked(enterprise, read_shape(TimeCard, data | changes))


def _ended(enterprise: Enterprise, card: TimeCard, punch: Punch, status: int, received: datetime) -> TimeCard:
    end = {
        "clk_out_utc": punch.at,
        "clk_out_status": status,
        "clk_out_auth_emp_num": punch.auth_emp_num if punch.punch is Kind.OUT else 0,
        "last_updated_utc": received,
    }
    return enterprise.put(read_shape(TimeCard, card.model_dump() | end))
