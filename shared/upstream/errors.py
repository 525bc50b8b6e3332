"""What can go wrong with an upstream, by what it means for the record that was on its way.

UpstreamError
├── NotReached      nothing was sent: no route, refused, name unknown, TLS not possible. Safe to send again.
├── TryLater        refused for now, not carried out: 429. Safe to send again after `retry_after_s`.
├── OutcomeUnknown  sent, and no answer that settles it: timeout, lost connection, 5xx, 504.
│   └── Unreadable  an answer came that is not the upstream's: HTML of a captive portal, broken JSON, a redirect.
├── NotAsItIs       refused for good, as it is: 400, 404, 409, 422.
└── NotAllowed      401 or 403: a fault of the set-up, not of the record. `by_firewall` when the API never saw it.
    └── SignInFailed   no token could be had; `wait_s` says how long not to try again.
"""


class UpstreamError(Exception):
    """An upstream call did not do what was asked. `status` is the HTTP status, None where there was none."""

    def __init__(self, message: str, *, status: int | None = None, answer: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.answer = answer
        """The beginning of what the upstream answered, for the desk: never a token, at most 2,000 characters."""


class NotReached(UpstreamError):
    """Nothing was sent."""


class TryLater(UpstreamError):
    """The upstream asked for patience and did nothing."""

    def __init__(
        self, message: str, *, status: int | None = None, answer: str = "", retry_after_s: float | None = None
    ) -> None:
        super().__init__(message, status=status, answer=answer)
        self.retry_after_s = retry_after_s


class OutcomeUnknown(UpstreamError):
    """It may have been carried out, or not: look before sending again."""


class Unreadable(OutcomeUnknown):
    """What came back is not an answer of the upstream."""


class NotAsItIs(UpstreamError):
    """The upstream will not take this record as it is."""


class NotAllowed(UpstreamError):
    """The upstream does not let us in."""

    def __init__(self, message: str, *, status: int | None = None, answer: str = "", by_firewall: bool = False) -> None:
        super().__init__(message, status=status, answer=answer)
        self.by_firewall = by_firewall


class SignInFailed(NotAllowed):
    """No token could be had. `wait_s` is how long not to try again, unless a credential changes."""

    def __init__(self, message: str, *, status: int | None = None, answer: str = "", wait_s: float = 0) -> None:
        super().__init__(message, status=status, answer=answer)
        self.wait_s = wait_s
