"""The package's whole life on a booted machine: `make deb-test`.

Installed by install.sh, run by systemd as its own user with what its units allow, starved, updated, brought back from a
version that does not start, purged. The tests stand in the order of that life. Some minutes, and root: not in `check`.
"""

import hashlib
import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.badges import make_key_file
from tests.deploy.machine import Machine, bare_machine, booted

ROOT = Path(__file__).parents[2]
SERVICES = ("kiosk", "sync", "ivr", "board")
UNITS = tuple(f"clockpost-{name}.service" for name in SERVICES)
SETTINGS = """
[site]
name = "Harbour Tower"
account = 687
timezone = "UTC"
[people]
source = "people.csv"
badge_key_file = "secrets/badge.key"
[store]
path = "/var/lib/clockpost/ledger.db"
[reader]
port = "/dev/clockpost-reader"
[board]
port = 8443
[upstream.tracktik]
base_url = "http://127.0.0.1:9/rest/v1"
token_url = "http://127.0.0.1:9/rest/oauth2/access_token"
client_id = "clockpost"
client_secret_file = "secrets/tracktik-client.secret"
username = "terminal@example.test"
password_file = "secrets/tracktik-password.secret"
[ivr]
port = 8080
public_base_url = "http://127.0.0.1:8080"
account_sid = "AC0c10c40c10c40c10c40c10c40c10c400"
auth_token_file = "secrets/twilio.secret"
"""
WITHOUT_A_PANEL = """[Service]
StandardInput=null
TTYPath=
TTYReset=no
TTYVHangup=no
TTYVTDisallocate=no
"""
INSTALL = ("/root/install.sh", "--role", "terminal")
pytestmark = pytest.mark.timeout(900)


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Version 0.1.0 as `make deb` builds it, 0.1.1 like it, and 0.1.2, whose kiosk does not start.

    BUILT_PACKAGE names a package of version 0.1.0 that was built already.
    """
    folder = tmp_path_factory.mktemp("dist")
    if "BUILT_PACKAGE" in os.environ:
        shutil.copy(os.environ["BUILT_PACKAGE"], folder)
    else:
        environment = {**os.environ, "DEB_VERSION": "0.1.0"}
        subprocess.run([str(ROOT / "deploy/deb/build"), str(folder)], check=True, env=environment, cwd=ROOT)
    (first,) = folder.glob("*.deb")
    found = {"0.1.0": first}
    for version in ("0.1.1", "0.1.2"):
        tree = folder / version
        subprocess.run(["dpkg-deb", "-R", str(first), str(tree)], check=True)
        control = tree / "DEBIAN/control"
        control.write_text(control.read_text().replace("Version: 0.1.0", f"Version: {version}"))
        if version == "0.1.2":
            command = tree / "opt/clockpost/venv/bin/clockpost"
            text = command.read_text()
            command.write_text(
                text.replace("import sys\n", "import sys\n\nif 'kiosk' in sys.argv:\n    sys.exit(1)\n", 1)
            )
            assert command.read_text() != text
        found[version] = Path(str(first).replace("0.1.0", version))
        subprocess.run(["dpkg-deb", "--root-owner-group", "-Znone", "-b", str(tree), str(found[version])], check=True)
    return found


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory, packages: dict[str, Path]) -> Iterator[Machine]:
    """A bare machine with the packages and the installer's script on it, and no network."""
    root = tmp_path_factory.mktemp("machine") / "root"
    bare_machine(root)
    (root / "later").mkdir()
    for version, package in packages.items():
        shutil.copy(package, root / ("root" if version == "0.1.0" else "later"))
    for script in ("install.sh", "update.sh", "uninstall.sh"):
        shutil.copy(ROOT / "deploy" / script, root / "root")
    with booted(root) as running:
        yield running
    shutil.rmtree(root)


def state_of(machine: Machine) -> dict[str, str]:
    """Every file of /etc, and every enabled unit, as it is now."""
    return {
        str(path.relative_to(machine.root)): str(path.readlink())
        if path.is_symlink()
        else hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(machine.file("/etc").rglob("*"))
        if path.is_symlink() or path.is_file()
    }


def events_in(machine: Machine) -> int:
    """How many events the ledger holds; it must be whole."""
    report = json.loads(machine.says("clockpost", "verify", "--json"))
    assert report["intact"]
    return int(report["events"])


def test_a_dry_run_says_what_it_would_do_and_does_nothing(machine: Machine) -> None:
    before = state_of(machine)
    said = machine.says(*INSTALL, "--dry-run")
    assert "would: apt-get install" in said
    assert state_of(machine) == before
    assert machine.run("dpkg", "-s", "clockpost").returncode != 0


def test_the_installer_installs_without_a_network(machine: Machine) -> None:
    said = machine.says(*INSTALL)
    assert "Next: sudo clockpost setup" in said
    assert machine.says("dpkg-query", "-W", "-f", "${Version} ${db:Status-Status}", "clockpost") == "0.1.0 installed"
    groups = set(machine.says("id", "-nG", "clockpost").split())
    assert groups == {"clockpost", "audio", "dialout", "input", "render", "tty", "video"}


def test_nothing_of_it_runs_before_there_are_settings(machine: Machine) -> None:
    assert machine.says("systemctl", "is-enabled", "clockpost-kiosk.service") == "enabled"
    assert machine.shows("clockpost-kiosk.service", "ActiveState") == "inactive"
    assert machine.run("systemctl", "is-enabled", "clockpost-ivr.service").stdout.strip() == "disabled"


def test_the_installer_changes_nothing_that_is_right(machine: Machine) -> None:
    before = state_of(machine)
    said = machine.says(*INSTALL)
    assert "Everything is as it should be." in said
    assert "+ " not in said
    assert state_of(machine) == before


def test_the_units_are_clean_where_they_are_installed(machine: Machine) -> None:
    files = [f"/usr/lib/systemd/system/{unit}" for unit in UNITS] + ["/usr/lib/systemd/system/clockpost-backup.timer"]
    done = machine.run("systemd-analyze", "verify", "--man=no", *files)
    assert (done.returncode, done.stderr) == (0, "")


def test_udev_understands_every_rule(machine: Machine) -> None:
    done = machine.run("udevadm", "test", "/sys/class/tty/ttyS0")
    if "No such device" in done.stderr:
        done = machine.run("udevadm", "test", "/sys/class/mem/null")
    assert "62-clockpost.rules" in done.stderr
    assert [line for line in done.stderr.splitlines() if "clockpost" in line and "Reading rules file" not in line] == []


def test_gpsd_takes_only_the_receiver_that_it_is_told_of(machine: Machine) -> None:
    assert "USBAUTO=false" in machine.shows("gpsd.service", "Environment")
    assert "DEVICES=/dev/clockpost-gps" in machine.shows("gpsd.service", "Environment")
    assert "/etc/default/gpsd" not in machine.says("systemctl", "show", "-p", "EnvironmentFiles", "gpsd.service")
    assert "USBAUTO=false" in machine.shows("gpsdctl@ttyUSB0.service", "Environment")


def test_chrony_understands_its_part(machine: Machine) -> None:
    assert "refclock SHM 0" in machine.says("chronyd", "-p", "-f", "/etc/chrony/conf.d/clockpost.conf")


def test_the_proxy_and_the_firewall_understand_their_parts(machine: Machine) -> None:
    done = machine.run("caddy", "validate", "--adapter", "caddyfile", "--config", "/usr/share/doc/clockpost/Caddyfile")
    assert done.returncode == 0, done.stderr
    assert "warn" not in done.stderr
    machine.says("nft", "--check", "--file", "/usr/share/clockpost/machine/nftables.conf")


def test_a_reader_is_pinned_once_and_a_phone_line_needs_other_units(machine: Machine) -> None:
    said = machine.says("/root/install.sh", "--dry-run", "--role", "phone")
    assert "would: systemctl enable clockpost-ivr.service" in said
    assert "would: systemctl disable clockpost-kiosk.service" in said
    assert "plug the reader in first" in machine.run(*INSTALL, "--reader", "/dev/ttyUSB7").stderr
    pinned = (*INSTALL, "--reader", "/dev/tty")
    machine.says(*pinned)
    rules = machine.file("/etc/udev/rules.d/61-clockpost-reader.rules").read_text()
    assert 'KERNEL=="tty", ENV{CLOCKPOST_READER}="1"' in rules
    assert "Everything is as it should be." in machine.says(*pinned)


def test_every_service_becomes_ready_as_its_own_user(machine: Machine) -> None:
    settings, secrets = machine.file("/etc/clockpost"), machine.file("/etc/clockpost/secrets")
    (settings / "clockpost.toml").write_text(SETTINGS)
    (settings / "people.csv").write_text("number,name,language,role,sites,badges,pin\n1053,Ana,en,employee,,,2580\n")
    # There is neither a panel nor a console in this machine.
    (settings / "kiosk.env").write_text("SDL_VIDEODRIVER=offscreen\n")
    drop_in = machine.file("/etc/systemd/system/clockpost-kiosk.service.d/here.conf")
    drop_in.parent.mkdir()
    drop_in.write_text(WITHOUT_A_PANEL)
    machine.says("systemctl", "daemon-reload")
    make_key_file(secrets / "badge.key")
    for name in ("tracktik-client.secret", "tracktik-password.secret", "twilio.secret"):
        (secrets / name).write_text("not a secret")
    # Root's alone: a service sees them as credentials or not at all.
    for secret in secrets.iterdir():
        secret.chmod(0o600)
        os.chown(secret, 0, 0)
    machine.says("chgrp", "clockpost", "/etc/clockpost/people.csv", "/etc/clockpost/clockpost.toml")
    machine.says("systemctl", "enable", "clockpost-ivr.service", "clockpost-board.service")
    machine.says("systemctl", "start", "clockpost.target")
    machine.until_active(*UNITS)
    for unit in UNITS:
        pid = machine.shows(unit, "MainPID")
        assert machine.says("stat", "-c", "%U", f"/proc/{pid}") == "clockpost"
        status = machine.says("cat", f"/proc/{pid}/status")
        assert "NoNewPrivs:\t1" in status
        assert "CapEff:\t0000000000000000" in status
        assert "Seccomp:\t2" in status
        assert machine.shows(unit, "NRestarts") == "0", machine.journal(unit)
    ledger = machine.says("stat", "-c", "%U %a", "/var/lib/clockpost/ledger.db")
    assert ledger == "clockpost 600"


def test_of_the_kernels_files_the_kiosk_alone_can_write_those_of_the_devices(machine: Machine) -> None:
    # The light behind the panel is among them; in a container all are read-only, but for what is laid over them.
    machine.says("mount", "-t", "tmpfs", "none", "/sys/devices")
    try:
        writable = {}
        for unit in ("clockpost-kiosk.service", "clockpost-sync.service"):
            machine.says("systemctl", "restart", unit)
            pid = machine.shows(unit, "MainPID")
            # proc_pid_mountinfo(5): the fifth field is the place, the sixth how it is mounted there.
            mounts = (line.split()[4:6] for line in machine.says("cat", f"/proc/{pid}/mountinfo").splitlines())
            how = {place: options.split(",")[0] for place, options in mounts}
            writable[unit] = (how["/sys"], how["/sys/devices"])
        assert writable == {"clockpost-kiosk.service": ("ro", "rw"), "clockpost-sync.service": ("ro", "ro")}
    finally:
        machine.says("umount", "/sys/devices")


def test_nothing_is_refused_that_a_service_needs(machine: Machine) -> None:
    give_up = time.monotonic() + 30
    while "1053" not in machine.says("clockpost", "people", "list", "--json") and time.monotonic() < give_up:
        time.sleep(0.5)
    assert "1053" in machine.says("clockpost", "people", "list", "--json")
    for unit in UNITS:
        said = machine.journal(unit)
        for trouble in ("Traceback", "Permission denied", "Operation not permitted", "Read-only file system"):
            assert trouble not in said, said


def test_a_service_that_hangs_is_started_again(machine: Machine) -> None:
    before = machine.shows("clockpost-kiosk.service", "MainPID")
    assert int(before) > 1
    machine.says("kill", "-STOP", before)
    give_up = time.monotonic() + 75
    while machine.shows("clockpost-kiosk.service", "NRestarts") == "0":
        assert time.monotonic() < give_up, machine.journal("clockpost-kiosk.service")
        time.sleep(0.5)
    machine.until_active("clockpost-kiosk.service")
    assert machine.shows("clockpost-kiosk.service", "MainPID") != before
    assert "Watchdog timeout" in machine.journal("clockpost-kiosk.service")


def test_the_second_way_to_the_screen_is_ready_as_well(machine: Machine) -> None:
    # Cage draws into memory here, for want of a panel; the rest of the unit is as it is installed.
    environment = "WLR_BACKENDS=headless\nWLR_RENDERER=pixman\nWLR_LIBINPUT_NO_DEVICES=1\n"
    settings = machine.file("/etc/clockpost/kiosk.env")
    before = settings.read_text()
    settings.write_text(environment)
    drop_in = machine.file("/etc/systemd/system/clockpost-kiosk-cage.service.d/here.conf")
    drop_in.parent.mkdir()
    drop_in.write_text(WITHOUT_A_PANEL)
    machine.says("systemctl", "daemon-reload")
    machine.says("systemctl", "start", "clockpost-kiosk-cage.service")
    machine.until_active("clockpost-kiosk-cage.service")
    assert machine.shows("clockpost-kiosk.service", "ActiveState") == "inactive"
    assert machine.says("pgrep", "-u", "clockpost", "Xwayland")
    settings.write_text(before)
    machine.says("systemctl", "start", "clockpost-kiosk.service")
    machine.until_active("clockpost-kiosk.service")
    # "failed": this version of cage aborts when it is told to end.
    assert machine.shows("clockpost-kiosk-cage.service", "ActiveState") in ("inactive", "failed")


def test_a_killed_service_is_started_again(machine: Machine) -> None:
    pid = machine.shows("clockpost-sync.service", "MainPID")
    assert int(pid) > 1
    machine.says("kill", "-KILL", pid)
    give_up = time.monotonic() + 30
    while machine.shows("clockpost-sync.service", "MainPID") in (pid, "0"):
        assert time.monotonic() < give_up
        time.sleep(0.2)
    machine.until_active("clockpost-sync.service")


def test_the_hourly_backup_runs_with_what_its_unit_allows(machine: Machine) -> None:
    assert machine.says("systemctl", "is-active", "clockpost-backup.timer") == "active"
    done = machine.run("systemctl", "start", "clockpost-backup.service")
    assert done.returncode == 0, machine.journal("clockpost-backup.service")


def test_an_update_keeps_ledger_and_settings_and_everything_is_ready_again(
    machine: Machine, packages: dict[str, Path]
) -> None:
    machine.file("/etc/clockpost/gpsd.env").write_text("DEVICES=/dev/ttyAMA0\n")
    before = state_of(machine)
    events = events_in(machine)
    done = machine.run("/root/update.sh", f"/later/{packages['0.1.1'].name}")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "+ clockpost backup" in done.stdout
    assert machine.says("dpkg-query", "-W", "-f", "${Version}", "clockpost") == "0.1.1"
    assert state_of(machine) == before
    assert events_in(machine) == events
    machine.until_active(*UNITS, patience_s=1)


def test_a_version_that_does_not_become_ready_is_taken_back(machine: Machine, packages: dict[str, Path]) -> None:
    before = state_of(machine)
    done = machine.run(
        "env", "HEALTHY_WITHIN_S=20", "/root/update.sh", f"/later/{packages['0.1.2'].name}", patience_s=400
    )
    assert done.returncode == 4, done.stdout + done.stderr
    assert machine.says("dpkg-query", "-W", "-f", "${Version}", "clockpost") == "0.1.1"
    machine.until_active(*UNITS, patience_s=1)
    assert state_of(machine) == before


def test_an_update_does_not_begin_near_a_shift_s_end(machine: Machine, packages: dict[str, Path]) -> None:
    script = (
        "from datetime import timedelta as d; from pathlib import Path; from shared.clock import SystemClock as C;"
        "from shared.store import roster as r; from shared.store.database import Store; n = C().now();"
        "s = Store.open(Path('/var/lib/clockpost/ledger.db'));"
        "r.replace(s, 'Harbour Tower', r.Part.SHIFTS, [(1, (n - d(hours=8)).isoformat(), 1,"
        " (n + d(minutes=9)).isoformat(), 687, None)], began_at=n, covers_until=n + d(days=9)); s.close()"
    )
    machine.says("runuser", "-u", "clockpost", "--", "/opt/clockpost/venv/bin/python", "-c", script)
    done = machine.run("/root/update.sh", f"/later/{packages['0.1.2'].name}")
    assert done.returncode == 3
    assert "a shift begins or ends" in done.stderr
    assert machine.says("dpkg-query", "-W", "-f", "${Version}", "clockpost") == "0.1.1"


def test_uninstalling_leaves_the_ledger_and_its_keys(machine: Machine) -> None:
    digest = machine.says("sh", "-c", "systemctl stop 'clockpost-*' && sha256sum < /var/lib/clockpost/ledger.db")
    said = machine.says("/root/uninstall.sh")
    assert "The ledger stays in /var/lib/clockpost." in said
    assert machine.run("dpkg", "-s", "clockpost").returncode != 0
    assert not machine.file("/etc/clockpost").exists()
    assert not machine.file("/opt/clockpost").exists()
    assert not [name for name in state_of(machine) if "clockpost" in name]
    assert machine.says("sh", "-c", "sha256sum < /var/lib/clockpost/ledger.db") == digest
    assert machine.file("/var/lib/clockpost/keys/badge.key").exists()


def test_the_ledger_goes_only_when_it_is_named(machine: Machine) -> None:
    machine.says("/root/uninstall.sh", "--purge-ledger")
    assert not machine.file("/var/lib/clockpost").exists()
