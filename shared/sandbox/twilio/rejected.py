"""Twilio's errors: a code of its own, a sentence and a link beside the HTTP status."""

from shared.sandbox.answer import Answer, json_answer

AUTHENTICATE, NOT_FOUND, TOO_MANY = 20003, 20404, 20429
BAD_URL, BAD_PARAMETER = 21502, 20001
CODES = {401: AUTHENTICATE, 404: NOT_FOUND, 429: TOO_MANY, 403: 20403, 500: 20500}


class Rejected(Exception):
    """A request that is answered with an error. `status` is the HTTP status, `code` Twilio's number for it."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code

    def answer(self) -> Answer:
        """The error as the API writes it."""
        more_info = f"https://www.twilio.com/docs/errors/{self.code}"
        content = {"code": self.code, "message": str(self), "more_info": more_info, "status": self.status}
        answer = json_answer(self.status, content)
        if self.status == 401:
            answer.headers.append((b"www-authenticate", b'Basic realm="Twilio API"'))
        return answer


def unknown(path: str) -> Rejected:
    """The error for what is not there."""
    return Rejected(404, NOT_FOUND, f"The requested resource {path} was not found")
