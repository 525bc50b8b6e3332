"""What a service writes on standard error: one JSON object a line, and its priority for journald."""

import json
import subprocess
import sys
from typing import Any

import pytest

SCRIPT = """
import logging, os, sys
if sys.argv[1] == "journal":
    stream = os.fstat(2)
    os.environ["JOURNAL_STREAM"] = f"{stream.st_dev}:{stream.st_ino}"
if sys.argv[1] == "redirected":
    os.environ["JOURNAL_STREAM"] = "8:12345"
import structlog
from shared.logs import log_to_stderr
log_to_stderr()
log_to_stderr()
log = structlog.get_logger()
log.debug("too.much")
log.info("sync.began", rows=3)
log.warning("reader.lost")
try:
    1 / 0
except ZeroDivisionError:
    log.exception("kiosk.fault")
logging.getLogger("urllib3").warning("two\\nlines of %s", "a library")
logging.getLogger("urllib3").info("chatter")
logging.getLogger("urllib3").warning("Failed to parse headers (url=https://hc.example:8443/ping/SECRET?key=MORE): [x]")
"""


def lines(where: str) -> list[str]:
    command = [sys.executable, "-c", SCRIPT, where]
    return subprocess.run(command, capture_output=True, text=True, check=True).stderr.splitlines()


@pytest.fixture(scope="module")
def told() -> list[dict[str, Any]]:
    return [json.loads(line) for line in lines("pipe")]


def test_every_line_is_one_object_with_event_level_and_time(told: list[dict[str, Any]]) -> None:
    events = [(one["event"], one["level"]) for one in told]
    assert events == [
        ("sync.began", "info"),
        ("reader.lost", "warning"),
        ("kiosk.fault", "error"),
        ("library.said", "warning"),
        ("library.said", "warning"),
    ]
    assert told[0]["rows"] == 3
    assert all(one["timestamp"].endswith("Z") for one in told)


def test_a_fault_has_its_traceback_and_a_librarys_words_stay_one_line(told: list[dict[str, Any]]) -> None:
    assert "ZeroDivisionError" in told[2]["exception"]
    assert told[3]["said"] == "two\nlines of a library"
    assert told[3]["logger"] == "urllib3"


def test_a_librarys_address_keeps_its_host_alone(told: list[dict[str, Any]]) -> None:
    (line,) = [one["said"] for one in told if "headers" in str(one.get("said"))]
    assert line.startswith("Failed to parse headers (url=https://hc.example:8443/...")
    assert not any(secret in str(told) for secret in ("SECRET", "MORE"))


def test_journald_gets_the_priority_before_each_line() -> None:
    found = lines("journal")
    assert [line[:3] for line in found] == ["<6>", "<4>", "<3>", "<4>", "<4>"]
    assert json.loads(found[0][3:])["event"] == "sync.began"


def test_a_stream_that_is_not_the_journals_any_more_gets_none() -> None:
    assert [line[0] for line in lines("redirected")] == ["{"] * 5


@pytest.mark.parametrize(("where", "events"), [("shell", ["reader.lost"]), ("journal", ["sync.began", "reader.lost"])])
def test_beside_an_answer_a_person_reads_only_what_went_wrong(where: str, events: list[str]) -> None:
    script = SCRIPT.replace("log_to_stderr", "log_beside_an_answer")
    command = [sys.executable, "-c", script, where]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stderr.splitlines()
    told = [json.loads(line[line.index("{") :])["event"] for line in said]
    assert told[: len(events)] == events
