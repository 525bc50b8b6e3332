"""Settings that are right one by one and contradict each other."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from pydantic_core import InitErrorDetails


def contradictions(told: dict[str, Any]) -> Iterator[InitErrorDetails]:
    """Every contradiction in the settings as they were written, each at the setting to change."""
    gps, ivr = _table(told, "gps"), _table(told, "ivr")
    one = told.get("site")
    several = told.get("sites") if isinstance(told.get("sites"), list | tuple) else ()
    if one is None and not several:
        yield {"type": "missing", "loc": ("site",), "input": None}
    places: list[tuple[tuple[str | int, ...], dict[str, Any]]] = [(("site",), one)] if isinstance(one, dict) else []
    places += [(("sites", index), site) for index, site in enumerate(several or ()) if isinstance(site, dict)]
    for loc, site in places:
        # Only where a terminal stands is a place judged by a receiver.
        yield from _of_site(loc, site, str(gps.get("source", "off")) if loc == ("site",) else "surveyed")
    if gps.get("source") == "surveyed" and (not places or not _has_place(places[0][1])):
        yield _contradiction(("gps", "source"), '"surveyed" needs site.latitude and site.longitude')
    yield from _twice(places)
    yield from _of_rota(_table(_table(told, "upstream"), "tamigo"), [str(site.get("name")) for _, site in places])
    if ivr and ivr.get("name", "Phone line") == _table(told, "kiosk").get("terminal", "Terminal 1"):
        yield _contradiction(("ivr", "name"), "is the name of kiosk.terminal too: events must tell the two apart")
    chase = _table(told, "chase")
    yield from _of_calls("chase.by", chase.get("by", "off"), chase, has_ivr=bool(ivr))
    yield from _of_calls("breaks.notify", _table(told, "breaks").get("notify", "off"), chase, has_ivr=bool(ivr))
    yield from _of_muster(_table(told, "muster"))
    yield from _of_board(_table(told, "board"), {str(site.get("name")) for _, site in places})
    if ivr.get("signature") == "sha256" and not ivr.get("signing_key_file"):
        yield _contradiction(("ivr", "signature"), '"sha256" needs ivr.signing_key_file')


def _of_rota(tamigo: dict[str, Any], names: list[str]) -> Iterator[InitErrorDetails]:
    """A shift of one department belongs to one site."""
    if not tamigo or tamigo.get("rota") is False:
        return
    loc = ("upstream", "tamigo", "departments")
    departments, default = _table(tamigo, "departments"), tamigo.get("department", "")
    for unknown in sorted(departments.keys() - set(names)):
        yield _contradiction((*loc, unknown), "is the name of no site")
    of_site = {name: str(departments.get(name, default)) for name in names}
    for name, department in of_site.items():
        if len(names) > 1 and (department in ("", "all") or list(of_site.values()).count(department) > 1):
            yield _contradiction((*loc, name), "with several sites, each needs a department of its own")


def _of_calls(name: str, by: object, chase: dict[str, Any], *, has_ivr: bool) -> Iterator[InitErrorDetails]:
    if by == "off":
        return
    if not has_ivr:
        yield _contradiction(tuple(name.split(".")), f'"{by}" needs [ivr] with account_sid and auth_token_file')
    if not chase.get("from_number"):
        yield _contradiction(("chase", "from_number"), f'{name} = "{by}" needs a number of the Twilio account')


def _table(told: dict[str, Any], name: str) -> dict[str, Any]:
    section = told.get(name)
    return section if isinstance(section, dict) else {}


def _has_place(site: dict[str, Any]) -> bool:
    return site.get("latitude") is not None and site.get("longitude") is not None


def _of_site(loc: tuple[str | int, ...], site: dict[str, Any], source: str) -> Iterator[InitErrorDetails]:
    blocks = site.get("geofence") == "block"
    if (site.get("latitude") is None) != (site.get("longitude") is None):
        yield _contradiction((*loc, "latitude"), "goes together with site.longitude: give both or neither")
    if blocks and not _has_place(site):
        yield _contradiction((*loc, "geofence"), '"block" needs site.latitude and site.longitude')
    if blocks and source == "off":
        yield _contradiction((*loc, "geofence"), '"block" needs gps.source = "gpsd" or "surveyed"')


def _of_muster(muster: dict[str, Any]) -> Iterator[InitErrorDetails]:
    if muster.get("open") == "code" and not muster.get("code_file"):
        yield _contradiction(("muster", "open"), '"code" needs muster.code_file; without one it is "supervisor"')
    if muster.get("open") in ("free", "supervisor") and muster.get("code_file"):
        yield _contradiction(("muster", "code_file"), 'goes together with muster.open = "code"')


def _of_board(board: dict[str, Any], names: set[str]) -> Iterator[InitErrorDetails]:
    if (board.get("certificate_file") is None) != (board.get("key_file") is None):
        yield _contradiction(("board", "certificate_file"), "goes together with board.key_file: give both or neither")
    if board.get("certificate_file") is not None and board.get("behind_proxy"):
        yield _contradiction(("board", "behind_proxy"), "a proxy ends TLS: leave board.certificate_file out")
    listed = board.get("sites")
    for name in listed if isinstance(listed, list | tuple) else ():
        if str(name) not in names:
            yield _contradiction(("board", "sites"), f"{name}: no such site")


def _twice(places: list[tuple[tuple[str | int, ...], dict[str, Any]]]) -> Iterator[InitErrorDetails]:
    """One name, one account and one telephone belong to one site."""
    for name in ("name", "account"):
        counted = Counter(str(site.get(name)) for _, site in places)
        for loc, site in places:
            if site.get(name) is not None and counted[str(site[name])] > 1:
                yield _contradiction(
                    (*loc, name),
                    "two sites have the same one (to take a terminal back to a site: clockpost setup --move)",
                )
    for name in ("called_numbers", "landlines"):
        numbers = Counter(number for _, site in places for number in _digits(site.get(name)))
        for loc, site in places:
            if any(numbers[number] > 1 for number in _digits(site.get(name))):
                yield _contradiction((*loc, name), "a number is listed twice: it can mean one site only")


def _digits(numbers: Any) -> list[str]:
    listed = numbers if isinstance(numbers, list | tuple) else ()
    return ["".join(filter(str.isdigit, str(number))) for number in listed]


def _contradiction(loc: tuple[str | int, ...], sentence: str) -> InitErrorDetails:
    return {"type": "value_error", "loc": loc, "input": None, "ctx": {"error": ValueError(sentence)}}


def told_again(mistake: Any) -> InitErrorDetails:
    """A mistake that pydantic found, ready to be raised once more together with others."""
    if mistake["type"] in ("missing", "extra_forbidden"):
        return {"type": mistake["type"], "loc": mistake["loc"], "input": mistake["input"]}
    said = ValueError(str(mistake["msg"]).removeprefix("Value error, "))
    return {"type": "value_error", "loc": mistake["loc"], "input": mistake["input"], "ctx": {"error": said}}
