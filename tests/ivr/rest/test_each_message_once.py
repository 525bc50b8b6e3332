"""However often it is tried, and wherever a process ends, each message is there once."""

from collections.abc import Callable
from pathlib import Path

import pytest
import requests

from ivr.rest import recordings as recordings_module
from ivr.rest.account import Account
from ivr.rest.recordings import Pass, Recordings
from shared.store import desk, voice_messages
from shared.store.database import Store
from shared.store.desk import DeskKind
from shared.upstream.errors import NotReached, TryLater
from tests.ivr.rest.conftest import LINE, SetClock


class KilledHere(BaseException):
    """The process ends."""


@pytest.mark.parametrize("step", ["call", "sound", "put_audio", "remember"])
def test_a_process_that_ends_at_any_step_leaves_each_message_once(
    account: Account,
    store: Store,
    clock: SetClock,
    spoken: Callable[..., str],
    monkeypatch: pytest.MonkeyPatch,
    step: str,
) -> None:
    sids = [spoken(started=f"now-{minutes}m") for minutes in (30, 20, 10)]
    places = {
        "call": (Account, "call"),
        "sound": (Account, "sound"),
        "put_audio": (voice_messages, "put_audio"),
        "remember": (recordings_module.memory, "remember"),
    }

    def end(*_: object, **__: object) -> None:
        raise KilledHere

    with monkeypatch.context() as patched:
        patched.setattr(*places[step], end)
        with pytest.raises(KilledHere):
            Recordings(clock, {}).run(account, store)
    with store.another() as reopened:
        Recordings(clock, {}).run(account, reopened)
    messages = voice_messages.listed(store)
    assert sorted(message.recording for message in messages) == sorted(sids)
    assert all(message.has_audio for message in messages)
    assert len(desk.listed(store)) == 3


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_under_random_faults_every_message_comes_once_in_the_end(
    account: Account,
    store: Store,
    clock: SetClock,
    spoken: Callable[..., str],
    faults: requests.Session,
    tmp_path: Path,
    seed: int,
) -> None:
    sids = [spoken(started=f"now-{hours}h") for hours in range(8)]
    kinds = ["500_before", "503", "429", "answer_lost", "connection_reset", "truncated", "garbage", "captive_portal"]
    random_faults = {"seed": seed, "probability": 0.4, "kinds": kinds, "path": "/2010-04-01/*"}
    faults.put("/switches", json={"random_faults": random_faults})
    recordings = Recordings(clock, {LINE: "Harbour Tower"})
    try:
        for _ in range(40):
            try:
                recordings.run(account, store)
            except (NotReached, TryLater):
                recordings = Recordings(clock, {LINE: "Harbour Tower"})
    finally:
        faults.put("/switches", json={"random_faults": None})
    recordings.run(account, store)
    messages = voice_messages.listed(store)
    assert sorted(message.recording for message in messages) == sorted(sids)
    assert all(message.has_audio and message.problem == "" for message in messages)
    assert len(desk.listed(store)) == len(sids)


def test_an_item_that_a_supervisor_closed_stays_closed_after_a_restart(
    account: Account, store: Store, clock: SetClock, spoken: Callable[..., str]
) -> None:
    sid = spoken()
    Recordings(clock, {}).run(account, store)
    with store.writing():
        desk.close(store, DeskKind.VOICE_MESSAGE, sid, clock.read().wall, "Erin")
    with store.another() as reopened:
        assert Recordings(clock, {}).run(account, reopened) == Pass()
    assert desk.listed(store) == []
