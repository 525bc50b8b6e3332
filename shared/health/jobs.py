"""What sync does for whoever watches, again and again: look at the installation, and tell an address outside."""

import time
from typing import Final

from shared.config.health import Health
from shared.health.heartbeat import send_heartbeat
from shared.health.watch import LOOK_EVERY_S, Watch
from shared.sync.worker import Job

FIRST_HEARTBEAT_AFTER_S: Final = 5.0
"""After the first look: before it nothing is known."""


def health_jobs(section: Health, watch: Watch) -> list[Job]:
    """In threads of their own: whoever watches must not wait for a download, nor a delivery for a watcher."""
    looks = Job("health", LOOK_EVERY_S, watch.look, thread="health")
    url_file = section.heartbeat_url_file
    if url_file is None:
        return [looks]
    return [
        looks,
        Job(
            "heartbeat",
            section.heartbeat_s,
            lambda _: send_heartbeat(url_file, watch.told()),
            due_at=time.monotonic() + FIRST_HEARTBEAT_AFTER_S,
            thread="heartbeat",
        ),
    ]
