"""What happens at Oracle without a request of ours: another world, people at the workstations, managers, the clock.

None of the API's rules apply here.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from shared.sandbox.control_body import control_answer, read_object
from shared.sandbox.oracle.adjusting import Change, adjust
from shared.sandbox.oracle.card import AUTOMATIC, ON_TIME, OracleShape, TimeCard, with_times
from shared.sandbox.oracle.enterprise import Enterprise
from shared.sandbox.oracle.posting import catch_up, post
from shared.sandbox.oracle.punches import Punch, checked
from shared.sandbox.oracle.switches import DateRoll
from shared.sandbox.oracle.world import World
from shared.sandbox.shapes import BadShape, Shape, read_shape

SECRETS: Any = {"account": {"password"}}


class Roll(OracleShape):
    """The body of POST /control/oracle/business-date.

    Left out: the first location, and the date after its present one. `clockOut` ends its open cards automatically (85).
    """

    loc_ref: str | None = None
    bus_dt: date | None = None
    clock_out: bool = False


class Expiry(Shape):
    """The body of POST /control/oracle/tokens/expire."""

    refresh_too: bool = False


def control_routes(enterprise: Enterprise) -> list[Route]:
    """The control requests that belong to Oracle."""
    table = (
        ("GET", "", _show),
        ("DELETE", "", _forget),
        ("GET", "/world", _show_world),
        ("PUT", "/world", _put_world),
        ("GET", "/switches", _show_switches),
        ("PUT", "/switches", _turn_switches),
        ("DELETE", "/switches", _default_switches),
        ("GET", "/cards", _show_cards),
        ("POST", "/cards", _add_card),
        ("PATCH", "/cards/{number:int}", _change_card),
        ("DELETE", "/cards/{number:int}", _delete_card),
        ("POST", "/cards/{number:int}/adjust", _adjust),
        ("POST", "/punches", _punch),
        ("POST", "/engine", _run_engine),
        ("POST", "/business-date", _roll),
        ("POST", "/tokens/expire", _expire),
    )
    return [
        Route("/control/oracle" + path, partial(control_answer, partial(act, enterprise)), methods=[method])
        for method, path, act in table
    ]


async def _show(enterprise: Enterprise, _: Request) -> Response:
    now = enterprise.now()
    catch_up(enterprise, now)
    dates = {item.loc_ref: enterprise.business_date(item, now).isoformat() for item in enterprise.locations.values()}
    shown = {
        "now": now.isoformat(),
        "engine_ran": enterprise.run_at.isoformat(),
        "business_dates": dates,
        "signed_in": len(enterprise.grants),
        "waiting": enterprise.waiting,
        "refused": enterprise.refused,
        "switches": enterprise.switchboard.shown(),
        "world": _shown_world(enterprise),
    }
    return JSONResponse(shown)


async def _forget(enterprise: Enterprise, request: Request) -> Response:
    enterprise.forget()
    return await _show(enterprise, request)


async def _show_world(enterprise: Enterprise, _: Request) -> Response:
    return JSONResponse(_shown_world(enterprise))


async def _put_world(enterprise: Enterprise, request: Request) -> Response:
    data, now = await read_object(request), enterprise.now()
    if isinstance(data.get("cards"), list):
        data["cards"] = [with_times(item, now) if isinstance(item, Mapping) else item for item in data["cards"]]
    if isinstance(data.get("account"), Mapping):
        data["account"] = enterprise.account.model_dump(by_alias=True) | data["account"]
    before = {field.alias: getattr(enterprise.world, name) for name, field in World.model_fields.items()}
    enterprise.move_to(read_shape(World, before | data), now)
    return await _show_world(enterprise, request)


async def _show_switches(enterprise: Enterprise, _: Request) -> Response:
    return JSONResponse(enterprise.switchboard.shown())


async def _turn_switches(enterprise: Enterprise, request: Request) -> Response:
    enterprise.switchboard.update(await read_object(request))
    return await _show_switches(enterprise, request)


async def _default_switches(enterprise: Enterprise, request: Request) -> Response:
    enterprise.switchboard.update(enterprise.switchboard.defaults())
    return await _show_switches(enterprise, request)


async def _show_cards(enterprise: Enterprise, _: Request) -> Response:
    catch_up(enterprise, enterprise.now())
    return JSONResponse([_shown(card) for card in enterprise.cards.values()])


async def _add_card(enterprise: Enterprise, request: Request) -> Response:
    """A card that reaches the cloud now, however long ago its times are."""
    now = enterprise.now()
    data = with_times(await read_object(request), now)
    loc_ref = data.get("locRef") or next(iter(enterprise.locations))
    location = enterprise.locations.get(str(loc_ref))
    if location is None:
        raise BadShape(f"there is no location {loc_ref}")
    begin = data.get("clkInUTC", now)
    job = enterprise.job_codes.get(data.get("jcNum", next(iter(enterprise.job_codes), 0)))
    centers = [item.num for item in enterprise.world.revenue_centers if item.loc_ref == loc_ref]
    usual = {
        "tcId": enterprise.next_card_id(),
        "locRef": loc_ref,
        "jcNum": job.num if job else 0,
        "rvcNum": centers[0] if centers else 0,
        "busDt": enterprise.business_date(location, begin),
        "clkInUTC": begin,
        "clkOutStatus": None if data.get("clkOutUTC") is None else ON_TIME,
        "payRt": job.pay_rt if job else 0,
        "addedUTC": now,
        "lastUpdatedUTC": now,
    }
    card = checked(enterprise, read_shape(TimeCard, usual | data))
    if card.tc_id in enterprise.cards:
        raise BadShape(f"time card {card.tc_id} is there already")
    return JSONResponse(_shown(enterprise.put(card)), 201)


async def _change_card(enterprise: Enterprise, request: Request) -> Response:
    """A change that leaves no adjustment behind."""
    card, now = _known(enterprise, request), enterprise.now()
    changes = {"lastUpdatedUTC": now} | with_times(await read_object(request), now)
    changed = read_shape(TimeCard, card.model_dump(by_alias=True) | changes | {"tcId": card.tc_id})
    return JSONResponse(_shown(enterprise.put(checked(enterprise, changed))))


async def _delete_card(enterprise: Enterprise, request: Request) -> Response:
    card = _known(enterprise, request)
    enterprise.remove(card.tc_id)
    return JSONResponse({"deleted": card.tc_id})


async def _adjust(enterprise: Enterprise, request: Request) -> Response:
    card, now = _known(enterprise, request), enterprise.now()
    change = read_shape(Change, with_times(await read_object(request), now))
    return JSONResponse(_shown(adjust(enterprise, card, change, now)))


async def _punch(enterprise: Enterprise, request: Request) -> Response:
    now = enterprise.now()
    catch_up(enterprise, now)
    data = {"at": now} | with_times(await read_object(request), now, ("at", "posted"))
    done = post(enterprise, read_shape(Punch, data), now)
    if isinstance(done, datetime):
        return JSONResponse({"due": done.isoformat()}, 202)
    return JSONResponse([_shown(card) for card in done], 201)


async def _run_engine(enterprise: Enterprise, _: Request) -> Response:
    """A run now, between two quarters of an hour."""
    enterprise.run_engine(enterprise.now(), touches=True)
    return JSONResponse({"engine_ran": enterprise.run_at.isoformat()})


async def _roll(enterprise: Enterprise, request: Request) -> Response:
    wanted, now = read_shape(Roll, await read_object(request)), enterprise.now()
    location = enterprise.locations.get(wanted.loc_ref or next(iter(enterprise.locations)))
    if location is None:
        raise BadShape(f"there is no location {wanted.loc_ref}")
    before = enterprise.business_date(location, now)
    to = wanted.bus_dt or before + timedelta(days=1)
    if to < before and enterprise.switches.date_roll is DateRoll.CLOCK:
        raise BadShape(f"the business date is {before} already; going back needs the switch date_roll at manual")
    open_here = [card for card in enterprise.cards.values() if card.is_open and card.loc_ref == location.loc_ref]
    for card in open_here if wanted.clock_out else []:
        end = {"clk_out_utc": max(now, card.clk_in_utc), "clk_out_status": AUTOMATIC, "last_updated_utc": now}
        enterprise.put(card.model_copy(update=end))
    enterprise.roll(location.loc_ref, to)
    return JSONResponse({"locRef": location.loc_ref, "busDt": to.isoformat()})


async def _expire(enterprise: Enterprise, request: Request) -> Response:
    wanted = read_shape(Expiry, await read_object(request))
    expired = enterprise.grants.expire(refresh_too=wanted.refresh_too)
    enterprise.changes.mark()
    return JSONResponse({"expired": expired})


def _shown_world(enterprise: Enterprise) -> dict[str, Any]:
    return enterprise.world.model_dump(mode="json", by_alias=True, exclude=SECRETS)


def _shown(card: TimeCard) -> dict[str, Any]:
    return card.model_dump(mode="json", by_alias=True)


def _known(enterprise: Enterprise, request: Request) -> TimeCard:
    card = enterprise.cards.get(request.path_params["number"])
    if card is None:
        raise BadShape(f"there is no time card {request.path_params['number']}")
    return card
