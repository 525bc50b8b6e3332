"""The questions one after another, each asked until its answer can stand, and what trying the answers came to."""

from collections.abc import Callable, Iterator

import typer

from kiosk.setup import asking
from kiosk.setup.checked import Checked, Finding
from kiosk.setup.ledger_place import LedgerPlace, free_name, why_not
from kiosk.setup.people_check import check_people
from kiosk.setup.position_check import check_position
from kiosk.setup.reader_check import check_reader
from kiosk.setup.settings_file import SettingsFile
from kiosk.setup.upstream_check import NO_ACCOUNT, check_upstream
from shared.clock import SystemClock
from shared.config import Config
from shared.store.database import Store
from shared.wiring import site_of

MARKS = {Finding.RIGHT: "ok  ", Finding.UNCHECKED: "?   ", Finding.WRONG: "!!  "}
Ask = Callable[[SettingsFile], None]
Try = Callable[[Config], Checked]


def questions(place: LedgerPlace, wait_s: float, say: Callable[[str], None]) -> Iterator[tuple[Ask, Try]]:
    """The questions after the first, each with what tries its answer. The checks raise a StoreError or an OSError."""
    clock = SystemClock()

    def on_ledger(check: Callable[[Config, Store], Checked]) -> Try:
        def tried(config: Config) -> Checked:
            with place.opened(config) as (tried_on, store):
                return check(tried_on, store)

        return tried

    yield asking.ask_upstream, on_ledger(check_upstream)
    yield asking.ask_reader, lambda config: check_reader(config, clock, wait_s, say)
    yield asking.ask_position, lambda config: check_position(config, clock, wait_s)
    yield asking.AskPeople(), on_ledger(lambda config, store: check_people(config, site_of(config), store, clock))


def all_asked(file: SettingsFile, place: LedgerPlace, *, moving: bool, wait_s: float) -> list[Checked]:
    """Ask everything. Raises a SettingsFileError, a ConfigError, a StoreError or an OSError."""
    asked(file, lambda one: asking.ask_site(one, moving=moving))
    return [_settled(file, place, ask, check) for ask, check in questions(place, wait_s, typer.echo)]


def asked(file: SettingsFile, ask: Ask) -> None:
    """Ask until the settings take the answers and the ledger that is there can serve them."""
    before = file.mistakes()
    while True:
        start = file.text()
        ask(file)
        told = [mistake for mistake in file.mistakes() if mistake not in before] or _not_for_this_ledger(file)
        if not told:
            return
        for sentence in told:
            typer.echo(sentence)
        file.back_to(start)


def show(found: Checked) -> None:
    """One finding, on the screen."""
    typer.echo(f"{MARKS[found.finding]}{found.what}: {found.told}" + (f"\n    {found.to_do}" if found.to_do else ""))


def _settled(file: SettingsFile, place: LedgerPlace, ask: Ask, check: Try) -> Checked:
    while True:
        if ask is asking.ask_upstream:
            place.start_again()
        asked(file, ask)
        found = _tried(file, check)
        while found.what == NO_ACCOUNT and _again():
            asked(file, asking.ask_account)
            found = _tried(file, check)
        if found.finding is not Finding.WRONG or found.what == NO_ACCOUNT or not _again():
            return found


def _tried(file: SettingsFile, check: Try) -> Checked:
    found = check(file.loaded())
    found = Checked(found.what, found.finding, file.named(found.told), found.to_do)
    show(found)
    return found


def _again() -> bool:
    return typer.confirm("Answer again?", default=True)


def _not_for_this_ledger(file: SettingsFile) -> list[str]:
    config = file.loaded()
    objection = why_not(config)
    if not objection:
        return []
    other = free_name(config)
    if other is None:
        return [objection.partition(" Correct ")[0], "To take a terminal to another site: clockpost setup --move"]
    file.change({"store": {"path": other}})
    typer.echo(f"The ledger there belongs to another site or upstream and holds no event: {other} is the new one.")
    return []
