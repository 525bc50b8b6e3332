"""What the doctor asks of the phone line: the lease, its own page, and the way to Twilio."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

from ivr.checks import probes
from shared.clock import SystemClock
from shared.config import Config
from shared.domain.health import Check, Standing
from shared.health.asking import ask_all
from shared.health.installation import Installation
from shared.store.lease import phone_lease

SITE = {"name": "Harbour Tower", "account": 687, "timezone": "America/Montreal"}


def looked_at(folder: Path, line: dict[str, object] | None = None) -> dict[str, Check]:
    config = Config.model_validate({"site": SITE, "store": {"path": folder / "ledger.db"}, "ivr": line})
    return {check.name: check for check in ask_all(probes(Installation(config, SystemClock())))}


def line_at(url: str) -> dict[str, object]:
    return {
        "port": int(url.rpartition(":")[2]),
        "public_base_url": "https://phone.example.com",
        "account_sid": "AC" + "0" * 32,
        "auth_token_file": "token",
        "api_base_url": url,
    }


@contextmanager
def answering(status: int, told: object) -> Iterator[str]:
    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None: ...

    server = HTTPServer(("127.0.0.1", 0), Page)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_without_a_phone_line_nothing_is_missed(tmp_path: Path) -> None:
    assert {check.standing for check in looked_at(tmp_path).values()} == {Standing.OK}


def test_a_line_that_does_not_run_is_a_fault(tmp_path: Path) -> None:
    with answering(200, {"well": True}) as url:
        found = looked_at(tmp_path, line_at(url))
    assert found["phone line"].standing is Standing.FAULT
    assert found["telephony"].standing is Standing.OK


def test_a_line_that_runs_and_is_well(tmp_path: Path) -> None:
    with phone_lease(tmp_path / "ledger.db"), answering(200, {"well": True}) as url:
        assert looked_at(tmp_path, line_at(url))["phone line"].standing is Standing.OK


def test_a_line_that_cannot_record_says_so(tmp_path: Path) -> None:
    with phone_lease(tmp_path / "ledger.db"), answering(503, {"well": False, "error": "the disk is full"}) as url:
        check = looked_at(tmp_path, line_at(url))["phone line"]
    assert check.standing is Standing.WARNING
    assert check.detail == "the disk is full"


def test_a_line_that_hangs_or_is_gone_is_a_fault(tmp_path: Path) -> None:
    with phone_lease(tmp_path / "ledger.db"):
        found = looked_at(tmp_path, line_at("http://127.0.0.1:9"))
    assert found["phone line"].standing is Standing.FAULT
    assert found["telephony"].standing is Standing.FAULT
