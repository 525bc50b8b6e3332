"""The supervisor's desk as the store knows it at this instant: for the kiosk, the web page and the command.

It reads and waits for nobody. What is done about an entry is in `shared.supervision.desk_acting`.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from shared.accepting import WaitingClaim
from shared.domain.acceptance import RECORDING
from shared.domain.corrections import CORRECTABLE, as_corrected
from shared.domain.desk_entry import DeskAct, Entry, Topic
from shared.domain.model import Kind
from shared.domain.remedies import Fix
from shared.domain.site import Site
from shared.domain.tap import Choice, Question, Refusal, Unidentified
from shared.gather import positions_known
from shared.roster_now import roster_now
from shared.store import corrections, desk, ledger, people
from shared.store.database import Store
from shared.store.desk import DeskItem, DeskKind
from shared.supervision import claims, differences, pairing, parked
from shared.supervision.differences import Group
from shared.supervision.parked import Waiting

badges_of = pairing.badges_of
CORRECTABLE_FOR: Final = timedelta(days=14)
"""Older hours were paid for: they are put right in payroll."""
IN_AND_OUT: Final = (Choice.CLOCK_IN, Choice.CLOCK_OUT)
OF_QUESTION: Final[Mapping[str, tuple[Choice, ...]]] = MappingProxyType(
    {
        Question.WHAT_NOW: (Choice.CLOCK_OUT, Choice.START_BREAK),
        Question.WHICH_DIRECTION: IN_AND_OUT,
        Question.OPEN_TAP: (Choice.CLOCK_OUT,),
        Question.OTHER_SITE: (Choice.MOVE_HERE, Choice.CLOCK_OUT),
        Question.WHICH_POSITION: (Choice.CLOCK_IN, Choice.CHANGE_POSITION),
    }
)
"""What a question that nobody answered can be made of, likeliest first."""
ACT_OF_FIX: Final[Mapping[Fix, DeskAct]] = MappingProxyType({fix: DeskAct(fix) for fix in Fix})
OF_DELIVERIES: Final = (DeskAct.OURS, DeskAct.THEIRS, DeskAct.AS_IT_IS)
OF_CARDS: Final = (DeskAct.THEIRS, DeskAct.AS_IT_IS)
"""A time card is not edited from here."""
TOPIC_OF_KIND: Final[Mapping[DeskKind, Topic]] = MappingProxyType(
    dict.fromkeys(differences.OTHERS, Topic.NEWS)
    | {
        DeskKind.CORRECTION_DISPUTED: Topic.DISPUTE,
        DeskKind.BREAKS_DISPUTED: Topic.DISPUTE,
        DeskKind.VOICE_MESSAGE: Topic.VOICE,
    }
)
SHOWN_ELSEWHERE: Final = frozenset({DeskKind.PARKED, DeskKind.CLAIM_DISMISSED, *differences.DECIDED})
"""Parked deliveries and differences are entries of their own; a dismissed claim is closed as it is made."""


@dataclass(frozen=True, slots=True)
class DeskNow:
    """Entries by topic, oldest first in each. `older` are kept taps from before the last two days.

    `problem` says what is wrong with the people register's file, "" where nothing is.
    """

    entries: tuple[Entry, ...]
    older: tuple[Entry, ...]
    problem: str


@dataclass(frozen=True, slots=True)
class Correctable:
    """One event that can be corrected, at the time that counts (aware UTC)."""

    event_id: str
    kind: Kind
    at: datetime


def desk_now(store: Store, sites: Sequence[Site], now: datetime) -> DeskNow:
    """What waits at these sites, in one view of the file. Raises a StoreError."""
    names = {site.name for site in sites}
    with store.savepoint():
        register = {person.number: person.name for person in people.everybody(store)}
        kept = claims.waiting(store, sites, now)
        found = [
            *map(_of_claim, kept.lately),
            *map(_of_delivery, parked.waiting(store, sites)),
            *map(_of_group, differences.groups(store, sites)),
            *_of_items(desk.listed(store, limit=2000), names, {one.tap.tap_id for one in (*kept.lately, *kept.older)}),
        ]
        problem = people.problem(store)
    order = list(Topic)
    found.sort(key=lambda entry: (order.index(entry.topic), entry.at, entry.key))
    older = tuple(_named(_of_claim(one), register) for one in kept.older)
    return DeskNow(tuple(_named(one, register) for one in found), older, problem)


def people_of(store: Store, site: Site, now: datetime) -> list[tuple[str, str]]:
    """Everybody of the register as number and name, by name; whom the roster of the site speaks of now comes first."""
    here = {entry.number for entry in roster_now(store, site, now).view.entries}
    known = [(person.number, person.name) for person in people.everybody(store)]
    return sorted(known, key=lambda one: (one[0] not in here, one[1].casefold(), one[0]))


def positions_of(store: Store, site: Site) -> list[tuple[int, str]]:
    """The positions of the site, as id and name."""
    return [(one.position_id, one.name) for one in positions_known(store, site)]


def events_of(store: Store, number: str, site: Site, now: datetime) -> list[Correctable]:
    """This person's events of the last days at the site that can be corrected, oldest first, each as it counts now."""
    corrected = corrections.of_employee(store, number)
    rows = reversed(ledger.of_employee(store, number))
    events = [row.event for row in rows if row.event is not None and not row.voided]
    counted = [as_corrected(event, corrected) for event in events if event.draft.kind in CORRECTABLE]
    return [
        Correctable(event.event_id, event.draft.kind, event.draft.at)
        for event in counted
        if event.draft.account_id == site.account_id and now - event.draft.at <= CORRECTABLE_FOR
    ]


def _named(entry: Entry, register: Mapping[str, str]) -> Entry:
    return replace(entry, name=register.get(entry.number, "")) if entry.number and not entry.name else entry


def _of_claim(claim: WaitingClaim) -> Entry:
    tap, reason = claim.tap, claim.tap.reason
    topic, acts, choices = _about_claim(claim)
    return Entry(
        f"tap:{tap.tap_id}",
        topic,
        tap.at,
        tap.site,
        claim.number,
        claim.person.name if claim.person is not None else "",
        reason,
        tap.terminal,
        acts,
        choices,
    )


def _about_claim(claim: WaitingClaim) -> tuple[Topic, tuple[DeskAct, ...], tuple[Choice, ...]]:
    reason, wanted = claim.tap.reason, _wanted(claim)
    if reason == DeskKind.LEFT_EARLIER:
        return Topic.LEFT_EARLIER, (DeskAct.GIVE_TIME, DeskAct.DISMISS), ()
    if reason == Unidentified.UNKNOWN_BADGE:
        return Topic.CLAIM, (DeskAct.PAIR, DeskAct.ACCEPT, DeskAct.DISMISS), ()
    if reason in set(Unidentified):
        return Topic.CLAIM, (DeskAct.ACCEPT, DeskAct.DISMISS), wanted
    if reason in set(Refusal):
        return Topic.REFUSED, (DeskAct.ACCEPT, DeskAct.DISMISS), wanted or (Choice.CLOCK_IN,)
    offered = OF_QUESTION.get(reason, IN_AND_OUT)
    return Topic.OPEN_TAP, (DeskAct.ACCEPT, DeskAct.DISMISS), tuple(dict.fromkeys((*wanted, *offered)))


def _wanted(claim: WaitingClaim) -> tuple[Choice, ...]:
    """What they were about to do, where it can be made an event."""
    choice = claim.wanted.choice if claim.wanted is not None else None
    return (choice,) if choice in RECORDING and choice is not None else ()


def _of_delivery(waiting: Waiting) -> Entry:
    row, event = waiting.row, waiting.event
    return Entry(
        f"row:{row.upstream}:{row.event_id}",
        Topic.PARKED if waiting.fixes else Topic.DOUBTFUL,
        event.draft.at,
        event.draft.site,
        event.employee,
        reason=waiting.why,
        terminal=event.terminal,
        acts=tuple(ACT_OF_FIX[fix] for fix in waiting.fixes),
        sessions=waiting.sessions,
        answer=waiting.answer,
        facts={"kind": event.draft.kind, "upstream": row.upstream, "state": row.state, **waiting.facts},
    )


def _of_group(group: Group) -> Entry:
    people_touched = sorted({item.employee for item in group.items})
    return Entry(
        f"group:{group.kind}:{group.site}:{group.grouped_by}",
        Topic.DIFFERENCES,
        group.items[0].opened_at,
        group.site,
        people_touched[0] if len(people_touched) == 1 else "",
        reason=group.kind,
        acts=OF_CARDS if group.kind is DeskKind.CARD_DIFFERS else OF_DELIVERIES,
        parts=tuple(item.item_id for item in group.items),
        facts={"people": people_touched, "items": [dict(item.facts, employee=item.employee) for item in group.items]},
    )


def _acts_about(kind: DeskKind) -> tuple[DeskAct, ...]:
    if kind is DeskKind.VOICE_MESSAGE:
        return (DeskAct.HEARD,)
    # What closes by itself when it is mended cannot be put away before.
    return (DeskAct.NOTE,) if kind in differences.OTHERS else ()


def _of_items(items: Sequence[DeskItem], sites: Collection[str], kept_taps: Collection[str]) -> Iterator[Entry]:
    for item in items:
        if item.kind in SHOWN_ELSEWHERE or item.site not in ("", *sites):
            continue
        if item.kind is DeskKind.LEFT_EARLIER and item.subject in kept_taps:
            continue  # the tap itself waits, and takes a time
        topic = TOPIC_OF_KIND[item.kind]
        is_voice = topic is Topic.VOICE
        yield Entry(
            f"voice:{item.subject}" if is_voice else f"item:{item.item_id}",
            topic,
            item.opened_at,
            item.site,
            item.employee,
            reason=item.kind,
            acts=_acts_about(item.kind),
            facts={**item.facts, "subject": item.subject},
        )
