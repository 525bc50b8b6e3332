"""The cast of the clock rules: four guards, one Monday in March, one shift from 06:00 to 14:00 at Harbour Tower.

Ana      comes at 05:58, two minutes before her shift: on time
Ben      comes at 05:10: early by more than the grace, inside the early window
Chloé    comes at 06:20: late
Dev      is not rostered: no shift, no listed assignment
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from shared.domain.clock_trust import ClockTrust, TrustLevel
from shared.domain.facts import Facts, OpenTap, RosterKnowledge
from shared.domain.model import (
    ELSEWHERE,
    Door,
    Kind,
    LastEvent,
    Person,
    PositionOption,
    Presence,
    PresenceState,
    Shift,
)
from shared.domain.rules import Rules
from shared.domain.tap import Answer, Choice, Tap

HARBOUR: Final = 687
DOCKS: Final = 688
SITE: Final = "Harbour Tower"
GATE: Final = PositionOption(382, "Main gate")
LOBBY: Final = PositionOption(383, "Lobby")
MONDAY: Final = datetime(2026, 3, 2, tzinfo=UTC)


def at(clock: str, day: int = 0) -> datetime:
    """That Monday at "05:58" or "05:58:30", or `day` days later."""
    hours, minutes, *seconds = (int(part) for part in clock.split(":"))
    return MONDAY + timedelta(days=day, hours=hours, minutes=minutes, seconds=seconds[0] if seconds else 0)


def shift(
    number: int, start: datetime, end: datetime, *, account: int = HARBOUR, position: int | None = GATE.position_id
) -> Shift:
    return Shift(number, account, position, start, end)


EARLY: Final = shift(9001, at("06:00"), at("14:00"))
LATE: Final = shift(9002, at("14:00"), at("22:00"))
NIGHT: Final = shift(9003, at("22:00"), at("06:00", 1))

ANA: Final = Person("1053", "Ana Ribeiro", "en")
BEN: Final = Person("1054", "Ben Okafor", "en")
CHLOE: Final = Person("1055", "Chloé Tremblay", "fr")
DEV: Final = Person("1056", "Dev Patel", "en")
ARRIVALS: Final = {ANA: at("05:58"), BEN: at("05:10"), CHLOE: at("06:20"), DEV: at("06:00")}

KNOWN: Final = RosterKnowledge(
    age_s=600, complete=True, covers_until=at("00:00", 14), active=True, known_upstream=True, scheduled_here=True
)
"""A roster of ten minutes ago that shows the person at this site."""
NOWHERE: Final = replace(KNOWN, scheduled_here=False)
"""The same roster, in which the person has no shift here."""
TRUSTED: Final = ClockTrust(TrustLevel.TRUSTED, "ntp", 0.0, 1.0)
RULES: Final = Rules()


def facts(person: Person = ANA, **known: Any) -> Facts:
    """What is known of somebody on an ordinary day: a fresh roster, their shift, two positions, a trusted clock."""
    rostered = person is not DEV
    ordinary: dict[str, Any] = {
        "shifts": (EARLY,) if rostered else (),
        "positions": (GATE, LOBBY),
        "roster": KNOWN if rostered else NOWHERE,
        "clock": TRUSTED,
    }
    return Facts(person, **{**ordinary, **known})


def tap(when: datetime, choice: Choice | None = None, position: int | None = None) -> Tap:
    """A badge at Harbour Tower's terminal, or what was chosen on its question."""
    answer = Answer(choice, position) if choice else None
    return Tap("tap-1", when, Door.KIOSK, "Terminal 1", SITE, HARBOUR, answer)


def working(since: datetime = ARRIVALS[ANA], **more: Any) -> Presence:
    """On duty at Harbour Tower since then, on the early shift, by a clock-in of this ledger."""
    usual: dict[str, Any] = {
        "site": SITE,
        "account_id": HARBOUR,
        "position_id": GATE.position_id,
        "shift_id": EARLY.shift_id,
        "shift_ends_at": EARLY.ends_at,
        "work_session": "in-1",
        "seq": 7,
    }
    return Presence(PresenceState.WORKING, since, **{**usual, **more})


def on_break(break_since: datetime, since: datetime = ARRIVALS[ANA], **more: Any) -> Presence:
    """Working since then, on a break since `break_since`."""
    return replace(working(since, **more), state=PresenceState.ON_BREAK, break_since=break_since)


def begun_elsewhere(since: datetime = ARRIVALS[ANA]) -> Presence:
    """On duty by an open session that a download showed."""
    return Presence(
        PresenceState.WORKING,
        since,
        site=SITE,
        account_id=HARBOUR,
        work_session=ELSEWHERE,
        upstream_session=5001,
        method="MOBILE",
    )


def last(kind: Kind, recorded_at: datetime, happened_at: datetime | None = None) -> LastEvent:
    return LastEvent("event-1", kind, happened_at or recorded_at, recorded_at, "4821")


def left_open(when: datetime) -> OpenTap:
    """A question of that time that nobody answered."""
    return OpenTap("tap-0", when)
