"""The way from a workstation to the cloud, and what time brings by itself: late punches arrive, the engine runs."""

from datetime import datetime, timedelta

from shared.sandbox.oracle.card import TimeCard
from shared.sandbox.oracle.enterprise import Enterprise
from shared.sandbox.oracle.punches import Punch, clock
from shared.sandbox.shapes import BadShape, read_shape


def post(enterprise: Enterprise, punch: Punch, now: datetime) -> list[TimeCard] | datetime:
    """The cards of a punch that is in the cloud at once, or when it will be. Raises `BadShape`."""
    if punch.emp_num not in enterprise.employees:
        raise BadShape(f"employee {punch.emp_num} does not exist")
    due = punch.posted or punch.at + timedelta(seconds=enterprise.switches.posting_delay_s)
    if due <= now:
        return clock(enterprise, punch, punch.posted or now)
    kept = {"due": due.isoformat(), "punch": punch.model_dump(mode="json", by_alias=True)}
    enterprise.waiting = sorted([*enterprise.waiting, kept], key=lambda item: str(item["due"]))
    enterprise.changes.mark()
    return due


def catch_up(enterprise: Enterprise, now: datetime) -> None:
    """Everything that was due before `now` has happened when this returns."""
    while enterprise.waiting and datetime.fromisoformat(enterprise.waiting[0]["due"]) <= now:
        arrived, *enterprise.waiting = enterprise.waiting
        due = datetime.fromisoformat(arrived["due"])
        enterprise.run_engine_when_due(due - timedelta(seconds=1))
        enterprise.changes.mark()
        try:
            clock(enterprise, read_shape(Punch, arrived["punch"]), due)
        except BadShape as error:
            enterprise.refused.append({**arrived, "reason": str(error)})
    enterprise.run_engine_when_due(now)
