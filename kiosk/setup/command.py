"""`clockpost setup`: ask, try each answer on the thing itself, write the settings. Again and again, harmlessly."""

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import structlog
import typer

from kiosk.setup import asking
from kiosk.setup.call_check import call_somebody, check_call
from kiosk.setup.checked import Checked, Finding
from kiosk.setup.people_check import check_people
from kiosk.setup.position_check import check_position
from kiosk.setup.reader_check import check_reader
from kiosk.setup.settings_file import SettingsFile, SettingsFileError
from kiosk.setup.upstream_check import check_upstream
from shared.clock import SystemClock
from shared.commands.terminal import explained_errors, fail, print_json
from shared.config import Config, ConfigError, load_config
from shared.setup_facts import note_open_checks
from shared.wiring import open_ledger, site_of

MARKS = {Finding.RIGHT: "ok  ", Finding.UNCHECKED: "?   ", Finding.WRONG: "!!  "}
Ask = Callable[[SettingsFile], None]
Try = Callable[[Config], Checked]


def set_up(path: Path, *, moving: bool, wait_s: float) -> None:
    """Ask the five questions and try every answer; a wrong one is asked again as long as the installer wishes."""
    _without_log()
    file = SettingsFile(path)
    typer.echo(f"The settings: {path.resolve()}{'' if path.exists() else ', new'}   (another place: --config FILE)")
    if moving and not path.exists():
        fail(f"{path}: there is nothing to move; set the terminal up first, without --move.")
    found: list[Checked] = []
    try:
        before = file.text()
        asking.ask_site(file, moving=moving)
        _name_the_ledger(file)
        _loaded_or_put_back(file, before)
        for ask, check in _questions(wait_s):
            found.append(_settled(file, ask, check))
            asking.offer_place(file, found[-1].fix)
    except SettingsFileError as error:
        fail(str(error))
    found += _phone_line(path, offer=True)
    _end(path, found)


def check_again(path: Path, *, wait_s: float, as_json: bool) -> None:
    """Try everything once more, and ask nothing."""
    _without_log()
    config = _loaded(path)
    found = [*(check(config) for _, check in _questions(wait_s)), *_phone_line(path, offer=False)]
    if as_json:
        _remember(config, found)
        print_json([{"what": c.what, "finding": c.finding, "told": c.told, "to_do": c.to_do} for c in found])
    else:
        for one in found:
            _show(one)
        _end(path, found)
    if any(one.finding is Finding.WRONG for one in found):
        raise typer.Exit(1)


def _without_log() -> None:
    # What goes wrong here is told in the checks' own words.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))


def _questions(wait_s: float) -> Iterator[tuple[Ask, Try]]:
    clock = SystemClock()
    yield asking.ask_upstream, _in_ledger(check_upstream)
    yield asking.ask_reader, lambda config: check_reader(config, clock, wait_s, typer.echo)
    yield asking.ask_position, lambda config: check_position(config, clock, wait_s)
    yield asking.ask_people, _in_ledger(lambda config, store: check_people(config, site_of(config), store, clock))


def _phone_line(path: Path, *, offer: bool) -> list[Checked]:
    """A call, where there is a phone line; none is placed unless a number is given."""
    config = _loaded(path)
    if config.ivr is None:
        return []
    if offer:
        call_somebody(path)
    found = _in_ledger(check_call)(config)
    if offer:
        _show(found)
    return [found]


def _in_ledger(check: Callable[..., Checked]) -> Try:
    def tried(config: Config) -> Checked:
        with explained_errors(), open_ledger(config, SystemClock()) as store:
            return check(config, store)

    return tried


def _settled(file: SettingsFile, ask: Ask, check: Try) -> Checked:
    while True:
        ask(file)
        found = check(_loaded(file.path))
        _show(found)
        if found.finding is not Finding.WRONG or not typer.confirm("Answer again?", default=True):
            return found


def _name_the_ledger(file: SettingsFile) -> None:
    if file.says("store", "path") is None:
        # A relative path lies beside the settings; a packaged installation names the service's own folder.
        packaged = Path("/var/lib/clockpost")
        file.change({"store": {"path": str(packaged / "ledger.db") if packaged.is_dir() else "ledger.db"}})


def _loaded(path: Path) -> Config:
    try:
        return load_config(path)
    except ConfigError as error:
        fail(str(error), 2)


def _loaded_or_put_back(file: SettingsFile, before: str) -> None:
    """A terminal in service must find settings that it can read, whatever was answered."""
    try:
        load_config(file.path)
    except ConfigError as error:
        if before:
            file.put_back(before)
        fail(f"{error}\nThe settings are as they were before." if before else str(error), 2)


def _show(found: Checked) -> None:
    typer.echo(f"{MARKS[found.finding]}{found.what}: {found.told}" + (f"\n    {found.to_do}" if found.to_do else ""))


def _remember(config: Config, found: list[Checked]) -> None:
    left = [one.sentence for one in found if one.finding is not Finding.RIGHT and one.to_do]
    with explained_errors(), open_ledger(config, SystemClock()) as store:
        note_open_checks(store, left)


def _end(path: Path, found: list[Checked]) -> None:
    _remember(_loaded(path), found)
    wrong = [one for one in found if one.finding is Finding.WRONG]
    later = [one for one in found if one.finding is Finding.UNCHECKED and one.to_do]
    typer.echo("")
    if wrong:
        typer.echo(f"Wrong: {', '.join(one.what for one in wrong)}. Put it right with: clockpost setup")
    elif later:
        typer.echo(
            f"In service. Not checked yet: {', '.join(one.what for one in later)}. Then: clockpost setup --check"
        )
    else:
        typer.echo("In service: everything was tried and works.")
    typer.echo(f"Settings: {path}")
