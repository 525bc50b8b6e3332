"""A whole machine in a folder, booted: Debian with its own systemd, nobody on its network but itself.

Needs root, debootstrap and systemd-nspawn. The bare system is made once and kept in `KEPT`.
"""

import hashlib
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SUITE = "bookworm"
PACKAGES = (
    "ca-certificates,caddy,cage,chrony,cups-client,dbus,gpsd,libdrm2,libegl1,libgbm1,libgl1,libgl1-mesa-dri,libgles2,"
    "libmtdev1,nftables,procps,python3,seatd,systemd,systemd-sysv,udev,x11-xkb-utils,xwayland,zstd"
)
"""What the roles need of Debian's: with these there, nothing has to be fetched while Clockpost is installed."""
KEPT = Path(f"/var/tmp/clockpost-bare-machine-{SUITE}-{hashlib.sha256(PACKAGES.encode()).hexdigest()[:8]}.tar")
BOOTED_WITHIN_S = 60


def bare_machine(folder: Path) -> None:
    """Lay a bare Debian into `folder`."""
    if not KEPT.exists():
        fresh = folder.with_name("fresh")
        command = ["debootstrap", "--variant=minbase", f"--include={PACKAGES}", SUITE, str(fresh)]
        subprocess.run(command, check=True)
        kept = KEPT.with_suffix(".new")
        subprocess.run(["tar", "-C", str(fresh), "-cf", str(kept), "."], check=True)
        kept.rename(KEPT)
        shutil.rmtree(fresh)
    folder.mkdir(parents=True)
    subprocess.run(["tar", "-C", str(folder), "-xf", str(KEPT)], check=True)


@dataclass
class Machine:
    """A booted one; `root` is its file system, `leader` its first process."""

    root: Path
    leader: int

    def run(self, *command: str, patience_s: float = 300) -> subprocess.CompletedProcess[str]:
        """Run a command in it as its root; what came of it."""
        inside = ["nsenter", "-t", str(self.leader), "-m", "-u", "-i", "-n", "-p", "-C", "-r", "-w", "--"]
        environment = {"PATH": "/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8", "HOME": "/root"}
        return subprocess.run(
            [*inside, *command], capture_output=True, text=True, check=False, timeout=patience_s, env=environment
        )

    def says(self, *command: str) -> str:
        """Run it; what it printed. It must end well."""
        done = self.run(*command)
        assert done.returncode == 0, (command, done.stdout[-3000:], done.stderr[-3000:])
        return done.stdout.strip()

    def shows(self, unit: str, name: str) -> str:
        """One property of a unit."""
        return self.says("systemctl", "show", "--value", "-p", name, unit)

    def until_active(self, *units: str, patience_s: float = 90) -> None:
        """Wait until these are active."""
        give_up = time.monotonic() + patience_s
        for unit in units:
            while (state := self.shows(unit, "ActiveState")) != "active":
                assert time.monotonic() < give_up, (unit, state, self.journal(unit))
                time.sleep(0.2)

    def journal(self, unit: str) -> str:
        """The end of what a unit said."""
        return self.run("journalctl", "--no-pager", "-n", "60", "-u", unit).stdout

    def file(self, path: str) -> Path:
        """A path inside, seen from here."""
        return self.root / path.lstrip("/")


@contextmanager
def booted(root: Path) -> Iterator[Machine]:
    """Boot the machine in `root`; it is switched off at the end."""
    with (root.parent / "console.log").open("w") as console:
        command = ["systemd-nspawn", "--register=no", "--keep-unit", "--quiet", "--private-network"]
        nspawn = subprocess.Popen(
            [*command, "--directory", str(root), "--boot"], stdin=subprocess.DEVNULL, stdout=console, stderr=console
        )
    try:
        machine = Machine(root, _leader(nspawn))
        give_up = time.monotonic() + BOOTED_WITHIN_S
        while machine.run("systemctl", "is-system-running").stdout.strip() not in ("running", "degraded"):
            assert time.monotonic() < give_up, "the machine did not boot"
            time.sleep(0.2)
        yield machine
    finally:
        nspawn.send_signal(signal.SIGTERM)
        try:
            nspawn.wait(20)
        except subprocess.TimeoutExpired:
            nspawn.kill()
            nspawn.wait()


def _leader(nspawn: subprocess.Popen[bytes]) -> int:
    give_up = time.monotonic() + BOOTED_WITHIN_S
    children = Path(f"/proc/{nspawn.pid}/task/{nspawn.pid}/children")
    while time.monotonic() < give_up:
        assert nspawn.poll() is None, "systemd-nspawn ended"
        for child in children.read_text().split():
            # Its first process is in a PID namespace of its own, and is systemd once it has replaced nspawn's stub.
            if Path(f"/proc/{child}/comm").read_text().strip() == "systemd":
                return int(child)
        time.sleep(0.05)
    raise AssertionError("the machine did not boot")
