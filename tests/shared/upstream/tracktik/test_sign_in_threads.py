import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

from shared.upstream.errors import NotReached, UpstreamError
from shared.upstream.http import Http
from shared.upstream.tracktik.settings import TrackTikSettings
from shared.upstream.tracktik.sign_in import SignIn

Failure = Callable[[SignIn], UpstreamError]


def test_sixteen_threads_that_need_a_token_at_once_sign_in_once(sign_in: SignIn, server: Any) -> None:
    together = threading.Barrier(16, timeout=60)

    def need(_number: int) -> str:
        together.wait(10)
        return sign_in.token()

    with ThreadPoolExecutor(16) as threads:
        assert set(threads.map(need, range(16))) == {"token-1"}
    assert len(server.asked) == 1


def test_threads_that_waited_for_a_sign_in_share_its_failure(
    failure: Failure, settings: TrackTikSettings, http: Http, clock: Any, memory: Any, peer: Any
) -> None:
    waiting = threading.Semaphore(0)

    def answer(_asked: Any) -> Any:
        for _ in range(7):
            assert waiting.acquire(timeout=10)
        return lambda served: None

    server = peer(answer, each=True)
    sign_in = SignIn(replace(settings, token_url=server.url), http, clock, memory)
    lock = sign_in._lock

    class Announcing:
        """Tells when a thread is about to wait for the lock."""

        def __enter__(self) -> None:
            waiting.release()
            lock.acquire()

        def __exit__(self, *_error: object) -> None:
            lock.release()

    sign_in._lock = Announcing()  # type: ignore[assignment]
    with ThreadPoolExecutor(6) as threads:
        errors = [threads.submit(failure, sign_in) for _ in range(6)]
        waiting.release()
        assert {type(error.result(10)) for error in errors} == {NotReached}
    assert len(server.asked) == 1


def test_threads_refused_with_one_token_share_one_new_one(sign_in: SignIn, server: Any) -> None:
    refused = sign_in.token()
    together = threading.Barrier(16, timeout=60)

    def need(_number: int) -> str:
        together.wait(10)
        return sign_in.another_token(refused)

    with ThreadPoolExecutor(16) as threads:
        assert set(threads.map(need, range(16))) == {"token-2"}
    assert len(server.asked) == 2
