"""Where Oracle's two servers are, and who we are there."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class OracleSettings:
    """`base_url` is the application server's, `auth_url` the authentication server's; `org` is the enterprise's short
    name, which is both the path's `orgIdentifier` and the name to sign in with.
    """

    base_url: str
    auth_url: str
    org: str
    client_id: str
    username: str
    password_file: Path
    application_name: str = "Clockpost"
    connect_timeout_s: float = 5
    read_timeout_s: float = 60
