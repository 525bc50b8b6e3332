"""The table of services below /tamigo: their addresses, in which letters may be large or small, and what they do."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from shared.sandbox.tamigo import all_types, attendance, changing, lists, login, rota, timesheet, touch
from shared.sandbox.tamigo.call import Call
from shared.sandbox.tamigo.entity import Entity

ROOT = "/tamigo"
Act = Callable[[Call], Entity]


@dataclass(frozen=True, slots=True)
class Service:
    """One address. What is in braces is a part of it that the service reads."""

    method: str
    address: str
    act: Act

    @property
    def is_write(self) -> bool:
        """Whether it changes something."""
        return self.method != "GET"

    def parts(self, path: str) -> dict[str, str] | None:
        """The parts of a path below the root, None when it is another address."""
        pattern = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", self.address)
        match = re.fullmatch(pattern + "/?", path, re.IGNORECASE)
        return match and match.groupdict()


SERVICES = (
    Service("GET", "/login", login.token_information),
    Service("GET", "/shifts/future", rota.my_overview),
    Service("GET", "/shifts/today", rota.today),
    Service("GET", "/shifts/day/{date}", rota.one_day),
    Service("GET", "/shifts/period/{start}/{end}", rota.period),
    Service("GET", "/shifts/all/{start}/{end}", all_types.all_types),
    Service("GET", "/shifts/planned/relevant", rota.relevant),
    Service("GET", "/shifts/available", rota.available),
    Service("PUT", "/shifts/{shift}", changing.update),
    Service("POST", "/shifts/{type}", changing.add),
    Service("DELETE", "/shifts/{shift}", changing.delete),
    Service("GET", "/actualshifts/day/{date}", timesheet.worked_on_day),
    Service("GET", "/actualshifts/past/{date}", timesheet.worked_before),
    Service("GET", "/actualshifts/status/day/{date}", timesheet.day_status),
    Service("PUT", "/actualshifts/close/day/{date}", timesheet.close_day),
    Service("PUT", "/actualshifts/open/day/{date}", timesheet.open_day),
    Service("POST", "/attendance/checkin", attendance.check_in),
    Service("POST", "/attendance/checkout", attendance.check_out),
    Service("POST", "/attendance/touchcheckin", touch.touch_check_in),
    Service("POST", "/attendance/touchcheckout/{breakcode}", touch.touch_check_out),
    Service("GET", "/attendance/gettouchstatus", touch.touch_status),
    Service("GET", "/departments", lists.departments),
    Service("GET", "/employees", lists.employees),
    Service("GET", "/breakcodes", lists.break_codes),
    Service("GET", "/openinghours/{start}/{end}", lists.opening_hours),
)
LOGINS = {"/login": login.user_login, "/login/application": login.application_login}


def find_service(method: str, path: str) -> tuple[Service, dict[str, str]] | None:
    """The service at a path below the root, with the parts of the path."""
    for service in SERVICES:
        parts = service.parts(path) if service.method == method else None
        if parts is not None:
            return service, parts
    return None


def is_known(path: str) -> bool:
    """Whether any method has a service at this path."""
    return path.rstrip("/").lower() in LOGINS or any(service.parts(path) is not None for service in SERVICES)
