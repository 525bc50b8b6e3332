"""Prints a muster's page or saves it to a stick, in a thread beside the presenter: paper takes seconds."""

import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import structlog

from kiosk.devices.printer import NotPrinted, Printed, Printer
from kiosk.devices.usb_stick import NotSaved, Saved, save
from shared.domain.muster_entry import Muster, Since
from shared.muster_page import page
from shared.words import Words
from shared.words import muster as say
from shared.words.calendar import LocalTime

LOG = structlog.get_logger()
_NOT_IN_A_NAME: Final = re.compile(r"[^A-Za-z0-9]+")


@dataclass(frozen=True, slots=True)
class PaperDone:
    """What came of it, as values; None where the page itself could not be made."""

    said: Printed | NotPrinted | Saved | NotSaved | None


class MusterPaper:
    """One page at a time. `usb` is a glob of mount points."""

    def __init__(self, printer: Printer, usb: str) -> None:
        self._printer = printer
        self._usb = usb
        self._busy = threading.Lock()

    def print(
        self, words: Words, local: LocalTime, muster: Muster, since: Since, answer: Callable[[PaperDone], None]
    ) -> bool:
        """Begin to print; `answer` is called from a thread of its own. False while the last page is under way."""
        title = say.title(words, muster)
        return self._begin(
            lambda: self._printer.print_pdf(page(words, local, muster, since), title), "muster.printed", answer
        )

    def save(
        self, words: Words, local: LocalTime, muster: Muster, since: Since, answer: Callable[[PaperDone], None]
    ) -> bool:
        """Begin to save; else like `print`."""
        name = file_name(muster, local)
        return self._begin(lambda: save(page(words, local, muster, since), name, self._usb), "muster.saved", answer)

    def _begin(
        self,
        make: Callable[[], Printed | NotPrinted | Saved | NotSaved],
        event: str,
        answer: Callable[[PaperDone], None],
    ) -> bool:
        if not self._busy.acquire(blocking=False):
            return False

        def run() -> None:
            said = None
            try:
                said = make()
                LOG.info(event, said=str(said))
            except Exception:
                LOG.exception("muster.no_page")
            finally:
                self._busy.release()
            answer(PaperDone(said))

        threading.Thread(target=run, name="paper", daemon=True).start()
        return True


def file_name(muster: Muster, local: LocalTime) -> str:
    """muster-0007-harbour-tower-20260303-0705: of letters that every stick takes."""
    site = _NOT_IN_A_NAME.sub("-", muster.site).strip("-").lower()[:40]
    number = f"{muster.number:04d}" if muster.is_kept else "not-kept"
    return f"muster-{number}-{site}-{muster.at.astimezone(local.zone):%Y%m%d-%H%M}".replace("--", "-")
