"""What `clockpost sync` runs for the phone line."""

import subprocess
import sys
from pathlib import Path

import pytest
import requests
import structlog

from ivr.rest.sync_jobs import jobs
from shared.clock import SystemClock
from shared.config import load_config
from shared.config.chase import Chase
from shared.config.ivr import Ivr
from shared.config.sections import Config
from shared.domain.chase_attempt import AttemptState, Way
from shared.sandbox.twilio.resources import AUTH_TOKEN
from shared.store import chases, people, voice_messages
from shared.store.chases import ChaseAttempt
from shared.store.database import Store
from shared.store.people import RegisterRow
from tests.ivr.rest.conftest import LINE
from tests.shared.store.gate import ANA


@pytest.fixture
def config(tmp_path: Path, line: Ivr) -> Config:
    path = tmp_path / "clockpost.toml"
    path.write_text(f"""
[site]
name = "Harbour Tower"
account = 687
timezone = "America/Montreal"
called_numbers = ["{LINE}"]
""")
    return load_config(path).model_copy(update={"ivr": line})


def test_without_a_phone_line_there_is_no_job(config: Config, store: Store) -> None:
    assert jobs(config.model_copy(update={"ivr": None}), store) == []


def test_the_job_fetches_the_messages_of_our_numbers(
    config: Config, store: Store, operator: requests.Session, faults: requests.Session
) -> None:
    ours = operator.post("/recordings", json={}).json()["sid"]
    operator.post("/recordings", json={"called": "+15145550999"})
    [job] = jobs(config, store)
    assert (job.name, job.every_s) == ("voice messages", 300)
    assert job.run(store) is not False
    assert [(message.recording, message.site) for message in voice_messages.listed(store)] == [(ours, "Harbour Tower")]


@pytest.mark.parametrize("kind", ["429", "token_expired", "captive_portal", "connection_reset"])
def test_what_fails_is_logged_without_a_secret_and_done_again_when_due(
    config: Config, store: Store, operator: requests.Session, faults: requests.Session, kind: str
) -> None:
    operator.post("/recordings", json={})
    faults.post("/faults", json={"kind": kind})
    [job] = jobs(config, store)
    with structlog.testing.capture_logs() as logs:
        assert job.run(store) is not False
    assert [entry["log_level"] for entry in logs] == ["warning"]
    assert AUTH_TOKEN not in str(logs)
    job.run(store)
    assert len(voice_messages.listed(store)) == 1


def test_a_token_put_right_is_taken_without_a_restart(
    config: Config, store: Store, operator: requests.Session, faults: requests.Session, token_file: Path
) -> None:
    operator.post("/recordings", json={})
    token_file.write_text("wrong")
    [job] = jobs(config, store)
    job.run(store)
    assert voice_messages.listed(store) == []
    token_file.write_text(AUTH_TOKEN)
    job.run(store)
    assert len(voice_messages.listed(store)) == 1


def test_twilios_library_is_not_loaded_before_it_is_needed() -> None:
    """It costs a quarter of a second, which every command of the phone line would pay."""
    code = "import sys, ivr.rest.sync_jobs, ivr.connect_command; sys.exit('twilio.rest' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_chase_calls_are_a_job_only_where_they_are_switched_on(config: Config, store: Store) -> None:
    on = Chase.model_validate({"by": "call", "from_number": LINE})
    [_, job] = jobs(config.model_copy(update={"chase": on}), store)
    assert (job.name, job.every_s) == ("chase calls", 30)
    assert job.run(store) is not False


def test_a_chase_that_fails_is_logged_and_done_again_when_due(
    config: Config, store: Store, faults: requests.Session, operator: requests.Session
) -> None:
    now = SystemClock().now()
    phone = [RegisterRow(ANA, "+15145550142", "", (), chase=True)]
    people.replace(store, phone, fingerprint="1", taken_at=now)
    left_behind = ChaseAttempt("a1", ANA.number, 1, now, "Harbour Tower", ANA.number, Way.CALL, now, "b", 0.0)
    chases.intend(store, left_behind)
    faults.post("/faults", json={"kind": "429"})
    on = Chase.model_validate({"by": "call", "from_number": LINE})
    [_, job] = jobs(config.model_copy(update={"chase": on}), store)
    with structlog.testing.capture_logs() as logs:
        assert job.run(store) is not False
    assert [entry["event"] for entry in logs] == ["chase.not_reached"]
    assert "5550142" not in str(logs)
    job.run(store)
    assert [attempt.state for attempt in chases.listed(store, 10)] == [AttemptState.UNKNOWN]
