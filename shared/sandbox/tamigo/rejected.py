"""The two ways in which a request gets nothing: an HTTP status, or a Response Message that says no."""


class Rejected(Exception):
    """The request is answered with `status`, and nothing has changed."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message


class Refused(Exception):
    """A write that is not done: by the document 200 with Success false and a sentence for the user."""


class NotAllowed(Exception):
    """The role may not do this. How that is answered is a switch, and another one for writes."""
