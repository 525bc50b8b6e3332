"""Which site an event belongs to, among those of the settings."""

from collections.abc import Sequence
from dataclasses import replace

from shared.domain.event import ClockEvent
from shared.domain.site import Site


def site_of(sites: Sequence[Site], event: ClockEvent) -> Site:
    """The site with the event's account.

    One that the settings no longer list goes by the first site's rules, but for its default position: that is of the
    first site's account.
    """
    draft = event.draft
    listed = next((site for site in sites if site.account_id == draft.account_id), None)
    if listed is not None:
        return listed
    return Site(draft.site, draft.account_id, replace(sites[0].rules, default_position_id=None))


def names_of(sites: Sequence[Site]) -> tuple[str, ...]:
    """The sites as the store knows them."""
    return tuple(site.name for site in sites)
