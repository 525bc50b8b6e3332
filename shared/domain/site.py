"""A site as decisions and deliveries need it."""

from dataclasses import dataclass

from shared.domain.rules import Rules


@dataclass(frozen=True, slots=True)
class Site:
    """`at` is the centre of the geofence in degrees, None where no place is judged.

    `asks_of_breaks`: the summary of a shift's breaks is told here; False where the vendor's own app does it.
    """

    name: str
    account_id: int
    rules: Rules
    at: tuple[float, float] | None = None
    surveyed: bool = False
    judged_by_receiver: bool = False
    park_unscheduled: bool = False
    asks_of_breaks: bool = True
