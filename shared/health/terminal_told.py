"""What the wall terminal of these settings told of itself, for whoever is not the terminal: reader and screen."""

from datetime import datetime

from shared import terminals
from shared.config import Config
from shared.domain.health import Check
from shared.domain.health_of_terminal import TerminalTold, judge_renderer, judge_running_reader
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
    )


def terminal_runs(config: Config, now: datetime) -> bool:
    """Does it give its sign of life beside the ledger?"""
    path, name = config.store.path, config.kiosk.terminal.replace("/", "-")
    silent = {one.terminal for one in terminals.silent_terminals(path, now)}
    return name in terminals.known_terminals(path) and name not in silent


def told_checks(store: Store, config: Config, now: datetime) -> tuple[Check, ...]:
    """How reader and screen of a terminal that runs stand; nothing where none does. Raises a StoreError."""
    if not terminal_runs(config, now):
        return ()
    told = read_told(store, config.kiosk.terminal)
    return () if told is None else (judge_renderer(told), judge_running_reader(told, now))
