"""Opening the ledger for service: checked first, and a damaged one is set aside with its readable rows carried over."""

from pathlib import Path
from typing import IO

import structlog

from shared.clock import Reading
from shared.store.carry_over import carry_over
from shared.store.connection import read_key
from shared.store.damage_mark import damage_noted, forget_damage, note_damage
from shared.store.database import Store
from shared.store.errors import CannotOpen, Damaged
from shared.store.incarnation import notice_older_copy
from shared.store.last_seen import remember_head
from shared.store.locks import lock_of_users, opening, share, try_exclusive
from shared.store.replacement import (
    aside_of,
    begin_replacement,
    end_replacement,
    finish_replacement,
    free_stamp,
)

LOG = structlog.get_logger()


def open_for_service(path: Path, key_file: Path | None, now: Reading) -> Store:
    """The checked ledger. A damaged file is kept beside it as `NAME.damaged-...` and never opened again.

    Raises CannotOpen where the file must be left alone: wrong key, no permission, or another process has it open.
    """
    key = read_key(key_file)
    try:
        return _checked(Store.open_with(path, key), now)
    except Damaged as damage:
        LOG.error("ledger.damaged", path=str(path), error=str(damage))  # noqa: TRY400  the sentence says it all
    return _replaced(path, key, now)


def _checked(store: Store, now: Reading) -> Store:
    try:
        store.quick_check(thorough=bool(damage_noted(store.path)))
        notice_older_copy(store, now)
        forget_damage(store.path)
    except BaseException:
        store.close()
        raise
    return store


def _replaced(path: Path, key: str, now: Reading) -> Store:
    users = lock_of_users(path)
    try:
        with opening(path):
            _alone(path, users)
            finish_replacement(path)
            if _is_damaged(path, key):
                _replace(path, key, now)
            forget_damage(path)
            # Nobody else takes it alone meanwhile: that needs the opening lock.
            share(users)
            store = Store.unlocked(path, key, users)
            # The events at the end may be what was lost.
            remember_head(store)
            return store
    except BaseException:
        users.close()
        raise


def _alone(path: Path, users: IO[bytes]) -> None:
    if not try_exclusive(users):
        note_damage(path)
        raise CannotOpen(
            f"{path}: damaged, and another process has it open. Kiosk, sync, phone line and board end by themselves and"
            " are started again; stop any other that has it."
        )


def _is_damaged(path: Path, key: str) -> bool:
    """Still? Another process may have replaced it while this one waited."""
    try:
        with Store.unlocked(path, key) as store:
            store.quick_check(thorough=bool(damage_noted(path)))
    except Damaged:
        return True
    return False


def _replace(path: Path, key: str, now: Reading) -> None:
    stamp = free_stamp(path, now.wall)
    made = begin_replacement(path, stamp)
    aside = aside_of(path, stamp)
    with Store.unlocked(made, key) as store:
        facts = carry_over(path, store, now, kept_as=str(aside))
        store.checkpoint()
    end_replacement(path, stamp)
    LOG.warning("ledger.replaced", **facts)
