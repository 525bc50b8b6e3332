"""The people register as it counts now, badges that the desk paired or reported lost included."""

from collections import Counter, defaultdict

from shared.store.database import Row, Store
from shared.store.people import CURRENT, RegisterRow, everybody


def whole_register(store: Store) -> list[RegisterRow]:
    """Everybody with everything, by number."""
    badges: defaultdict[str, list[tuple[str, str, bool]]] = defaultdict(list)
    for number, digest, key_id, lost in _badges(store):
        badges[number].append((digest, key_id, bool(lost)))
    rows = store.execute(f"SELECT number, phone, pin_hash, coalesce(chase, 0) FROM people WHERE snapshot = {CURRENT}")
    reach = {number: (phone, pin_hash, bool(chase)) for number, phone, pin_hash, chase in rows}
    found = []
    for person in everybody(store):
        phone, pin_hash, chase = reach[person.number]
        found.append(RegisterRow(person, phone, pin_hash, tuple(badges[person.number]), chase))
    return found


def badges_by_key(store: Store) -> Counter[str]:
    """How many badges are known under each badge key, by the key's id."""
    return Counter(key_id for _, _, key_id, _ in _badges(store))


def _badges(store: Store) -> list[Row]:
    return store.execute(
        "SELECT number, hash, key_id, max(lost, EXISTS (SELECT 1 FROM lost_badges WHERE hash = told.hash)) FROM ("
        f" SELECT number, hash, key_id, lost FROM badges WHERE snapshot = {CURRENT} UNION ALL"
        " SELECT number, hash, key_id, 0 FROM badge_pairings WHERE hash NOT IN"
        f" (SELECT hash FROM badges WHERE snapshot = {CURRENT})) AS told ORDER BY number, hash"
    )
