"""A time card as the cloud keeps it, with the manager's adjustments and what the engine last calculated.

In a world and in control requests a card is written like this; all that can be left out has the value shown.

    {"tcId": 15253, "locRef": "687", "empNum": 1053, "jcNum": 382, "rvcNum": 1, "busDt": "2024-05-31",
     "clkInUTC": "now-4h", "clkInStatus": 84, "clkOutUTC": null, "clkOutStatus": null, "shftType": 0, "shftNum": 0,
     "clkInAuthEmpNum": 0, "clkOutAuthEmpNum": 0, "payRt": 0, "drctTips": 0 (and the other receipts and tips),
     "addedUTC": "now-4h", "lastUpdatedUTC": "now-4h", "adjustments": [], "hours": null}
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from pydantic import ConfigDict, Field, model_validator
from pydantic.alias_generators import to_camel

from shared.sandbox.shapes import BadShape, Shape
from shared.sandbox.tracktik.times import read_moment
from shared.sandbox.tracktik.world import Moment

WORK, PAID_BREAK, UNPAID_BREAK = 0, 1, 2  # shftType
IN_STATUSES = {0, 65, 67, 68, 69, 76, 78, 82, 84}
OUT_STATUSES = {0, 66, 68, 69, 76, 77, 78, 80, 82, 84, 85, 86}
ON_TIME, LATE_IN, LATE_FROM_BREAK = 84, 76, 67
ON_BREAK, ON_PAID_BREAK, BY_MANAGER, AUTOMATIC = 66, 80, 77, 85  # clkOutStatus
TEN_DIGITS = 9_999_999_999
CARD_TIMES = ("clkInUTC", "clkOutUTC", "addedUTC", "lastUpdatedUTC")


def _spelling(name: str) -> str:
    camel = to_camel(name)
    return camel.replace("Utc", "UTC").replace("payrollId", "payrollID").replace("PayrollId", "PayrollID")


class OracleShape(Shape):
    """A shape in this API's spelling: `clk_in_utc` is `clkInUTC` in JSON."""

    model_config = ConfigDict(alias_generator=_spelling, populate_by_name=True)


class Adjustment(OracleShape):
    """One change by a manager, with every value as it was before; `changed` names those that are different now."""

    adj_id: int = Field(ge=1, le=TEN_DIGITS)
    adj_utc: Moment
    mgr_name: str = Field(default="", max_length=50)
    rsn: str = Field(default="", max_length=40)
    prev_jc_num: int
    prev_rvc_num: int
    prev_clk_in_utc: Moment
    prev_clk_out_utc: Moment | None = None
    prev_drct_tips: float = 0
    prev_indir_tips: float = 0
    changed: tuple[str, ...] = ()


class Hours(OracleShape):
    """What the engine calculated: hours and pay of the regular level, of four overtime levels, and of the premium."""

    reg_hrs: float = 0
    reg_pay: float = 0
    ovt1_hrs: float = 0
    ovt1_pay: float = 0
    ovt2_hrs: float = 0
    ovt2_pay: float = 0
    ovt3_hrs: float = 0
    ovt3_pay: float = 0
    ovt4_hrs: float = 0
    ovt4_pay: float = 0
    prem_hrs: float = 0
    prem_pay: float = 0


class Tips(OracleShape):
    """Receipts and tips; nothing here computes them."""

    gross_rcpts: float = 0
    chrg_rcpts: float = 0
    chrg_tips: float = 0
    drct_tips: float = 0
    indir_tips: float = 0
    svc_tips: float = 0
    tips_pd: float = 0


class TimeCard(Tips):
    """A card; open while `clk_out_utc` is None. `hours` is None until the engine met it."""

    tc_id: int = Field(ge=1, le=TEN_DIGITS)
    loc_ref: str
    emp_num: int = Field(ge=1, le=TEN_DIGITS)
    jc_num: int = Field(ge=0, le=TEN_DIGITS)
    rvc_num: int = Field(ge=0, le=TEN_DIGITS)
    bus_dt: date
    shft_type: int = Field(default=WORK, ge=WORK, le=UNPAID_BREAK)
    shft_num: int = Field(default=0, ge=0)
    clk_in_utc: Moment
    clk_in_status: int = ON_TIME
    clk_in_auth_emp_num: int = Field(default=0, ge=0, le=TEN_DIGITS)
    clk_out_utc: Moment | None = None
    clk_out_status: int | None = None
    clk_out_auth_emp_num: int = Field(default=0, ge=0, le=TEN_DIGITS)
    pay_rt: float = Field(default=0, ge=0)
    added_utc: Moment
    last_updated_utc: Moment
    adjustments: tuple[Adjustment, ...] = ()
    hours: Hours | None = None

    @property
    def is_open(self) -> bool:
        """Whether there is no clock-out yet."""
        return self.clk_out_utc is None

    @model_validator(mode="after")
    def _hangs_together(self) -> "TimeCard":
        if self.clk_in_status not in IN_STATUSES:
            raise ValueError(f"clkInStatus: {self.clk_in_status} is none of {sorted(IN_STATUSES)}")
        if (self.clk_out_utc is None) != (self.clk_out_status is None):
            raise ValueError("clkOutUTC and clkOutStatus come together")
        if self.clk_out_status not in {None, *OUT_STATUSES}:
            raise ValueError(f"clkOutStatus: {self.clk_out_status} is none of {sorted(OUT_STATUSES)}")
        if self.clk_out_utc is not None and self.clk_out_utc < self.clk_in_utc:
            raise ValueError("clkOutUTC is before clkInUTC")
        return self


def with_times(data: Mapping[str, Any], now: datetime, names: tuple[str, ...] = CARD_TIMES) -> dict[str, Any]:
    """`data` with its times read, "now-90m" among them; raises `BadShape`."""
    try:
        return {**data, **{name: read_moment(data[name], now) for name in names if data.get(name) is not None}}
    except ValueError as error:
        raise BadShape(str(error)) from error
