"""A supervisor authorises a refused clock-in where it was refused: at the wall, or in the same call.

It is the acceptance of a claim (`shared.accepting`) and nothing beside it: at the claim's own time, once, flagged, with
the supervisor's number in the decision. `ON_THE_SPOT` says which refusals can be lifted so.
"""

from dataclasses import replace
from datetime import datetime

from shared.accepting import WAITING, accept_and_store, everybody_if_asked, waiting_claim
from shared.domain.acceptance import ON_THE_SPOT, NotAccepted, WhyNot, objection_to
from shared.domain.model import Person
from shared.domain.site import Site
from shared.domain.tap import Answer, Choice
from shared.gather import Surroundings
from shared.recording import Door, Outcome
from shared.store import taps
from shared.store.database import Store


def authorise(
    store: Store, door: Door, claim_id: str, by: Person, around: Surroundings, position_id: int | None = None
) -> Outcome | NotAccepted:
    """Make the event of a refused clock-in, by the word of the supervisor `by`, whom the caller has identified.

    `door` is one of the claim's site. The outcome's decision is Accepted, Repeated where the claim is an event already,
    or Ask where `position_id` must be named: nothing is stored then. Raises a StoreError when nothing was written.
    """
    with store.writing():
        return authorise_and_store(store, door, claim_id, by, around, position_id)


def authorise_and_store(
    store: Store, door: Door, claim_id: str, by: Person, around: Surroundings, position_id: int | None = None
) -> Outcome | NotAccepted:
    """The inside of `authorise`, for a caller that holds the transaction."""
    kept = taps.find(store, claim_id)
    if kept is None or kept.employee is None:
        return NotAccepted(WhyNot.NO_SUCH_CLAIM)
    if kept.state in WAITING and kept.reason not in ON_THE_SPOT:
        return NotAccepted(WhyNot.NOT_ON_THE_SPOT)
    claim = waiting_claim(store, kept)
    meant = claim.wanted or Answer(Choice.CLOCK_IN)
    answer = meant if position_id is None else replace(meant, position_id=position_id)
    # The register may have dropped them since: their number still serves.
    person = claim.person or Person(kept.employee, "")
    return accept_and_store(store, door, claim_id, person, answer, by, around)


def objection(store: Store, site: Site, by: Person, employee: Person, now: datetime) -> WhyNot | None:
    """Why this person may not authorise a clock-in of the employee's at the site now (aware UTC), or None."""
    return objection_to(by, employee, everybody_if_asked(store), site, now)
