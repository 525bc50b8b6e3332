"""What the sandbox's shell asks of each system it plays."""

from typing import Protocol

from shared.sandbox.answer import Answer


class System(Protocol):
    """One upstream played by the sandbox. `prefix` is the start of every path that belongs to it."""

    prefix: str

    def employee_of(self, path: str, query: bytes, body: bytes) -> int | None:
        """The employee a request is about, or None when it is about nobody in particular."""
        ...

    def error(self, status: int, message: str) -> Answer:
        """An error in the form this system gives to its errors."""
        ...

    def with_rows_of_others(self, answer: Answer, employee: int | None) -> Answer:
        """The same list answer, holding rows of other employees than `employee`."""
        ...
