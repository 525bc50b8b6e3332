"""When the line cannot serve, callers leave a message: kept once, with the call's time, and nothing promised."""

import pytest

from ivr.phone.request_fields import recording_status_fields
from shared.store import desk, voice_messages
from shared.store.desk import DeskKind
from shared.store.voice_messages import VoiceMessage
from tests.ivr.cast import DOCKS, DOCKS_CALLED, MOBILE, PIN, START, TOWER
from tests.ivr.conftest import MakeLine
from tests.ivr.full_disk import Disk
from tests.ivr.phone_line import PhoneLine

CANNOT = "The clock cannot record now. After the tone, say your name, your number, and whether you come or leave."
THANKS = "Thank you. Your message is kept. Goodbye."


def kept(line: PhoneLine) -> list[VoiceMessage]:
    return voice_messages.listed(line.store)


def on_the_desk(line: PhoneLine) -> list[str]:
    return [item.subject for item in desk.listed(line.store) if item.kind is DeskKind.VOICE_MESSAGE]


def test_a_full_disk_at_the_confirmation_takes_a_message_and_says_nothing_is_recorded(
    line: PhoneLine, disk: Disk
) -> None:
    told = line.call(f"1053 {PIN}", disk.fills, "1", disk.has_room, "#", "1")
    assert told.said[3:] == [CANNOT, THANKS]
    assert line.events() == []
    (message,) = kept(line)
    assert (message.called_at, message.caller, message.site, message.call) == (START, MOBILE, TOWER, told.call_sid)
    assert message.duration_s == 4
    assert on_the_desk(line) == [message.recording]


@pytest.mark.parametrize(
    ("script", "keys"),
    [("1053", PIN), (f"1053 {PIN}", "2"), (f"1053 {PIN} 1", "9")],
    ids=["the PIN", "the menu", "not right"],
)
def test_a_full_disk_at_any_step_that_writes_takes_a_message(
    line: PhoneLine, disk: Disk, script: str, keys: str
) -> None:
    told = line.call(script, disk.fills, keys, disk.has_room, "!")
    assert told.said[-1] == CANNOT
    assert line.kinds("1053") == (["clocked_in"] if script.endswith(" 1") else [])
    assert [message.called_at for message in kept(line)] == [START]


def test_questions_that_only_read_are_answered_on_a_full_disk(line: PhoneLine, disk: Disk) -> None:
    told = line.call(disk.fills, "* 1053", disk.has_room, "!")
    assert len(told.said) == 3
    assert CANNOT not in told.said


def test_a_confirmation_sent_again_once_there_is_room_is_recorded(line: PhoneLine, disk: Disk) -> None:
    sid = "CA" + "1" * 32
    line.call(f"1053 {PIN}", disk.fills, "1", disk.has_room, "!", call_sid=sid, status_url="")
    told = line.call(f"1053 {PIN} 1", call_sid="CA" + "2" * 32)
    assert told.said[-1].startswith("Clocked in at 6:58.")
    assert line.kinds("1053") == ["clocked_in"]


def test_a_message_that_cannot_be_kept_yet_is_kept_when_it_is_told_again(line: PhoneLine, disk: Disk) -> None:
    told = line.call(f"1053 {PIN}", disk.fills, "1", "#")
    assert told.said[-1] == THANKS
    assert kept(line) == []
    disk.has_room()
    address = next(one.address for one in told.exchanges if "/voice/recorded" in one.address)
    fields = recording_status_fields(line.phone(), told.call_sid, "RE" + "1" * 32, "completed")
    for _ in range(3):
        assert line.post(address.removeprefix(line.base), fields).status_code == 200
    assert [message.recording for message in kept(line)] == ["RE" + "1" * 32]
    assert len(on_the_desk(line)) == 1


def test_a_line_that_knows_nobody_takes_a_message_at_once(make_line: MakeLine) -> None:
    line = make_line(cast=())
    told = line.call("#", called=DOCKS_CALLED, withheld=True)
    assert told.said == [CANNOT, THANKS]
    (message,) = kept(line)
    assert (message.site, message.caller) == (DOCKS, "")


def test_each_recording_is_kept_once_however_often_it_is_told(make_line: MakeLine) -> None:
    line = make_line(cast=())
    line.call("#", repeat_every_request=True)
    line.call("#")
    assert len(kept(line)) == 2
    assert len(on_the_desk(line)) == 2


def test_whoever_hangs_up_after_speaking_has_left_a_message(make_line: MakeLine) -> None:
    line = make_line(cast=())
    line.call("!")
    assert len(kept(line)) == 1


def test_whoever_says_nothing_hears_that_nothing_was_recorded(make_line: MakeLine) -> None:
    line = make_line(cast=())
    told = line.call("-")
    assert told.said == [CANNOT, "Nothing was recorded. Goodbye."]
    assert kept(line) == []
    assert on_the_desk(line) == []


def test_thanks_are_said_in_the_language_of_the_call(make_line: MakeLine) -> None:
    line = make_line(cast=(), default_language="fr")
    told = line.call("#")
    assert {entry.language for entry in told.entries if entry.verb == "Say"} == {"fr-FR"}


def test_a_fault_of_ours_is_answered_with_a_message_too(line: PhoneLine) -> None:
    line.register(line.cast, pin_hash="this is no hash")
    told = line.call(f"1053 {PIN}", "#")
    assert told.said[-2:] == [CANNOT, THANKS]
    assert len(kept(line)) == 1


def test_a_recording_told_without_a_sensible_time_is_left_to_sync(line: PhoneLine) -> None:
    fields = recording_status_fields(line.phone(), "CA" + "1" * 32, "RE" + "2" * 32, "completed")
    for query in ("", "?t=", "?t=yesterday", "?t=-1", "?t=9999999999999"):
        assert line.post(f"/voice/recorded{query}", fields).status_code == 200
    assert kept(line) == []


@pytest.mark.parametrize("status", ["absent", "failed"])
def test_a_recording_that_failed_is_no_message(line: PhoneLine, status: str) -> None:
    fields = recording_status_fields(line.phone(), "CA" + "1" * 32, "RE" + "3" * 32, status)
    assert line.post("/voice/recorded?t=1772539080", fields).status_code == 200
    assert kept(line) == []
