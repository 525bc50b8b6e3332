"""Whose a time card is: their numbers joined to ours, and what their numbers are called. No name is needed to join."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from shared.domain.time_card import TimeCard


class NumberKind(StrEnum):
    """What a number of a time card is a number of."""

    EMPLOYEE = "employee"
    JOB_CODE = "job_code"
    REVENUE_CENTRE = "revenue_centre"


@dataclass(frozen=True, slots=True)
class CardName:
    """What one number means there; the payroll ids are those of an employee, "" where they are not told."""

    kind: NumberKind
    num: int
    name: str
    payroll_id: str = ""
    external_payroll_id: str = ""


@dataclass(frozen=True, slots=True)
class CardPlace:
    """Where a card is kept. Written out it is the target of a notice about the card."""

    upstream: str
    location: str
    card_id: int

    def __str__(self) -> str:
        return f"card:{self.upstream}:{self.location}:{self.card_id}"


def card_place(told: str) -> CardPlace | None:
    """What `str` made of a place, read back; None for anything else. A location may hold colons."""
    word, _, rest = told.partition(":")
    upstream, _, rest = rest.partition(":")
    location, _, number = rest.rpartition(":")
    if word != "card" or not location or not number.isdecimal():
        return None
    return CardPlace(upstream, location, int(number))


@dataclass(frozen=True, slots=True)
class CardPeople:
    """The join of one location. `join_by`: empNum, payrollID or extPayrollID is the employee number here.

    `ours` are the names of the people register by number; `names` what their lists say, by kind and number.
    """

    join_by: str
    ours: Mapping[str, str]
    names: Mapping[tuple[NumberKind, int], CardName] = field(default_factory=dict)

    def number_of(self, card: TimeCard, also: Collection[str] = ()) -> str | None:
        """Our number of whose card it is, one of the register or of `also`; None where nobody is known by it.

        An id that the card leaves out is looked for in their list of employees.
        """
        listed = self.names.get((NumberKind.EMPLOYEE, card.employee_num))
        for found in (
            _joined(self.join_by, card.employee_num, card.payroll_id, card.external_payroll_id),
            _joined(self.join_by, listed.num, listed.payroll_id, listed.external_payroll_id) if listed else "",
        ):
            if found and (found in self.ours or found in also):
                return found
        return None

    def name_of(self, employee_num: int | None) -> str:
        """Who this number of theirs is: by our register, else by their list, else the number; "" for nobody."""
        if employee_num is None:
            return ""
        listed = self.names.get((NumberKind.EMPLOYEE, employee_num))
        if listed is not None:
            ours = self.ours.get(_joined(self.join_by, listed.num, listed.payroll_id, listed.external_payroll_id), "")
        else:
            ours = self.ours.get(str(employee_num), "") if self.join_by == "empNum" else ""
        return ours or (listed.name if listed is not None else "") or str(employee_num)

    def called(self, kind: NumberKind, num: int | None) -> str:
        """What a job code or revenue centre is called, "" where that is not known."""
        found = self.names.get((kind, num)) if num is not None else None
        return found.name if found is not None else ""


def _joined(join_by: str, num: int, payroll_id: str, external_payroll_id: str) -> str:
    if join_by == "empNum":
        return str(num)
    return payroll_id if join_by == "payrollID" else external_payroll_id
