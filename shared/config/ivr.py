"""The phone line's settings."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, HttpUrl

from shared.config.section import Language, Section


def _public(url: HttpUrl) -> HttpUrl:
    if url.query or url.fragment:
        raise ValueError("is the beginning of every address: leave out what follows a ? or a #")
    return url


class Ivr(Section):
    """The phone line. Twilio must reach `public_base_url`; a proxy passes it on to `host` and `port`."""

    name: str = Field("Phone line", min_length=1, max_length=40, description="the terminal its events name")
    host: str = Field("127.0.0.1", min_length=1)
    port: int = Field(8080, ge=0, le=65_535)
    public_base_url: Annotated[HttpUrl, AfterValidator(_public)]
    account_sid: str = Field(pattern=r"^AC[0-9a-f]{32}$")
    auth_token_file: Path = Field(description="the primary token: only that one signs")
    signature: Literal["sha1", "sha256"] = "sha1"
    signing_key_file: Path | None = Field(None, description="the shared key; needed for sha256")
    caller: Literal["any", "known", "site"] = Field("any", description="who may clock in, by caller ID; PIN always")
    several_within_min: float = Field(60, gt=0, le=1440, description="several people from one phone in this time")
    default_language: Language = "en"
    languages: tuple[Language, ...] = Field(("en", "fr", "es", "da"), min_length=1)
    locales: dict[Language, str] = Field(default_factory=dict, description="Twilio's voice, such as fr-CA for fr")
    pin_digits: int | None = Field(
        None, ge=4, le=12, description="where all PINs are as long: no # is needed after one"
    )
    hours: Literal[12, 24] = 24
    speech: bool = Field(False, description="menu choices may be spoken; number and PIN never")
    key_timeout_s: int = Field(5, ge=2, le=20)
    hold_s: float = Field(20, ge=1, le=60, description="how long a caller may say that it is not right")
    longest_message_s: int = Field(120, ge=10, le=600)
    api_base_url: HttpUrl = HttpUrl("https://api.twilio.com")
    recordings_refresh_min: float = Field(5, gt=0, le=1440)
