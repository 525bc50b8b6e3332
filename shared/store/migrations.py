"""The shape of the ledger file, as a list of steps that only add.

A step adds nullable columns or tables, so that the version before can still read the file. `transform()` is never used
here: it drops triggers, and the ledger's are what refuses to rewrite history.
"""

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from shared.store.anchor_version import ANCHORS
from shared.store.break_notice_version import BREAK_NOTICES
from shared.store.break_question_version import BREAK_QUESTIONS
from shared.store.chase_version import CHASE
from shared.store.clock_version import CLOCK_WORDS
from shared.store.desk_version import DESK
from shared.store.first_version import AT_THE_DOOR, DELIVERY, LEDGER, PEOPLE, ROSTER
from shared.store.handover_version import HANDOVER
from shared.store.muster_version import MUSTER
from shared.store.phone_version import PHONE
from shared.store.rota_version import ROTA
from shared.store.time_card_version import TIME_CARDS, TIME_CARDS_TOLD
from shared.store.worked_shift_version import WORKED_SHIFTS

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
def m004_a_rota_from_elsewhere(db: Database) -> None:
    """Absences, the hours that the rota's system tells, and what of its rota a person has to look at."""
    _run(db, ROTA)


@MIGRATIONS()
def m005_musters(db: Database) -> None:
    """Musters as they were frozen, and the ticks on them."""
    _run(db, MUSTER)


@MIGRATIONS()
def m006_chase_calls(db: Database) -> None:
    """Who agreed to be called when late, the order of the register's file, and every attempt to reach somebody."""
    _run(db, CHASE)


@MIGRATIONS()
def m008_worked_shifts(db: Database) -> None:
    """The id of a record upstream where it is no number, and how its row is found."""
    _run(db, WORKED_SHIFTS)


@MIGRATIONS()
def m009_time_cards(db: Database) -> None:
    """What another system's time cards say, to be compared with the ledger."""
    _run(db, TIME_CARDS)


@MIGRATIONS()
def m010_break_questions(db: Database) -> None:
    """What employees are asked about their breaks, and what was changed since they were told."""
    _run(db, BREAK_QUESTIONS)


@MIGRATIONS()
def m011_time_cards_told(db: Database) -> None:
    """What changed cards have to be told to whom, what their numbers mean, and how the ledger compares."""
    _run(db, TIME_CARDS_TOLD)


@MIGRATIONS()
def m012_words_of_the_clock(db: Database) -> None:
    """What every witness of the clock said first and last in every boot."""
    _run(db, CLOCK_WORDS)


@MIGRATIONS()
def m013_break_notices(db: Database) -> None:
    """What an attempt to reach somebody was about, where it was not about being late."""
    _run(db, BREAK_NOTICES)


@MIGRATIONS()
def m020_handovers(db: Database) -> None:
    """What was handed to another terminal, and what was taken in from one."""
    _run(db, HANDOVER)


@MIGRATIONS()
def m021_anchors(db: Database) -> None:
    """Where the ledger begins once old events were removed."""
    _run(db, ANCHORS)
