"""No PIN, token or number reaches a log or a message, whatever goes wrong."""

import io
import logging
from collections.abc import Iterator

import pytest
import structlog

from tests.ivr.cast import MOBILE, PIN, TOKEN
from tests.ivr.conftest import MakeLine
from tests.ivr.full_disk import Disk
from tests.ivr.phone_line import PhoneLine

WRONG_PIN = "739146"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything that structlog and the standard loggers write, tracebacks included."""
    told = io.StringIO()
    structlog.configure(
        processors=[structlog.processors.format_exc_info, structlog.processors.JSONRenderer()],
        logger_factory=structlog.PrintLoggerFactory(told),
    )
    handler = logging.StreamHandler(told)
    # The telephone's own client; its requests are what the line must not repeat.
    handler.addFilter(lambda record: not record.name.startswith("urllib3"))
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield told
    root.removeHandler(handler)
    root.setLevel(level)


def assert_no_secret(told: str) -> None:
    for secret in (PIN, WRONG_PIN, TOKEN, MOBILE, MOBILE.removeprefix("+"), "phone.example.com/voice/step?"):
        assert secret not in told


def test_a_call_with_a_wrong_and_a_right_pin_logs_neither(log: io.StringIO, make_line: MakeLine) -> None:
    line = make_line(pin_digits=None)
    line.call(f"1053# {WRONG_PIN}# {PIN}# 1 9 1")
    line.call(f"4444# {WRONG_PIN}# {WRONG_PIN}# {WRONG_PIN}#")
    line.stop()
    line.start()
    assert line.kinds("1053") == ["clocked_in"]
    assert_no_secret(log.getvalue())


def test_a_full_disk_is_logged_without_what_was_pressed(log: io.StringIO, line: PhoneLine, disk: Disk) -> None:
    line.call("1053", disk.fills, PIN, disk.has_room, "!")
    assert "ivr.cannot_record" in log.getvalue()
    assert_no_secret(log.getvalue())


def test_a_fault_is_logged_with_its_place_and_without_what_was_pressed(log: io.StringIO, line: PhoneLine) -> None:
    line.register(line.cast, pin_hash="this is no hash")
    line.call(f"1053 {PIN}", "!")
    assert "ivr.fault" in log.getvalue()
    assert "PinHashError" in log.getvalue()
    assert_no_secret(log.getvalue())


def test_a_refused_request_is_logged_by_its_page_alone(log: io.StringIO, line: PhoneLine) -> None:
    line.post("/voice/step?who=1053", [("Digits", PIN), ("CallSid", "CA1")], signed_fields=[])
    assert "ivr.not_signed_by_twilio" in log.getvalue()
    assert "1053" not in log.getvalue()
    assert_no_secret(log.getvalue())


def test_no_pin_is_in_the_ledger_file(line: PhoneLine) -> None:
    secret = "86420975"
    line.call(f"1053 {secret[:4]} {secret[4:]} {PIN} 1")
    line.stop()
    files = list(line.store.path.parent.iterdir())
    kept = b"".join(file.read_bytes() for file in files if file.is_file())
    assert b"Clocked in" in kept
    for part in (secret[:4], secret[4:]):
        assert f'"{part}"'.encode() not in kept
        assert f">{part}<".encode() not in kept
    line.start()
