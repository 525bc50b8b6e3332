"""The settings of a chase, down to a call at Twilio."""

from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import requests

from ivr.rest.account import Account
from ivr.rest.chase_wiring import chases_of
from ivr.rest.sync_jobs import jobs
from shared.clock import SystemClock
from shared.config import load_config
from shared.config.chase import Chase
from shared.config.ivr import Ivr
from shared.config.sections import Config
from shared.domain.chase_attempt import AttemptState, Way
from shared.domain.clock_trust import Witness
from shared.store import witnesses
from shared.store.database import Store
from tests.ivr.rest.late_site import ANAS_PHONE, LINE, LateSite, late_site
from tests.shared.store.gate import SITE

MONTREAL = ZoneInfo("America/Montreal")


@pytest.fixture
def site(store: Store, line: Ivr, account: Account, operator: requests.Session) -> LateSite:
    return late_site(store, line, account, operator)


@pytest.fixture
def config(tmp_path: Path, line: Ivr, site: LateSite) -> Config:
    path = tmp_path / "clockpost.toml"
    path.write_text(f"""
[site]
name = "{SITE}"
account = 687
timezone = "America/Montreal"
language = "da"
[[sites]]
name = "Dock 4"
account = 688
timezone = "Europe/Copenhagen"
""")
    local = site.gate.now.astimezone(MONTREAL).replace(second=0)
    chase = Chase.model_validate(
        {
            "by": "call",
            "calls": 3,
            "from_number": LINE,
            "from_hour": (local - timedelta(hours=1)).time(),
            "until_hour": (local + timedelta(hours=12)).time(),
        }
    )
    return load_config(path).model_copy(update={"ivr": line, "chase": chase})


def test_each_site_has_its_rules_in_its_own_zone_and_language(config: Config, line: Ivr) -> None:
    harbour, dock = chases_of(config, line, SystemClock()).sites
    assert (harbour.rules.way, harbour.rules.calls, harbour.rules.gap) == (Way.CALL, 3, timedelta(minutes=10))
    assert (str(harbour.rules.hours.zone), str(dock.rules.hours.zone)) == ("America/Montreal", "Europe/Copenhagen")
    assert (harbour.language, dock.language) == ("da", "en")
    assert (harbour.has_terminal, dock.has_terminal) == (True, False)


def test_sync_calls_whoever_is_late_and_reads_what_came_of_it(config: Config, site: LateSite) -> None:
    told = SystemClock().read()
    with site.store.writing():
        witnesses.keep(site.store, Witness("ntp", 0.0, 1.0, told.wall, told.boottime_s, told.boot_id))
    [_, job] = jobs(config, site.store)
    assert job.run(site.store) is not False
    job.run(site.store)
    assert [call["receiver"] for call in site.placed()] == [ANAS_PHONE]
    assert site.states() == [AttemptState.ANSWERED]
