"""The sound of every message comes, or a note why it never will; one that waits holds up nobody."""

from collections.abc import Callable

import pytest
import requests

from ivr.rest import sounds as sounds_module
from ivr.rest.account import Account
from ivr.rest.recordings import Pass, Recordings
from shared.store import desk, voice_messages
from shared.store.database import Store
from shared.upstream.errors import NotAllowed, TryLater
from tests.ivr.rest.conftest import SetClock, paths_asked


def test_a_message_that_the_line_took_itself_gets_its_sound(
    account: Account, store: Store, recordings: Recordings, spoken: Callable[..., str], clock: SetClock
) -> None:
    sid = spoken()
    called_at = clock.read().wall
    with store.writing():
        voice_messages.keep(store, sid, call="CA1", called_at=called_at, now=called_at, caller="+4532123456")
    assert recordings.run(account, store) == Pass(new=0, fetched=1)
    message = voice_messages.find(store, sid)
    assert message is not None
    assert (message.caller, message.called_at, message.has_audio) == ("+4532123456", called_at, True)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"status": "absent", "media": "missing"}, "absent"),
        ({"media": "large"}, "too large"),
        ({"duration_s": 1801}, "1801 s long"),
        ({"media": "missing", "started": "now-2d"}, "answers 404"),
    ],
    ids=str,
)
def test_a_sound_that_can_never_be_had_is_noted_and_not_asked_for_again(
    account: Account,
    store: Store,
    recordings: Recordings,
    spoken: Callable[..., str],
    faults: requests.Session,
    said: dict[str, object],
    words: str,
) -> None:
    sid = spoken(**said)
    recordings.run(account, store)
    message = voice_messages.find(store, sid)
    assert message is not None
    assert words in message.problem
    assert not message.has_audio
    faults.delete("/records")
    recordings.run(account, store)
    assert paths_asked(faults, ".mp3") == 0
    assert len(desk.listed(store)) == 1


def test_a_404_right_after_the_call_is_no_last_word(
    account: Account,
    store: Store,
    recordings: Recordings,
    spoken: Callable[..., str],
    operator: requests.Session,
) -> None:
    sid = spoken(media="missing")
    assert recordings.run(account, store) == Pass(new=1, waiting=1)
    operator.patch(f"/recordings/{sid}", json={"media": "mp3"})
    assert recordings.run(account, store) == Pass(fetched=1)


def test_a_message_of_ours_in_which_nobody_spoke_is_noted_at_once(
    account: Account, store: Store, recordings: Recordings, spoken: Callable[..., str], clock: SetClock
) -> None:
    sid = spoken(status="absent", media="missing")
    with store.writing():
        voice_messages.keep(store, sid, call="CA1", called_at=clock.read().wall, now=clock.read().wall)
    assert recordings.run(account, store) == Pass()
    message = voice_messages.find(store, sid)
    assert message is not None
    assert "absent" in message.problem


def test_a_recording_deleted_at_twilio_and_an_id_that_is_none_are_noted(
    account: Account, store: Store, recordings: Recordings, clock: SetClock
) -> None:
    gone, strange = "RE" + "0" * 32, "../../Accounts"
    with store.writing():
        for sid in (gone, strange):
            voice_messages.keep(store, sid, call="CA1", called_at=clock.read().wall, now=clock.read().wall)
    assert recordings.run(account, store) == Pass()
    problems = {message.recording: message.problem for message in voice_messages.listed(store)}
    assert "any more" in problems[gone]
    assert "not a recording's id" in problems[strange]


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "500_before"},
        {"kind": "503"},
        {"kind": "answer_lost"},
        {"kind": "truncated"},
        {"kind": "late_commit_hung", "seconds": 0},
        {"kind": "captive_portal"},
        {"kind": "captive_redirect"},
        {"kind": "403_api"},
    ],
    ids=lambda fault: fault["kind"],
)
def test_one_bad_recording_does_not_stop_the_others(
    account: Account,
    store: Store,
    recordings: Recordings,
    spoken: Callable[..., str],
    faults: requests.Session,
    fault: dict[str, object],
) -> None:
    sids = [spoken(started=f"now-{minutes}m") for minutes in (30, 20, 10)]
    faults.post("/faults", json={**fault, "path": f"/Recordings/{sids[0]}.mp3", "times": None})
    assert recordings.run(account, store) == Pass(new=3, fetched=2, waiting=1)
    assert [voice_messages.audio(store, sid) is not None for sid in sids] == [False, True, True]
    faults.delete("/faults")
    assert recordings.run(account, store) == Pass(fetched=1)


def test_what_failed_before_is_tried_last(
    account: Account,
    store: Store,
    recordings: Recordings,
    spoken: Callable[..., str],
    faults: requests.Session,
) -> None:
    bad = spoken(started="now-30m")
    faults.post("/faults", json={"kind": "500_before", "path": f"/Recordings/{bad}.mp3", "times": None})
    recordings.run(account, store)
    good = spoken(started="now-1m")
    faults.delete("/records")
    recordings.run(account, store)
    log = faults.get("/records").json()["requests"]["log"]
    asked = [seen["path"].rpartition("/")[2] for seen in log if ".mp3" in seen["path"]]
    assert asked[::-1] == [f"{good}.mp3", f"{bad}.mp3"]


@pytest.mark.parametrize(("kind", "error"), [("429", TryLater), ("token_expired", NotAllowed)])
def test_what_concerns_the_whole_account_ends_the_look(
    account: Account,
    store: Store,
    recordings: Recordings,
    spoken: Callable[..., str],
    faults: requests.Session,
    kind: str,
    error: type[Exception],
) -> None:
    for _ in range(3):
        spoken()
    faults.post("/faults", json={"kind": kind, "path": "*.mp3", "times": None})
    with pytest.raises(error):
        recordings.run(account, store)
    assert paths_asked(faults, ".mp3") == 1
    faults.delete("/faults")
    assert recordings.run(account, store) == Pass(fetched=3)


def test_a_long_pass_ends_and_the_rest_comes_with_the_next(
    account: Account,
    store: Store,
    recordings: Recordings,
    spoken: Callable[..., str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for _ in range(2):
        spoken()
    monkeypatch.setattr(sounds_module, "PASS_S", -1.0)
    assert recordings.run(account, store) == Pass(new=2)
    monkeypatch.undo()
    assert recordings.run(account, store) == Pass(fetched=2)
