"""The shape of the ledger file, as a list of steps that only add.

A step adds nullable columns or tables, so that the version before can still read the file. `transform()` is never used
here: it drops triggers, and the ledger's are what refuses to rewrite history.
"""

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from shared.store.desk_version import DESK
from shared.store.first_version import AT_THE_DOOR, DELIVERY, LEDGER, PEOPLE, ROSTER
from shared.store.phone_version import PHONE
from shared.store.time_card_version import TIME_CARDS

MIGRATIONS = Migrations("clockpost")


def _run(db: Database, script: str) -> None:
    # One statement at a time: executescript() would commit the migration's own transaction.
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        whole_trigger = "CREATE TRIGGER" not in statement or statement.rstrip().endswith("END;")
        if line.rstrip().endswith(";") and whole_trigger:
            db.execute(statement)
            statement = ""


@MIGRATIONS()
def m001_the_first_version(db: Database) -> None:
    """Ledger, delivery, the door, roster and people."""
    for script in (LEDGER, DELIVERY, AT_THE_DOOR, ROSTER, PEOPLE):
        _run(db, script)


@MIGRATIONS()
def m002_the_phone_line(db: Database) -> None:
    """Steps of calls that were answered, who identified in them, chosen languages, voice messages."""
    _run(db, PHONE)


@MIGRATIONS()
def m003_the_supervisors_desk(db: Database) -> None:
    """Decisions with their reasons, notices to employees, pairings, lost badges, one-time PINs, remedies."""
    _run(db, DESK)


@MIGRATIONS()
def m009_time_cards(db: Database) -> None:
    """What another system's time cards say, to be compared with the ledger."""
    _run(db, TIME_CARDS)
