"""What every table of the settings file is."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

Language = Literal["en", "fr", "es", "da"]


class Section(BaseModel):
    """A table of the file: unknown names are mistakes."""

    model_config = ConfigDict(frozen=True, extra="forbid")
