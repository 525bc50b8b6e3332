"""What gpsd, the time service and upstreams said about this machine's clock, shared by all processes."""

from datetime import datetime

from shared.domain.clock_trust import Witness
from shared.store.database import Store


def all_of(store: Store) -> tuple[Witness, ...]:
    """The last word of every witness."""
    rows = store.execute("SELECT source, offset_s, bound_s, wall, boottime_s, boot_id FROM witnesses")
    return tuple(Witness(row[0], row[1], row[2], datetime.fromisoformat(row[3]), row[4], row[5]) for row in rows)


def keep(store: Store, witness: Witness) -> None:
    """Replace this witness's last word."""
    store.execute(
        "INSERT OR REPLACE INTO witnesses (source, offset_s, bound_s, wall, boottime_s, boot_id)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (
            witness.source,
            witness.offset_s,
            witness.bound_s,
            witness.wall.isoformat(),
            witness.boottime_s,
            witness.boot_id,
        ),
    )
