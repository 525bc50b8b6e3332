"""Every number of a time card is reached by somebody who does something: a tap, a supervisor, another system's card.

What was done at the wall is read as a person reads it, with `clockpost events` and `clockpost hours`; what Oracle says
is downloaded from the sandbox over HTTP and read with `clockpost timecards`.
"""

# ruff: noqa: F811  fixtures of the wall are used here as they are there

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from kiosk.views import ChoiceView, KeypadView, OutcomeView
from shared.cli import build
from shared.clock import SystemClock
from shared.domain.clock_status import OF_CLOCK_INS, OF_CLOCK_OUTS, ClockStatus
from shared.domain.rules import Rules
from shared.store import binding, people, time_cards
from shared.store.database import Store
from shared.store.people import RegisterRow
from shared.sync.time_card_download import ORACLE
from tests.kiosk.authorising_office import BLOCKS, BUTTON
from tests.kiosk.break_office import PLANNED, reads_and_touches, takes_break
from tests.kiosk.conftest import ACCOUNT, badge_keys, make_front, pin_hash, register  # noqa: F401
from tests.kiosk.desk.conftest import BOSS, CARD, AtDesk, make_site  # noqa: F401
from tests.shared.time_card_service.site import ANA, HOUR, TOWER, Ahead
from tests.shared.upstream.oracle.played import Looking, Played, sandbox

WHO = "1053"
SETTINGS = """
[site]
name = "Harbour Tower"
account = 687
timezone = "America/Montreal"
[store]
path = "{path}"
"""
ORACLE_SETTINGS = """
[upstream.oracle]
base_url = "{url}"
auth_url = "{url}"
org = "harbour"
client_id = "clockpost"
username = "api-terminal"
password_file = "{folder}/oracle-password"
location = "687"
"""
MakeSite = Callable[..., AtDesk]
Clockpost = Callable[..., Any]


@pytest.fixture
def clockpost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Clockpost:
    """What a command tells of that ledger as JSON; `more` are further settings."""

    def run(path: Path, *arguments: str, more: str = "") -> Any:
        config = tmp_path / "clockpost.toml"
        config.write_text(SETTINGS.format(path=path) + more, encoding="utf-8")
        monkeypatch.setenv("CLOCKPOST_CONFIG", str(config))
        done = CliRunner().invoke(build(), [*arguments, "--json"])
        assert done.exit_code == 0, (done.stderr, done.exception)
        return json.loads(done.stdout)

    return run


# At the wall: what each person does there; the last event has the status.


def comes(at_desk: AtDesk) -> None:
    """A badge, and nothing is asked."""
    told = at_desk.front.badge(WHO)
    assert isinstance(told, OutcomeView)
    assert told.what.startswith("Clocked in")


def planned(at_desk: AtDesk, starts_in_h: float) -> None:
    at_desk.front.shift(WHO, starts_in_h)
    at_desk.front.roster(((382, "Gate 2"),))


def comes_early(at_desk: AtDesk) -> None:
    planned(at_desk, 0.5)
    comes(at_desk)


def comes_too_early_and_is_authorised(at_desk: AtDesk) -> None:
    planned(at_desk, 2)
    assert at_desk.front.badge(WHO).what == "Not clocked in"
    assert isinstance(at_desk.front.touch(BUTTON), KeypadView)
    at_desk.front.read(CARD.format(BOSS))


def comes_on_time(at_desk: AtDesk) -> None:
    planned(at_desk, 0.01)
    comes(at_desk)


def comes_late(at_desk: AtDesk) -> None:
    planned(at_desk, -1)
    comes(at_desk)


def comes_without_a_shift(at_desk: AtDesk) -> None:
    at_desk.front.roster(((382, "Gate 2"),))
    comes(at_desk)


def leaves_a_day_late(at_desk: AtDesk) -> None:
    planned(at_desk, 0.01)
    comes(at_desk)
    at_desk.front.clock.advance(9 * 3600)
    at_desk.front.idle()
    at_desk.front.badge(WHO)
    at_desk.front.touch("Clock out")


def changes_position(at_desk: AtDesk) -> None:
    front = at_desk.front
    front.shift(WHO, 0.01, 2)
    front.shift(WHO, 2, 4, position=383)
    comes(at_desk)
    front.clock.advance(2 * 3600)
    front.idle()
    front.badge(WHO)
    front.touch("Change position")


def goes_on_a_break(at_desk: AtDesk, after_h: float = 2) -> None:
    planned(at_desk, 0)
    comes(at_desk)
    at_desk.front.clock.advance(after_h * 3600)
    at_desk.front.idle()
    at_desk.front.badge(WHO)
    at_desk.front.touch("Start break")


def comes_back_early(at_desk: AtDesk) -> None:
    front = at_desk.front
    planned(at_desk, 0)
    front.on_duty(WHO)
    takes_break(front, minutes=5)


def goes_on_the_second_break(at_desk: AtDesk) -> None:
    comes_back_early(at_desk)
    front = at_desk.front
    front.closes(ChoiceView)
    reads_and_touches(front, "Yes")
    front.clock.advance(2 * 3600)
    front.idle()
    front.badge(WHO)
    front.touch("Start break")


def comes_back_late(at_desk: AtDesk) -> None:
    goes_on_the_second_break(at_desk)
    at_desk.front.idle()
    at_desk.front.clock.advance(50 * 60)
    at_desk.front.badge(WHO)


def is_clocked_out_by_a_manager(at_desk: AtDesk) -> None:
    comes_on_time(at_desk)
    at_desk.front.clock.advance(9 * 3600)
    at_desk.person("Ana Ribeiro")
    at_desk.touch("Clock in or out", "Clock-out", "Now", "Forgot", "Confirm")


@dataclass(frozen=True, slots=True)
class Deed:
    """What is done, under which rules."""

    does: Callable[[AtDesk], None]
    rules: Rules = field(default_factory=Rules)


AT_THE_WALL = {
    ClockStatus.NONE: Deed(comes),
    ClockStatus.EARLY_FROM_BREAK: Deed(comes_back_early, PLANNED),
    ClockStatus.ON_BREAK: Deed(goes_on_the_second_break, PLANNED),
    ClockStatus.LATE_FROM_BREAK: Deed(comes_back_late, PLANNED),
    ClockStatus.SCHEDULE_DISABLED: Deed(comes_on_time, replace(Rules(), judged_by_rota=False)),
    ClockStatus.EARLY: Deed(comes_early),
    ClockStatus.LATE: Deed(comes_late),
    ClockStatus.MANAGER_CLOCK_OUT: Deed(is_clocked_out_by_a_manager),
    ClockStatus.NOT_SCHEDULED: Deed(comes_without_a_shift),
    ClockStatus.PAID_BREAK: Deed(goes_on_a_break, PLANNED),
    ClockStatus.POSITION_CHANGED: Deed(changes_position),
    ClockStatus.ON_TIME: Deed(comes_on_time),
}
ONLY_UPSTREAM = {ClockStatus.AUTO_CLOCK_OUT, ClockStatus.SCHEDULED_CLOCK_OUT}
"""Nobody at a door closes a session by itself: these are read back."""


def test_every_number_is_reached() -> None:
    assert set(AT_THE_WALL) | ONLY_UPSTREAM == set(ClockStatus)


@pytest.mark.parametrize("status", AT_THE_WALL, ids=lambda status: f"{status.value} {status.name}")
def test_at_the_wall(make_site: MakeSite, clockpost: Clockpost, status: ClockStatus) -> None:
    deed = AT_THE_WALL[status]
    at_desk = make_site(rules=deed.rules)
    deed.does(at_desk)
    assert newest(at_desk, clockpost)["status"] == status.value


def test_early_is_early_also_where_a_supervisor_had_to_authorise_it(make_site: MakeSite, clockpost: Clockpost) -> None:
    at_desk = make_site(rules=BLOCKS)
    comes_too_early_and_is_authorised(at_desk)
    told = newest(at_desk, clockpost)
    assert (told["status"], told["authorised_by"]) == (ClockStatus.EARLY.value, BOSS)


@pytest.mark.parametrize(
    ("deed", "came", "left"),
    [
        (comes_on_time, 84, None),
        (leaves_a_day_late, 84, 76),
        (is_clocked_out_by_a_manager, 84, 77),
        (changes_position, 82, None),
    ],
)
def test_hours_tell_how_somebody_came_and_left_and_null_while_they_are_here(
    make_site: MakeSite, clockpost: Clockpost, deed: Callable[[AtDesk], None], came: int, left: int | None
) -> None:
    at_desk = make_site()
    deed(at_desk)
    days = ("--from", "2026-03-02", "--to", "2026-03-04")
    last = told(at_desk, clockpost, "hours", *days)["sessions"][-1]
    assert (last["status_in"], last["status_out"]) == (came, left)


def newest(at_desk: AtDesk, clockpost: Clockpost) -> dict[str, Any]:
    """The newest clock event, as it is listed."""
    listed = told(at_desk, clockpost, "events", "--employee", WHO)
    return next(one for one in listed if one["about"] is None)


def told(at_desk: AtDesk, clockpost: Clockpost, *arguments: str) -> Any:
    store = at_desk.front.store
    binding.bind(store, [ACCOUNT], {})
    return clockpost(at_desk.front.ledger, *arguments)


# From Oracle


@pytest.fixture(scope="module")
def oracle() -> Iterator[Played]:
    with sandbox() as url:
        yield Played(url)


@pytest.fixture
def looking(oracle: Played, tmp_path: Path) -> Iterator[Looking]:
    oracle.begin()
    with Store.open(tmp_path / "ledger.db") as store:
        binding.bind(store, [TOWER.account_id], {})
        people.replace(store, [RegisterRow(ANA, "", "", ())], fingerprint="1", taken_at=SystemClock().now())
        made = Looking(oracle, tmp_path, store, (TOWER,), Ahead())
        yield made
        made.close()


def read(looking: Looking) -> list[tuple[ClockStatus, ClockStatus | None]]:
    """How each card says that somebody came and left, once it was downloaded."""
    assert looking.look()
    now = SystemClock().now()
    kept = time_cards.between(looking.store, ORACLE, "687", now - 99 * HOUR, now + 99 * HOUR)
    return [(one.came_status, one.left_status) for one in kept]


@pytest.mark.parametrize("status", sorted(OF_CLOCK_INS), ids=lambda status: f"{status.value} {status.name}")
def test_a_downloaded_card_tells_how_somebody_came(looking: Looking, status: ClockStatus) -> None:
    looking.played.card(1053, SystemClock().now() - HOUR, clkInStatus=status.value)
    assert read(looking) == [(status, None)]


@pytest.mark.parametrize("status", sorted(OF_CLOCK_OUTS), ids=lambda status: f"{status.value} {status.name}")
def test_a_downloaded_card_tells_how_somebody_left(looking: Looking, status: ClockStatus) -> None:
    now = SystemClock().now()
    looking.played.card(1053, now - 3 * HOUR, now - HOUR, clkOutStatus=status.value)
    assert read(looking) == [(ClockStatus.ON_TIME, status)]


def test_whoever_the_upstream_clocked_out_at_the_end_of_its_day_is_85(looking: Looking, clockpost: Clockpost) -> None:
    now = SystemClock().now()
    looking.played.card(1053, now - 3 * HOUR)
    looking.played.ask("POST", "/oracle/business-date", {"locRef": "687", "clockOut": True})
    assert read(looking) == [(ClockStatus.ON_TIME, ClockStatus.AUTO_CLOCK_OUT)]
    first, last = (now + timedelta(days=days) for days in (-3, 2))
    days = ("--from", f"{first:%Y-%m-%d}", "--to", f"{last:%Y-%m-%d}")
    more = ORACLE_SETTINGS.format(url=f"{looking.played.url}/oracle", folder=looking.folder)
    (line,) = clockpost(looking.store.path, "timecards", *days, more=more)["lines"]
    assert (line["their_status_in"], line["their_status_out"]) == (84, 85)
