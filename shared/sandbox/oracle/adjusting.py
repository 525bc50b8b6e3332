"""A manager's adjustment of a time card: what was before is kept beside the card."""

from datetime import datetime
from typing import Any

from pydantic import Field

from shared.sandbox.oracle.card import BY_MANAGER, TEN_DIGITS, Adjustment, OracleShape, TimeCard
from shared.sandbox.oracle.enterprise import Enterprise
from shared.sandbox.oracle.punches import checked
from shared.sandbox.shapes import BadShape, read_shape
from shared.sandbox.tracktik.world import Moment

ADJUSTABLE = ("clk_in_utc", "clk_out_utc", "jc_num", "rvc_num", "drct_tips", "indir_tips")


class Change(OracleShape):
    """The body of POST /control/oracle/cards/{tcId}/adjust: new values (a `clkOutUTC` of null opens the card again).

    `authEmpNum` becomes the one who authorised the changed clock-in or clock-out. A clock-out that the card did not
    have is one by the manager.
    """

    clk_in_utc: Moment | None = None
    clk_out_utc: Moment | None = None
    jc_num: int | None = None
    rvc_num: int | None = None
    drct_tips: float | None = None
    indir_tips: float | None = None
    mgr_name: str = Field(default="J Doe", max_length=50)
    rsn: str = Field(default="", max_length=40)
    auth_emp_num: int | None = Field(default=None, ge=0, le=TEN_DIGITS)


def adjust(enterprise: Enterprise, card: TimeCard, change: Change, now: datetime) -> TimeCard:
    """The card with the change and its adjustment; raises `BadShape` when nothing changes or it cannot be."""
    named = {name: getattr(change, name) for name in ADJUSTABLE if name in change.model_fields_set}
    wrong = [name for name, value in named.items() if value is None and name != "clk_out_utc"]
    if wrong:
        raise BadShape(f"{', '.join(wrong)} cannot be null")
    changes = {name: value for name, value in named.items() if value != getattr(card, name)}
    if not changes:
        raise BadShape("nothing of the card would change")
    spelling = {name: field.alias or name for name, field in TimeCard.model_fields.items()}
    was = Adjustment(
        adj_id=enterprise.next_adjustment_id(),
        adj_utc=now,
        mgr_name=change.mgr_name,
        rsn=change.rsn,
        prev_jc_num=card.jc_num,
        prev_rvc_num=card.rvc_num,
        prev_clk_in_utc=card.clk_in_utc,
        prev_clk_out_utc=card.clk_out_utc,
        prev_drct_tips=card.drct_tips,
        prev_indir_tips=card.indir_tips,
        changed=tuple(spelling[name] for name in changes),
    )
    data: dict[str, Any] = card.model_dump() | changes | _consequences(card, changes, change.auth_emp_num)
    data |= {"adjustments": (*card.adjustments, was), "last_updated_utc": now}
    return enterprise.put(checked(enterprise, read_shape(TimeCard, data)))


def _consequences(card: TimeCard, changes: dict[str, Any], authorised: int | None) -> dict[str, Any]:
    more: dict[str, Any] = {}
    if "clk_out_utc" in changes:
        more["clk_out_status"] = None if changes["clk_out_utc"] is None else card.clk_out_status or BY_MANAGER
        more["clk_out_auth_emp_num"] = card.clk_out_auth_emp_num if authorised is None else authorised
    if "clk_in_utc" in changes and authorised is not None:
        more["clk_in_auth_emp_num"] = authorised
    return more
