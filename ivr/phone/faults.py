"""What went wrong in a call, under the numbers Twilio's debugger shows.

Source: https://www.twilio.com/docs/api/errors
"""

from dataclasses import dataclass

RETRIEVAL = 11200
"""An answer that is no document: 4xx, 5xx, a redirect, another content type."""
NO_ANSWER = 11205
"""No connection, or no whole answer in 15 seconds."""
TOO_LARGE = 11750
"""More than 64 kB."""
NOT_TWIML = 12100
"""The document cannot be read."""
SCHEMA = 12200
"""A verb or attribute that Twilio does not know: it is passed over, and the call goes on."""
ANSWERED_DIFFERENTLY = 1
"""Not Twilio's: a repeated request got another answer than the first one."""
NEVER_ENDS = 2
"""Not Twilio's: the call asked for more documents than a call of a person could."""
UNANSWERED_NOTICE = 15003
"""A status callback that was not answered with 2xx."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One mistake of the line: a number, a sentence, and the address it was met at."""

    code: int
    sentence: str
    address: str = ""

    def __str__(self) -> str:
        """In one line."""
        return f"{self.code}: {self.sentence}" + (f" ({self.address})" if self.address else "")


class NoDocument(Exception):
    """There is no document to go on with: what Twilio takes to the fallback address."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault
