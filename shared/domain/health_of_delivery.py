"""The rules of health for what the ledger file knows: people, roster, what waits, the way upstream, the clock."""

from typing import Final

from shared.domain.clock_trust import ClockTrust, TrustLevel
from shared.domain.health import Check, fault, ok, unknown, warning, worst_of
from shared.domain.health_facts import Facts, LedgerFacts, RosterFacts, UpstreamFacts

WAITS_LONG_S: Final = 3600.0
WAITS_TOO_LONG_S: Final = 24 * 3600.0
OLD_ROSTER_S: Final = 2 * 3600.0
OLD_REGISTER_S: Final = 2 * 3600.0
VERY_OLD_S: Final = 24 * 3600.0
"""After a day the door stops to refuse anybody by the rota (`roster.refuse_max_age_h`)."""


def of_delivery(facts: Facts) -> tuple[Check, ...]:
    """Everything that the ledger file tells but the clock, each subject once."""
    ledger = facts.ledger
    return (
        judge_people(ledger, has_register=facts.has_register),
        judge_roster(ledger.rosters, has_upstream=facts.has_upstream),
        judge_waiting(ledger, has_upstream=facts.has_upstream),
        judge_parked(ledger.parked),
        judge_doubtful(ledger.doubtful),
        judge_sign_in(ledger.upstreams, has_upstream=facts.has_upstream),
    )


def judge_clock(clock: ClockTrust) -> Check:
    """Can the terminal's clock be believed?"""
    if clock.level is TrustLevel.UNTRUSTED:
        if clock.source and clock.offset_s is not None:
            told = f"The clock is wrong by about {abs(clock.offset_s):.0f} s ({clock.source})."
        else:
            told = "Nothing has confirmed the clock since the start: no time server, no satellites, no upstream."
        return fault("clock", told, "Give it a link or a receiver; events are held until then: timedatectl status")
    told = f"The clock is right within {clock.bound_s or 0:.1f} s, by {clock.source}."
    if clock.level is TrustLevel.BOUNDED:
        return warning("clock", told, "It is good enough to record; look at: timedatectl status")
    return ok("clock", told)


def judge_people(ledger: LedgerFacts, *, has_register: bool) -> Check:
    """Is anybody known here, and is the register fresh?"""
    if not ledger.people:
        return fault(
            "people",
            "There is no people register: nobody is known here.",
            "Set people.source, or: clockpost people import FILE",
        )
    told = f"{ledger.people} people in the register, {_age(ledger.people_age_s)}."
    if ledger.people_problem:
        return warning(
            "people",
            f"The register's file cannot be taken in; the last good one is used. {told}",
            "Mend the file: clockpost doctor tells what is wrong with it",
            ledger.people_problem,
        )
    # A register that was taken in once says nothing while its file stays as it is: only one never fetched is a matter.
    if has_register and ledger.people_age_s is None:
        return warning("people", told, "Look at people.source, and whether clockpost sync runs")
    return ok("people", told)


def judge_roster(rosters: tuple[RosterFacts, ...], *, has_upstream: bool) -> Check:
    """Is it known who is due?"""
    if not has_upstream or not rosters:
        return ok("roster", "No upstream: nobody is due by a rota.")
    return worst_of("roster", [_roster(one) for one in rosters])


def _roster(one: RosterFacts) -> Check:
    told = f"The roster of {one.site} is {_age(one.age_s)}."
    to_do = "Look at the link, the sign-in, and whether clockpost sync runs"
    if one.age_s is None:
        return warning("roster", f"The roster of {one.site} was never downloaded.", to_do, one.failure)
    if one.age_s > VERY_OLD_S:
        return fault("roster", told, to_do, one.failure)
    if one.age_s > OLD_ROSTER_S:
        return warning("roster", told, to_do, one.failure)
    if not one.covers_now:
        return warning("roster", f"{told} It does not reach today.", "Look at roster.days_ahead", one.failure)
    return ok("roster", told)


def judge_waiting(ledger: LedgerFacts, *, has_upstream: bool) -> Check:
    """How long has the oldest event waited for its upstream?"""
    if not has_upstream:
        return ok("waiting", "No upstream: nothing is delivered.")
    if not ledger.waiting:
        return ok("waiting", "Nothing waits to be delivered.")
    age_s = ledger.oldest_age_s
    told = f"{ledger.waiting} wait to be delivered, the oldest {_age(age_s)}."
    to_do = "Look at the link, the sign-in and clockpost sync: clockpost outbox list"
    if age_s is None or age_s > WAITS_TOO_LONG_S:
        return fault("waiting", told, to_do)
    return warning("waiting", told, to_do) if age_s > WAITS_LONG_S else ok("waiting", told)


def judge_parked(parked: int) -> Check:
    """What was refused for good waits for a supervisor."""
    if not parked:
        return ok("parked", "Nothing is parked.")
    return warning("parked", f"{parked} refused upstream for good.", "A supervisor decides: clockpost desk list")


def judge_doubtful(doubtful: int) -> Check:
    """What may or may not have arrived is looked up by itself."""
    if not doubtful:
        return ok("doubtful", "Nothing is in doubt.")
    return warning(
        "doubtful",
        f"{doubtful} may have arrived or not.",
        "They are looked up once there is a link; nothing is sent twice: clockpost outbox list",
    )


def judge_sign_in(upstreams: tuple[UpstreamFacts, ...], *, has_upstream: bool) -> Check:
    """Does the upstream let us in? By what delivery remembers: asking would spend a token, or an attempt."""
    if not has_upstream:
        return ok("sign-in", "No upstream: nobody signs in.")
    return worst_of("sign-in", [_sign_in(one) for one in upstreams])


def _sign_in(one: UpstreamFacts) -> Check:
    if one.refused:
        wait = f" The next attempt is in {one.wait_s / 60:.0f} min." if one.wait_s > 0 else ""
        return fault(
            "sign-in",
            f"{one.name} refused our sign-in {one.refused} times in a row.{wait}",
            "Correct user name, password or secret: a changed file is tried at once",
            one.reason,
        )
    if one.signed_in:
        return ok("sign-in", f"{one.name} lets us in.")
    return unknown("sign-in", f"Nobody has signed in at {one.name} yet.", "Start clockpost sync", one.reason)


def judge_link(upstreams: tuple[UpstreamFacts, ...], *, has_upstream: bool) -> Check:
    """What delivery saw of the way upstream last. For the quick look; the doctor tries the way itself."""
    if not has_upstream:
        return ok("link", "No upstream is set.")
    asked = [one for one in upstreams if one.link_up is not None]
    if not asked:
        return unknown("link", "No upstream was asked yet.", "Start clockpost sync")
    return worst_of("link", [_link(one) for one in asked])


def _link(one: UpstreamFacts) -> Check:
    if not one.link_up:
        return warning("link", f"{one.name} was not reached last.", "Try: clockpost doctor", one.reason)
    return ok("link", f"{one.name} answers.")


def _age(age_s: float | None) -> str:
    if age_s is None:
        return "of unknown age"
    if age_s < 120:
        return f"{age_s:.0f} s old"
    if age_s < 2 * 3600:
        return f"{age_s / 60:.0f} min old"
    return f"{age_s / 3600:.0f} h old" if age_s < 3 * 86400 else f"{age_s / 86400:.0f} days old"
