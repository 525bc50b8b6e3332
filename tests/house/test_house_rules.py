"""The rules of the house that linters do not know."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHIPPED = [path for room in ("kiosk", "ivr", "shared") for path in sorted((ROOT / room).rglob("*.py"))]
PURE = [
    path
    for path in SHIPPED
    if path.is_relative_to(ROOT / "shared/domain")
    or path.is_relative_to(ROOT / "kiosk/wording")
    or path in (ROOT / "kiosk/views.py", ROOT / "kiosk/states.py", ROOT / "kiosk/daylight.py")
]
OUTSIDE_THE_STORE = [path for path in SHIPPED if not path.is_relative_to(ROOT / "shared/store")]
LONGEST_FILE = 250
LONGEST_FUNCTION = 50


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def calls(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            target = node.func
            if isinstance(target, ast.Name):
                yield target.id
            elif isinstance(target, ast.Attribute):
                yield target.attr


@pytest.mark.parametrize("path", PURE, ids=name_of)
def test_pure_code_opens_nothing(path: Path) -> None:
    assert not set(calls(ast.parse(path.read_text()))) & {"open", "__import__", "eval", "exec", "print", "input"}


@pytest.mark.parametrize("path", OUTSIDE_THE_STORE, ids=name_of)
def test_only_the_store_speaks_sql(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            assert not node.value.startswith(("SELECT ", "INSERT ", "UPDATE ", "DELETE FROM ", "PRAGMA ")), node.value


@pytest.mark.parametrize("path", SHIPPED, ids=name_of)
def test_a_file_has_one_subject_and_its_functions_one_level(path: Path) -> None:
    text = path.read_text()
    assert text.count("\n") <= LONGEST_FILE
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
            assert node.end_lineno - node.lineno < LONGEST_FUNCTION, node.name


@pytest.mark.parametrize("path", SHIPPED, ids=name_of)
def test_every_module_says_what_it_is(path: Path) -> None:
    tree = ast.parse(path.read_text())
    assert path.name == "__init__.py" or ast.get_docstring(tree)


@pytest.mark.parametrize("path", SHIPPED, ids=name_of)
def test_public_functions_say_what_comes_in_and_goes_out(path: Path) -> None:
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{node.name} has no docstring"


@pytest.mark.parametrize("path", SHIPPED, ids=name_of)
def test_importing_a_module_does_nothing(path: Path) -> None:
    for node in ast.parse(path.read_text()).body:
        doing = isinstance(node, ast.For | ast.While | ast.With | ast.Try) or (
            isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
        )
        assert not doing, f"line {node.lineno} runs when the module is imported"


@pytest.mark.parametrize("path", SHIPPED, ids=name_of)
def test_no_error_is_swallowed(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ExceptHandler):
            assert node.type is not None, f"line {node.lineno}: a bare except"
            broad = isinstance(node.type, ast.Name) and node.type.id in ("Exception", "BaseException")
            assert not (broad and all(isinstance(one, ast.Pass | ast.Continue) for one in node.body)), node.lineno


def test_the_lock_names_no_index() -> None:
    lock = (ROOT / "requirements.lock").read_text()
    assert "://" not in lock
    assert "--hash=sha256:" in lock
