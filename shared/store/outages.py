"""When a terminal did not run: taps may be missing from these spans."""

from datetime import datetime

from shared.clock import new_id
from shared.store.database import Store


def keep(store: Store, terminal: str, began_at: datetime, ended_at: datetime) -> None:
    """Remember that `terminal` was off between these instants."""
    store.execute(
        "INSERT INTO outages (id, terminal, began_at, ended_at) VALUES (?, ?, ?, ?)",
        (new_id(ended_at), terminal, began_at.isoformat(), ended_at.isoformat()),
    )
