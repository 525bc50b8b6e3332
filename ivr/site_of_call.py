"""Which site is a call about? Found without asking where anything tells."""

from collections.abc import Mapping, Sequence

from ivr.line_site import LineSite
from shared.domain.model import Person, Presence, Shift


def by_number(sites: Sequence[LineSite], called: str, caller: str) -> str:
    """The site that was called, else the one whose landline calls; "" where neither tells."""
    for site in sites:
        if called and called in site.called_numbers:
            return site.name
    for site in sites:
        if caller and caller in site.landlines:
            return site.name
    return sites[0].name if len(sites) == 1 else ""


def by_person(sites: Sequence[LineSite], person: Person, presence: Presence, due: Mapping[str, Sequence[Shift]]) -> str:
    """Where this person is on duty, else where their shift is (`due`: shifts that could begin now, by site), else the
    one site that they are listed for; "" where several could be meant.
    """
    names = [site.name for site in sites]
    if presence.on_duty and presence.site in names:
        return presence.site
    with_shift = [name for name in names if due.get(name)]
    if len(with_shift) == 1:
        return with_shift[0]
    listed = [site.name for site in sites if site.lists(person.sites)]
    return listed[0] if len(listed) == 1 and not with_shift else ""


def possible(sites: Sequence[LineSite], person: Person, due: Mapping[str, Sequence[Shift]]) -> tuple[str, ...]:
    """What to ask: sites with a shift first, then those the person is listed for, then the others."""

    def rank(site: LineSite) -> int:
        if due.get(site.name):
            return 0
        return 1 if site.lists(person.sites) else 2

    return tuple(site.name for site in sorted(sites, key=rank))
