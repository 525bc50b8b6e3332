"""What the shell's fault layer needs to know of Twilio's requests and answers."""

from shared.sandbox.answer import Answer
from shared.sandbox.twilio.rejected import CODES, Rejected
from shared.sandbox.twilio.rows import ROOT


class TwilioSystem:
    """Twilio, as one of the sandbox's systems. It knows callers and no employees."""

    prefix = ROOT + "/"

    def employee_of(self, path: str, query: bytes, body: bytes) -> int | None:  # noqa: ARG002
        """None: a number that rings is nobody in particular."""
        return None

    def error(self, status: int, message: str) -> Answer:
        """An error with the code that goes with its status."""
        return Rejected(status, CODES.get(status, 20000 + status), message).answer()

    def with_rows_of_others(self, answer: Answer, employee: int | None) -> Answer:  # noqa: ARG002
        """The answer as it is: no row here belongs to an employee."""
        return answer
