"""The unit files: what systemd itself thinks of them, and what they promise together."""

import configparser
import shutil
import subprocess
from pathlib import Path

import pytest

SYSTEMD = Path(__file__).parents[2] / "systemd"
SERVICES = sorted(SYSTEMD.glob("*.service"))
LOOPING = [path for path in SERVICES if path.name != "clockpost-backup.service"]
KIOSKS = [path for path in SERVICES if "kiosk" in path.name]
MOST_EXPOSED = 20
"""In tenths, as `systemd-analyze security --threshold` counts."""


class Unit(configparser.RawConfigParser):
    """A unit file: settings that come twice add up."""

    def __init__(self, path: Path) -> None:
        super().__init__(strict=False, interpolation=None, dict_type=_Adding)
        self.optionxform = str  # type: ignore[assignment,method-assign]
        self.read_string(path.read_text(encoding="utf-8"))

    def all(self, section: str, name: str) -> list[str]:
        return [line for line in self[section].get(name, "").splitlines() if line]


class _Adding(dict):
    def __setitem__(self, key, value):
        if isinstance(value, list) and key in self and isinstance(self[key], list):
            self[key].extend(value)
        else:
            super().__setitem__(key, value)


@pytest.fixture(scope="module")
def runnable(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same units, whose programs exist on this machine."""
    folder = tmp_path_factory.mktemp("units")
    for path in SYSTEMD.iterdir():
        shutil.copy(path, folder)
    for path in folder.glob("*.service"):
        text = path.read_text(encoding="utf-8")
        for program in ("/opt/clockpost/venv/bin/clockpost", "/usr/bin/cage"):
            text = text.replace(f"ExecStart={program}", "ExecStart=/bin/true")
        path.write_text(text, encoding="utf-8")
    return folder


def test_systemd_finds_nothing_wrong(runnable: Path) -> None:
    files = [str(path) for path in sorted(runnable.iterdir()) if path.suffix != ".preset"]
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *files], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("name", [path.name for path in SERVICES])
def test_a_service_is_hardly_exposed(runnable: Path, name: str) -> None:
    command = ["systemd-analyze", "security", "--offline=true", "--no-pager", f"--threshold={MOST_EXPOSED}"]
    done = subprocess.run([*command, str(runnable / name)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:]
    assert "Overall exposure level" in done.stdout


@pytest.mark.parametrize("path", LOOPING, ids=lambda path: path.name)
def test_a_service_that_runs_on_is_watched_and_always_started_again(path: Path) -> None:
    service = Unit(path)["Service"]
    assert (service["Type"], service["Restart"], service["WatchdogSec"]) == ("notify", "always", "30")
    assert Unit(path)["Unit"]["StartLimitIntervalSec"] == "0"
    assert service["NotifyAccess"] == ("all" if "cage" in path.name else "main")


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_a_service_is_nobody_s_root_and_waits_for_settings(path: Path) -> None:
    unit = Unit(path)
    service = unit["Service"]
    assert (service["User"], service["StateDirectory"], service["UMask"]) == ("clockpost", "clockpost", "0077")
    assert service["LoadCredential"] == "secrets:/etc/clockpost/secrets"
    assert "CLOCKPOST_CONFIG=/etc/clockpost/clockpost.toml" in unit.all("Service", "Environment")
    assert unit["Unit"]["ConditionPathExists"] == "/etc/clockpost/clockpost.toml"
    assert unit["Unit"]["PartOf"] == "clockpost.target"
    # Every clock reading names the boot it was taken in: /proc/sys must stay in sight.
    assert "ProcSubset" not in service
    # The services share a user: the end of one must not take what another holds in memory.
    assert "RemoveIPC" not in service


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_no_secret_comes_by_the_environment(path: Path) -> None:
    for setting in Unit(path).all("Service", "Environment"):
        assert not any(word in setting.lower() for word in ("secret", "password", "token", "key"))


@pytest.mark.parametrize("path", KIOSKS, ids=lambda path: path.name)
def test_a_kiosk_has_its_devices_and_reaches_nobody_but_this_machine(path: Path) -> None:
    unit = Unit(path)
    assert set(unit["Service"]["SupplementaryGroups"].split()) >= {"dialout", "video", "render", "input", "tty"}
    allowed = {line.split()[0] for line in unit.all("Service", "DeviceAllow")}
    assert allowed >= {"char-drm", "char-input", "char-ttyUSB", "char-ttyACM", "char-ttyAMA", "char-alsa"}
    # ProtectKernelTunables= makes /sys read-only: the light behind the panel is under /sys/devices.
    assert "-/sys/devices" in unit.all("Service", "ReadWritePaths")
    assert (unit["Service"]["IPAddressDeny"], unit["Service"]["IPAddressAllow"]) == ("any", "localhost")


def test_one_way_to_the_screen_excludes_the_other_and_the_login() -> None:
    conflicts = {path.name: set(Unit(path)["Unit"]["Conflicts"].split()) for path in KIOSKS}
    assert conflicts == {
        "clockpost-kiosk.service": {"getty@tty1.service", "clockpost-kiosk-cage.service"},
        "clockpost-kiosk-cage.service": {"getty@tty1.service", "clockpost-kiosk.service"},
    }


def test_cage_may_not_switch_consoles() -> None:
    command = Unit(SYSTEMD / "clockpost-kiosk-cage.service")["Service"]["ExecStart"].split()
    assert "-s" not in command[: command.index("--")]


def test_a_kiosk_draws_on_the_panel_or_ends() -> None:
    drivers = {}
    for path in KIOSKS:
        unit = Unit(path)
        (named,) = [one for one in unit.all("Service", "Environment") if one.startswith("SDL_VIDEODRIVER=")]
        drivers[path.name] = named.partition("=")[2]
        # A session of logind takes the processes out of the unit, and nothing that they tell is heard.
        assert "PAMName" not in unit["Service"]
    assert drivers == {"clockpost-kiosk.service": "kmsdrm", "clockpost-kiosk-cage.service": "x11"}


def test_every_unit_belongs_to_the_target() -> None:
    wanted = [path for path in SYSTEMD.iterdir() if path.suffix in (".service", ".timer")]
    for path in wanted:
        if path.name != "clockpost-backup.service":
            assert Unit(path)["Install"]["WantedBy"] == "clockpost.target", path.name
    preset = (SYSTEMD / "60-clockpost.preset").read_text(encoding="utf-8").splitlines()
    enabled = {line.split()[1] for line in preset if line.startswith("enable ")}
    assert enabled == {"clockpost.target", "clockpost-sync.service", "clockpost-backup.timer"}
