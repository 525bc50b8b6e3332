"""tamigo's settings: the system of the rota, and where worked shifts may be written back."""

from pathlib import Path
from typing import Annotated, Literal, Self
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, HttpUrl, model_validator

from shared.config.section import Section


def _department(told: str) -> str:
    if told in ("", "all"):
        return told
    try:
        return str(UUID(told))
    except ValueError as error:
        raise ValueError("must be a department's id, \"all\", or empty for the login's own") from error


Department = Annotated[str, AfterValidator(_department)]


class TamigoUpstream(Section):
    """tamigo: an application login (name, key_file) for a terminal, or a user login (username, password_file)."""

    base_url: HttpUrl
    name: str = Field("", description="the application's name, under Configuration > Web Services (API)")
    key_file: Path | None = None
    username: str = Field("", description="an e-mail address; service e) and so the rota need an application login")
    password_file: Path | None = None
    company: str = Field("", description="DefaultCompanyId of a user login with several companies")
    department: Department = Field("", description="the department this site is")
    departments: dict[str, Department] = Field(
        default_factory=dict, description="by site name, where there are several"
    )
    timezone: ZoneInfo | None = Field(None, description="of XML times, which carry none; else the site's")
    format: Literal["json", "xml"] = Field("json", description="JSON alone tells the two hours of a clock change apart")
    token_in: Literal["auto", "header", "query"] = "auto"  # noqa: S105
    rota: bool = Field(True, description="shifts come from tamigo, and TrackTik is not asked for any")
    join_key: Literal["pos", "wage", "custom"] = Field("pos", description="tamigo's key that is the employee number")
    absence_activities: tuple[str, ...] = Field((), description="names or ids of activities that are absences")
    write_back: Literal["off", "worked_shifts", "attendance"] = "off"
    break_code: str = Field("", max_length=10, description="the company's own code on worked shifts written back")
    department_key: str = Field("", description="attendance: the department's Store ID")
    connect_timeout_s: float = Field(5, gt=0, le=60)
    read_timeout_s: float = Field(60, gt=0, le=300)

    @model_validator(mode="after")
    def _one_login(self) -> Self:
        application, user = (self.name, self.key_file), (self.username, self.password_file)
        whole = [login for login in (application, user) if all(login)]
        if len(whole) != 1 or any(application if whole == [user] else user):
            raise ValueError("needs either name and key_file or username and password_file")
        if self.rota and whole == [user]:
            raise ValueError("rota = true needs name and key_file: a user may not read who is who (service e)")
        if self.write_back == "attendance" and not self.department_key:
            raise ValueError('write_back = "attendance" needs department_key')
        return self

    def department_of(self, site: str) -> str:
        """The department that a site is, by the site's name."""
        return self.departments.get(site, self.department)
