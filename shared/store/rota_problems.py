"""What the last good download of a site's rota left for a person to look at."""

from dataclasses import dataclass
from datetime import datetime

from pydantic import TypeAdapter

from shared.domain.rota_problem import RotaProblem, state_of
from shared.store.database import Store


@dataclass(frozen=True, slots=True)
class FoundProblems:
    """`found_at` is the instant at which the download began."""

    found_at: datetime
    problems: tuple[RotaProblem, ...]


_PROBLEMS = TypeAdapter(tuple[RotaProblem, ...])


def keep(store: Store, site: str, found_at: datetime, problems: tuple[RotaProblem, ...]) -> None:
    """Replace what was found before, inside the caller's transaction."""
    store.execute(
        "INSERT OR REPLACE INTO rota_problems (site, found_at, state, problems) VALUES (?, ?, ?, ?)",
        (site, found_at.isoformat(), state_of(problems), _PROBLEMS.dump_json(problems).decode()),
    )


def failed(store: Store, site: str, at: datetime, state_now: str) -> str:
    """Remember that nothing could be had, for a reason that a person must mend; the state before. The problems stay."""
    was = state(store, site)
    store.execute(
        "INSERT INTO rota_problems (site, found_at, state, problems) VALUES (?, ?, ?, '[]')"
        " ON CONFLICT (site) DO UPDATE SET state = excluded.state",
        (site, at.isoformat(), state_now),
    )
    return was


def forget(store: Store, site: str) -> None:
    """The site's rota comes from elsewhere now."""
    store.execute("DELETE FROM rota_problems WHERE site = ?", (site,))


def state(store: Store, site: str) -> str:
    """The word of `rota_problem.state_of` for what was found last; "" for nothing."""
    row = store.one("SELECT state FROM rota_problems WHERE site = ?", (site,))
    return str(row[0]) if row else ""


def found(store: Store, site: str) -> FoundProblems | None:
    """What was found last; None before the first download."""
    row = store.one("SELECT found_at, problems FROM rota_problems WHERE site = ?", (site,))
    return FoundProblems(datetime.fromisoformat(row[0]), _PROBLEMS.validate_json(row[1])) if row else None
