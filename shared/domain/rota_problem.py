"""What of a rota a person has to look at: nothing that its system tells is dropped unseen."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class RotaProblemKind(StrEnum):
    """What is the matter."""

    UNJOINED = "unjoined"  # somebody whom the configured key does not make one of our people: `why` says why not
    UNOWNED = "unowned"  # a shift of somebody who is not known here, or whose owner nobody told: it is not used
    DOUBTFUL = "doubtful"  # its times came without a zone in a night of a clock change: used, perhaps an hour off
    UNTIMED = "untimed"  # a shift without a start or an end: it is not used
    UNSAID = "unsaid"  # an activity of which nobody said whether it is work: it counts as work
    TWICE = "twice"  # a shift that overlaps another one of the same person: both are used


@dataclass(frozen=True, slots=True)
class RotaProblem:
    """One problem. `who` is the rota's own id of the person or, for UNSAID, of the activity; "" where it told none.

    `key` is the key that was to join the person. `upstream_id` is the system of record's, where the person is known.
    """

    kind: RotaProblemKind
    why: str = ""
    who: str = ""
    key: str = field(default="", repr=False)
    upstream_id: int | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None


def state_of(problems: Iterable[RotaProblem]) -> str:
    """One word for what is the matter with whom, "" for nothing.

    Which shifts it shows on is left out: the window moves every day, and the same trouble is no news then.
    """
    told = sorted({f"{one.kind} {one.why} {one.who} {one.upstream_id or ''}" for one in problems})
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16] if told else ""
