"""One request to tamigo, by what varies between its services."""

from collections.abc import Mapping
from dataclasses import dataclass, field

TOKEN = "securitytoken"  # noqa: S105  a name
TOKEN_OF_E_AND_J = "securityToken"  # noqa: S105  a name, as these two services spell it
TOKEN_OF_ATTENDANCE = "token"  # noqa: S105  a name, of attendance and employee services
ALL = "all"
"""The `departmentId` that stands for every department."""


@dataclass(frozen=True, slots=True)
class Request:
    """`service` names it in errors, and `needs` says who may use it. `token_name` is as that service spells it."""

    method: str
    path: str
    service: str
    query: Mapping[str, str] = field(default_factory=dict)
    body: str | None = field(default=None, repr=False)
    token_name: str = TOKEN
    needs: str = ""


def of_department(department: str) -> dict[str, str]:
    """The query of one department by its id, of all by `ALL`, or of the login's own where it is empty."""
    return {"departmentId": department} if department else {}
