"""Taking in what another terminal handed over, once, while nothing runs here."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog

from shared.clock import Reading
from shared.handover_file import HandoverError, read_signed
from shared.store import taking_in
from shared.store.binding import bound
from shared.store.database import Store
from shared.store.handing_over import export_called
from shared.store.last_seen import remember_head
from shared.store.offline import offline
from shared.store.ownership import give_away

LOG = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What came. `before` is when it was taken in already, in ISO form; then nothing was done."""

    terminal: str
    events: int = 0
    deliveries: int = 0
    before: str = ""


def take_over(
    path: Path, key: str, file: Path, code: str, accounts: Collection[int], bind: Callable[[Store], None], now: Reading
) -> TakenIn:
    """Take in the handover in `file`. `accounts` are those of this terminal's sites.

    Raises HandoverError or a StoreError; nothing was taken in then.
    """
    told = read_signed(file, code)
    _make_where_missing(path)
    with offline(path), Store.unlocked(path, key) as store:
        bind(store)
        with store.writing():
            before = taking_in.taken_at(store, told["id"])
            if before is not None:
                return TakenIn(told["terminal"], before=before)
            _check(store, file, told, accounts)
            events, deliveries = taking_in.take_in(store, told, now)
        store.checkpoint()
        remember_head(store)
    LOG.warning("handover.taken_in", export=told["id"], events=events, deliveries=deliveries)
    return TakenIn(told["terminal"], events, deliveries)


def _make_where_missing(path: Path) -> None:
    """A terminal that never ran: an empty file becomes its ledger, owned as its folder is."""
    if path.exists():
        return
    try:
        path.touch(mode=0o640)
        give_away(path, path.parent)
    except OSError as error:
        raise HandoverError(f"{path}: {error.strerror}. Nothing was taken in") from error


def _check(store: Store, file: Path, told: dict[str, Any], accounts: Collection[int]) -> None:
    if export_called(store, told["id"]) is not None:
        raise HandoverError(f"{file}: this very ledger handed it over; take it in at the other terminal")
    strange = {one["body"]["site"] for one in told["events"] if one["body"]["account"] not in accounts}
    if strange:
        raise HandoverError(
            f"{file}: of {', '.join(sorted(strange))}, which is no site of this terminal. Nothing was taken in"
        )
    own_urls = bound(store)[1]
    for upstream, url in told["upstreams"].items():
        own = own_urls.get(upstream)
        if own != url:
            raise HandoverError(
                f"{file}: its events go to {upstream} at {url}, this terminal delivers"
                f" {f'to {own}' if own else 'nothing there'}. Nothing was taken in"
            )
    earlier = taking_in.missing(store, told["earlier"])
    if earlier:
        raise HandoverError(
            f"{file}: take in the earlier handover {', '.join(sorted(set(earlier.values())))} of that terminal first"
        )
