"""What is stored of a site's roster is read once for each download, never longer."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from shared.ports import UpstreamPosition
from shared.store import at_tap, roster
from shared.store.database import Store
from shared.store.roster import Part

AT = datetime(2026, 3, 2, 6, tzinfo=UTC)
HERE, THERE = "Harbour Tower", "Old Mill"


def _download(store: Store, site: str, began_at: datetime) -> int:
    rows = roster.position_rows([UpstreamPosition(382, 687, "Guard, Gate 2")])
    return roster.replace(store, site, Part.POSITIONS, rows, began_at=began_at)


def test_a_site_without_a_download_has_no_roster(store: Store) -> None:
    assert at_tap.stored_roster(store, HERE).positions.snapshot == 0


def test_a_new_download_is_seen_also_that_of_another_process(store: Store, path: Path) -> None:
    first = _download(store, HERE, AT)
    assert at_tap.stored_roster(store, HERE).positions == at_tap.StoredPart(first, AT)
    with Store.open(path) as sync:
        second = _download(sync, HERE, AT + timedelta(hours=1))
    assert at_tap.stored_roster(store, HERE).positions == at_tap.StoredPart(second, AT + timedelta(hours=1))


def test_each_site_has_a_roster_of_its_own_even_where_their_downloads_count_alike(store: Store) -> None:
    here = _download(store, HERE, AT)
    shifts_here = roster.replace(store, HERE, Part.SHIFTS, [], began_at=AT)
    there = _download(store, THERE, AT)
    assert here + shifts_here == there
    assert at_tap.stored_roster(store, HERE).positions.snapshot == here
    assert at_tap.stored_roster(store, THERE).positions.snapshot == there


def test_a_tap_and_a_call_see_the_same_roster(store: Store) -> None:
    _download(store, HERE, AT)
    seen = at_tap.read(store, employee="1053", terminal="Terminal 1", tap_id="", site=HERE)
    assert seen.roster == at_tap.stored_roster(store, HERE)
