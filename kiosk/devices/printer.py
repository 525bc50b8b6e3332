"""A printer behind CUPS, spoken to by `lp` and `lpstat`: errors are values, and nothing waits longer than its deadline.

`lp` answers as soon as CUPS has the job; whether paper comes out is seen by the job leaving the queue. What they say is
asked for in English (LC_ALL=C) and only matched loosely: an unknown sentence is handed on as it is.
"""

import os
import re
import shutil
import subprocess
import time
from dataclasses import dataclass
from enum import StrEnum

ASK_AGAIN_S = 0.3
DEADLINE_S = 25.0
LONGEST_DETAIL = 200
_NAME = re.compile(r"^\S*lp: (Error - )?")
_JOB = re.compile(r"request id is (?P<job>\S+-\d+)")


class PrintTrouble(StrEnum):
    """Why no page came out."""

    NOT_INSTALLED = "not_installed"  # no `lp` on this machine
    NO_SERVICE = "no_service"  # CUPS does not answer
    NO_SUCH_QUEUE = "no_such_queue"
    NO_DEFAULT = "no_default"  # no queue is named, and CUPS has no default one
    WAITS = "waits"  # CUPS has the page, the printer has not taken it
    REFUSED = "refused"  # anything else that CUPS says


@dataclass(frozen=True, slots=True)
class Printed:
    """The printer took the page. `job` is the queue's own name for it."""

    job: str


@dataclass(frozen=True, slots=True)
class NotPrinted:
    """No paper, as far as anybody knows. `detail` is what CUPS said, for whoever mends it."""

    trouble: PrintTrouble
    detail: str = ""


class Printer:
    """One queue of CUPS; "" for its default one. Blocks: for a thread that may wait."""

    def __init__(self, queue: str = "", deadline_s: float = DEADLINE_S) -> None:
        self._queue = queue
        self._deadline_s = deadline_s

    def print_pdf(self, pdf: bytes, title: str) -> Printed | NotPrinted:
        """Hand the page over and wait until the printer has taken it, at most for the deadline."""
        give_up = time.monotonic() + self._deadline_s
        lp, lpstat = shutil.which("lp"), shutil.which("lpstat")
        if lp is None or lpstat is None:
            return NotPrinted(PrintTrouble.NOT_INSTALLED)
        queue = ["-d", self._queue] if self._queue else []
        said = self._run([lp, *queue, "-t", title, "-o", "media=A4", "-"], pdf, give_up)
        if isinstance(said, NotPrinted):
            return said
        job = _JOB.search(said.stdout)
        if said.returncode or job is None:
            # Without CUPS, `lp` says that the queue does not exist.
            serves = self._run([lpstat, "-r"], b"", give_up)
            if isinstance(serves, NotPrinted) or "not running" in serves.stdout:
                return NotPrinted(PrintTrouble.NO_SERVICE)
            return _refusal(said.stderr or said.stdout)
        return self._wait_for(lpstat, job["job"], give_up)

    def _wait_for(self, lpstat: str, job: str, give_up: float) -> Printed | NotPrinted:
        while time.monotonic() < give_up:
            waiting = self._run([lpstat, "-W", "not-completed", "-o"], b"", give_up)
            if isinstance(waiting, NotPrinted):
                break
            if waiting.returncode == 0 and job not in waiting.stdout.split():
                ended = self._run([lpstat, "-l", "-W", "completed", "-o"], b"", give_up)
                return _end_of(job, "" if isinstance(ended, NotPrinted) else ended.stdout)
            time.sleep(ASK_AGAIN_S)
        return NotPrinted(PrintTrouble.WAITS, job)

    def _run(self, command: list[str], given: bytes, give_up: float) -> "_Said | NotPrinted":
        left_s = max(0.1, give_up - time.monotonic())
        try:
            done = subprocess.run(
                command,
                input=given,
                capture_output=True,
                timeout=left_s,
                check=False,
                env={**os.environ, "LC_ALL": "C", "LANGUAGE": "C"},
            )
        except subprocess.TimeoutExpired:
            return NotPrinted(PrintTrouble.NO_SERVICE)
        except OSError as error:
            return NotPrinted(PrintTrouble.NOT_INSTALLED, str(error))
        return _Said(done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace"))


@dataclass(frozen=True, slots=True)
class _Said:
    returncode: int
    stdout: str
    stderr: str


def _end_of(job: str, told: str) -> Printed | NotPrinted:
    """How a job ended that waits no longer; one that CUPS has forgotten already was taken."""
    lines = iter(told.splitlines())
    if not any(line.split()[:1] == [job] for line in lines):
        return Printed(job)
    # RFC 8011 5.3.8: job-canceled-by-user, job-canceled-at-device, aborted-by-system, job-aborted...
    alerts = next((line.partition("Alerts:")[2].strip() for line in lines if "Alerts:" in line), "")
    was_ended = "cancel" in alerts or "abort" in alerts
    return NotPrinted(PrintTrouble.REFUSED, alerts) if was_ended else Printed(job)


def _refusal(said: str) -> NotPrinted:
    detail = _NAME.sub("", " ".join(said.split()))[:LONGEST_DETAIL]
    lower = detail.lower()
    if "no default destination" in lower:
        return NotPrinted(PrintTrouble.NO_DEFAULT, detail)
    if "does not exist" in lower:
        return NotPrinted(PrintTrouble.NO_SUCH_QUEUE, detail)
    return NotPrinted(PrintTrouble.REFUSED, detail)
