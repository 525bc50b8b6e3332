"""The errors of the API and of the sign-in: a status, Oracle's number where it has one, and a sentence."""

BAD_LOCATION = 33109  # the one number with a known meaning: "Invalid location reference field"
NO_NUMBER = 33100  # the list of numbers is published nowhere; the sandbox gives this one to all others


class Rejected(Exception):
    """The request is answered with `status`, and nothing has changed."""

    def __init__(self, status: int, detail: str, code: int = NO_NUMBER) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.code = code


class NoGrant(Exception):
    """A sign-in step that does not lead on: `error` is one of the words of RFC 6749, section 5.2."""

    def __init__(self, error: str, detail: str) -> None:
        super().__init__(detail)
        self.error = error
        self.detail = detail
