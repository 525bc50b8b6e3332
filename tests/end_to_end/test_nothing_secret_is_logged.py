"""A run of everything, with faults, and a look through every line that any process wrote.

Kiosk, delivery, phone line and web page run as they do on a site, at the lowest level that can be logged. People tap
badges, known and unknown, give right and wrong PINs at the door, by telephone and on the page; the upstream loses
answers, refuses sign-ins and fails; a heartbeat goes to an address with a token. None of it may stand in a log.
"""

import json
import re
import socket
import subprocess
from pathlib import Path

import pytest
import requests

from kiosk.demo.processes import Part, clockpost, until
from shared.demo_site import BADGES, PIN, UNKNOWN_BADGE
from shared.people_import import import_people
from shared.store.database import Store
from shared.wiring import badge_keys_of

WRONG_PIN = "739146"
TOKEN = "heartbeat-5d1f0c8e"
PHONES = {"1053": "+15145550142", "1055": "+4520304050"}
FAULTS = (
    ("token_expired", "*"),
    ("500_after", "POST"),
    ("garbage", "GET"),
    ("captive_portal", "GET"),
    ("403_api", "GET"),
)
SIGN_IN = re.compile(r'name="([\w.]+)" value="([^"]*)"')


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def installed(make_wall, sandbox, tmp_path):
    """A whole site: people with telephones, a page, a phone line, a heartbeat."""
    wall = make_wall(sandbox_url=sandbox.url, kiosk="idle_s = 1\nchoice_s = 4\nvolume = 0.0")
    folder = wall.site.folder
    people = folder / "people.csv"
    header, *rows = people.read_text(encoding="utf-8").splitlines()
    with_phones = [f"{header},phone", *(f"{row},{PHONES.get(row[:4], '')}" for row in rows)]
    people.write_text("\n".join(with_phones) + "\n", encoding="utf-8")
    with Store.open(wall.site.ledger) as store:
        import_people(store, people, badge_keys_of(wall.config), wall.clock)
    (folder / "heartbeat").write_text(f"{sandbox.url}/ping/{TOKEN}")
    ports = {"phone": free_port(), "page": free_port()}
    told = wall.site.config.read_text(encoding="utf-8").replace("8080", str(ports["phone"]))
    told += f'\n[board]\nport = {ports["page"]}\n[health]\nheartbeat_url_file = "heartbeat"\nheartbeat_s = 10\n'
    wall.site.config.write_text(told, encoding="utf-8")
    return wall, ports


def world() -> dict[str, object]:
    return {
        "accounts": [{"id": 687, "name": "Harbour Tower", "latitude": 45.5017, "longitude": -73.5673, "radius_m": 150}],
        "positions": [{"id": 382, "name": "Gate 2", "account": 687}],
        "employees": [
            {"id": int(one), "firstName": "Guard", "lastName": one, "customId": one, "status": "ACTIVE"}
            for one in ("1053", "1054", "1055", "1056", "1057", "1058")
        ],
        "assignments": [{"employee": int(one), "account": 687} for one in ("1053", "1054", "1055", "1056")],
        "shifts": [],
    }


def at_the_door(wall) -> None:
    wall.started()
    wall.tap(BADGES["1053"])
    wall.told(who="Ana Ribeiro")
    wall.tap(UNKNOWN_BADGE)
    wall.told()
    for pin in (WRONG_PIN, PIN):
        wall.at_rest()
        wall.touch("No badge", *"1056", "Next", *pin, "Next")
        until("the PIN was checked", lambda: wall.standing("outcome"))


def on_the_page(port: int) -> None:
    base = f"http://127.0.0.1:{port}"
    until("the page answers", lambda: _answers(f"{base}/healthz"))
    for number, pin in (("1057", WRONG_PIN), ("1053", PIN), ("1057", PIN)):
        with requests.Session() as browser:
            fields = dict(SIGN_IN.findall(browser.get(f"{base}/sign-in", timeout=10).text))
            browser.headers["Origin"] = base
            answer = browser.post(f"{base}/sign-in", {**fields, "number": number, "pin": pin}, timeout=10)
            assert (answer.status_code == 200) == ((number, pin) == ("1057", PIN)), answer.text[:500]


def _answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=2).ok
    except requests.ConnectionError:
        return False


def by_telephone(wall, folder: Path) -> None:
    for keys in (("1055#", f"{WRONG_PIN}#", f"{WRONG_PIN}#"), ("1055", PIN, "1"), ("1054", WRONG_PIN[:4], PIN, "1")):
        command = clockpost("call", *keys, "--from", PHONES["1055"], config=wall.site.config)
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        assert "Traceback" not in done.stderr


def logs_of(folder: Path) -> dict[str, str]:
    return {file.name: file.read_text(encoding="utf-8") for file in folder.glob("*.log")}


def secrets(folder: Path) -> list[str]:
    files = ("client.secret", "password.secret", "auth-token.secret", "badge.key")
    told = [(folder / name).read_text(encoding="utf-8").split()[-1] for name in files]
    plain = [phone.removeprefix("+") for phone in PHONES.values()]
    return [*told, *BADGES.values(), UNKNOWN_BADGE, PIN, WRONG_PIN, TOKEN, *PHONES.values(), *plain, "5145550199"]


def tokens_of(ledger: Path) -> list[str]:
    with Store.open(ledger) as store:
        rows = store.execute("SELECT value FROM upstream_memory WHERE name = 'sign_in'")
    records = [json.loads(row[0]) for row in rows]
    return [token for one in records for token in (one["access_token"], one["refresh_token"]) if token]


@pytest.mark.timeout(170)
def test_no_pin_badge_token_or_telephone_number_stands_in_any_log(make_wall, sandbox, tmp_path) -> None:
    requests.put(f"{sandbox.url}/control/world", json=world(), timeout=5).raise_for_status()
    wall, ports = installed(make_wall, sandbox, tmp_path)
    for kind, method in FAULTS:
        sandbox.fault(kind=kind, method=method, path="/work-sessions")
    wall.run(Part("ivr", clockpost("ivr", config=wall.site.config), tmp_path))
    wall.run(Part("board", clockpost("board", config=wall.site.config), tmp_path))
    sync = wall.syncs()
    at_the_door(wall)
    on_the_page(ports["page"])
    until("the phone line answers", lambda: _answers(f"http://127.0.0.1:{ports['phone']}/metrics"))
    by_telephone(wall, tmp_path)
    until("something went out", sandbox.sessions)
    until("the heartbeat was tried", lambda: "heartbeat" in logs_of(tmp_path)["sync.log"])
    tokens = tokens_of(wall.site.ledger)
    assert tokens
    (wall.site.folder / "password.secret").write_text("another-password", encoding="utf-8")
    sync.stop()
    wall.part.stop()

    logs = logs_of(tmp_path)
    assert {"kiosk.log", "sync.log", "ivr.log", "board.log"} <= logs.keys()
    assert all(logs[name].strip() for name in ("kiosk.log", "sync.log", "ivr.log"))
    for name, text in logs.items():
        if name == "sandbox.log":
            continue
        for secret in (*secrets(wall.site.folder), *tokens, "another-password"):
            assert not re.search(rf"(?<![0-9A-Za-z]){re.escape(secret)}(?![0-9A-Za-z])", text), (name, secret)
