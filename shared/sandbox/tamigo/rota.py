"""The services that read the approved rota: My Overview, a day, a period, the relevant shift, available shifts."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta

from shared.sandbox.tamigo.answer_switches import NothingRelevant
from shared.sandbox.tamigo.call import Call
from shared.sandbox.tamigo.company import Company
from shared.sandbox.tamigo.dates import day_of
from shared.sandbox.tamigo.entity import NO_BODY, Entity
from shared.sandbox.tamigo.formats import Form
from shared.sandbox.tamigo.guid import as_guid
from shared.sandbox.tamigo.rejected import NotAllowed, Rejected
from shared.sandbox.tamigo.rows import OF_OVERVIEW_IN_XML, available_row, shift_row
from shared.sandbox.tamigo.switches import Deprecated, Filter, OfNobody, PeriodEnd, RotaDay
from shared.sandbox.tamigo.world import Kind, Role, Shift

SHIFT = "Shift"
ONE_MOMENT = timedelta(microseconds=1)


def my_overview(call: Call) -> Entity:
    """a) The shifts to come of who is signed in."""
    more = OF_OVERVIEW_IN_XML if call.form is Form.XML else frozenset[str]()
    return Entity(SHIFT, [shift_row(call, item, more, names_people=False) for item in _to_come(call)])


def today(call: Call) -> Entity:
    """b) The rota of the day that it is where the department is."""
    departments = call.departments()
    return _rota(call, lambda item: item.department_id in departments and _is_on(call, item, _today(call, item)))


def one_day(call: Call) -> Entity:
    """c) The rota of a day."""
    day, departments = call.day("date"), call.departments()
    return _rota(call, lambda item: item.department_id in departments and _is_on(call, item, day))


def period(call: Call) -> Entity:
    """d) The rota of one employee for some days; `employeeId` must be there."""
    first, last, departments = call.day("start"), call.day("end"), call.departments()
    if call.switches.period_end is PeriodEnd.LEFT_OUT:
        last -= timedelta(days=1)
    try:
        employee = as_guid(call.query.get("employeeid"))
    except ValueError as error:
        raise Rejected(400, f"employeeId: {error}") from error
    is_anybodys = call.switches.employee_filter is Filter.IGNORED

    def is_asked(item: Shift) -> bool:
        is_theirs = is_anybodys or item.employee_id == employee
        return is_theirs and item.department_id in departments and first <= call.company.local_day(item) <= last

    return _rota(call, is_asked)


def relevant(call: Call) -> Entity:
    """f) The shift of who is signed in that has not ended yet."""
    found = next(iter(_to_come(call)), None)
    if found is not None:
        return Entity(SHIFT, shift_row(call, found))
    if call.switches.nothing_relevant is NothingRelevant.NOT_FOUND:
        raise Rejected(404, "There is no planned shift.")
    return Entity(SHIFT, None) if call.switches.nothing_relevant is NothingRelevant.NULL else NO_BODY


def available(call: Call) -> Entity:
    """g) The shifts to be had. Deprecated by its own document."""
    if call.switches.available_shifts is not Deprecated.SERVED:
        raise Rejected(int(call.switches.available_shifts.value), "Use the Bid service instead.")
    departments = call.departments()
    found = [item for item in _approved(call.company) if item.is_available and item.department_id in departments]
    return Entity("AvailableShift", [available_row(call, item) for item in found if item.last_moment > call.now])


def _rota(call: Call, is_asked: Callable[[Shift], bool]) -> Entity:
    return Entity(SHIFT, [shift_row(call, item) for item in _approved(call.company) if is_asked(item)])


def _approved(company: Company) -> Iterable[Shift]:
    planned = (item for item in company.shifts.values() if item.kind is Kind.PLANNED and item.is_approved)
    return sorted(planned, key=lambda item: (item.start_time, item.shift_id))


def _to_come(call: Call) -> list[Shift]:
    if call.session.role is Role.APPLICATION and call.switches.overview_of_application is OfNobody.REFUSED:
        raise NotAllowed("An application has no shifts of its own.")
    me = call.session.employee
    if me is None:
        return []
    return [item for item in _approved(call.company) if item.employee_id == me and item.last_moment > call.now]


def _today(call: Call, shift: Shift) -> date:
    return day_of(call.now, call.company.zone(shift.department_id))


def _is_on(call: Call, shift: Shift, day: date) -> bool:
    begins = call.company.local_day(shift)
    if begins == day or call.switches.rota_day is RotaDay.STARTS:
        return begins == day
    last = max(shift.start_time, shift.last_moment - ONE_MOMENT)
    return begins < day <= day_of(last, call.company.zone(shift.department_id))
