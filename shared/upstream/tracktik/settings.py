"""Where TrackTik is and who we are there."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class TrackTikSettings:
    """`base_url` ends in /rest/v1, `token_url` is https://<portal>/rest/oauth2/access_token: both are per tenant.

    The answer may take 60 s: TrackTik's own gateway gives up after 30 s with a 504 (HTTP Status Codes, article
    23703421113239), which tells more than a time-out of ours would.
    """

    base_url: str
    token_url: str
    client_id: str
    client_secret_file: Path
    username: str
    password_file: Path
    connect_timeout_s: float = 5
    read_timeout_s: float = 60
    pool_size: int = 32
