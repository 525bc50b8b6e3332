"""The documented requests, as Twilio answers them."""

import re

import pytest
import requests

RFC_2822 = re.compile(r"[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} \+0000")


def only_number(rest: requests.Session) -> dict[str, object]:
    [number] = rest.get("/IncomingPhoneNumbers.json").json()["incoming_phone_numbers"]
    assert isinstance(number, dict)
    return number


def test_the_account_tells_its_type_and_not_its_token(rest: requests.Session, operator: requests.Session) -> None:
    told = rest.get(".json")
    assert (told.json()["type"], told.json()["status"]) == ("Trial", "active")
    assert "token" not in told.text
    operator.patch("/account", json={"type": "Full", "status": "suspended"})
    assert (rest.get(".json").json()["type"], rest.get(".json").json()["status"]) == ("Full", "suspended")


@pytest.mark.parametrize("auth", [None, ("AC00", "sandbox-auth-token"), ("right", "wrong")])
def test_a_stranger_gets_20003(rest: requests.Session, auth: tuple[str, str] | None) -> None:
    rest.auth = auth
    rest.headers["Authorization"] = "Basic ???"
    answer = rest.get("/Recordings.json")
    assert answer.status_code == 401
    assert answer.json() == {
        "code": 20003,
        "message": "Authenticate",
        "more_info": "https://www.twilio.com/docs/errors/20003",
        "status": 401,
    }


@pytest.mark.parametrize("path", ["/Calls/CA0.json", "/Recordings/RE0.json", "/Recordings/RE0.mp3", "/Queues.json"])
def test_what_is_not_there_is_20404(rest: requests.Session, path: str) -> None:
    answer = rest.get(path)
    assert (answer.status_code, answer.json()["code"]) == (404, 20404)


def test_another_account_is_not_there(rest: requests.Session, anyone: requests.Session) -> None:
    answer = anyone.get(f"/2010-04-01/Accounts/AC{'1' * 32}.json", auth=rest.auth)
    assert answer.status_code == 404


def test_a_number_is_changed_by_a_form_and_the_rest_of_it_stays(rest: requests.Session) -> None:
    before = only_number(rest)
    form = {"VoiceUrl": "https://clock.example.test/voice", "VoiceMethod": "get", "Unknown": "1"}
    changed = rest.post(f"/IncomingPhoneNumbers/{before['sid']}.json", data=form).json()
    assert changed == {**before, "voice_url": "https://clock.example.test/voice", "voice_method": "GET"}
    assert only_number(rest) == changed


@pytest.mark.parametrize("form", [{"VoiceUrl": "no address"}, {"StatusCallback": "ftp://a"}, {"VoiceMethod": "PUT"}])
def test_a_number_takes_no_nonsense(rest: requests.Session, form: dict[str, str]) -> None:
    before = only_number(rest)
    answer = rest.post(f"/IncomingPhoneNumbers/{before['sid']}.json", data=form)
    assert (answer.status_code, answer.json()["status"]) == (400, 400)
    assert only_number(rest) == before


def test_an_application_takes_the_trunks_place(rest: requests.Session, operator: requests.Session) -> None:
    sid = only_number(rest)["sid"]
    operator.patch(f"/numbers/{sid}", json={"trunk_sid": "TK1"})
    changed = rest.post(f"/IncomingPhoneNumbers/{sid}.json", data={"VoiceApplicationSid": "AP1"}).json()
    assert (changed["voice_application_sid"], changed["trunk_sid"]) == ("AP1", None)


def test_numbers_are_found_by_a_part_of_them(rest: requests.Session, operator: requests.Session) -> None:
    operator.post("/numbers", json={"phone_number": "+4532123456"})
    found = rest.get("/IncomingPhoneNumbers.json", params={"PhoneNumber": "+45"}).json()
    assert [number["phone_number"] for number in found["incoming_phone_numbers"]] == ["+4532123456"]


def test_a_recording_leads_to_its_call(rest: requests.Session, operator: requests.Session) -> None:
    made = operator.post("/recordings", json={"caller": "+15145550142", "started": "2026-05-01 06:58:00"}).json()
    recording = rest.get(f"/Recordings/{made['sid']}.json").json()
    call = rest.get(f"/Calls/{recording['call_sid']}.json").json()
    assert (recording["status"], recording["source"], recording["duration"]) == ("completed", "RecordVerb", "5")
    assert (call["from"], call["to"], call["direction"]) == ("+15145550142", "+15145550100", "inbound")
    assert call["start_time"] == "Fri, 01 May 2026 06:58:00 +0000"
    assert RFC_2822.fullmatch(recording["date_created"])


def test_pages_lead_from_the_newest_to_the_oldest_and_nothing_shifts(
    rest: requests.Session, operator: requests.Session, anyone: requests.Session
) -> None:
    made = [operator.post("/recordings", json={"started": f"now-{9 - index}m"}).json()["sid"] for index in range(5)]
    page = rest.get("/Recordings.json", params={"PageSize": 2}).json()
    operator.post("/recordings", json={})
    told = [page["recordings"]]
    while page["next_page_uri"]:
        page = anyone.get(page["next_page_uri"], auth=rest.auth).json()
        told.append(page["recordings"])
    assert [len(rows) for rows in told] == [2, 2, 1]
    assert [row["sid"] for rows in told for row in rows] == made[::-1]


def test_recordings_are_listed_from_a_moment_on(rest: requests.Session, operator: requests.Session) -> None:
    sids = {
        day: operator.post("/recordings", json={"started": f"2026-05-{day} 12:00:00"}).json()["sid"]
        for day in ("01", "02", "03")
    }

    def listed(**query: str) -> list[str]:
        rows = rest.get("/Recordings.json", params=query).json()["recordings"]
        return [row["sid"] for row in rows]

    assert listed(**{"DateCreated>": "2026-05-02T12:00:10Z"}) == [sids["03"], sids["02"]]
    assert listed(**{"DateCreated<": "2026-05-02"}) == [sids["01"]]
    assert listed(DateCreated="2026-05-02") == [sids["02"]]
    assert rest.get("/Recordings.json", params={"DateCreated>": "soon"}).status_code == 400


def test_a_sound_is_an_mp3_of_its_own(rest: requests.Session, operator: requests.Session) -> None:
    sids = [operator.post("/recordings", json={}).json()["sid"] for _ in range(2)]
    one, again, other = (rest.get(f"/Recordings/{sid}.mp3") for sid in (sids[0], *sids))
    assert one.headers["content-type"] == "audio/mpeg"
    assert one.content == again.content != other.content


def test_faults_meet_twilio_in_its_own_words(rest: requests.Session, control: requests.Session) -> None:
    control.post("/faults", json={"kind": "429", "path": "/Recordings.json", "retry_after": 7})
    answer = rest.get("/Recordings.json")
    assert (answer.status_code, answer.json()["code"], answer.headers["retry-after"]) == (429, 20429, "7")
    assert rest.get("/Recordings.json").status_code == 200
