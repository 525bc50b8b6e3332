"""`clockpost chases`: whom we tried to reach about somebody late or missing, and what came of it."""

from typing import Annotated, Any, Final

import typer

from shared.commands.terminal import ConfigOption, JsonOption, opened, print_json, print_table, settings
from shared.store import chases as attempts
from shared.store.chases import ChaseAttempt

COLUMNS: Final = (
    *("at", "employee", "about", "shift_starts_at", "site", "to", "callee", "way", "state", "outcome", "error"),
)


def chases(
    config: ConfigOption = None,
    employee: Annotated[str, typer.Option(help="Only about this employee number.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=100_000, help="How many, newest first.")] = 50,
    as_json: JsonOption = False,
) -> None:
    """List chase calls and messages, newest first: about whom, to whom, and what came of each.

    People are told by their employee numbers; telephone numbers are not kept with an attempt.
    """
    with opened(settings(config)) as store:
        found = [_told(attempt) for attempt in attempts.listed(store, limit, employee=employee)]
    if as_json:
        print_json(found)
        return
    print_table(f"{len(found)} attempts", COLUMNS, [[one[name] for name in COLUMNS] for one in found])


def _told(attempt: ChaseAttempt) -> dict[str, Any]:
    return {
        "id": attempt.attempt_id,
        "at": attempt.at.isoformat(),
        "employee": attempt.employee,
        "about": attempt.about or "late",
        "shift": attempt.shift_id or None,
        "shift_starts_at": attempt.shift_starts_at.isoformat(),
        "site": attempt.site,
        "to": "employee" if attempt.is_to_employee else "supervisor",
        "callee": attempt.callee,
        "way": attempt.way.value,
        "state": attempt.state.value,
        "sid": attempt.sid,
        "outcome": attempt.outcome,
        "error": attempt.error,
    }
