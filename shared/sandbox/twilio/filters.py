"""Which recordings and numbers a list is asked for."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from fnmatch import fnmatchcase

from shared.sandbox.twilio.rejected import BAD_PARAMETER, Rejected
from shared.sandbox.twilio.resources import Number, Recording

DAY = timedelta(days=1)


def recordings_asked(recordings: Iterable[Recording], query: Mapping[str, str]) -> list[Recording]:
    """By call and by `DateCreated`, a day or a moment; `DateCreated>` and `DateCreated<` take their bound in.

    In a URL the latter read `DateCreated>=2026-05-01`: the sign belongs to the name. Raises `Rejected`.
    """
    found = [item for item in recordings if query.get("CallSid", item.call_sid) == item.call_sid]
    if "DateCreated>" in query:
        earliest = _moment(query["DateCreated>"])
        found = [item for item in found if item.date_created >= earliest]
    if "DateCreated<" in query:
        latest = _moment(query["DateCreated<"])
        found = [item for item in found if item.date_created <= latest]
    if "DateCreated" in query:
        day = _moment(query["DateCreated"]).replace(hour=0, minute=0, second=0)
        found = [item for item in found if day <= item.date_created < day + DAY]
    return found


def numbers_asked(numbers: Iterable[Number], query: Mapping[str, str]) -> list[Number]:
    """By `PhoneNumber`, whole or in part, with * for anything."""
    wanted = f"*{query.get('PhoneNumber', '')}*"
    return [number for number in numbers if fnmatchcase(number.phone_number, wanted)]


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise Rejected(400, BAD_PARAMETER, "DateCreated is not a date") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
