"""Oracle's settings: the system of the time cards that are compared with the ledger."""

from pathlib import Path
from typing import Literal

from pydantic import Field, HttpUrl

from shared.config.section import Section


class OracleUpstream(Section):
    """Oracle's Business Intelligence API: two servers, the enterprise's short name, and an API account."""

    base_url: HttpUrl = Field(description="the application server")
    auth_url: HttpUrl = Field(description="the authentication server")
    org: str = Field(min_length=1, max_length=99, description="the enterprise's short name")
    client_id: str = Field(min_length=1)
    username: str = Field(min_length=1)
    password_file: Path
    location: str = Field("", max_length=99, description="the location reference that this site is")
    locations: dict[str, str] = Field(default_factory=dict, description="by site name, where there are several")
    join_by: Literal["empNum", "payrollID", "extPayrollID"] = Field(
        "extPayrollID", description="which of their numbers is the employee number here"
    )
    refresh_min: float = Field(15, ge=5, le=1440, description="their calculation runs every 15 minutes")
    days_back: int = Field(3, ge=1, le=31, description="business dates that are compared again each time")
    differs_s: int = Field(60, ge=0, le=3600, description="times that differ by more than this are a difference")
    connect_timeout_s: float = Field(5, gt=0, le=60)
    read_timeout_s: float = Field(60, gt=0, le=300)

    def location_of(self, site: str) -> str:
        """The location reference that a site is, by the site's name; "" for none."""
        return self.locations.get(site, self.location)
