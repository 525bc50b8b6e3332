"""Counts the changes of the sandbox's memory, so that a file and a page know when they are behind."""


class Changes:
    """`count` grows by one with every change that a restart must keep."""

    def __init__(self) -> None:
        self.count = 0

    def mark(self) -> None:
        """Something changed."""
        self.count += 1
