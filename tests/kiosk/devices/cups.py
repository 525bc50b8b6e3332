"""A real CUPS of the test's own, on a port of 127.0.0.1, with queues whose backend writes into a file.

The backend is ours and stands in a folder of its own; the scheduler, `lp` and `lpstat` are Debian's.
"""

import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

LIB = Path("/usr/lib/cups")
BACKEND = """#!/bin/sh
# job user title copies options [file]
[ $# = 0 ] && { echo 'direct paper "Test" "Test"'; exit 0; }
case "$DEVICE_URI" in
    paper:deaf) sleep 60; exit 1 ;;
    paper:broken) exit 1 ;;
esac
cat "${6:--}" > "${DEVICE_URI#paper:}"
"""
CONF = """
Listen 127.0.0.1:{port}
DefaultAuthType None
WebInterface No
Browsing No
<Location />
  Order allow,deny
  Allow from 127.0.0.1
</Location>
<Policy default>
  <Limit All>
    Order allow,deny
    Allow from 127.0.0.1
  </Limit>
</Policy>
"""
FILES = """
ServerRoot {folder}/root
CacheDir {folder}/cache
StateDir {folder}/state
RequestRoot {folder}/spool
TempDir {folder}/tmp
AccessLog {folder}/access
ErrorLog {folder}/error
PageLog {folder}/page
DataDir /usr/share/cups
ServerBin {folder}/lib
"""
PATIENCE_S = 20.0


class Cups:
    """`server` is what CUPS_SERVER must say. Raises FileNotFoundError where Debian's cups-daemon is missing."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.server = f"127.0.0.1:{free.getsockname()[1]}"
        for name in ("root", "cache", "state", "spool", "tmp", "lib/backend"):
            (folder / name).mkdir(parents=True)
        for name in ("daemon", "notifier"):
            (folder / "lib" / name).symlink_to(LIB / name)
        backend = folder / "lib/backend/paper"
        backend.write_text(BACKEND)
        backend.chmod(0o755)
        # CUPS runs what prints as a user of its own.
        self.paper = folder / "paper"
        self.paper.mkdir()
        self.paper.chmod(0o777)
        folder.chmod(0o755)
        (folder / "cupsd.conf").write_text(CONF.format(port=self.server.rpartition(":")[2]))
        (folder / "cups-files.conf").write_text(FILES.format(folder=folder))
        command = [tool("cupsd"), "-f", "-c", f"{folder}/cupsd.conf", "-s", f"{folder}/cups-files.conf"]
        with (folder / "out").open("w") as out:
            self._process = subprocess.Popen(command, stdout=out, stderr=out)
        self._until_it_answers()

    def queue(self, name: str, device: str, **options: str) -> None:
        """A queue that prints to `device`: a file's path, "deaf" or "broken"."""
        given = [part for pair in options.items() for part in ("-o", f"{pair[0].replace('_', '-')}={pair[1]}")]
        self.run("lpadmin", "-p", name, "-E", "-v", f"paper:{device}", *given)

    def run(self, *command: str) -> str:
        """One of CUPS's own commands."""
        env = {**os.environ, "CUPS_SERVER": self.server, "LC_ALL": "C"}
        done = subprocess.run([tool(command[0]), *command[1:]], env=env, capture_output=True, text=True, check=True)
        return done.stdout

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(PATIENCE_S)

    def _until_it_answers(self) -> None:
        give_up = time.monotonic() + PATIENCE_S
        host, _, port = self.server.rpartition(":")
        while time.monotonic() < give_up:
            try:
                socket.create_connection((host, int(port)), 1).close()
            except OSError:
                assert self._process.poll() is None, (self.folder / "out").read_text()
                time.sleep(0.02)
            else:
                return
        raise AssertionError((self.folder / "out").read_text())


def tool(name: str) -> str:
    found = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin:/sbin")
    if found is None:
        raise FileNotFoundError(f"{name}: install Debian's cups-daemon and cups-client (make packages)")
    return found
