"""What the wall terminal of these settings told of itself, for others: reader, screen, position."""

from datetime import datetime

from shared import terminals
from shared.config import Config
from shared.domain.health import Check
from shared.domain.health_of_terminal import TerminalTold, judge_renderer, judge_running_reader, judge_told_position
from shared.store import health_facts
from shared.store.database import Store


def read_told(store: Store, terminal: str) -> TerminalTold | None:
    """What this terminal told last; None before the first time. Raises a StoreError."""
    told = health_facts.terminals_told(store).get(terminal)
    if told is None:
        return None
    last = told.get("last_badge_at")
    return TerminalTold(
        version=str(told.get("version", "")),
        renderer=str(told.get("renderer", "")),
        software=bool(told.get("software")),
        reader=str(told.get("reader", "")),
        reader_error=str(told.get("reader_error", "")),
        last_badge_at=datetime.fromisoformat(last) if last else None,
        position=str(told.get("position", "")),
        position_error=str(told.get("position_error", "")),
    )


def terminal_runs(config: Config, now: datetime) -> bool:
    """Does it give its sign of life beside the ledger?"""
    path, name = config.store.path, config.kiosk.terminal.replace("/", "-")
    silent = {one.terminal for one in terminals.silent_terminals(path, now)}
    return name in terminals.known_terminals(path) and name not in silent


def told_checks(store: Store, config: Config, now: datetime) -> tuple[Check, ...]:
    """How reader, screen and position of a terminal that runs stand; nothing where none does. Raises a StoreError."""
    if not terminal_runs(config, now):
        return ()
    told = read_told(store, config.kiosk.terminal)
    return () if told is None else checks_of(told, now)


def checks_of(told: TerminalTold, now: datetime) -> tuple[Check, ...]:
    """What a running terminal told of itself, judged at this aware time."""
    return judge_renderer(told), judge_running_reader(told, now), judge_told_position(told)
