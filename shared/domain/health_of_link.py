"""The rules of health for the way to a system outside, by what came of asking for its address without signing in."""

from dataclasses import dataclass
from enum import StrEnum

from shared.domain.health import Check, fault, ok, warning


class Way(StrEnum):
    ANSWERS = "answers"
    NO_NAME = "no_name"  # the host's name is not resolved
    NOT_REACHED = "not_reached"
    STRANGER = "stranger"  # somebody else answers in its place
    IN_TROUBLE = "in_trouble"  # it answers, and says that it cannot


@dataclass(frozen=True, slots=True)
class WayTo:
    """`system` is the upstream's name, `host` where it lives. `detail` is the error as it was told."""

    system: str
    host: str
    way: Way
    detail: str = ""


def judge_way(found: WayTo) -> Check:
    """What it means for the installation, and what to do."""
    where = f"{found.system} ({found.host})"
    match found.way:
        case Way.ANSWERS:
            return ok("link", f"{where} answers.")
        case Way.NO_NAME:
            return fault(
                "link", f"The name of {where} is not resolved.", "Check cable, Wi-Fi and DNS: resolvectl", found.detail
            )
        case Way.NOT_REACHED:
            return fault(
                "link", f"{where} is not reached.", "Check the network, the firewall and the address", found.detail
            )
        case Way.STRANGER:
            return fault(
                "link",
                f"Somebody else answers for {where}.",
                "Sign in to the Wi-Fi's own page (a captive portal), or ask who filters the network; check the clock",
                found.detail,
            )
        case Way.IN_TROUBLE:
            return warning("link", f"{where} answers that it cannot serve.", "Wait; delivery tries again", found.detail)
