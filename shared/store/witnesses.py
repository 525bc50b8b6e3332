"""What gpsd, the time service and upstreams said about this machine's clock, shared by all processes."""

from datetime import datetime

from shared.domain.clock_trust import BATTERY_CLOCK, Witness
from shared.store import clock_words
from shared.store.database import Store


def all_of(store: Store) -> tuple[Witness, ...]:
    """The last word of every witness."""
    rows = store.execute("SELECT source, offset_s, bound_s, wall, boottime_s, boot_id FROM witnesses")
    return tuple(Witness(row[0], row[1], row[2], datetime.fromisoformat(row[3]), row[4], row[5]) for row in rows)


def keep(store: Store, witness: Witness) -> None:
    """Replace this witness's last word; of a battery-backed clock the first of a boot stays.

    What it says later is the wall clock itself again: a clock that was changed by hand would confirm itself.
    """
    first_of_boot = " WHERE witnesses.boot_id != excluded.boot_id" if witness.source == BATTERY_CLOCK else ""
    store.execute(
        "INSERT INTO witnesses (source, offset_s, bound_s, wall, boottime_s, boot_id) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (source) DO UPDATE SET offset_s = excluded.offset_s, bound_s = excluded.bound_s,"
        f" wall = excluded.wall, boottime_s = excluded.boottime_s, boot_id = excluded.boot_id{first_of_boot}",
        (
            witness.source,
            witness.offset_s,
            witness.bound_s,
            witness.wall.isoformat(),
            witness.boottime_s,
            witness.boot_id,
        ),
    )
    clock_words.remember(store, witness)
