"""The people register as a file that another terminal with the same badge key can import: PINs and badges as hashes."""

import csv
import io
from collections.abc import Sequence

from shared.people_file import COLUMNS
from shared.store.people import RegisterRow

SECRETS = ("badges", "lost_badges", "pin")
"""What no register knows any more."""


def to_csv(rows: Sequence[RegisterRow]) -> str:
    """The whole file, as `clockpost people import` reads it."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, [name for name in COLUMNS if name not in SECRETS], lineterminator="\n")
    writer.writeheader()
    writer.writerows(_cells(row) for row in rows)
    return text.getvalue()


def _cells(row: RegisterRow) -> dict[str, str]:
    person = row.person
    return {
        "number": person.number,
        "name": person.name,
        "language": person.language,
        "role": person.role,
        "sites": ";".join(person.sites),
        "upstream_id": "" if person.upstream_id is None else str(person.upstream_id),
        "pin_hash": row.pin_hash,
        "phone": row.phone,
        "valid_from": person.valid_from.isoformat() if person.valid_from else "",
        "valid_until": person.valid_until.isoformat() if person.valid_until else "",
        "chase": "yes" if row.chase else "no",
        "badge_hashes": _hashes(row, lost=False),
        "lost_badge_hashes": _hashes(row, lost=True),
    }


def _hashes(row: RegisterRow, *, lost: bool) -> str:
    return ";".join(f"{key_id}:{digest}" for digest, key_id, is_lost in row.badges if is_lost is lost)
