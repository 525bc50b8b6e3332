"""What may break on a site, where it shows, and who heals it. Each line is a test of this folder.

| fault            | the doctor's check     | the idle screen, or what stands in its place    | who heals it        |
|------------------|------------------------|-------------------------------------------------|---------------------|
| delivery killed  | sync: fault            | Delivery stopped, and how many wait             | systemd             |
| delivery hangs   | sync: fault            | Delivery stopped, and how many wait             | systemd's watchdog  |
| second sync      | sync: warning          | as ever; the status line for systemd names it   | it ends by itself   |
| kiosk killed     | kiosk: fault, after 5  | dark, until it is back                          | systemd             |
|                  | minutes without a sign |                                                 |                     |
| kiosk hangs      | kiosk: fault, likewise | stands still, until it is back                  | systemd's watchdog  |
| disk full        | disk: fault            | This terminal cannot record, and what to do     | by itself, once     |
|                  |                        |                                                 | somebody makes room |
| disk read-only   | disk: fault            | This terminal cannot record, and why            | by itself, likewise |
| reader unplugged | reader: fault          | Badge reader not connected. Use "No badge".     | by itself           |
| gpsd stopped     | position: fault        | No position                                     | by itself           |
| link cut         | link: fault            | No link, and how many wait                      | by itself           |
| clock wrong      | clock: fault           | Time to be confirmed; The time is not known yet | by itself           |
| key wrong        | ledger: fault          | This terminal cannot record, and why            | by itself, once the |
|                  |                        |                                                 | right key is back   |
| backup restored  | doubtful: warning      | how many wait                                   | by itself           |

Nobody can be shown a fault by a screen that is dark or stands still; its own restart is what heals it. After each fault
what was confirmed is upstream once: `Place.is_upstream` counts in the sandbox.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import pytest

from kiosk.demo.processes import Part, clockpost, until
from kiosk.demo.upstream import Sandbox
from tests.end_to_end.faults.place import Place
from tests.end_to_end.faults.world import clear_away, free_port, make_world


@pytest.fixture(scope="session")
def upstream(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """The upstream, played, for all tests here: everybody is used by one test only."""
    folder = tmp_path_factory.mktemp("upstream")
    ready = folder / "sandbox.url"
    part = Part("sandbox", clockpost("sandbox", "--port", "0", "--ready", str(ready)), folder).start()
    try:
        sandbox = Sandbox(until("the sandbox listens", lambda: ready.exists() and ready.read_text()).strip())
        make_world(sandbox)
        yield sandbox
    finally:
        part.stop()


@pytest.fixture(scope="module")
def shared_place(
    tmp_path_factory: pytest.TempPathFactory, upstream: Sandbox, wall_at: Callable[..., object]
) -> Iterator[Place]:
    """A site with reader, receiver, delivery and upstream for one file; every test leaves it as it found it."""
    with _opened(tmp_path_factory, upstream, wall_at) as place:
        yield place


@pytest.fixture
def place(shared_place: Place) -> Place:
    """The site, well, with nobody before the terminal."""
    shared_place.is_well()
    return shared_place


@pytest.fixture
def own_place(
    tmp_path_factory: pytest.TempPathFactory, upstream: Sandbox, wall_at: Callable[..., object]
) -> Iterator[Place]:
    """A site of one test, which leaves it another than it was."""
    with _opened(tmp_path_factory, upstream, wall_at) as place:
        place.is_well()
        yield place


@contextmanager
def _opened(
    tmp_path_factory: pytest.TempPathFactory, upstream: Sandbox, wall_at: Callable[..., object]
) -> Iterator[Place]:
    with ExitStack() as parts:
        parts.callback(lambda: clear_away(place.gps_port))
        wall = wall_at(tmp_path_factory.mktemp("place"), parts, sandbox_url=upstream.url)
        port = free_port() if shutil.which("gpsfake") else 0
        place = Place(wall, upstream, gps_port=port)
        parts.callback(place.ear.close)
        yield place.opens()
