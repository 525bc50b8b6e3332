"""A mark beside the ledger: somebody met damage in it while it was open.

A damaged ledger can be set aside only while nobody has it open, and whoever reads other pages than the torn ones
notices nothing. So whoever notices leaves this mark, every service ends itself on it, and the first to come back looks
at the whole file: `shared/store/opening.py`.
"""

import secrets
from pathlib import Path

import structlog

from shared.store.ownership import give_away

LOG = structlog.get_logger()


def note_damage(path: Path) -> None:
    """Leave the mark, unless there is one. A disk that takes no file keeps nobody from hearing of the damage."""
    try:
        with _mark_of(path).open("x", encoding="ascii") as file:
            file.write(secrets.token_hex(8))
        give_away(_mark_of(path), path)
    except FileExistsError:
        return
    except OSError as error:
        LOG.warning("ledger.damage_not_marked", error=str(error))


def damage_noted(path: Path) -> str:
    """Which mark lies there, empty where there is none: two marks are never the same."""
    try:
        return _mark_of(path).read_text(encoding="ascii")
    except OSError:
        return ""


def forget_damage(path: Path) -> None:
    """The whole file was looked at since, and is sound or was replaced. Raises OSError."""
    _mark_of(path).unlink(missing_ok=True)


def _mark_of(path: Path) -> Path:
    return path.with_name(path.name + ".damage")
