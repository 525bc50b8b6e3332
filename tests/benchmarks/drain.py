"""Draining a backlog, against a bare loop that makes the same posts.

Measured: `clockpost sync --once` as a process, from its start to its end, on a ledger with 10,000 undelivered events
of 16 people, and of 32: pairs of clock-in and clock-out, hours to weeks old, so all go out as DELAYED and each is
looked up before it is sent. Start-up, sign-in, downloads of people, roster and open sessions are in it, and every
state of every row is committed before and after its request. The run counts only if all events are delivered.

Beside it: one `requests.Session` that posts clock-ins and clock-outs with the same bodies to the same sandbox, one
after another, remembers nothing and looks nothing up. 300 such posts are timed, half of them before and half after,
and multiplied to 10,000.

The sandbox answers after 20 ms and takes `endedOn` with a clock-out. Where an upstream ignores it, each late clock-out
needs one more request, an edit, that the bare loop would need too.
"""

import time
from itertools import islice
from pathlib import Path

import requests

from kiosk.demo.processes import Part, clockpost
from shared.sandbox.tracktik.default_world import CREDENTIALS
from shared.store import outbox
from shared.store.database import Store
from tests.benchmarks.backlog import add_backlog
from tests.benchmarks.installation import ACCOUNT, POSITION, guards, install, open_filled, world
from tests.benchmarks.report import Aim, Finding, Report
from tests.benchmarks.series import Series, drift, timed
from tests.benchmarks.sizes import Sizes
from tests.benchmarks.upstream import ANSWER_S, Upstream, running_sandbox

FASTER = Aim(8, "x", at_least=True)
ANSWER_AFTER_MS = 20
LONGEST_S = 300
BARE_EMPLOYEES = 7001


def run(folder: Path, sizes: Sizes) -> Report:
    """Backlogs of few and of many people, and bare posts before and after each."""
    bare_people, busy = guards(2, BARE_EMPLOYEES), guards(max(sizes.backlog_people))
    findings: list[Finding] = []
    notes: list[str] = []
    loops: list[Series] = []
    with running_sandbox(folder, world((*bare_people, *busy))) as upstream:
        upstream.switch(delay_ms=ANSWER_AFTER_MS, ended_on="taken")
        for count in sizes.backlog_people:
            loops.append(_bare_posts(upstream, sizes.bare_posts // 2))
            upstream.forget()
            took_s = _drained_s(folder / f"of-{count}", upstream, count, sizes.backlog)
            made = sum(upstream.requests_made().values())
            loops.append(_bare_posts(upstream, sizes.bare_posts // 2))
            bare_s = sum(sum(one.ms) / len(one.ms) for one in loops[-2:]) / 2 * sizes.backlog / 1000
            what = f"{sizes.backlog:,} events of {count} people"
            findings.append(Finding(what, took_s, bare_s, "s", bare_s / took_s, "x", sizes.backlog, FASTER))
            notes.append(f"{what}: {sizes.backlog / took_s:.0f} a second, {made / sizes.backlog:.2f} requests each")
    return Report("drain", tuple(findings), drift(loops[0], loops[-1]), tuple(notes))


def _drained_s(folder: Path, upstream: Upstream, people: int, events: int) -> float:
    installation = install(folder, guards(people), upstream.url)
    with open_filled(installation) as store:
        add_backlog(store, installation.guards, events)
    began = time.monotonic()
    sync = Part("sync", clockpost("sync", "--once", config=installation.config_file), folder).start()
    try:
        assert sync.process is not None
        sync.process.wait(LONGEST_S)
        took_s = time.monotonic() - began
    finally:
        sync.stop()
    with Store.open(installation.config.store.path) as store:
        found = outbox.counts(store)
    if found != {"delivered": events}:
        raise AssertionError(f"{events} events were to be delivered, and stand so: {found}; see {folder}/sync.log")
    return took_s


def _bare_posts(upstream: Upstream, count: int) -> Series:
    """`count` posts by one session, clock-ins and clock-outs in turn."""
    with requests.Session() as session:
        form = {"grant_type": "password", **CREDENTIALS.model_dump()}
        signed = session.post(f"{upstream.url}/rest/oauth2/access_token", data=form, timeout=ANSWER_S).json()
        session.headers["Authorization"] = f"Bearer {signed['access_token']}"
        came: list[int] = []

        def post() -> None:
            if came:
                path, body = f"/work-sessions/{came.pop()}/actions/clock-out", _CLOCK_OUT
            else:
                path, body = "/work-sessions", _CLOCK_IN
            answer = session.post(f"{upstream.url}/rest/v1{path}", json=body, timeout=ANSWER_S)
            answer.raise_for_status()
            if body is _CLOCK_IN:
                came.append(answer.json()["data"]["id"])

        return Series(tuple(islice(iter(lambda: timed(post), None), count)))


_CLOCK_IN: dict[str, object] = {
    "startedOn": "2026-01-02 06:00:00",
    "clockInMethod": "DELAYED",
    "status": "OPEN",
    "employee": BARE_EMPLOYEES,
    "account": ACCOUNT,
    "position": POSITION,
}
_CLOCK_OUT: dict[str, object] = {"clockOutMethod": "DELAYED", "endedOn": "2026-01-02 06:40:00"}
