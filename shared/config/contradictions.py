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
    if ivr and ivr.get("name", "Phone line") == _table(told, "kiosk").get("terminal", "Terminal 1"):
        yield _contradiction(("ivr", "name"), "is the name of kiosk.terminal too: events must tell the two apart")
    if ivr.get("signature") == "sha256" and not ivr.get("signing_key_file"):
        yield _contradiction(("ivr", "signature"), '"sha256" needs ivr.signing_key_file')


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


def _twice(places: list[tuple[tuple[str | int, ...], dict[str, Any]]]) -> Iterator[InitErrorDetails]:
    """One name, one account and one telephone belong to one site."""
    for name in ("name", "account"):
        counted = Counter(str(site.get(name)) for _, site in places)
        for loc, site in places:
            if site.get(name) is not None and counted[str(site[name])] > 1:
                yield _contradiction((*loc, name), "two sites have the same one")
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
