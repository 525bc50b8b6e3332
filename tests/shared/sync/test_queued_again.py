"""What a damaged outbox no longer tells is queued again from the ledger; what does not go upstream is not."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from shared.domain.break_record import TRACKTIK_BREAKS
from shared.domain.delivery import RowState
from shared.domain.event import ClockEvent
from shared.domain.model import ELSEWHERE, Kind, Presence, PresenceState
from shared.domain.tap import Choice
from shared.store import carry_over, outbox, presence
from shared.store.database import Store
from tests.shared.sync.places import ACCOUNT, SITE

ANA, BEN, CHLOE = "2001", "2002", "2003"


def ended_break(post: Any, number: str, by: Choice = Choice.END_BREAK) -> ClockEvent:
    """A break that somebody took; how it ended."""
    site = replace(SITE, rules=replace(SITE.rules, breaks_go_upstream=bool(post.break_upstreams)))
    post.tap(number, Choice.START_BREAK, ago_s=1200, site=site)
    events: list[ClockEvent] = post.tap(number, by, ago_s=300, site=site).events
    (ended,) = [one for one in events if one.draft.kind is Kind.BREAK_ENDED]
    return ended


def came_elsewhere(post: Any, number: str) -> None:
    """On duty by the upstream's word alone."""
    since = post.clock.read().wall - timedelta(hours=2)
    there = Presence(PresenceState.WORKING, since, site=SITE.name, account_id=ACCOUNT, work_session=ELSEWHERE)
    with post.store.writing():
        presence.put(post.store, number, replace(presence.NOBODY, presence=replace(there, upstream_session=7)))


def queued_again(post: Any, monkeypatch: pytest.MonkeyPatch) -> set[tuple[str, str]]:
    """Every break that is queued, by event and upstream, after all of their rows but Chloé's could not be read."""
    carry = carry_over.carry

    def half(damaged: Store, store: Store, table: str) -> Any:
        found = carry(damaged, store, table)
        if table == "outbox":
            store.execute("DELETE FROM outbox WHERE upstream = ? AND employee != ?", (TRACKTIK_BREAKS, CHLOE))
            found = replace(found, whole=False)
        return found

    monkeypatch.setattr(carry_over, "carry", half)
    post.store.close()
    with Store.unlocked(post.path.with_name("made.db"), "") as store:
        carry_over.carry_over(post.path, store, post.clock.read(), kept_as="x")
        rows = outbox.listed(store, list(RowState), 100)
    post.store = Store.open(post.path)
    return {(row.event_id, row.upstream) for row in rows if row.upstream == TRACKTIK_BREAKS}


def test_a_break_is_queued_again_and_one_of_elsewhere_is_not(post: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    post.break_upstreams = (TRACKTIK_BREAKS,)
    for number in (ANA, CHLOE):
        post.clock_in(number, ago_s=5000)
    own, readable = ended_break(post, ANA), ended_break(post, CHLOE)
    came_elsewhere(post, BEN)
    ended_break(post, BEN, Choice.CLOCK_OUT)
    expected = {(one.event_id, TRACKTIK_BREAKS) for one in (own, readable)}
    assert queued_again(post, monkeypatch) == expected


def test_a_break_that_was_not_to_go_out_is_not_queued(post: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    post.clock_in(ANA, ago_s=5000)
    ended_break(post, ANA)
    post.break_upstreams = (TRACKTIK_BREAKS,)
    post.clock_in(CHLOE, ago_s=5000)
    readable = ended_break(post, CHLOE)
    assert queued_again(post, monkeypatch) == {(readable.event_id, TRACKTIK_BREAKS)}
