"""The page a person can watch: what happened, what is switched how, and what is about to go wrong.

It is drawn here once for the browser's first look and again whenever the page's script, which asks for the records
each second, sees that something changed.
"""

import json
from collections.abc import Iterable
from html import escape
from pathlib import Path

from shared.sandbox.faults import FaultKind
from shared.sandbox.oracle.page_part import card_rows
from shared.sandbox.sandbox import Sandbox
from shared.sandbox.switches import Switchboard
from shared.sandbox.tamigo.page_part import rota_rows
from shared.sandbox.tracktik.control import newest
from shared.sandbox.tracktik.directory import Directory
from shared.sandbox.tracktik.portal import Portal
from shared.sandbox.tracktik.sessions import Status, WorkSession

SHELL = Path(__file__).with_name("page.html")
SESSIONS_SHOWN = 100
EXCEPTIONS_SHOWN = 20
REQUESTS_SHOWN = 60


def render_page(sandbox: Sandbox) -> str:
    """The whole page as HTML."""
    parts = {
        "version": escape(sandbox.version()),
        "tiles": _tiles(sandbox),
        "sessions": _sessions(sandbox.portal),
        "exceptions": _exceptions(sandbox.portal),
        "faults": _faults(sandbox),
        "kinds": "".join(f"<option>{kind}</option>" for kind in FaultKind),
        "switches": _switches(sandbox.switchboard),
        "tamigo": _switches(sandbox.company.switchboard),
        "oracle": _switches(sandbox.enterprise.switchboard),
        "cards": _table(("Employee", "In", "Out", "Business date"), card_rows(sandbox.enterprise), "No time cards."),
        "rota": _table(("Employee", "Start", "End", ""), rota_rows(sandbox.company), "No shifts."),
        "requests": _requests(sandbox),
    }
    page = SHELL.read_text(encoding="utf-8")
    for name, html in parts.items():
        page = page.replace("{{" + name + "}}", html)
    return page


def _tiles(sandbox: Sandbox) -> str:
    link = sandbox.line.values.link
    look = "ok" if link == "up" else "stop"
    numbers = {
        "open now": len(sandbox.portal.sessions.open_sessions()),
        "sessions": len(sandbox.portal.sessions),
        "exceptions": len(sandbox.portal.exceptions),
        "faults armed": len(list(sandbox.armed)),
        "requests": sandbox.traffic.total,
    }
    tiles = [f'<div class="tile"><b class="{look}">{escape(link.value)}</b><span>link</span></div>']
    tiles += [f'<div class="tile"><b>{count}</b><span>{name}</span></div>' for name, count in numbers.items()]
    return "".join(tiles)


def _table(heads: Iterable[str], rows: Iterable[str], empty: str) -> str:
    body = "".join(rows)
    if not body:
        return f'<p class="empty">{empty}</p>'
    head = "".join(f"<th>{name}</th>" for name in heads)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _sessions(portal: Portal) -> str:
    shown = newest(list(portal.sessions), SESSIONS_SHOWN)
    rows = [_session(portal.directory, session) for session in reversed(shown)]
    return _table(("Session", "Employee", "In", "Out"), rows, "Nobody has clocked in yet.")


def _session(directory: Directory, session: WorkSession) -> str:
    employee = directory.employees.get(session.employee)
    account = directory.accounts.get(session.account)
    position = directory.positions.get(session.position or 0)
    name = employee.name if employee else "unknown"
    place = ", ".join(item.name for item in (position, account) if item) or f"account {session.account}"
    shift = "no shift" if session.shift is None else f"shift {session.shift}"
    is_open = session.status is Status.OPEN
    cells = (
        f"{session.id}<small>{escape(shift)}</small>",
        f"{escape(name)} {session.employee}<small>{escape(place)}</small>",
        f'<span class="time">{session.started_on:%m-%d %H:%M:%S}</span><small>{session.clock_in_method}</small>',
        '<span class="state ok">● OPEN</span>' if is_open else _end(session),
    )
    return f'<tr class="{"open" if is_open else "closed"}">' + "".join(f"<td>{c}</td>" for c in cells) + "</tr>"


def _end(session: WorkSession) -> str:
    return f'<span class="time">{session.ended_on:%m-%d %H:%M:%S}</span><small>{session.clock_out_method}</small>'


def _exceptions(portal: Portal) -> str:
    rows = [
        f"<tr><td>{item['session']}</td><td>{escape(item['message'])}"
        f"<small>employee {item['employee']}</small></td></tr>"
        for item in reversed(newest(portal.exceptions, EXCEPTIONS_SHOWN))
    ]
    return _table(("Session", "What"), rows, "None.")


def _faults(sandbox: Sandbox) -> str:
    rows = []
    for armed in sandbox.armed:
        fault = armed.fault
        whose = "" if fault.employee is None else f" of {fault.employee}"
        left = "until disarmed" if armed.left is None else f"{armed.left} more"
        request = f"{fault.method} {fault.path}" if (fault.method, fault.path) != ("*", "*") else "any request"
        aim = escape(request + whose)
        rows.append(f'<tr><td class="warn">{fault.kind}</td><td>{aim}<small>{left}</small></td></tr>')
    return _table(("Fault", "Meets"), rows, "None.")


def _switches(board: Switchboard) -> str:
    choices = board.choices()
    defaults = board.defaults()
    lines = []
    for name, value in board.shown().items():
        look = "" if value == defaults[name] else ' class="turned"'
        lines.append(f"<dt{look}>{name.replace('_', '_<wbr>')}</dt><dd>{_control(name, value, choices.get(name))}</dd>")
    return "".join(lines)


def _control(name: str, value: object, words: list[str] | None) -> str:
    if isinstance(value, bool):
        words, value = ["true", "false"], str(value).lower()
    if words is not None:
        options = [f"<option{' selected' if word == value else ''}>{word}</option>" for word in words]
        return f'<select data-switch="{name}" aria-label="{name}">{"".join(options)}</select>'
    if isinstance(value, int):
        return f'<input data-switch="{name}" aria-label="{name}" type="number" min="0" value="{value}">'
    return f"<code>{escape(json.dumps(value)) if value else 'none'}</code>"


def _requests(sandbox: Sandbox) -> str:
    rows = []
    for seen in sandbox.traffic.newest(REQUESTS_SHOWN):
        status = "lost" if seen.status is None else str(seen.status)
        if seen.ms is None:
            status = "..."
        look = "ok" if status.startswith("2") else "stop"
        path = f"{seen.path}?{seen.query}" if seen.query else seen.path
        fault = f'<small class="warn">{escape(seen.fault)}</small>' if seen.fault else ""
        rows.append(
            f'<tr><td class="time">{seen.at:%H:%M:%S}</td><td class="{look}">{status}</td>'
            f"<td>{seen.method}</td><td><code>{escape(path)}</code>{fault}</td>"
            f'<td class="wide">{seen.employee or ""}</td></tr>'
        )
    heads = ("Time", "Answer", "", "Path", '<span class="wide">Employee</span>')
    return _table(heads, rows, "None yet.")
