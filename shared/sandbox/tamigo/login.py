"""The two logins, and what a session tells about itself."""

import hmac
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from shared.sandbox.tamigo.answer_switches import Fields, LoginIds, LoginKeys
from shared.sandbox.tamigo.call import Call
from shared.sandbox.tamigo.company import Company
from shared.sandbox.tamigo.entity import Entity, Row
from shared.sandbox.tamigo.formats import Form
from shared.sandbox.tamigo.rejected import Rejected
from shared.sandbox.tamigo.sessions import Session
from shared.sandbox.tamigo.world import Employee, Role

MENU = "5"


def application_login(company: Company, body: Mapping[str, Any], form: Form, now: datetime) -> Entity:
    """POST /login/application with Name and Key; raises `Rejected`."""
    known = company.world.application
    if body.get("Name") != known.name or not _same(body.get("Key"), known.key):
        raise Rejected(401, "There is no application with this name and key.")
    return _entity(company, company.sessions.begin(Role.APPLICATION, None, now), form)


def user_login(company: Company, body: Mapping[str, Any], form: Form, now: datetime) -> Entity:
    """POST /Login/ with Email, Password and perhaps DefaultCompanyId; raises `Rejected`."""
    email = str(body.get("Email") or "").lower()
    found = next((item for item in company.employees.values() if item.email.lower() == email), None)
    if not email or found is None or not found.password or not _same(body.get("Password"), found.password):
        raise Rejected(401, "There is no user with this e-mail address and password.")
    if body.get("DefaultCompanyId") not in (None, "", company.world.company.company_id):
        raise Rejected(401, "The user does not belong to this company.")
    return _entity(company, company.sessions.begin(found.role, found.employee_id, now), form)


def token_information(call: Call) -> Entity:
    """GET /Login/: the same as the login returned."""
    return _entity(call.company, call.session, call.form)


def _same(given: object, known: str) -> bool:
    return isinstance(given, str) and hmac.compare_digest(given.encode(), known.encode())


def _entity(company: Company, session: Session, form: Form) -> Entity:
    employee = company.employees.get(session.employee or "")
    row = _of_application(company) if employee is None else _of_user(company, employee)
    row |= {"Role": session.role.value}
    if employee is None or company.switches.login_fields is Fields.FULL:
        row |= {"MenuId": MENU}
    row |= {"SessionToken": session.token}
    company.changes.mark()
    if form is Form.JSON and company.switches.login_keys is LoginKeys.SPACED:
        row = {f" {name} " if name == "DefaultDepartmentName" else name: value for name, value in row.items()}
    return Entity("LoginInformation", row)


def _of_application(company: Company) -> Row:
    nothing = "" if company.switches.login_ids is LoginIds.EMPTY else None
    names = ("DefaultDepartmentId", "DefaultDepartmentName", "DefaultCompanyId", "DefaultCompanyName")
    return {**dict.fromkeys(names, nothing), "Email": "", "Password": ""}


def _of_user(company: Company, employee: Employee) -> Row:
    department = company.departments.get(next(iter(employee.departments), ""))
    row: Row = {
        "DefaultDepartmentId": department.department_id if department else "",
        "DefaultDepartmentName": department.name if department else "",
        "DefaultCompanyId": company.world.company.company_id,
        "DefaultCompanyName": company.world.company.name,
        "Email": employee.email,
        "Password": "",
    }
    if company.switches.login_fields is Fields.FULL:
        row |= {"EmployeeId": employee.employee_id, "ImageUrl": None, "Name": employee.name}
    return row
