"""Musters as they were frozen, with every tick that anybody made. Names are not kept: they are looked up."""

import json
from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import datetime

from shared.domain.flags import Flag
from shared.domain.model import Door
from shared.domain.muster_entry import Ages, Muster, MusterEntry, Seen, Stand, Tick, Why, merged
from shared.store.database import Row, Store
from shared.store.taps import StoredTap, TapState

_HEAD = "number, site, terminal, at, by_whom, ages"
_ENTRY = "key, number, stand, why, seen_at, door, terminal, method, by_supervisor, position"
_TAP = "id, at, door, terminal, site, state, employee, presented, reason, event_id, evidence"


def put(store: Store, muster: Muster) -> Muster:
    """Keep it under the next number of this ledger, inside the caller's transaction; the muster with its number."""
    row = store.one("SELECT coalesce(max(number), 0) + 1 FROM musters")
    numbered = replace(muster, number=int(row[0]) if row else 1)
    store.execute(
        f"INSERT INTO musters ({_HEAD}) VALUES (?, ?, ?, ?, ?, ?)",
        (
            numbered.number,
            muster.site,
            muster.terminal,
            muster.at.isoformat(),
            muster.by,
            json.dumps(asdict(muster.ages)),
        ),
    )
    store.many(
        f"INSERT INTO muster_entries (muster, {_ENTRY}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(numbered.number, *_stored(entry)) for entry in muster.entries],
    )
    return numbered


def find(store: Store, number: int) -> Muster | None:
    """The muster of that number with the ticks that count; its entries have no names."""
    row = store.one(f"SELECT {_HEAD} FROM musters WHERE number = ?", (number,))
    if row is None:
        return None
    rows = store.execute(f"SELECT {_ENTRY} FROM muster_entries WHERE muster = ? ORDER BY key", (number,))
    entries = tuple(map(_entry, rows))
    at, ages = datetime.fromisoformat(row[3]), Ages(**json.loads(row[5]))
    return Muster(row[0], row[1], row[2], at, row[4], entries, ages, merged(ticks(store, number)))


def newest(store: Store, site: str) -> int | None:
    """The number of the last muster of the site, None where there was never one."""
    row = store.one("SELECT max(number) FROM musters WHERE site = ?", (site,))
    return row[0] if row else None


def keep_tick(store: Store, number: int, tick: Tick, told_at: datetime, came_at: datetime) -> bool:
    """Keep a tick, once; False where it was there. `told_at` is the time that it named, `came_at` when it arrived."""
    kept = store.execute(
        "INSERT INTO muster_ticks (id, muster, key, ticked, at, told_at, came_at, by_whom)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING RETURNING 1",
        (
            tick.tick_id,
            number,
            tick.key,
            int(tick.ticked),
            tick.at.isoformat(),
            told_at.isoformat(),
            came_at.isoformat(),
            tick.by,
        ),
    )
    return bool(kept)


def ticks(store: Store, number: int) -> list[Tick]:
    """Every tick of a muster, taken back or not, oldest first."""
    rows = store.execute(
        "SELECT id, key, ticked, at, by_whom FROM muster_ticks WHERE muster = ? ORDER BY at, id", (number,)
    )
    return [Tick(row[0], row[1], bool(row[2]), datetime.fromisoformat(row[3]), row[4]) for row in rows]


def last_seen(store: Store, event_ids: Iterable[str]) -> dict[str, Seen]:
    """When and at which door these events were made, by id; one that this version cannot read is left out."""
    wanted = json.dumps([event_id for event_id in event_ids if event_id])
    rows = store.execute(
        "SELECT id, at, json_extract(body, '$.door'), json_extract(body, '$.terminal'), json_extract(body, '$.flags')"
        " FROM ledger WHERE id IN (SELECT value FROM json_each(?)) AND json_valid(body)",
        (wanted,),
    )
    return {row[0]: _seen(row) for row in rows if row[2] in set(Door)}


def taps_without_event(store: Store, site: str, since: datetime) -> list[StoredTap]:
    """The taps of the site from `since` on that became no event yet: questions asked or left open, and claims."""
    states = (TapState.ASKED, TapState.OPEN, TapState.CLAIM)
    # The states stand in the text, not as parameters: only so do the partial indexes answer.
    union = " UNION ALL ".join(f"SELECT {_TAP} FROM taps WHERE state = '{state}'" for state in states)
    rows = store.execute(f"SELECT * FROM ({union}) WHERE site = ? AND at > ? ORDER BY at", (site, since.isoformat()))
    return [
        StoredTap(row[0], datetime.fromisoformat(row[1]), row[2], row[3], row[4], TapState(row[5]), *row[6:])
        for row in rows
    ]


def _stored(entry: MusterEntry) -> tuple[object, ...]:
    seen = entry.seen
    return (
        entry.key,
        entry.number,
        entry.stand,
        entry.why,
        seen.at.isoformat() if seen.at else None,
        seen.door,
        seen.terminal,
        seen.method,
        int(seen.by_supervisor),
        entry.position,
    )


def _entry(row: Row) -> MusterEntry:
    key, number, stand, why, seen_at, door, terminal, method, by_supervisor, position = row
    at = datetime.fromisoformat(seen_at) if seen_at else None
    seen = Seen(at, Door(door) if door else None, terminal, method, bool(by_supervisor))
    return MusterEntry(key, number, "", Stand(stand), seen, Why(why) if why else None, position)


def _seen(row: Row) -> Seen:
    _, at, door, terminal, flags = row
    told = json.loads(flags) if isinstance(flags, str) else []
    return Seen(
        datetime.fromisoformat(at), Door(door), str(terminal), by_supervisor=Flag.ACCEPTED_BY_SUPERVISOR.value in told
    )
