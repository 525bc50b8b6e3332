"""Whatever happens at the prompt, in whatever order: one clock-in for each authorised claim, and none otherwise."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.views import IdleView, Intent, View
from shared.domain.flags import Flag
from shared.domain.model import Kind
from shared.replay import Verdict, replay
from shared.store.taps import TapState
from shared.verify import verify
from tests.kiosk.authorising_office import BLOCKS, BUTTON, SAM, TOVE, Office, authorisers, types
from tests.kiosk.conftest import Front, buttons

ANA, BEN = "1053", "1054"
BADGES = {"ana": ANA, "ben": BEN, "sam": SAM, "tove": TOVE}
STEPS = (*BADGES, "authorise", "authorise", "close", "time", "sam's pin", "ben's pin", "wrong pin", "late touch")


def is_prompt(view: View) -> bool:
    return getattr(view, "heading", "") == "Supervisor's number"


def does(front: Front, step: str) -> None:
    """One thing that happens at the door; nothing where the screen does not offer it."""
    match step:
        case "authorise" | "close":
            text = BUTTON if step == "authorise" else "Close"
            if text in [button.text for button in buttons(front.now)]:
                front.touch(text)
        case "time":
            front.closes()
        case "late touch":
            for view in front.screen.views[-3:-1]:
                for button in buttons(view)[:1]:
                    front.late(Intent(button.intent.act, "nothing that is offered"))
        case "sam's pin" | "ben's pin" | "wrong pin":
            if is_prompt(front.now):
                types(front, BEN if step == "ben's pin" else SAM, "0000" if step == "wrong pin" else "2580")
        case _:
            front.badge(BADGES[step])


def authorised(front: Front) -> list[str]:
    """The taps that became clock-ins by a supervisor's word."""
    return [event.tap_id for event in front.kept(ANA) if Flag.ACCEPTED_BY_SUPERVISOR in event.flags]


def words(front: Front) -> int:
    found = front.store.one("SELECT count(*) FROM decisions WHERE what = 'accept'")
    return found[0] if found else 0


@pytest.fixture
def office(register, pin_hash, badge_keys, monkeypatch) -> Office:
    monkeypatch.setattr("kiosk.presenter.TICK_S", 0.005)
    return Office(register, pin_hash, badge_keys)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from(STEPS), min_size=2, max_size=9))
def test_one_clock_in_for_each_authorised_claim_and_none_otherwise(
    office: Office, tmp_path_factory: pytest.TempPathFactory, steps: list[str]
) -> None:
    folder: Path = tmp_path_factory.mktemp("door")
    front = office.opens(Front(folder, office.badge_keys, rules=BLOCKS))
    try:
        for step in ("ana", "authorise", *steps):
            at_prompt, before, taps = is_prompt(front.now), authorised(front), len(front.kept(SAM))
            does(front, step)
            says = at_prompt and step in ("sam", "tove", "sam's pin")
            said = len(authorised(front)) - len(before)
            assert said == 1 if says and not _is_locked(front) else said == 0
            if at_prompt:
                assert len(front.kept(SAM)) == taps
        _stands(front)
    finally:
        front.stop()


def _is_locked(front: Front) -> bool:
    return getattr(front.now, "hint", "") == "Too many wrong PINs"


def _stands(front: Front) -> None:
    """What the ledger holds in the end."""
    made = authorised(front)
    assert len(set(made)) == len(made) == words(front)
    clock_ins = [event for event in front.kept(ANA) if event.draft.kind is Kind.CLOCKED_IN]
    assert [event.tap_id for event in clock_ins] == made
    assert all(len(authorisers(front, event)) == 1 for event in clock_ins)
    kept = front.taps(*TapState)
    assert {tap.tap_id for tap in kept if tap.state is TapState.EVENT and tap.employee == ANA} >= set(made)
    assert verify(front.store).intact
    assert {one.verdict for one in replay(front.store, {})} <= {Verdict.SAME}
    assert isinstance(front.closes(), IdleView)
