"""The terminal is killed around the summary of a shift: nothing is agreed without a touch, and it is asked again."""

import multiprocessing
import os
import random
import signal
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

import kiosk.presenter
from kiosk.views import IdleView, SummaryView
from shared.badges import BadgeKeys
from shared.store.database import Store
from shared.verify import verify
from tests.kiosk.break_office import PLANNED, leaves, question, reads_and_touches
from tests.kiosk.conftest import Front

FORKED = multiprocessing.get_context("fork")
LIVES = 8
WORKED_S = 3 * 3600
LATER_S = 600


def life(folder: Path, keys: BadgeKeys, told: Connection, *, touches: bool) -> None:
    """Somebody leaves, sees their breaks and says that they are right; each step is told when the screen shows it."""
    front = Front(folder, keys, rules=PLANNED).start()
    front.wait_for(lambda view: isinstance(view, IdleView))
    front.on_duty("1053", for_h=WORKED_S / 3600)
    told.send("leaves")
    leaves(front)
    told.send("left")
    front.closes(SummaryView)
    told.send("asked")
    if touches:
        told.send("touches")
        reads_and_touches(front, "Right")
        told.send("agreed")
    time.sleep(60)


def killed(folder: Path, keys: BadgeKeys, after_step: str, delay_s: float, *, touches: bool) -> list[str]:
    """The last steps that were told before the process was killed, that long after it told `after_step`."""
    hears, tells = FORKED.Pipe(duplex=False)
    process = FORKED.Process(target=life, args=(folder, keys, tells), kwargs={"touches": touches})
    process.start()
    tells.close()
    steps: list[str] = []
    while after_step not in steps:
        assert hears.poll(20), steps
        steps.append(hears.recv())
    time.sleep(delay_s)
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    while hears.poll():
        try:
            steps.append(hears.recv())
        except EOFError:
            break
    hears.close()
    return steps


@pytest.fixture
def again(badge_keys: BadgeKeys, register: Callable[..., None], monkeypatch: pytest.MonkeyPatch):
    """A ledger of a folder with its people, and a terminal on it after a restart."""
    monkeypatch.setattr(kiosk.presenter, "TICK_S", 0.005)
    made: list[Front] = []

    def prepared(folder: Path) -> None:
        folder.mkdir()
        with Store.open(folder / "ledger.db") as store:
            register(store)

    def restarted(folder: Path) -> Front:
        front = Front(folder, badge_keys, rules=PLANNED)
        front.clock.boot_id = "the next boot"
        front.clock.advance(WORKED_S + LATER_S)
        made.append(front)
        front.start()
        front.wait_for(lambda view: isinstance(view, IdleView))
        return front

    yield prepared, restarted
    for front in made:
        front.stop()


def test_killed_between_the_screen_and_the_touch_it_is_not_answered_and_asked_again(again, badge_keys, tmp_path):
    prepared, restarted = again
    prepared(tmp_path / "one")
    assert killed(tmp_path / "one", badge_keys, "asked", 0, touches=False)[-1] == "asked"
    front = restarted(tmp_path / "one")
    assert (question(front).answer, question(front).shown) == ("not_answered", 1)
    front.badge("1053")
    assert isinstance(front.closes(SummaryView), SummaryView)
    reads_and_touches(front, "Right")
    assert (question(front).answer, question(front).shown) == ("agreed", 2)
    assert verify(front.store).intact


@pytest.mark.kill
def test_killed_at_any_instant_nothing_is_agreed_without_a_touch_and_nothing_agreed_is_lost(
    again, badge_keys, tmp_path, request
):
    prepared, restarted = again
    draw = random.Random()
    for number in range(request.config.getoption("--kills", None) or LIVES):
        folder = tmp_path / str(number)
        prepared(folder)
        steps = killed(folder, badge_keys, "leaves", draw.uniform(0, 0.15), touches=True)
        front = restarted(folder)
        if "left" not in steps and "clocked_out" not in front.kinds("1053"):
            continue
        said = question(front).answer
        assert said != "agreed" or "touches" in steps, steps
        assert said == "agreed" or "agreed" not in steps, steps
        assert said in ("not_answered", "agreed") or "asked" not in steps, steps
        front.badge("1053")
        assert isinstance(front.closes(IdleView if said == "agreed" else SummaryView), IdleView | SummaryView)
        assert verify(front.store).intact
