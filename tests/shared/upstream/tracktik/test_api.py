from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from shared.upstream.errors import NotAllowed, NotReached, SignInFailed, TryLater, Unreadable
from shared.upstream.http import Http
from shared.upstream.tracktik.api import Api, read_row
from shared.upstream.tracktik.fields import Row, own_id
from shared.upstream.tracktik.settings import TrackTikSettings
from shared.upstream.tracktik.sign_in import SignIn


@pytest.fixture
def api(settings: TrackTikSettings, http: Http, clock: Any, memory: Any) -> Api:
    return Api(settings.base_url, http, SignIn(settings, http, clock, memory))


def paged(reply: Callable[..., bytes], rows: list[Row], largest: int) -> Callable[[Any], bytes]:
    """A list in TrackTik's envelope, `largest` rows a page at most."""

    def answer(asked: Any) -> bytes:
        offset, limit = int(asked.query["offset"]), min(int(asked.query["limit"]), largest)
        page = rows[offset : offset + limit]
        meta = {"count": len(rows), "itemCount": len(page), "limit": limit, "offset": offset}
        return reply(200, {"meta": meta, "data": page})

    return answer


def test_a_call_carries_the_token_and_its_query(api: Api, portal: Any, server: Any, enveloped: Any) -> None:
    portal.routes["GET /work-sessions"] = enveloped([])
    api.call("GET", "/work-sessions", query={"startDateTime:after": "2022-12-16 00:00:00", "employee.id": 1053})
    asked = server.asked[-1]
    assert asked.path == "/rest/v1/work-sessions"
    assert asked.query == {"startDateTime:after": "2022-12-16 00:00:00", "employee.id": "1053"}
    assert asked.headers["authorization"] == "Bearer token-1"
    assert "content-type" not in asked.headers


def test_a_body_is_sent_as_it_was_kept(api: Api, portal: Any, server: Any, enveloped: Any) -> None:
    portal.routes["POST /work-sessions"] = enveloped({"id": 1})
    api.call("POST", "/work-sessions", body='{"employee":1053}')
    assert server.asked[-1].body == '{"employee":1053}'
    assert server.asked[-1].headers["content-type"] == "application/json"


def test_after_a_401_a_new_token_is_got_and_the_call_made_once_more(api: Api, portal: Any, enveloped: Any) -> None:
    portal.routes["POST /work-sessions"] = enveloped({"id": 1})
    api.call("POST", "/work-sessions", body="{}")
    portal.revoke()
    portal.diary.clear()
    assert api.call("POST", "/work-sessions", body="{}").status == 200
    assert portal.diary == [
        "called with token-1",
        "asked for a token by refresh_token",
        "saved token-2",
        "called with token-2",
    ]


def test_after_a_second_401_it_is_not_allowed(api: Api, portal: Any, reply: Any) -> None:
    portal.routes["POST /work-sessions"] = reply(401, {})
    with pytest.raises(NotAllowed) as caught:
        api.call("POST", "/work-sessions", body="{}")
    assert caught.value.status == 401
    assert [line for line in portal.diary if line.startswith("called")] == [
        "called with token-1",
        "called with token-2",
    ]


def test_a_403_is_not_tried_again(api: Api, portal: Any, reply: Any) -> None:
    portal.routes["GET /employees"] = reply(403, {})
    with pytest.raises(NotAllowed):
        api.call("GET", "/employees")
    assert portal.given == 1


def test_a_401_and_then_no_way_to_sign_in_says_that_nothing_was_done(api: Api, portal: Any, reply: Any) -> None:
    portal.routes["POST /work-sessions"] = reply(401, {})
    portal.sign_in_trouble = []
    api._sign_in.token()
    portal.sign_in_trouble = [lambda served: None]
    with pytest.raises(NotReached):
        api.call("POST", "/work-sessions", body="{}")
    portal.password = "changed"
    with pytest.raises(SignInFailed):
        api.call("POST", "/work-sessions", body="{}")


def test_many_threads_refused_at_once_sign_in_once_and_all_go_through(api: Api, portal: Any, enveloped: Any) -> None:
    portal.routes["GET /employees/1"] = enveloped({"id": 1})
    api.call("GET", "/employees/1")
    portal.revoke()
    with ThreadPoolExecutor(16) as threads:
        answers = list(threads.map(lambda _number: api.call("GET", "/employees/1").status, range(64)))
    assert answers == [200] * 64
    assert portal.given == 2


@pytest.mark.parametrize(("headers", "wait_s"), [({}, 60), ({"Retry-After": "5"}, 5)])
def test_a_429_without_a_wait_means_the_minute_of_the_document(
    api: Api, portal: Any, reply: Any, headers: dict[str, str], wait_s: float
) -> None:
    portal.routes["GET /employees"] = reply(429, {}, **headers)
    with pytest.raises(TryLater) as caught:
        api.call("GET", "/employees")
    assert caught.value.retry_after_s == wait_s


def test_the_token_is_struck_out_of_an_answer_that_repeats_it(api: Api, portal: Any, reply: Any) -> None:
    portal.routes["GET /employees"] = reply(403, {"debug": "Bearer token-1 lacks scope"})
    with pytest.raises(NotAllowed) as caught:
        api.call("GET", "/employees")
    assert "Bearer *** lacks scope" in caught.value.answer


def test_a_list_is_read_to_its_end_in_the_largest_pages(api: Api, portal: Any, server: Any, reply: Any) -> None:
    rows: list[Row] = [{"id": number} for number in range(1, 2502)]
    portal.routes["GET /employees"] = paged(reply, rows, 1000)
    found, _answer = api.rows("/employees", {"sort": "id"}, own_id)
    assert found == list(range(1, 2502))
    asked = [asked.query for asked in server.asked[1:]]
    assert asked == [{"sort": "id", "limit": "1000", "offset": offset} for offset in ("0", "1000", "2000")]


def test_a_portal_that_gives_smaller_pages_is_asked_more_often(api: Api, portal: Any, reply: Any) -> None:
    portal.routes["GET /employees"] = paged(reply, [{"id": number} for number in range(1, 251)], 100)
    found, _answer = api.rows("/employees", {}, own_id)
    assert len(found) == 250


def test_one_bad_row_on_the_last_page_spoils_the_whole_list(api: Api, portal: Any, reply: Any) -> None:
    rows: list[Row] = [*({"id": number} for number in range(1, 150)), {"id": "none"}]
    portal.routes["GET /employees"] = paged(reply, rows, 100)
    with pytest.raises(Unreadable, match="TrackTik GET /rest/v1/employees: id: 'none' is not an id"):
        api.rows("/employees", {}, own_id)


@pytest.mark.parametrize("content", ["OK", {"data": "OK"}, {"meta": {"count": 2}, "data": [{"id": 1}]}, None])
def test_a_list_that_is_none_is_unreadable(api: Api, portal: Any, reply: Any, content: Any) -> None:
    portal.routes["GET /employees"] = reply(200, "null" if content is None else content)
    with pytest.raises(Unreadable):
        api.rows("/employees", {}, own_id)


def test_a_record_of_another_form_is_unreadable_with_the_answer_kept(api: Api, portal: Any, enveloped: Any) -> None:
    portal.routes["GET /employees/1"] = enveloped({"id": "none"})
    with pytest.raises(Unreadable) as caught:
        read_row(api.call("GET", "/employees/1"), own_id)
    assert '"none"' in caught.value.answer
    assert caught.value.__cause__ is not None
