"""What a terminal that goes to another site leaves behind, told to whoever moves it."""

from collections.abc import Iterator

from shared.store import outbox, people, presence
from shared.store.database import Store


def left_behind(store: Store, former: str) -> Iterator[str]:
    """A sentence each about events that wait, and about who is clocked in at the site `former`. Raises a StoreError."""
    waiting, _ = outbox.waiting_summary(store)
    if waiting:
        told = "1 event waits and goes" if waiting == 1 else f"{waiting} events wait and go"
        where = "it" if waiting == 1 else "they"
        yield f"{told} out to the account of the site where {where} happened: clockpost outbox list"
    there = sorted(
        number
        for number, standing in presence.everybody(store).items()
        if standing.presence.on_duty and standing.presence.site == former
    )
    if there:
        yield (
            f"Still clocked in at {former}: {', '.join(_named(store, number) for number in there)}."
            " Their next tap asks whether that ends; a supervisor can clock them out: clockpost desk"
        )


def _named(store: Store, number: str) -> str:
    known = people.by_number(store, number)
    return f"{known[0].name} ({number})" if known else number
