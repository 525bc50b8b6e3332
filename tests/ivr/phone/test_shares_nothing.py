"""The telephone is written apart from the line it calls."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[3] / "ivr" / "phone"
ALLOWED = ("ivr.phone", "shared.clock", "requests", "urllib3", "defusedxml")


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or "."


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.py")), ids=lambda path: path.name)
def test_it_shares_no_code_with_the_line_and_none_with_twilios_library(path: Path) -> None:
    for name in imported(path):
        known = any(name == one or name.startswith(f"{one}.") for one in ALLOWED)
        assert known or name.partition(".")[0] in sys.stdlib_module_names, name
