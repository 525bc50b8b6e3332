"""Who in tamigo is who in the people register: by a key that the company set up, never by a name. No I/O.

tamigo tells people apart by EmployeeId, which nobody at our doors has. Service e) prints each EmployeeId beside the
company's own keys; the configured one of them is the number of the register. Numbers are text: "0017" is not "17".
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from shared.upstream.tamigo.shift import EmployeeDay, Keyed


class JoinKey(StrEnum):
    """Which of tamigo's keys is the number of the register."""

    POS = "pos"
    WAGE = "wage"
    CUSTOM = "custom"


class Why(StrEnum):
    """Why somebody in tamigo is nobody here."""

    NO_EMPLOYEE_ID = "no_employee_id"  # tamigo printed no EmployeeId, so that no shift can be told to be theirs
    NO_KEY = "no_key"  # the configured key is empty in tamigo
    SEVERAL_KEYS = "several_keys"  # the key changed within the answer
    KEY_OF_SEVERAL = "key_of_several"  # several people in tamigo have it
    NOT_IN_REGISTER = "not_in_register"
    NOT_UPSTREAM = "not_upstream"  # in the register, and unknown to the system of record


@dataclass(frozen=True, slots=True)
class Unjoined:
    """Somebody in tamigo who could not be joined, by what tamigo tells of them."""

    employee: UUID | None
    key: str = field(repr=False)
    why: Why


@dataclass(frozen=True, slots=True)
class Joined:
    """`numbers` by EmployeeId. `not_in_tamigo` are register numbers that no row had: perhaps not on this rota."""

    numbers: Mapping[UUID, str]
    unjoined: tuple[Unjoined, ...]
    not_in_tamigo: tuple[str, ...]


def join(days: Iterable[EmployeeDay | Keyed], numbers: Collection[str], key: JoinKey) -> Joined:
    """Everybody in these rows, joined to the register's numbers or listed with the reason why not.

    The rows are those of service e) or of the employee services.
    """
    keys_of: dict[UUID, set[str]] = defaultdict(set)
    nameless: set[str] = set()
    for day in days:
        told = _key(day, key)
        if day.employee is None:
            nameless.add(told)
        else:
            keys_of[day.employee] |= {told} if told else set()
    holders: dict[str, set[UUID]] = defaultdict(set)
    for employee, keys in keys_of.items():
        for one in keys:
            holders[one].add(employee)
    joined: dict[UUID, str] = {}
    unjoined = [Unjoined(None, told, Why.NO_EMPLOYEE_ID) for told in sorted(nameless)]
    for employee, keys in sorted(keys_of.items()):
        why = _why_not(keys, holders, numbers)
        if why is None:
            joined[employee] = next(iter(keys))
        else:
            unjoined.append(Unjoined(employee, min(keys, default=""), why))
    left = sorted(set(numbers) - set(joined.values()))
    return Joined(joined, tuple(unjoined), tuple(left))


def _key(day: EmployeeDay | Keyed, key: JoinKey) -> str:
    return {JoinKey.POS: day.pos_key, JoinKey.WAGE: day.wage_number, JoinKey.CUSTOM: day.custom_id}[key]


def _why_not(keys: set[str], holders: Mapping[str, set[UUID]], numbers: Collection[str]) -> Why | None:
    if not keys:
        return Why.NO_KEY
    if len(keys) > 1:
        return Why.SEVERAL_KEYS
    (one,) = keys
    if len(holders[one]) > 1:
        return Why.KEY_OF_SEVERAL
    return None if one in numbers else Why.NOT_IN_REGISTER
