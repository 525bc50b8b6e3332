"""A ledger that is made anew from a damaged file: no table of it is forgotten."""

from typing import Final

from shared.store.carry_over import CARRIED
from shared.store.database import Store

MADE_ANEW: Final = {
    "_sqlite_migrations": "each file has its own",
    "presence": "rebuilt from the events",
    "pin_attempts": "guesses of the last minutes",
    "witnesses": "of this boot; the clock is heard again within the minute",
    "roster_accounts": "half a roster would refuse people: the next download brings the whole",
    "roster_absences": "with the roster",
    "roster_employees": "with the roster",
    "roster_hours": "with the roster",
    "roster_parts": "with the roster",
    "roster_positions": "with the roster",
    "roster_shifts": "with the roster",
    "rota_problems": "with the roster",
    "open_sessions": "with the roster",
    "time_card_findings": "compared again with the next time cards",
}


def test_every_table_is_carried_or_there_is_a_reason(store: Store) -> None:
    tables = {row[0] for row in store.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    assert tables == {*CARRIED, *MADE_ANEW}
    assert not set(CARRIED) & set(MADE_ANEW)
