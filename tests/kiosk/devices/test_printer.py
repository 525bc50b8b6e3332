"""Printing through a real CUPS: paper, and every plain way of getting none."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kiosk.devices.printer import NotPrinted, Printed, Printer, PrintTrouble
from tests.kiosk.devices.cups import Cups

PAGE = b"%PDF-1.3\n1 0 obj\nthe list\n%%EOF\n"


@pytest.fixture(scope="module")
def cups() -> Iterator[Cups]:
    # Not in pytest's own folder: what prints runs as another user, who may not look in there.
    with tempfile.TemporaryDirectory(prefix="cups-", ignore_cleanup_errors=True) as folder:
        service = Cups(Path(folder))
        yield service
        service.stop()


@pytest.fixture(autouse=True)
def ours(cups: Cups, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUPS_SERVER", cups.server)


def test_a_page_reaches_the_printer_byte_for_byte(cups: Cups) -> None:
    cups.queue("office", str(cups.paper / "office"))
    said = Printer("office").print_pdf(PAGE, "Muster 7")
    assert isinstance(said, Printed), said
    assert said.job.startswith("office-")
    assert (cups.paper / "office").read_bytes() == PAGE


def test_without_a_name_the_default_queue_is_used_and_without_one_it_says_so(cups: Cups) -> None:
    assert Printer().print_pdf(PAGE, "Muster 7") == NotPrinted(PrintTrouble.NO_DEFAULT, "No default destination.")
    cups.queue("usual", str(cups.paper / "usual"))
    cups.run("lpadmin", "-d", "usual")
    assert isinstance(Printer().print_pdf(PAGE, "Muster 7"), Printed)
    cups.run("lpadmin", "-x", "usual")


def test_a_queue_that_is_not_there_is_named_as_that() -> None:
    said = Printer("nowhere").print_pdf(PAGE, "Muster 7")
    assert isinstance(said, NotPrinted)
    assert said.trouble is PrintTrouble.NO_SUCH_QUEUE


def test_a_printer_that_does_not_answer_is_not_waited_for_beyond_the_deadline(cups: Cups) -> None:
    cups.queue("deaf", "deaf")
    began = time.monotonic()
    said = Printer("deaf", deadline_s=1.0).print_pdf(PAGE, "Muster 7")
    assert isinstance(said, NotPrinted)
    assert (said.trouble, said.detail[:5]) == (PrintTrouble.WAITS, "deaf-")
    assert time.monotonic() - began < 10
    cups.run("cancel", said.detail)


def test_a_queue_that_is_switched_off_keeps_the_page_waiting(cups: Cups) -> None:
    cups.queue("off", str(cups.paper / "off"))
    cups.run("cupsdisable", "off")
    said = Printer("off", deadline_s=1.0).print_pdf(PAGE, "Muster 7")
    assert isinstance(said, NotPrinted)
    assert said.trouble is PrintTrouble.WAITS
    cups.run("cupsreject", "off")
    said = Printer("off", deadline_s=1.0).print_pdf(PAGE, "Muster 7")
    assert said == NotPrinted(PrintTrouble.REFUSED, 'Destination "off" is not accepting jobs.')


def test_a_printer_that_breaks_leaves_the_page_waiting(cups: Cups) -> None:
    cups.queue("broken", "broken")
    said = Printer("broken", deadline_s=2.0).print_pdf(PAGE, "Muster 7")
    assert isinstance(said, NotPrinted)
    assert said.trouble is PrintTrouble.WAITS


def test_a_job_that_somebody_cancelled_is_not_called_printed(cups: Cups) -> None:
    cups.queue("slow", "deaf")
    with ThreadPoolExecutor(1) as thread:
        printing = thread.submit(Printer("slow").print_pdf, PAGE, "Muster 7")
        while "slow-" not in (waiting := cups.run("lpstat", "-o", "slow")):
            assert not printing.done()
        cups.run("cancel", waiting.split()[0])
        said = printing.result()
    assert isinstance(said, NotPrinted), said
    assert (said.trouble, "cancel" in said.detail) == (PrintTrouble.REFUSED, True)


def test_without_cups_there_is_no_service_whatever_lp_calls_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUPS_SERVER", "127.0.0.1:1")
    for queue in ("", "office"):
        assert Printer(queue).print_pdf(PAGE, "Muster 7") == NotPrinted(PrintTrouble.NO_SERVICE)


def test_without_lp_it_says_what_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert shutil.which("lp") is None
    assert Printer("office").print_pdf(PAGE, "Muster 7") == NotPrinted(PrintTrouble.NOT_INSTALLED)
