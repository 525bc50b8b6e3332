"""A time card as the answer shows it: the document's attributes in the order of its example."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from shared.sandbox.oracle.card import Adjustment, Hours, TimeCard, Tips
from shared.sandbox.oracle.switches import JobCodeRef, OracleSwitches, Previous, ZeroFields
from shared.sandbox.oracle.times import write_local, write_utc
from shared.sandbox.oracle.world import Employee, JobCode

Row = dict[str, Any]

REQUIRED = {
    "tcId",
    "lastUpdatedUTC",
    "addedUTC",
    "empNum",
    "jcNum",
    "rvcNum",
    "clkInLcl",
    "clkInUTC",
    "clkInStatus",
    "shftType",
}
HOURS = tuple(field.alias or "" for field in Hours.model_fields.values())
TIPS = tuple(field.alias or "" for field in Tips.model_fields.values())
PLAIN = (
    "payrollID",
    "extPayrollID",
    "jobCodeRef",
    "clkInAuthEmpNum",
    "clkOutAuthEmpNum",
    "shftNum",
    "clkOutLcl",
    "clkOutUTC",
    "clkOutStatus",
    "payRt",
    "adjustments",
)
FIELDS = {*REQUIRED, *PLAIN, *HOURS, *TIPS}
# what an adjustment calls it: which change it belongs to (in the words of `Adjustment.changed`)
PREVIOUS = {
    "prevJcNum": "jcNum",
    "prevRVCNum": "rvcNum",
    "prevClkInLcl": "clkInUTC",
    "prevClkInUTC": "clkInUTC",
    "prevClkOutLcl": "clkOutUTC",
    "prevClkOutUTC": "clkOutUTC",
    "prevDrctTips": "drctTips",
    "prevIndirTipsPd": "indirTips",
}


def card_row(
    card: TimeCard, employee: Employee, job: JobCode, zone: ZoneInfo, switches: OracleSwitches, *, sees_ids: bool = True
) -> Row:
    """The card with every attribute, but its adjustments; null and 0 as the switch `zero_fields` says."""
    row: Row = {
        "tcId": card.tc_id,
        "lastUpdatedUTC": write_utc(card.last_updated_utc, switches.utc_form),
        "addedUTC": write_utc(card.added_utc, switches.utc_form),
        "empNum": card.emp_num,
        "payrollID": employee.payroll_id if sees_ids else None,
        "extPayrollID": employee.ext_payroll_id if sees_ids else None,
        "jobCodeRef": _job_code_ref(job, switches),
        "clkInAuthEmpNum": card.clk_in_auth_emp_num,
        "clkOutAuthEmpNum": card.clk_out_auth_emp_num,
        "jcNum": card.jc_num,
        "rvcNum": card.rvc_num,
        "shftNum": card.shft_num,
        "clkInLcl": write_local(card.clk_in_utc, zone),
        "clkInUTC": write_utc(card.clk_in_utc, switches.utc_form),
        "clkInStatus": card.clk_in_status,
    }
    if card.clk_out_utc is not None:
        row["clkOutLcl"] = write_local(card.clk_out_utc, zone)
        row["clkOutUTC"] = write_utc(card.clk_out_utc, switches.utc_form)
        row["clkOutStatus"] = card.clk_out_status
    row["payRt"] = card.pay_rt
    row |= (card.hours or Hours()).model_dump(by_alias=True)
    row["shftType"] = card.shft_type
    row |= Tips.model_validate(card.model_dump(include=set(Tips.model_fields))).model_dump(by_alias=True)
    return _with_zeros(row, REQUIRED, switches.zero_fields)


def adjustment_row(was: Adjustment, zone: ZoneInfo, switches: OracleSwitches) -> Row:
    """One adjustment with the previous values that the switch `previous_values` says."""
    out = was.prev_clk_out_utc
    values: Row = {
        "prevJcNum": was.prev_jc_num,
        "prevRVCNum": was.prev_rvc_num,
        "prevClkInLcl": write_local(was.prev_clk_in_utc, zone),
        "prevClkInUTC": write_utc(was.prev_clk_in_utc, switches.utc_form),
        "prevClkOutLcl": None if out is None else write_local(out, zone),
        "prevClkOutUTC": None if out is None else write_utc(out, switches.utc_form),
        "prevDrctTips": was.prev_drct_tips,
        "prevIndirTipsPd": was.prev_indir_tips,
    }
    if switches.previous_values is Previous.CHANGED:
        values = {name: value for name, value in values.items() if PREVIOUS[name] in was.changed}
    told = {"adjId": was.adj_id, "adjUTC": write_utc(was.adj_utc, switches.utc_form), "mgrName": was.mgr_name}
    return _with_zeros({**told, **values, "rsn": was.rsn}, {"adjId", "adjUTC"}, switches.zero_fields)


def _job_code_ref(job: JobCode, switches: OracleSwitches) -> int | str:
    return str(job.job_code_ref) if switches.job_code_ref is JobCodeRef.STRING else job.job_code_ref


def _with_zeros(row: Mapping[str, Any], required: set[str], form: ZeroFields) -> Row:
    if form is ZeroFields.ZERO:
        return {name: value for name, value in row.items() if value is not None}
    if form is ZeroFields.NULL:
        return {name: value if value or name in required else None for name, value in row.items()}
    return {name: value for name, value in row.items() if value or name in required}
