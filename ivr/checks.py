"""What the doctor asks about the phone line: does it run, can it record, is Twilio reached? An entry point names it."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

import requests

from shared.config.ivr import Ivr
from shared.domain.health import Check, fault, ok, warning
from shared.domain.health_of_link import judge_way
from shared.health.installation import Installation, Probe
from shared.health.link import way_to
from shared.store.lease import is_running

ANSWERS_WITHIN_S: Final = 4.0
RESTART: Final = "systemctl restart clockpost-ivr"


def probes(installation: Installation) -> list[Probe]:
    """For `clockpost doctor`."""
    return [
        Probe(("phone line",), lambda: _line(installation)),
        Probe(("telephony",), lambda: _twilio(installation), within_s=15.0),
    ]


def _line(installation: Installation) -> Iterator[Check]:
    section = installation.config.ivr
    if section is None:
        yield ok("phone line", "No phone line is set.")
    elif not is_running(installation.config.store.path, "phone"):
        yield fault("phone line", "The phone line does not run.", RESTART)
    else:
        yield _asked(section)


def _asked(section: Ivr) -> Check:
    if not section.port:
        return ok("phone line", "The phone line runs.")
    host = f"[{section.host}]" if ":" in section.host else section.host
    try:
        with requests.Session() as session:
            # It is this machine: neither a proxy nor a sign-in of the environment has a part in it.
            session.trust_env = False
            answer = session.get(f"http://{host}:{section.port}/healthz", timeout=ANSWERS_WITHIN_S)
        told: dict[str, Any] = answer.json()
    except (requests.RequestException, ValueError) as error:
        return fault("phone line", "The phone line runs and does not answer.", RESTART, type(error).__name__)
    if told.get("well"):
        return ok("phone line", "The phone line runs and can record.")
    to_do = "Look at the checks of disk, ledger and people"
    return warning("phone line", "The phone line runs and cannot serve a caller.", to_do, str(told.get("error", "")))


def _twilio(installation: Installation) -> Iterator[Check]:
    section = installation.config.ivr
    if section is None:
        yield ok("telephony", "None is needed.")
        return
    found = way_to("Twilio", str(section.api_base_url), installation.clock)
    yield replace(judge_way(found), name="telephony")
