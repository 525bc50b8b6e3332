"""Rosters of several sites in one file: what one download brings never changes what another site reads."""

from datetime import UTC, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.store import roster
from shared.store.database import Store
from shared.store.roster import Part

SITES = ("Harbour Tower", "Dock 4", "Ferry Pier")
AT = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
NAMES = {Part.EMPLOYEES: ("roster_employees", "upstream_id"), Part.POSITIONS: ("roster_positions", "position_id")}
DOWNLOADS = st.lists(
    st.tuples(
        st.lists(st.sampled_from(SITES), min_size=1, max_size=3, unique=True),
        st.sampled_from(tuple(NAMES)),
        st.one_of(st.none(), st.sets(st.integers(1, 5))),
    ),
    max_size=12,
)


def rows(part: Part, ids: set[int]) -> list[tuple[object, ...]]:
    return [(one, str(one), "Ana", 1) if part is Part.EMPLOYEES else (one, 687, "Gate") for one in sorted(ids)]


def stored(store: Store, site: str, part: Part) -> set[int] | None:
    """The ids that a reader at this site finds; None before any download arrived."""
    state = roster.states(store, site).get(part)
    if state is None or not state.snapshot:
        return None
    table, column = NAMES[part]
    return {row[0] for row in store.execute(f"SELECT {column} FROM {table} WHERE snapshot = ?", (state.snapshot,))}


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(DOWNLOADS)
def test_every_site_reads_the_last_download_that_told_of_it(
    store: Store, downloads: list[tuple[list[str], Part, set[int] | None]]
) -> None:
    store.execute("DELETE FROM roster_parts")
    expected: dict[tuple[str, Part], set[int]] = {}
    failed: set[tuple[str, Part]] = set()
    for sites, part, ids in downloads:
        told = {(site, part) for site in sites}
        if ids is None:
            for site in sites:
                roster.failed(store, site, part, AT, "timed out")
            failed |= told
        else:
            roster.replace_for(store, sites, part, rows(part, ids), began_at=AT)
            expected.update(dict.fromkeys(told, ids))
            failed -= told
        for site in SITES:
            for one in NAMES:
                assert stored(store, site, one) == expected.get((site, one))
                state = roster.states(store, site).get(one)
                assert bool(state and state.failure) == ((site, one) in failed)


def test_the_newest_of_several_sites_snapshots_comes_first_and_only_once(store: Store) -> None:
    tower, dock, ferry = SITES
    first = roster.replace_for(store, (tower, dock), Part.EMPLOYEES, [], began_at=AT)
    second = roster.replace(store, dock, Part.EMPLOYEES, [], began_at=AT)
    roster.failed(store, ferry, Part.EMPLOYEES, AT, "timed out")
    assert roster.current(store, Part.EMPLOYEES, SITES) == [second, first]
    assert roster.current(store, Part.EMPLOYEES, (tower, ferry)) == [first]
    assert roster.current(store, Part.EMPLOYEES, (ferry,)) == roster.current(store, Part.EMPLOYEES, ()) == []
    together = roster.replace_for(store, SITES, Part.EMPLOYEES, [], began_at=AT)
    assert roster.current(store, Part.EMPLOYEES, SITES) == [together]
