"""Who is signed in: tokens that are good for twenty minutes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from shared.sandbox.tamigo.guid import new_guid
from shared.sandbox.tamigo.switches import SessionEnd
from shared.sandbox.tamigo.world import Role


@dataclass(frozen=True, slots=True)
class Session:
    """A token and whose it is; `employee` is None for an application."""

    token: str
    role: Role
    employee: str | None
    used: datetime


class Sessions:
    """The sessions that were begun, by token."""

    def __init__(self) -> None:
        self._kept: dict[str, Session] = {}

    def __len__(self) -> int:
        return len(self._kept)

    def begin(self, role: Role, employee: str | None, now: datetime) -> Session:
        """A new session."""
        session = Session(new_guid(now), role, employee, now)
        self._kept[session.token] = session
        return session

    def find(self, token: str, now: datetime, lifetime_s: int, end: SessionEnd) -> Session | None:
        """The session of a token that is still good; being asked for may prolong it."""
        session = self._kept.get(token)
        if session is None:
            return None
        if now >= session.used + timedelta(seconds=lifetime_s):
            del self._kept[token]
            return None
        if end is SessionEnd.LAST_REQUEST:
            session = self._kept[token] = replace(session, used=now)
        return session

    def end_all(self) -> int:
        """No token is good any more; returns how many were."""
        count = len(self._kept)
        self._kept.clear()
        return count

    def snapshot(self) -> list[dict[str, Any]]:
        """For the state file."""
        return [
            {"token": item.token, "role": item.role, "employee": item.employee, "used": item.used.isoformat()}
            for item in self._kept.values()
        ]

    def restore(self, data: list[Mapping[str, Any]]) -> None:
        """From the state file."""
        self._kept = {
            item["token"]: Session(
                item["token"], Role(item["role"]), item["employee"], datetime.fromisoformat(item["used"])
            )
            for item in data
        }
