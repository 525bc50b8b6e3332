"""Ids as this API writes them: GUIDs in lower case, and the one of zeros for nobody and nothing."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BeforeValidator

from shared.clock import new_id

NOBODY = "00000000-0000-0000-0000-000000000000"


def as_guid(value: object) -> str:
    """A GUID in the usual form; raises ValueError."""
    try:
        return str(UUID(value)) if isinstance(value, str) else str(UUID(""))
    except ValueError as error:
        raise ValueError(f"{value!r} is not a GUID like {NOBODY}") from error


def guid_or_none(value: object) -> str | None:
    """As `as_guid`; None for null, for an empty text and for the GUID of zeros."""
    if value is None or value == "":
        return None
    guid = as_guid(value)
    return None if guid == NOBODY else guid


def new_guid(now: datetime) -> str:
    """An id that nothing has yet."""
    return str(UUID(hex=new_id(now)))


Guid = Annotated[str, BeforeValidator(as_guid)]
