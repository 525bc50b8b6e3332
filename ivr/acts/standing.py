"""Where the caller stands, and the menu."""

from datetime import timedelta
from typing import Final

from ivr.call import At
from ivr.line_site import LineSite
from ivr.moment import Moment, Step
from ivr.prompts import questions
from shared.domain.model import Person, Presence, PresenceState, Role, Shift
from shared.domain.presence import is_known
from shared.gather import sessions_age_s, shifts_known
from shared.store import calls, people, presence, taps
from shared.store.database import Store
from shared.store.taps import TapState
from shared.words.calendar import LocalTime

LONG_DUTY: Final = timedelta(hours=12)


def standing_step(store: Store, here: Moment, person: Person) -> Step:
    """Hello: name, presence, next shift; then the open tap if there is one, else the menu."""
    standing = presence.of(store, person.number)
    known = as_known(store, here, standing.presence)
    hello = questions.hello(here.setting_at(known.site), person.name, known, next_shift(store, here, person))
    open_tap = taps.newest_open(store, person.number)
    if open_tap is not None and (standing.presence.since is None or open_tap.at >= standing.presence.since):
        return Step(
            here.at(At.LEFT_THEN, tap=open_tap.tap_id), (hello[0], *questions.left_then(here.setting, open_tap.at))
        )
    return Step(here.at(At.MENU), (*hello, *menu(here, person, known)))


def as_known(store: Store, here: Moment, stored: Presence) -> Presence:
    """Presence as it may be told: where other doors exist and no young download tells, nobody knows."""
    site = here.site_named(stored.site) or here.any_site
    age_s = sessions_age_s(store, site.name, here.reading)
    return stored if is_known(stored, age_s, site.door.site.rules) else Presence(PresenceState.UNKNOWN)


def menu(here: Moment, person: Person, at: Presence) -> tuple[str, ...]:
    """The keys that make sense for this person now."""
    since = at.since if at.on_duty else None
    long = since is not None and here.reading.wall - since > LONG_DUTY
    return questions.menu(here.words, at, supervises=person.role is Role.SUPERVISOR, long=long)


def to_menu(store: Store, here: Moment, *before: str) -> Step:
    """The menu once more, after `before` was said."""
    person = caller(store, here)
    known = as_known(store, here, presence.of(store, person.number).presence)
    told = before or questions.standing(here.setting_at(known.site), known)
    return Step(here.at(At.MENU), (*told, *menu(here, person, known)))


def caller(store: Store, here: Moment) -> Person:
    """Whoever identified in this call. The register may have dropped them since: their number still serves."""
    found = people.by_number(store, here.state.who)
    return found[0] if found else Person(here.state.who, "")


def shifts_ahead(store: Store, here: Moment, person: Person) -> dict[LineSite, list[Shift]]:
    """The shifts of this person that have not ended, at each site of the line, by start.

    One download may tell of all sites at once: each site's own account says which shifts are its.
    """
    now = here.reading.wall
    return {
        site: [
            shift
            for shift in shifts_known(store, person, site.name, now)
            if shift.account_id == site.account_id and shift.ends_at > now
        ]
        for site in here.settings.sites
    }


def next_shift(store: Store, here: Moment, person: Person) -> tuple[str, LocalTime, Shift] | None:
    """The shift that has not ended and begins first, with its site's name and local time."""
    ahead = shifts_ahead(store, here, person)
    coming = [(site.name, site.local, shift) for site, shifts in ahead.items() for shift in shifts]
    return min(coming, key=lambda found: found[2].starts_at, default=None)


def settle(store: Store, here: Moment, event_id: str = "") -> None:
    """The caller chose: what was kept when they identified needs nobody any more."""
    state = TapState.EVENT if event_id else TapState.EXPLAINED
    for tap_id, _ in calls.taps_unsettled(store, here.call.sid, here.state.who):
        taps.move(store, tap_id, state, now=here.reading.wall, event_id=event_id or None)
