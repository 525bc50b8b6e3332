"""The rota and the worked shifts as the sandbox's page shows them."""

from html import escape

from shared.sandbox.tamigo.company import Company
from shared.sandbox.tamigo.world import Kind, Shift

SHIFTS_SHOWN = 100


def rota_rows(company: Company) -> list[str]:
    """Table rows, newest first: who, when, what kind, and whether it can be had or is an absence."""
    shifts = sorted(company.shifts.values(), key=lambda item: (item.start_time, item.shift_id), reverse=True)
    return [_row(company, shift) for shift in shifts[:SHIFTS_SHOWN]]


def _row(company: Company, shift: Shift) -> str:
    employee = company.employees.get(shift.employee_id or "")
    activity = company.activities.get(shift.shift_activity_id or "")
    name = f"{employee.name} {employee.pos_key or ''}" if employee else "nobody"
    about = ", ".join(word for word in (shift.comment, activity.name if activity else "") if word)
    end = f"{shift.end_time:%m-%d %H:%M}" if shift.end_time else "no end"
    marks = [shift.kind.value] + ["available"] * shift.is_available + ["draft"] * (not shift.is_approved)
    look = "ok" if shift.kind is Kind.ACTUAL else ""
    cells = (
        f"{escape(name)}<small>{escape(about)}</small>",
        f'<span class="time">{shift.start_time:%m-%d %H:%M}</span>',
        f'<span class="time">{end}</span>',
        f'<span class="{look}">{", ".join(marks)}</span>',
    )
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"
