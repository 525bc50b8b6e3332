import gzip
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest

from shared.upstream.errors import NotAllowed, NotReached, Unreadable
from shared.upstream.http import Http, HttpLimits

DATED = {"Date": "Fri, 16 Dec 2022 15:17:01 GMT"}


def test_a_good_answer_comes_with_its_value_and_the_upstreams_date(http: Http, peer: Any, reply: Any) -> None:
    server = peer(reply(201, {"id": 4592}, **DATED))
    answer = http.send("POST", f"{server.url}/rest/v1/work-sessions?x=1", headers={"X-A": "b"}, body='{"é":1}')
    assert (answer.status, answer.value) == (201, {"id": 4592})
    assert answer.date == datetime(2022, 12, 16, 15, 17, 1, tzinfo=UTC)
    (asked,) = server.asked
    assert (asked.method, asked.path, asked.query) == ("POST", "/rest/v1/work-sessions", {"x": "1"})
    assert asked.json() == {"é": 1}
    assert asked.headers["x-a"] == "b"
    assert asked.headers["accept"] == "application/json"


def test_the_last_good_date_is_kept_beside_our_own_reading(http: Http, clock: Any, peer: Any, reply: Any) -> None:
    assert http.last_date is None
    http.send("GET", peer(reply(200, {}, **DATED)).url)
    clock.forward(60)
    with pytest.raises(Unreadable):
        http.send("GET", peer(reply(200, "<html>", Date="Fri, 16 Dec 2033 15:17:01 GMT")).url)
    http.send("GET", peer(reply(200, {})).url)
    assert http.last_date is not None
    assert http.last_date.date == datetime(2022, 12, 16, 15, 17, 1, tzinfo=UTC)
    assert http.last_date.told_at.wall == datetime(2022, 12, 16, 16, 0, tzinfo=UTC)


def test_a_204_has_no_value_and_is_good(http: Http, peer: Any, reply: Any) -> None:
    answer = http.send("POST", peer(reply(204)).url)
    assert (answer.status, answer.value) == (204, None)


def test_a_packed_answer_is_unpacked(http: Http, peer: Any, reply: Any) -> None:
    server = peer(reply(200, gzip.compress(b'{"id": 1}'), Content_Encoding="gzip"))
    assert http.send("GET", server.url).value == {"id": 1}


def test_the_caller_may_bring_another_reader(http: Http, peer: Any, reply: Any) -> None:
    assert http.send("GET", peer(reply(200, "<a/>")).url, read=bytes.decode).value == "<a/>"


@pytest.mark.parametrize(
    "content",
    [
        b"<html>Please accept our terms</html>",
        b'{"data": ',
        b"",
        b"  \n",
        b"\xff\xfe\x00",
        b"[" * 90_000,
        b'{"id": ' + b"9" * 5000 + b"}",
        b'"' + b"x" * 100_000 + b'"',
        b'"' + b"x" * 3_000_000 + b'"',
    ],
    ids=["html", "broken", "empty", "blank", "not-text", "too-deep", "giant-number", "one-byte-too-big", "huge"],
)
def test_a_200_that_is_no_json_is_unreadable(http: Http, peer: Any, reply: Any, content: bytes) -> None:
    with pytest.raises(Unreadable) as caught:
        http.send("POST", peer(reply(200, content)).url)
    assert caught.value.status == 200
    assert len(caught.value.answer) <= 2000
    assert caught.value.answer[:20] == content.decode("utf-8", "replace")[:20]


def test_a_small_packed_answer_that_unpacks_to_a_huge_one_is_unreadable(http: Http, peer: Any, reply: Any) -> None:
    bomb = gzip.compress(b'"' + b"x" * 5_000_000 + b'"')
    with pytest.raises(Unreadable, match="100000 bytes"):
        http.send("GET", peer(reply(200, bomb, Content_Encoding="gzip")).url)


def test_an_answer_that_is_not_packed_as_it_says_is_unreadable(http: Http, peer: Any, reply: Any) -> None:
    with pytest.raises(Unreadable):
        http.send("GET", peer(reply(200, {"id": 1}, Content_Encoding="gzip")).url)


def test_no_secret_is_told_by_an_error(http: Http, peer: Any, reply: Any) -> None:
    server = peer(reply(403, {"error": "no rights", "seen": "Bearer t0p-s3cret"}))
    with pytest.raises(NotAllowed) as caught:
        http.send(
            "GET",
            f"{server.url}/Shifts?securitytoken=t0p-s3cret",
            headers={"Authorization": "Bearer t0p-s3cret"},
            secrets=("t0p-s3cret",),
        )
    assert "no rights" in caught.value.answer
    assert "t0p-s3cret" not in caught.value.answer + str(caught.value)
    assert "TrackTik GET /Shifts" in str(caught.value)


def test_a_private_answer_is_not_shown_at_all(http: Http, peer: Any, reply: Any) -> None:
    with pytest.raises(Unreadable) as caught:
        http.send("POST", peer(reply(200, '{"access_token": "t0p-s3cret"')).url, private=True)
    assert caught.value.answer == ""


def test_the_chain_below_an_error_holds_no_query(http: Http, free_port: int) -> None:
    with pytest.raises(NotReached) as caught:
        http.send("GET", f"http://127.0.0.1:{free_port}/Login?securitytoken=t0p-s3cret")
    error: BaseException | None = caught.value
    told = []
    while error is not None:
        told.append(str(error))
        error = error.__cause__
    assert len(told) > 1
    assert "t0p-s3cret" not in " ".join(told)


@pytest.mark.parametrize(
    ("url", "headers"),
    [
        ("work-sessions", {}),
        ("ftp://127.0.0.1/x", {}),
        ("http:///x", {}),
        ("http://127.0.0.1:99999/x", {}),
        ("http://" + "x" * 70 + ".test/", {}),
        ("http://127.0.0.1:9/", {"Authorization": "Bearer two\nlines"}),
        ("http://127.0.0.1:9/", {"Authorization": "Bearer \u20ac"}),
    ],
)
def test_a_request_that_cannot_be_made_was_not_sent(http: Http, url: str, headers: dict[str, str]) -> None:
    with pytest.raises(NotReached):
        http.send("POST", url, headers=headers, body="{}")


def test_a_netrc_of_the_machine_does_not_replace_our_sign_in(
    http: Http, peer: Any, reply: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login someone password else\n")
    monkeypatch.setenv("NETRC", str(netrc))
    server = peer(reply(200, {}))
    http.send("GET", server.url, headers={"Authorization": "Bearer ours"})
    assert server.asked[0].headers["authorization"] == "Bearer ours"


def test_cookies_are_not_sent_back(http: Http, peer: Any, reply: Any) -> None:
    server = peer(reply(200, {}, Set_Cookie="session=someone-else; Path=/"))
    http.send("GET", server.url)
    http.send("GET", server.url)
    assert "cookie" not in server.asked[1].headers


def test_one_connection_serves_one_request_after_the_other(http: Http, peer: Any, reply: Any) -> None:
    server = peer(reply(200, {"id": 1}))
    for _ in range(20):
        http.send("POST", server.url, body="{}")
    assert (len(server.asked), server.connections) == (20, 1)


def test_a_refusal_leaves_its_connection_fit_for_use(http: Http, peer: Any, reply: Any) -> None:
    server = peer(reply(403, {"why": "x" * 500}))
    for _ in range(3):
        with pytest.raises(NotAllowed):
            http.send("GET", server.url)
    assert server.connections == 1


def test_what_is_left_of_an_oversized_answer_is_never_taken_for_the_next(http: Http, peer: Any, reply: Any) -> None:
    server = peer(lambda asked: reply(200, "x" * 300_000 if asked.path == "/big" else {"id": 7}), each=True)
    with pytest.raises(Unreadable):
        http.send("GET", f"{server.url}/big")
    assert http.send("GET", f"{server.url}/small").value == {"id": 7}


def test_many_threads_share_no_more_connections_than_the_pool_has(clock: Any, peer: Any, reply: Any) -> None:
    http = Http("TrackTik", clock, HttpLimits(pool_size=4))
    together = threading.Barrier(16, timeout=60)
    server = peer(lambda asked: reply(200, {"asked": asked.path}), each=True)

    def ask(number: int) -> bool:
        if number < 16:
            together.wait(10)
        return http.send("GET", f"{server.url}/{number}").value == {"asked": f"/{number}"}

    with ThreadPoolExecutor(16) as threads:
        assert all(threads.map(ask, range(200)))
    http.close()
    assert 1 < server.connections <= 4


def test_a_closed_layer_connects_anew(http: Http, peer: Any, reply: Any) -> None:
    server = peer(reply(200, {}))
    http.send("GET", server.url)
    http.close()
    http.send("GET", server.url)
    assert server.connections == 2
