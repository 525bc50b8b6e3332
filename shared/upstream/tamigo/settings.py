"""Where tamigo is, who we are there, and how it is to be read."""

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo


class Format(StrEnum):
    """How answers are asked for. What comes is read as what it is, whatever was asked for."""

    JSON = "json"
    XML = "xml"


class TokenIn(StrEnum):
    """Where the session token travels. `AUTO`: in the header, and in the query only where that is not understood."""

    AUTO = "auto"
    HEADER = "header"
    QUERY = "query"


@dataclass(frozen=True, slots=True)
class ApplicationLogin:
    """A terminal's own login: name and key are made in tamigo under Configuration > Web Services (API)."""

    name: str
    key_file: Path


@dataclass(frozen=True, slots=True)
class UserLogin:
    """A person's login. `company` chooses among the companies of one e-mail address; empty: the default one."""

    email: str
    password_file: Path
    company: str = ""


Login = ApplicationLogin | UserLogin


@dataclass(frozen=True, slots=True)
class TamigoSettings:
    """`zone` is the department's: XML times carry none. `absences` names activities, by name or id, that are absences.

    The vendor names no time limit of its own: 60 s to answer is what the other upstream needs.
    """

    base_url: str
    login: Login
    zone: ZoneInfo
    answers: Format = Format.JSON
    token_in: TokenIn = TokenIn.AUTO
    absences: frozenset[str] = field(default_factory=frozenset)
    connect_timeout_s: float = 5
    read_timeout_s: float = 60
    pool_size: int = 8
