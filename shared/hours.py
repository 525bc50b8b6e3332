"""Hours for payroll: the work sessions of a site over a span of its local days, with all that is doubtful in them."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from shared.domain.corrections import as_corrected
from shared.domain.event import ClockEvent
from shared.domain.hours import HourFact, Worked, worked
from shared.domain.site import Site
from shared.store import break_answers, corrections, hour_facts, notices, outbox
from shared.store.authorisers import authoriser_of
from shared.store.database import Store


def hours(store: Store, site: Site, first: date, last: date) -> list[Worked]:
    """The sessions that began on these days of the site, both included, by employee and beginning.

    One that reaches over midnight belongs whole to the day it began. Raises a StoreError.
    """
    since, until = midnight(first, site), midnight(last + timedelta(days=1), site)
    # One view of the file: a correction that comes meanwhile is in all of it or in none.
    with store.savepoint():
        events = hour_facts.events_around(store, site.account_id, since, until)
        facts = _facts(store, events)
        ids = [event.event_id for event in events]
        rows = {event_id: outbox.of_event(store, event_id) for event_id in ids}
        told = notices.about(store, ids)
        questions = break_answers.about(store, ids)
    return [one for one in worked(facts, rows, told, questions) if since <= one.begins < until]


def _facts(store: Store, events: list[ClockEvent]) -> list[HourFact]:
    corrected = {number: corrections.of_employee(store, number) for number in {event.employee for event in events}}
    return [
        HourFact(event, as_corrected(event, corrected[event.employee]), authoriser_of(store, event)) for event in events
    ]


def midnight(day: date, site: Site) -> datetime:
    """The instant (aware UTC) when that day begins at the site."""
    return datetime.combine(day, time(), ZoneInfo(site.rules.timezone)).astimezone(UTC)
