"""What it was measured on: numbers of two machines do not compare, ratios do, roughly."""

import os
import platform
from pathlib import Path

from tests.benchmarks.series import block, timed

MOUNTS = Path("/proc/self/mountinfo")
PAGE = bytes(4096)


def described(folder: Path) -> dict[str, str]:
    """Facts of this machine; `folder` is where the ledgers of this run are."""
    return {
        "python": platform.python_version(),
        "machine": platform.machine(),
        "cores": str(os.cpu_count()),
        "file_system": _file_system(folder),
        "write_and_fdatasync_of_4_KiB_p50_ms": f"{_fsync_ms(folder):.2f}",
        "load_average_at_start": f"{os.getloadavg()[0]:.2f}",
    }


def _file_system(folder: Path) -> str:
    """The type of the innermost mount that holds `folder`; the fields are those of proc_pid_mountinfo(5)."""
    found = ("", "unknown")
    for line in MOUNTS.read_text(encoding="utf-8").splitlines():
        before, _, after = line.partition(" - ")
        point = before.split()[4]
        if folder.is_relative_to(point) and len(point) >= len(found[0]):
            found = (point, after.split()[0])
    return found[1]


def _fsync_ms(folder: Path) -> float:
    path = folder / "fsync"
    file = os.open(path, os.O_WRONLY | os.O_CREAT)

    def write() -> None:
        os.write(file, PAGE)
        os.fdatasync(file)

    try:
        return block(100, lambda: timed(write)).p50
    finally:
        os.close(file)
        path.unlink()
