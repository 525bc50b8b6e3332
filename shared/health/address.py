"""The address by which this machine is reached in its network."""

import socket
from typing import Final

ELSEWHERE: Final = (
    (socket.AF_INET, "192.0.2.1"),
    (socket.AF_INET6, "2001:db8::1"),
)
"""Addresses that nobody has (RFC 5737, RFC 3849): nothing is sent, only the way there is looked up."""


def own_address() -> str:
    """The address of the interface that leads outside, at once; "" where no way leads there."""
    for family, far in ELSEWHERE:
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as looking:
                looking.connect((far, 9))
                return str(looking.getsockname()[0])
        except OSError:
            continue
    return ""
