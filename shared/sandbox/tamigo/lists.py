"""What a company has besides shifts: departments, employees, break codes, opening hours.

From the vendor's pages of employee and attendance services, and unofficial documents for the rest, which show
numbers as text.
"""

from shared.sandbox.tamigo.call import Call
from shared.sandbox.tamigo.entity import Entity, Row
from shared.sandbox.tamigo.rejected import NotAllowed
from shared.sandbox.tamigo.world import Role


def departments(call: Call) -> Entity:
    """GET /Departments/."""
    default = call.default_department()
    rows: list[Row] = [
        {"DepartmentId": item.department_id, "IsDefault": item.department_id == default, "Name": item.name}
        for item in call.company.departments.values()
    ]
    return Entity("Department", rows)


def employees(call: Call) -> Entity:
    """GET /Employees/; raises `NotAllowed` for employees."""
    if call.session.role is Role.EMPLOYEE:
        raise NotAllowed("The list of employees is not for employees.")
    rows: list[Row] = [
        {
            "DepartmentRoles": None,
            "Email": item.email,
            "EmployeeId": item.employee_id,
            "IsPlanner": item.role is Role.PLANNER,
            "Name": item.name,
            "PosKey": item.pos_key,
        }
        for item in sorted(call.company.employees.values(), key=lambda item: item.name)
    ]
    return Entity("Employee", rows)


def break_codes(call: Call) -> Entity:
    """GET /Breakcodes/."""
    rows: list[Row] = [
        {"Code": code, "Description": f"Break {code}", "Hours": f"{hours:g}", "MinimumHours": "0", "Name": code}
        for code, hours in call.company.break_hours.items()
    ]
    return Entity("BreakCode", rows)


def opening_hours(call: Call) -> Entity:
    """GET /OpeningHours/{startDate}/{endDate}/: no department has any."""
    for name in ("start", "end"):
        call.day(name)
    rows: list[Row] = [
        {
            "DepartmentName": item.name,
            "NormalOpeningHours": [],
            "SpecialOpeningHours": [],
            "StoreId": item.department_key,
        }
        for item in call.company.departments.values()
    ]
    return Entity("OpeningHours", rows)
