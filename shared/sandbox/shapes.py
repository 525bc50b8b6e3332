"""The JSON that people and tests hand to the sandbox, read into frozen values with every mistake named."""

from enum import StrEnum
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.alias_generators import to_camel
from pydantic_core import ErrorDetails

ShapeT = TypeVar("ShapeT", bound="Shape")


class BadShape(ValueError):
    """What was handed in cannot be used: the message says which name or value, and which ones exist."""


class Choice(StrEnum):
    """A closed set of words, some of which are numbers: 400 means the same as "400"."""

    @classmethod
    def _missing_(cls, value: object) -> "Choice | None":
        return cls._value2member_map_.get(str(value)) if isinstance(value, int) else None  # type: ignore[return-value]


class Shape(BaseModel):
    """A frozen value read from JSON; a name it does not know is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class CamelShape(Shape):
    """A shape written in the upstream's own spelling: `first_name` is `firstName` in JSON."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)


def names_of(shape: type[Shape]) -> list[str]:
    """The names of the fields as they are written in JSON."""
    return [field.alias or name for name, field in shape.model_fields.items()]


def read_shape(shape: type[ShapeT], data: object) -> ShapeT:
    """The value that `data` describes; raises `BadShape` with every mistake in one message."""
    try:
        return shape.model_validate(data)
    except ValidationError as error:
        raise BadShape("; ".join(_sentence(shape, detail) for detail in error.errors())) from error


def _sentence(shape: type[Shape], detail: ErrorDetails) -> str:
    place = ".".join(str(part) for part in detail["loc"]) or "the whole"
    if detail["type"] != "extra_forbidden":
        return f"{place}: {detail['msg']}, not {detail['input']!r}"
    if len(detail["loc"]) > 1:
        return f"{place}: there is no such name here"
    return f"{place}: there is no such name; the names are {', '.join(names_of(shape))}"
