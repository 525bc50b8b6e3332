"""Probes are asked at once; one that hangs or fails costs only its own checks."""

import threading
import time
from collections.abc import Iterator

from shared.domain.health import Check, Standing, ok
from shared.health.asking import ask_all
from shared.health.installation import Probe
from shared.store.errors import StoreError


def told(name: str) -> Probe:
    return Probe((name,), lambda: iter((ok(name, "Fine."),)))


def test_the_checks_come_in_the_order_of_the_probes() -> None:
    assert [check.name for check in ask_all([told("disk"), told("link"), told("clock")])] == ["disk", "link", "clock"]


def test_one_that_hangs_is_unknown_and_holds_up_nobody() -> None:
    gate = threading.Event()

    def hangs() -> Iterator[Check]:
        yield ok("reader", "Fine.")
        gate.wait(30)

    began_s = time.monotonic()
    checks = ask_all([Probe(("reader", "screen"), hangs, 0.2), told("disk")])
    assert time.monotonic() - began_s < 5
    assert [(check.name, check.standing) for check in checks] == [
        ("reader", Standing.OK),
        ("screen", Standing.UNKNOWN),
        ("disk", Standing.OK),
    ]
    gate.set()


def test_probes_do_not_wait_for_each_other() -> None:
    meet = threading.Barrier(3, timeout=60)

    def waits(name: str) -> Probe:
        def look() -> Iterator[Check]:
            meet.wait(10)
            yield ok(name, "Fine.")

        return Probe((name,), look)

    assert {check.standing for check in ask_all([waits("a"), waits("b"), waits("c")])} == {Standing.OK}


def test_one_that_fails_is_unknown_and_says_how() -> None:
    def breaks() -> Iterator[Check]:
        yield ok("reader", "Fine.")
        raise ZeroDivisionError

    def has_no_ledger() -> Iterator[Check]:
        raise StoreError("the file is gone")
        yield

    checks = ask_all([Probe(("reader", "screen"), breaks), Probe(("people",), has_no_ledger)])
    assert [check.standing for check in checks] == [Standing.OK, Standing.UNKNOWN, Standing.UNKNOWN]
    assert "ZeroDivisionError" in checks[1].told
    assert checks[2].detail == "the file is gone"
