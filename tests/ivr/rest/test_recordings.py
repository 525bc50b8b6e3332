"""Voice messages are found at Twilio, each once, and nobody else's recordings."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import requests

from ivr.rest import account as account_module
from ivr.rest.account import Account
from ivr.rest.recordings import Pass, Recordings
from shared.clock import SystemClock
from shared.sandbox.twilio.media import mp3_of
from shared.sandbox.twilio.resources import Recording
from shared.store import desk, voice_messages
from shared.store.database import Store
from shared.store.desk import DeskKind
from tests.ivr.rest.conftest import LINE, SetClock, paths_asked

OTHER_LINE = "+15145550999"


def test_a_message_left_with_the_fallback_document_is_kept_with_its_calls_time(
    account: Account, store: Store, recordings: Recordings, clock: SetClock, spoken: Callable[..., str]
) -> None:
    sid = spoken(caller="+15145550142", started="2026-05-01 06:58:00", duration_s=7)
    clock.ahead = datetime(2026, 5, 1, 8, tzinfo=UTC) - SystemClock().now()
    assert recordings.run(account, store) == Pass(new=1, fetched=1)
    [message] = voice_messages.listed(store)
    assert (message.recording, message.called_at) == (sid, datetime(2026, 5, 1, 6, 58, tzinfo=UTC))
    assert (message.caller, message.site, message.duration_s) == ("+15145550142", "Harbour Tower", 7)
    expected = mp3_of(Recording(sid=sid, call_sid="", date_created=message.called_at, duration_s=7))
    assert voice_messages.audio(store, sid) == expected
    assert [(item.kind, item.subject, item.site) for item in desk.listed(store)] == [
        (DeskKind.VOICE_MESSAGE, sid, "Harbour Tower")
    ]


def test_looking_again_changes_nothing_and_asks_little(
    account: Account,
    store: Store,
    recordings: Recordings,
    spoken: Callable[..., str],
    faults: requests.Session,
) -> None:
    spoken()
    spoken(called=OTHER_LINE)
    recordings.run(account, store)
    before = voice_messages.listed(store)
    faults.delete("/records")
    assert recordings.run(account, store) == Pass()
    assert voice_messages.listed(store) == before
    assert len(desk.listed(store, include_closed=True)) == 1
    assert paths_asked(faults, "/2010-04-01/") == 1


@pytest.mark.parametrize(
    "said",
    [
        {"called": OTHER_LINE},
        {"direction": "outbound-api"},
        {"source": "DialVerb"},
        {"source": "Conference"},
        {"status": "in-progress"},
        {"status": "processing"},
    ],
    ids=str,
)
def test_what_is_not_ours_or_not_ready_is_left_alone(
    account: Account, store: Store, recordings: Recordings, spoken: Callable[..., str], said: dict[str, str]
) -> None:
    spoken(**said)
    assert recordings.run(account, store) == Pass()
    assert voice_messages.listed(store) == []


def test_what_was_not_ready_comes_with_a_later_look(
    account: Account,
    store: Store,
    recordings: Recordings,
    spoken: Callable[..., str],
    operator: requests.Session,
) -> None:
    sid = spoken(status="processing")
    recordings.run(account, store)
    operator.patch(f"/recordings/{sid}", json={"status": "completed"})
    assert recordings.run(account, store) == Pass(new=1, fetched=1)


def test_without_numbers_in_the_settings_every_call_that_came_in_is_ours(
    account: Account, store: Store, clock: SetClock, spoken: Callable[..., str], operator: requests.Session
) -> None:
    spoken(called=OTHER_LINE)
    assert Recordings(clock, {}).run(account, store).new == 1


def test_a_number_of_no_site_that_rings_at_our_address_is_ours_too(
    account: Account, store: Store, clock: SetClock, spoken: Callable[..., str], operator: requests.Session
) -> None:
    spoken(called=OTHER_LINE)
    here = "https://clock.example.test/line/voice"
    recordings = Recordings(clock, {LINE: "Harbour Tower"}, here)
    assert recordings.run(account, store) == Pass()
    operator.post("/numbers", json={"phone_number": OTHER_LINE, "voice_url": f"{here}#rc=2"})
    recordings = Recordings(clock, {LINE: "Harbour Tower"}, here)
    assert recordings.run(account, store).new == 1


def test_a_call_that_twilio_forgot_does_not_hide_its_recording(
    account: Account,
    store: Store,
    recordings: Recordings,
    spoken: Callable[..., str],
    operator: requests.Session,
) -> None:
    sid = spoken()
    call = operator.get("").json()["calls"][0]["sid"]
    operator.delete(f"/calls/{call}")
    assert recordings.run(account, store) == Pass(new=1, fetched=1)
    message = voice_messages.find(store, sid)
    assert message is not None
    assert (message.caller, message.has_audio) == ("", True)


def test_an_outage_of_weeks_is_read_to_its_end_although_a_page_in_the_middle_fails(
    account: Account,
    store: Store,
    recordings: Recordings,
    spoken: Callable[..., str],
    faults: requests.Session,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(account_module, "PAGE_ROWS", 2)
    sids = [spoken(started=f"now-{day}d") for day in (20, 15, 10, 5, 1)]
    # The first page is let through, the second fails: what is behind it must not count as looked at.
    faults.post("/faults", json={"kind": "slow", "seconds": 0, "path": "/Recordings.json"})
    faults.post("/faults", json={"kind": "500_before", "path": "/Recordings.json"})
    assert recordings.run(account, store).new == 2
    assert recordings.run(account, store).new == 3
    assert sorted(message.recording for message in voice_messages.listed(store)) == sorted(sids)


def test_a_look_goes_back_two_days_before_the_last_one(
    account: Account, store: Store, recordings: Recordings, clock: SetClock, spoken: Callable[..., str]
) -> None:
    recordings.run(account, store)
    spoken(started="now-5d")
    spoken(started="now-40h")
    assert recordings.run(account, store).new == 1


def test_a_look_under_a_clock_that_ran_ahead_hides_nothing(
    account: Account, store: Store, recordings: Recordings, clock: SetClock, spoken: Callable[..., str]
) -> None:
    spoken()
    clock.ahead = timedelta(days=3650)
    recordings.run(account, store)
    assert voice_messages.listed(store) == []
    clock.ahead = timedelta()
    assert recordings.run(account, store).new == 1


@pytest.mark.parametrize("kind", ["500_before", "403_api", "truncated"])
def test_a_call_that_cannot_be_looked_up_now_is_looked_up_later(
    account: Account,
    store: Store,
    recordings: Recordings,
    spoken: Callable[..., str],
    faults: requests.Session,
    kind: str,
) -> None:
    # The newest fails: where it counted as looked at, the next look would not go back far enough.
    spoken(started="now-10d")
    spoken(started="now-5d")
    faults.post("/faults", json={"kind": kind, "path": "/Calls/*"})
    assert recordings.run(account, store).new == 1
    assert recordings.run(account, store).new == 1


def test_a_list_that_cannot_be_read_does_not_hold_up_the_sounds_of_known_messages(
    account: Account,
    store: Store,
    recordings: Recordings,
    spoken: Callable[..., str],
    faults: requests.Session,
    clock: SetClock,
) -> None:
    sid = spoken()
    with store.writing():
        voice_messages.keep(store, sid, call="CA1", called_at=clock.read().wall, now=clock.read().wall)
    faults.post("/faults", json={"kind": "garbage", "path": "/Recordings.json"})
    assert recordings.run(account, store) == Pass(fetched=1)
