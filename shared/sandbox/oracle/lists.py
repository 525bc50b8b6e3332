"""A list of an answer, which may be null or missing when there is nothing in it."""

from typing import Any

from shared.sandbox.oracle.switches import NoList


def with_list(told: dict[str, Any], name: str, rows: list[Any], form: NoList) -> dict[str, Any]:
    """`told` with the list; without rows as the switch `empty_list` says."""
    if not rows and form is NoList.LEFT_OUT:
        return told
    return {**told, name: None if not rows and form is NoList.NULL else rows}
