"""Telling an address of the customer's choice that this installation lives, and how it is: `health.heartbeat_url_file`.

The address may hold a token, so it is neither logged nor kept; it is read anew each time. A heartbeat that fails is
said and forgotten: who watches sees it by its silence.
"""

from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import requests
import structlog

LOG = structlog.get_logger()
CONNECT_S: Final = 3.0
ANSWER_S: Final = 5.0


def send_heartbeat(url_file: Path, told: dict[str, Any]) -> bool:
    """Send what `Watch.told` says once; was it taken? Raises nothing of the network's or the file's."""
    try:
        url = url_file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        LOG.warning("health.no_heartbeat_address", file=str(url_file), error=type(error).__name__)
        return False
    body = {"product": "clockpost", "version": version("clockpost"), **told}
    try:
        answer = requests.post(url, json=body, timeout=(CONNECT_S, ANSWER_S), allow_redirects=False)
    except (requests.RequestException, ValueError) as error:
        # Not the error itself: its text holds the address.
        LOG.warning("health.heartbeat_not_sent", error=type(error).__name__)
        return False
    if not answer.ok:
        LOG.warning("health.heartbeat_refused", status=answer.status_code)
    return bool(answer.ok)
