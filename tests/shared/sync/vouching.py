"""Somebody vouches for a post's clock, and what was held for it is looked at."""

from typing import Any

from shared.domain.clock_trust import Witness
from shared.store import ledger, witnesses
from shared.sync.clock_release import release_held

HOUR_S = 3600.0


def vouch(post: Any, *, bound_s: float = 1.0) -> None:
    """The time service says now that the wall clock is right."""
    now = post.clock.read()
    with post.store.writing():
        witnesses.keep(post.store, Witness("ntp", 0.0, bound_s, now.wall, now.boottime_s, now.boot_id))


def release(post: Any) -> int:
    return release_held(post.store, "tracktik", post.clock.read(), hold_h=72, sites=post.sites)


def corrections(post: Any) -> list[Any]:
    rows = ledger.newest(post.store, 50)
    return [row.event for row in rows if row.event and row.event.about and row.event.draft.kind == "corrected"]
