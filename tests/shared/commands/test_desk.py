"""`clockpost desk`: what the screens promised to a supervisor can be seen by one."""

import json
import socket
from pathlib import Path

from typer.testing import CliRunner

from shared.cli import build
from shared.clock import SystemClock
from shared.clocking import claim, make_tap
from shared.config import load_config
from shared.demo_site import make_site
from shared.domain.tap import Unidentified
from shared.gather import Surroundings
from shared.store import people
from shared.store.database import Store
from shared.wiring import door_of

RUN = CliRunner()


def test_a_claim_and_a_broken_register_are_listed(tmp_path: Path) -> None:
    site = make_site(tmp_path / "site", "http://127.0.0.1:9")
    door, reading = door_of(load_config(site.config)), SystemClock().read()
    with Store.open(site.ledger) as store:
        tap = make_tap(door, reading)
        claim(store, door, tap, Unidentified.UNKNOWN_BADGE, "a-hash", Surroundings(reading))
        people.note_problem(store, "people.csv: line 3: 1055 has no name")
    told = RUN.invoke(build(), ["desk", "--json", "--config", str(site.config)])
    assert told.exit_code == 0, told.output
    shown = json.loads(told.output)
    assert [(one["tap"], one["state"], one["reason"]) for one in shown["taps"]] == [
        (tap.tap_id, "claim", "unknown_badge")
    ]
    assert "line 3" in shown["people_register"]
    table = RUN.invoke(build(), ["desk", "--config", str(site.config)])
    assert "unknown_badge" in table.output
    assert "line 3" in table.output


def test_the_version_is_told() -> None:
    assert RUN.invoke(build(), ["--version"]).output.startswith("clockpost 0.")


def test_a_port_that_is_taken_is_one_sentence_with_the_way_out() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        told = RUN.invoke(build(), ["sandbox", "--port", str(taken.getsockname()[1])])
    assert told.exit_code == 1
    assert "--port" in told.output
    assert "Traceback" not in told.output
