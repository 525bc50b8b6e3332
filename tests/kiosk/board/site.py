"""A board that serves: the real ledger, the real server on a free port, and a clock that tests move.

Mona supervises Harbour Tower, Nils supervises Dock 4, Olga both. Guards come and go by `gate`.
"""

import re
import threading
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Final

import requests

from kiosk.board.app import Web
from kiosk.board.front import Front
from kiosk.board.headers import behind
from kiosk.board.server import BoardServer, listener_at, server_config
from kiosk.board.wiring import front_of
from shared.clock import Reading
from shared.config.sections import Config
from shared.domain.model import Person, Role
from shared.domain.rules import Rules, TapOut
from shared.pins import hash_pin
from shared.store import people, roster
from shared.store.database import Store
from shared.store.people import RegisterRow
from shared.store.roster import Part
from tests.shared.store.gate import ACCOUNT, ANA, BEN, CHLOE, MONDAY, SITE, Gate

PATIENCE_S: Final = 10.0
PIN: Final = "2580"
DOCK: Final = "Dock 4"
DOCK_ACCOUNT: Final = 688
NASTY: Final = Person("1066", "<script>alert(1)</script>", "en")
MONA: Final = Person("2001", "Mona Berg", "en", Role.SUPERVISOR, (SITE,))
NILS: Final = Person("2002", "Nils Holm", "da", Role.SUPERVISOR, (DOCK,))
OLGA: Final = Person("2003", "Olga Petit", "fr", Role.SUPERVISOR, (SITE, DOCK))
CAST: Final = (ANA, BEN, CHLOE, NASTY, MONA, NILS, OLGA)
UPSTREAM_IDS: Final = {ANA.number: 7001, BEN.number: 7002, CHLOE.number: 7003, NASTY.number: 7004}
HASHED: Final[list[str]] = []
FIELD: Final = re.compile(r'name="([\w.]+)" value="([^"]*)"')


class GateClock:
    """The clocks of the machine, which stand as those of the gate."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate

    def read(self) -> Reading:
        return self._gate.around.reading

    def now(self) -> object:
        return self._gate.now


def settings(folder: Path, **board: object) -> Config:
    """Two sites; the terminal hangs at the first."""
    site = {"name": SITE, "account": ACCOUNT, "timezone": "Europe/Copenhagen"}
    dock = {"name": DOCK, "account": DOCK_ACCOUNT, "timezone": "America/Montreal"}
    tracktik = {
        "base_url": "https://tracktik.invalid",
        "token_url": "https://tracktik.invalid/token",
        "client_id": "clockpost",
        "client_secret_file": folder / "secret",
        "username": "terminal",
        "password_file": folder / "password",
    }
    return Config(
        site=site,
        sites=(dock,),
        store={"path": folder / "ledger.db"},
        kiosk={"terminal": "Gate 1"},
        time={"rtc": "trust"},
        upstream={"tracktik": tracktik},
        board={"port": 0, **board},
    )


@dataclass
class House:
    """One board, served until it is closed."""

    folder: Path
    config: Config
    gate: Gate
    store: Store
    front: Front = field(init=False)
    url: str = ""
    port: int = 0
    browsers: list["Browser"] = field(default_factory=list)

    def start(self) -> "House":
        """Serve; on the same port as before once it had one."""
        self.front = front_of(self.config, self.store, GateClock(self.gate))
        proxies = self.config.board.behind_proxy
        app = Web(self.front).app()
        ready = threading.Event()
        config = server_config(behind(app, proxies) if proxies else app, self.config.board)
        self._listener = listener_at("127.0.0.1", self.port)
        self.port = self._listener.getsockname()[1]
        scheme = "https" if self.config.board.certificate_file else "http"
        self.url = f"{scheme}://127.0.0.1:{self.port}"
        self._server = BoardServer(config, ready.set, self.front.changes.end)
        self._thread = threading.Thread(target=self._server.run, args=([self._listener],), daemon=True)
        self._thread.start()
        assert ready.wait(PATIENCE_S)
        return self

    def stop(self) -> None:
        """The host is off: nothing answers at its address."""
        self._server.should_exit = True
        self._thread.join(PATIENCE_S)
        assert not self._thread.is_alive()
        self._listener.close()

    def browser(self) -> "Browser":
        """Somebody with a browser that runs no script."""
        made = Browser(self)
        self.browsers.append(made)
        return made

    def close(self) -> None:
        """Everybody goes home, and the host is switched off."""
        for browser in self.browsers:
            browser.leave()
        self.stop()

    def signed_in(self, who: Person = MONA) -> "Browser":
        """The same, signed in."""
        browser = self.browser()
        answer = browser.sign_in(who.number)
        assert answer.status_code == 200, answer.text
        return browser


class Browser:
    """HTTP with cookies, as a browser sends it: an origin with every POST, and the fields of the page it stands on."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.session = requests.Session()
        # No proxy and no list of certificates of this machine: it speaks with this machine alone.
        self.session.trust_env = False
        self.page: requests.Response | None = None
        self.listening: list[requests.Response] = []

    def leave(self) -> None:
        """The browser is closed."""
        for one in self.listening:
            one.close()
        self.session.close()
        # An answer holds its pool of connections, and a pool closes them once nobody holds it.
        self.page = None
        self.listening.clear()

    def listen(self, path: str) -> requests.Response:
        """An answer that goes on."""
        self.listening.append(self.session.get(self.house.url + path, stream=True, timeout=PATIENCE_S))
        return self.listening[-1]

    def get(self, path: str, **wishes: object) -> requests.Response:
        self.page = self.session.get(self.house.url + path, timeout=PATIENCE_S, **wishes)
        return self.page

    def post(self, path: str, fields: dict[str, str], origin: str | None = "", **wishes: object) -> requests.Response:
        """`origin`: "" is our own, None names none."""
        told = {} if origin is None else {"Origin": origin or self.house.url}
        self.page = self.session.post(self.house.url + path, data=fields, headers=told, timeout=PATIENCE_S, **wishes)
        return self.page

    def fields(self) -> dict[str, str]:
        """The fields of the page that stands which have a value already."""
        assert self.page is not None
        return dict(FIELD.findall(self.page.text))

    def sign_in(self, number: str, pin: str = PIN, to: str = "/sites") -> requests.Response:
        self.get(f"/sign-in?next={to}")
        return self.post("/sign-in", {**self.fields(), "number": number, "pin": pin})


def opened(stack: ExitStack, folder: Path, **board: object) -> House:
    """A house with its cast; not served yet. Monday, seven o'clock in Copenhagen: Ana's and Ben's shifts begin."""
    config = settings(folder, **board)
    store = stack.enter_context(Store.open(config.store.path))
    gate = Gate(store, Rules(timezone="Europe/Copenhagen", tap_out=TapOut.ASK, repeat_s=1))
    if not HASHED:
        HASHED.append(hash_pin(PIN))
    register = [RegisterRow(person, "", HASHED[0], ()) for person in CAST]
    people.replace(store, register, fingerprint="1", taken_at=MONDAY - timedelta(hours=1))
    gate.roster(Part.EMPLOYEES, [(UPSTREAM_IDS[one.number], one.number, one.name, 1) for one in CAST[:4]])
    gate.roster(Part.POSITIONS, [(382, ACCOUNT, "Main gate"), (383, ACCOUNT, "Patrol")])
    shifts = [
        (
            UPSTREAM_IDS[one.number],
            MONDAY.isoformat(),
            900 + place,
            (MONDAY + timedelta(hours=8)).isoformat(),
            ACCOUNT,
            382,
        )
        for place, one in enumerate((ANA, BEN, NASTY))
    ]
    roster.replace(store, SITE, Part.SHIFTS, shifts, began_at=gate.now, covers_until=MONDAY + timedelta(days=14))
    return House(folder, config, gate, store)


Make = Callable[..., House]
