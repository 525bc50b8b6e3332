"""`clockpost between-shifts`, as `update.sh` reads it: by its exit code."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from shared.clock import SystemClock
from shared.store import roster
from shared.store.database import Store
from shared.store.roster import Part
from tests.shared.store.gate import ACCOUNT, SITE


def rota(settings: Path, *, begins_in_min: int, account: int = ACCOUNT) -> None:
    """One shift of eight hours."""
    now = SystemClock().now()
    begins = now + timedelta(minutes=begins_in_min)
    with Store.open(settings.parent / "ledger.db") as store:
        shift = (1053, begins.isoformat(), 9000, (begins + timedelta(hours=8)).isoformat(), account, None)
        roster.replace(store, SITE, Part.SHIFTS, [shift], began_at=now, covers_until=now + timedelta(days=9))


@pytest.mark.parametrize(("begins_in_min", "code"), [(10, 3), (-10, 3), (-475, 3), (120, 0), (-240, 0)])
def test_it_ends_with_three_near_a_start_or_an_end(clockpost, settings: Path, begins_in_min: int, code: int) -> None:
    rota(settings, begins_in_min=begins_in_min)
    ran = clockpost("between-shifts")
    assert ran.exit_code == code, ran.output
    assert (f"{SITE}: a shift begins or ends at" in ran.output) == (code == 3)


def test_the_span_can_be_chosen(clockpost, settings: Path) -> None:
    rota(settings, begins_in_min=40)
    assert clockpost("between-shifts").exit_code == 0
    assert clockpost("between-shifts", "--minutes", "60").exit_code == 3


def test_a_shift_of_another_account_disturbs_nobody(clockpost, settings: Path) -> None:
    rota(settings, begins_in_min=5, account=ACCOUNT + 1)
    assert clockpost("between-shifts").exit_code == 0


def test_it_tells_a_program_which_site_and_when(clockpost, settings: Path) -> None:
    rota(settings, begins_in_min=5)
    ran = clockpost("between-shifts", "--json")
    assert ran.exit_code == 3
    told = json.loads(ran.stdout)
    assert (told["quiet"], [one["site"] for one in told["sites"]]) == (False, [SITE])


def test_a_ledger_without_a_rota_is_quiet(clockpost, settings: Path) -> None:
    Store.open(settings.parent / "ledger.db").close()
    assert clockpost("between-shifts").exit_code == 0
