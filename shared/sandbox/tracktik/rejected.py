"""The one error of the API's own rules."""


class Rejected(Exception):
    """The request is answered with `status` and `message`, and nothing has changed."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
