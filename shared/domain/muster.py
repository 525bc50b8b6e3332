"""Who is on site when the building must be left: the one rule of the muster.

Rule 1: whoever is on duty at the site is on the list, however that is known. Nobody is lost.
Rule 2: what cannot be believed makes somebody unsure and never takes them off the list.
Rule 3: a tap that named nobody is somebody: one entry for each badge or number that was presented.
Rule 4: whoever left, or is on duty at another site, is not on the list.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.domain.board_row import Outage
from shared.domain.board_search import plain
from shared.domain.model import Door, Presence, PresenceState
from shared.domain.muster_entry import Muster, MusterEntry, Seen, Since, Stand, Why
from shared.domain.presence import is_known, released
from shared.domain.site import Site


@dataclass(frozen=True, slots=True)
class Someone:
    """One person as the muster looks at them. `last` is their newest event that was not voided."""

    number: str
    name: str
    presence: Presence
    last: Seen | None = None


@dataclass(frozen=True, slots=True)
class KeptTap:
    """A tap at the site that became no event: a question left open, or a claim. `number` is "" where it named nobody.

    `presented` tells two badges apart; nothing of it is shown.
    """

    tap_id: str
    at: datetime
    door: Door
    terminal: str
    number: str
    presented: str
    is_claim: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one site now. `outages` are those of its terminal, the one that lasts included."""

    people: tuple[Someone, ...]
    taps: tuple[KeptTap, ...] = ()
    outages: tuple[Outage, ...] = ()
    sessions_age_s: float | None = None
    position_names: Mapping[int, str] | None = None


def entries(facts: Facts, site: Site, now: datetime) -> tuple[MusterEntry, ...]:
    """Everybody who may be at `site` at `now` (aware UTC), by name; those without a name come last."""
    young = timedelta(seconds=site.rules.release_s)
    # A clock that was set back since must not make a tap of the future disappear.
    taps = [tap for tap in facts.taps if now - tap.at < young]
    newest: dict[str, KeptTap] = {}
    for tap in sorted(taps, key=lambda one: one.at):
        if tap.number:
            newest[tap.number] = tap
    known = {person.number for person in facts.people}
    found = [
        entry
        for person in facts.people
        if (entry := _Look(person, newest.get(person.number), facts, site, now).entry()) is not None
    ]
    found += [_of_tap(tap, number, number, "") for number, tap in newest.items() if number not in known]
    found += _nameless(taps)
    return by_name(found)


def by_name(found: Iterable[MusterEntry]) -> tuple[MusterEntry, ...]:
    """The order of the list: by name; whoever has none comes last, by when they were seen."""
    return tuple(sorted(found, key=lambda one: (not one.name, plain(one.name), _at(one.seen), one.key)))


def since(frozen: Muster, people: Iterable[Someone], fresh: Iterable[MusterEntry], site: Site) -> Since:
    """Who of a frozen list has left, and who of a list made now was not on it."""
    keys = {entry.key for entry in frozen.entries}
    left = {person.number: person.presence.since for person in people if person.number in keys and _left(person, site)}
    later = tuple(entry for entry in fresh if entry.key not in keys)
    # Whoever tapped without an answer may be here all the same.
    still_here = {entry.key for entry in fresh}
    return Since({key: at for key, at in left.items() if key not in still_here}, later)


def is_at(presence: Presence, site: Site) -> bool:
    """Is this the site where they were last? A presence of no named place belongs to every site."""
    if presence.site:
        return presence.site == site.name
    return presence.account_id in (None, site.account_id)


def _left(person: Someone, site: Site) -> bool:
    presence = person.presence
    return presence.state is PresenceState.OFF or (presence.on_duty and not is_at(presence, site))


class _Look:
    """One person at one instant. `tap` is their newest one that became no event."""

    def __init__(self, person: Someone, tap: KeptTap | None, facts: Facts, site: Site, now: datetime) -> None:
        self.person, self.presence, self.facts, self.site, self.now = person, person.presence, facts, site, now
        self.seen = person.last or Seen()
        if self.presence.on_duty and (person.last is None or not self.presence.seq):
            # An upstream's word: their own last event is older than the session.
            self.seen = Seen(self.presence.break_since or self.presence.since, method=self.presence.method)
        # Whatever they did since says more than the tap.
        self.tap = tap if tap is not None and (self.seen.at is None or tap.at >= self.seen.at) else None

    def entry(self) -> MusterEntry | None:
        """Their entry, or None for whoever is off or elsewhere."""
        person = self.person
        if self.tap is not None and (self._is_here() or not self._is_elsewhere_since(self.tap.at)):
            return _of_tap(self.tap, person.number, person.number, person.name, self._position())
        if not self._is_here():
            return None
        why = self._why()
        stand = Stand.ON_BREAK if self.presence.state is PresenceState.ON_BREAK else Stand.IN
        stand = stand if why is None else Stand.UNSURE
        return MusterEntry(person.number, person.number, person.name, stand, self.seen, why, self._position())

    def _is_here(self) -> bool:
        presence = self.presence
        if presence.on_duty:
            return is_at(presence, self.site)
        # An unknown presence of no named place would put its person on the list of every site.
        return presence.state is PresenceState.UNKNOWN and presence.site == self.site.name

    def _is_elsewhere_since(self, at: datetime) -> bool:
        since = self.presence.since
        return self.presence.on_duty and since is not None and since >= at

    def _why(self) -> Why | None:
        if released(self.presence, self.now, self.site.rules):
            return Why.RELEASED
        if not is_known(self.presence, self.facts.sessions_age_s, self.site.rules):
            return Why.NOT_HEARD
        at = self.seen.at
        if any(at is None or outage.ended_at > at for outage in self.facts.outages):
            return Why.TERMINAL_OFF
        return None

    def _position(self) -> str:
        position_id, names = self.presence.position_id, self.facts.position_names or {}
        return names.get(position_id, "") if position_id is not None and self.presence.on_duty else ""


def _nameless(taps: Iterable[KeptTap]) -> Iterator[MusterEntry]:
    """One entry for each badge or number that named nobody: keyed by its first tap, seen at its last."""
    presented: dict[str, list[KeptTap]] = {}
    for tap in sorted(taps, key=lambda one: (one.at, one.tap_id)):
        if not tap.number:
            presented.setdefault(tap.presented or tap.tap_id, []).append(tap)
    for kept in presented.values():
        yield _of_tap(kept[-1], f"tap:{kept[0].tap_id}", "", "")


def _of_tap(tap: KeptTap, key: str, number: str, name: str, position: str = "") -> MusterEntry:
    why = Why.CLAIM if tap.is_claim else Why.OPEN_TAP
    return MusterEntry(key, number, name, Stand.UNSURE, Seen(tap.at, tap.door, tap.terminal), why, position)


def _at(seen: Seen) -> float:
    return seen.at.timestamp() if seen.at is not None else 0.0
