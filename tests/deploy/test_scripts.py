"""The installer's scripts: what shellcheck thinks, and what they refuse before they touch anything."""

import subprocess
from pathlib import Path

import pytest

DEPLOY = Path(__file__).parents[2] / "deploy"
SCRIPTS = [
    *sorted(DEPLOY.glob("*.sh")),
    *sorted(path for path in (DEPLOY / "deb").iterdir() if path.stat().st_mode & 1),
]
BASH = [path for path in SCRIPTS if path.suffix == ".sh" or path.name == "build"]


def ran(script: str, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(DEPLOY / script), *words], capture_output=True, text=True, check=False, timeout=30)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_shellcheck_finds_nothing(path: Path) -> None:
    done = subprocess.run(["shellcheck", "--severity=style", str(path)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_every_script_is_looked_at() -> None:
    assert {path.name for path in SCRIPTS} == {
        *("install.sh", "update.sh", "uninstall.sh"),
        *("build", "clockpost", "preinst", "postinst", "prerm", "postrm"),
    }


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_ends_with_the_first_thing_that_fails(path: Path) -> None:
    assert ("set -euo pipefail" if path in BASH else "set -eu") in path.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("script", ["install.sh", "update.sh", "uninstall.sh"])
def test_help_is_the_beginning_of_the_script(script: str) -> None:
    done = ran(script, "--help")
    assert done.returncode == 0
    assert script in done.stdout
    assert "--dry-run" in done.stdout
    assert not [line for line in done.stdout.splitlines() if line.startswith("#")]


@pytest.mark.parametrize("script", ["install.sh", "update.sh", "uninstall.sh"])
def test_a_misspelt_option_does_nothing(script: str) -> None:
    done = ran(script, "--dry-rum")
    assert done.returncode == 1
    assert "--dry-rum is no option" in done.stderr
    assert "+ " not in done.stdout


def test_a_role_that_there_is_not_does_nothing() -> None:
    done = ran("install.sh", "--dry-run", "--role", "toaster")
    assert done.returncode == 1
    assert "terminal, cage or phone" in done.stderr


@pytest.mark.parametrize("option", ["--role", "--reader", "--gps"])
def test_an_option_without_its_value_is_told(option: str) -> None:
    done = ran("install.sh", "--dry-run", option)
    assert (done.returncode, done.stderr) == (1, f"install.sh: {option} needs a value: see --help\n")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--reader", "/dev/no-such-reader"], "there is no /dev/no-such-reader: plug the reader in first"),
        (["--gps", "/dev/no-such-gps"], "there is no /dev/no-such-gps: plug the gps in first"),
        (["--reader", "/dev/null", "--gps", "/dev/../dev/null"], "--reader and --gps name the same device"),
        (["--role", "phone", "--reader", "/dev/null"], "--role phone has neither a reader nor a receiver"),
    ],
)
def test_devices_are_looked_for_before_anything_is_installed(words: list[str], told: str) -> None:
    done = ran("install.sh", "--dry-run", *words)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"install.sh: {told}")


def test_an_update_needs_a_package() -> None:
    assert "name the package" in ran("update.sh").stderr
    assert "/nowhere.deb: no such file" in ran("update.sh", "--dry-run", "/nowhere.deb").stderr


def test_the_packages_own_lock_is_a_part_of_the_one_that_is_tested() -> None:
    def pins(path: Path) -> dict[str, str]:
        text = path.read_text(encoding="utf-8").replace("\\\n", " ")
        lines = [" ".join(line.split()) for line in text.splitlines() if line and not line.startswith((" ", "#"))]
        return {line.split("==")[0]: line.split(" ;")[0] if " ;" in line else line for line in lines}

    shipped, tested = pins(DEPLOY / "requirements.lock"), pins(DEPLOY.parent / "requirements.lock")
    assert len(shipped) > 30
    for name, pin in shipped.items():
        version = pin.split("==")[1].split()[0]
        assert tested[name].split("==")[1].split()[0] == version, name
    assert "://" not in (DEPLOY / "requirements.lock").read_text(encoding="utf-8")
    assert not {"pytest", "mypy", "playwright"} & set(shipped)
