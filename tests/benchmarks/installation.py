"""An installation as it stands on a wall: settings, badge key, people register, ledger with a roster."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from shared.clock import SystemClock
from shared.config import Config, load_config
from shared.demo_site import make_site
from shared.people_import import import_people
from shared.ports import UpstreamAccount, UpstreamEmployee, UpstreamPosition, UpstreamShift
from shared.store import roster
from shared.store.database import Store
from shared.store.roster import Part
from shared.wiring import badge_keys_of, open_ledger

NOBODY_LISTENS = "http://127.0.0.1:9"
ACCOUNT, POSITION = 687, 382
DAYS = 10
SHIFT_BEGINS_IN = timedelta(minutes=10)
SHIFT_LASTS = timedelta(hours=8)


@dataclass(frozen=True, slots=True)
class Guard:
    """Somebody on the roster; `badge` is what their card sends."""

    number: int

    @property
    def name(self) -> str:
        """As the screen shows it."""
        return f"Guard {self.number}"

    @property
    def badge(self) -> str:
        """Ten hexadecimal digits."""
        return f"{self.number:010X}"


def guards(count: int, first: int = 2001) -> tuple[Guard, ...]:
    """That many people."""
    return tuple(Guard(first + index) for index in range(count))


@dataclass(frozen=True, slots=True)
class Installation:
    """Where it is and who works there."""

    config_file: Path
    config: Config
    guards: tuple[Guard, ...]


def install(
    folder: Path, people: Sequence[Guard], url: str = NOBODY_LISTENS, *, gps: bool = False, kiosk: str = ""
) -> Installation:
    """Write settings, key and register. `gps`: the site is judged by a receiver. `kiosk`: more TOML of its section."""
    site = make_site(folder, url, gps_port=2947 if gps else None, kiosk=kiosk)
    lines = [f"{one.number},{one.name},en,Harbour Tower,em4100:{one.badge}" for one in people]
    register = "\n".join(("number,name,language,sites,badges", *lines, ""))
    (folder / "people.csv").write_text(register, encoding="utf-8")
    return Installation(site.config, load_config(site.config), tuple(people))


def open_filled(installation: Installation) -> Store:
    """The ledger, made here, with the register and a fresh roster of everybody in it."""
    clock, config = SystemClock(), installation.config
    store = open_ledger(config, clock)
    assert config.people.source is not None
    import_people(store, config.people.source, badge_keys_of(config), clock)
    now, people = clock.now(), installation.guards
    site, until = config.here.name, now + timedelta(days=DAYS)
    employees = [UpstreamEmployee(one.number, str(one.number), one.name, True) for one in people]
    roster.replace(store, site, Part.EMPLOYEES, roster.employee_rows(employees), began_at=now)
    positions = [UpstreamPosition(POSITION, ACCOUNT, "Guard, Gate 2")]
    roster.replace(store, site, Part.POSITIONS, roster.position_rows(positions), began_at=now)
    roster.replace(store, site, Part.ACCOUNTS, roster.account_rows([UpstreamAccount(ACCOUNT, site)]), began_at=now)
    rota = roster.shift_rows(_rota(people, now))
    roster.replace(store, site, Part.SHIFTS, rota, began_at=now, covers_until=until)
    return store


def world(people: Sequence[Guard]) -> dict[str, Any]:
    """The same people and rota for the sandbox."""
    return {
        "accounts": [{"id": ACCOUNT, "name": "Harbour Tower", "latitude": 45.5017, "longitude": -73.5673}],
        "positions": [{"id": POSITION, "name": "Guard, Gate 2", "account": ACCOUNT}],
        "employees": [{"id": one.number, "firstName": "Guard", "lastName": str(one.number)} for one in people],
        "assignments": [{"employee": one.number, "account": ACCOUNT} for one in people],
        "shifts": [_as_json(shift) for shift in _rota(people, SystemClock().now())],
    }


def _rota(people: Sequence[Guard], now: datetime) -> list[UpstreamShift]:
    first = now.replace(microsecond=0) + SHIFT_BEGINS_IN
    starts = [first + timedelta(days=day) for day in range(DAYS)]
    return [
        UpstreamShift(one.number * 100 + day, one.number, POSITION, ACCOUNT, start, start + SHIFT_LASTS)
        for one in people
        for day, start in enumerate(starts)
    ]


def _as_json(shift: UpstreamShift) -> dict[str, Any]:
    return {
        "id": shift.shift_id,
        "employee": shift.employee_id,
        "position": shift.position_id,
        "account": shift.account_id,
        "startDateTime": shift.starts_at.strftime("%Y-%m-%d %H:%M:%S"),
        "endDateTime": shift.ends_at.strftime("%Y-%m-%d %H:%M:%S"),
    }
