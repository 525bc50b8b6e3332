"""A site as decisions and deliveries need it."""

from dataclasses import dataclass

from shared.domain.rules import Rules


@dataclass(frozen=True, slots=True)
class Site:
    """`at` is the centre of the geofence in degrees, None where no place is judged."""

    name: str
    account_id: int
    rules: Rules
    at: tuple[float, float] | None = None
    surveyed: bool = False
    judged_by_receiver: bool = False
    park_unscheduled: bool = False
