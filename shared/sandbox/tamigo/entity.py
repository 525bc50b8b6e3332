"""What a service answers with, before it is written as JSON or XML."""

from collections.abc import Sequence
from dataclasses import dataclass

from shared.sandbox.tamigo.dates import At, NoTime, OnDay

Value = str | bool | int | float | None | At | OnDay | NoTime
Row = dict[str, "Value | Row | list[Row]"]


@dataclass(frozen=True, slots=True)
class Entity:
    """One row, a list of them, or a plain value; `name` is what one of them is called in XML."""

    name: str
    data: Row | Sequence[Row] | str | None
    has_plain_slashes: bool = False  # the one example whose dates are not escaped


NO_BODY = Entity("", None)


def response_message(message: str | None, *, success: bool) -> Entity:
    """What every write returns."""
    return Entity("ResponseMessage", {"Message": message, "Success": success})
