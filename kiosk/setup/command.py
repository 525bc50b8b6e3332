"""`clockpost setup`: ask, try each answer on the thing itself, keep all at the end. Again and again, harmlessly."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import structlog
import typer

from kiosk.setup.call_check import checked_call
from kiosk.setup.checked import Checked, Finding
from kiosk.setup.ledger_place import LedgerPlace
from kiosk.setup.moved import left_behind
from kiosk.setup.rounds import all_asked, questions, show
from kiosk.setup.settings_file import SettingsFile, SettingsFileError
from shared.clock import SystemClock
from shared.commands.terminal import explained_errors, fail, print_json
from shared.config import Config, ConfigError, load_config
from shared.health.set_up import TEST_CALL, OpenAnswer, remember, still_open
from shared.wiring import open_ledger

PACKAGED = Path("/var/lib/clockpost")


@dataclass(frozen=True, slots=True)
class Kept:
    """The settings as they were kept, and what trying them came to."""

    config: Config
    found: list[Checked]


def set_up(path: Path, *, moving: bool, wait_s: float) -> None:
    """Ask the five questions and try every answer; a wrong one is asked again as long as the installer wishes."""
    _without_log()
    typer.echo(f"The settings: {path.resolve()}{'' if path.exists() else ', new'}   (another place: --config FILE)")
    if moving and not path.exists():
        fail(f"{path}: there is nothing to move; set the terminal up first, without --move.")
    try:
        with explained_errors(), SettingsFile(path) as file, LedgerPlace() as place:
            former = str(file.says("site", "name")) if moving else ""
            kept = _asked_and_kept(file, place, moving=moving, wait_s=wait_s)
    except (SettingsFileError, ConfigError) as error:
        fail(str(error))
    except OSError as error:
        fail(f"{error.filename or path}: {error.strerror or error}.")
    call = _called(kept.config)
    found = [*kept.found, *([call] if call is not None else [])]
    with explained_errors():
        _remember(kept.config, found)
        _tell_of_move(kept.config, former)
    _tell_end(path, found)


def check_again(path: Path, *, wait_s: float, as_json: bool) -> None:
    """Try everything once more, and ask nothing."""
    _without_log()
    try:
        config = load_config(path)
    except ConfigError as error:
        fail(str(error), 2)
    try:
        with explained_errors(), LedgerPlace() as place:
            # Made here where there is none yet: what is found belongs into it.
            place.keep(config)
            found = [check(config) for _, check in questions(place, wait_s, _to_nobody if as_json else typer.echo)]
            _remember(config, found, leaving=(TEST_CALL,))
    except OSError as error:
        fail(f"{error.filename or path}: {error.strerror or error}.")
    if as_json:
        print_json([{"what": c.what, "finding": c.finding, "told": c.told, "to_do": c.to_do} for c in found])
    else:
        for one in found:
            show(one)
        _tell_end(path, found)
    if any(one.finding is Finding.WRONG for one in found):
        raise typer.Exit(1)


def _without_log() -> None:
    # What goes wrong here is told in the checks' own words.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))


def _to_nobody(_: object) -> None:
    # Beside a JSON document nothing else may stand.
    return


def _asked_and_kept(file: SettingsFile, place: LedgerPlace, *, moving: bool, wait_s: float) -> Kept:
    _stop_at_unknown_settings(file)
    if file.says("store", "path") is None:
        # A relative path lies beside the settings; a packaged installation names the service's own folder.
        file.change({"store": {"path": str(PACKAGED / "ledger.db") if PACKAGED.is_dir() else "ledger.db"}})
    try:
        found = all_asked(file, place, moving=moving, wait_s=wait_s)
    except (typer.Abort, KeyboardInterrupt):
        fail("\nStopped. The settings are as they were.")
    config, key = file.loaded(), str(file.says("people", "badge_key_file"))
    has_new_key = file.waits(key)
    file.keep(first=lambda: place.keep(config))
    if has_new_key:
        made = file.path.parent / key
        typer.echo(f"{made}: a badge key was made. Put a copy of this file into the safe now.")
    return Kept(load_config(file.path), found)


def _stop_at_unknown_settings(file: SettingsFile) -> None:
    """No answer would mend them, and nobody should answer five questions to hear of them."""
    unknown = [mistake for mistake in file.mistakes() if "is not a setting" in mistake] if file.is_there else []
    if unknown:
        fail("\n".join(unknown), 2)


def _called(config: Config) -> Checked | None:
    try:
        call = checked_call(config)
    except (typer.Abort, KeyboardInterrupt):
        typer.echo("\nNo test call. The settings are kept.")
        return None
    if call is not None:
        show(call)
    return call


def _remember(config: Config, found: Sequence[Checked], leaving: tuple[str, ...] = ()) -> None:
    """Keep what is not right in the ledger; of what was not tried this time, what stands there stays."""
    clock = SystemClock()
    since = clock.now().isoformat()
    left = [
        OpenAnswer(one.what, one.finding is Finding.WRONG, since)
        for one in found
        if one.finding is Finding.WRONG or (one.finding is Finding.UNCHECKED and one.to_do)
    ]
    with open_ledger(config, clock) as store, store.writing():
        remember(store, [*left, *(one for one in still_open(store) if one.what in leaving)])


def _tell_of_move(config: Config, former: str) -> None:
    if not former:
        return
    with open_ledger(config, SystemClock()) as store:
        for sentence in left_behind(store, former):
            typer.echo(sentence)


def _tell_end(path: Path, found: Sequence[Checked]) -> None:
    wrong = [one.what for one in found if one.finding is Finding.WRONG]
    later = [one.what for one in found if one.finding is Finding.UNCHECKED and one.to_do]
    typer.echo("")
    if wrong:
        typer.echo(f"Wrong: {', '.join(wrong)}. Put it right with: clockpost setup")
    elif later:
        typer.echo(f"In service. Not checked yet: {', '.join(later)}.")
        if any(what != TEST_CALL for what in later):
            typer.echo("It is tried as soon as it is used; at once with: clockpost setup --check")
    else:
        typer.echo("In service: everything was tried and works.")
    typer.echo(f"Settings: {path}")
