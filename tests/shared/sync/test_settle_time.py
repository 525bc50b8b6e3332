"""Late clock-outs: every way an upstream may take, ignore or refuse the time of leaving."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from shared.domain.delivery import RowState, Step

HOUR_S = 3600.0


def late_clock_out(post: Any, number: str = "2001") -> Any:
    """Somebody came nine hours ago and left an hour ago, all of it offline."""
    post.clock_in(number, ago_s=9 * HOUR_S)
    return post.clock_out(number, ago_s=HOUR_S)


def ended(sandbox: Any, number: str = "2001") -> datetime:
    [session] = sandbox.sessions(number)
    assert session["status"] == "CLOSED"
    at: datetime = session["endedOn"]
    return at


def edits(sandbox: Any) -> int:
    return len([one for one in sandbox.requests() if one["method"] in ("PATCH", "PUT")])


@pytest.mark.parametrize("strategy", ["auto", "send", "edit", "report"])
@pytest.mark.parametrize("edit", ["allowed", "refused", "403", "405"])
@pytest.mark.parametrize("ended_on", ["taken", "ignored", "400"])
def test_the_time_of_leaving_arrives_to_the_second_or_is_on_the_desk(
    ended_on: str, edit: str, strategy: str, post: Any, sandbox: Any
) -> None:
    sandbox.turn(ended_on=ended_on, edit=edit)
    out = late_clock_out(post)
    post.sync_to_the_end(late_clock_out=strategy)
    sent_along = ended_on == "taken" and strategy in ("auto", "send")
    moved_after = edit == "allowed" and strategy in ("auto", "edit")
    if sent_along or moved_after:
        assert (ended(sandbox), post.desk()) == (out.draft.at, [])
        assert edits(sandbox) == (0 if sent_along else 1)
    else:
        assert abs(ended(sandbox) - out.draft.at) > timedelta(minutes=50)
        [item] = post.desk(out)
        assert (item.kind, item.facts["ours"], item.facts["theirs"]) == (
            "time_differs",
            out.draft.at.isoformat(),
            ended(sandbox).isoformat(),
        )
    row = post.row(out)
    assert (row.state, row.their_ended) == (RowState.DELIVERED, ended(sandbox))
    if strategy in ("edit", "report"):
        assert '"endedOn"' not in (row.body or "")


@pytest.mark.parametrize("body", ["json", "text", "empty"])
def test_a_refused_time_is_found_out_whatever_the_refusal_is_worded_in(body: str, post: Any, sandbox: Any) -> None:
    sandbox.turn(ended_on="400", error_body=body)
    out = late_clock_out(post)
    post.sync_to_the_end()
    assert (ended(sandbox), post.desk()) == (out.draft.at, [])
    assert post.learnt() == {"ended_on": "refused", "edit": "allowed"}


@pytest.mark.parametrize("edited", ["kept", "API"])
def test_an_edit_counts_under_whatever_method_it_is_kept(edited: str, post: Any, sandbox: Any) -> None:
    sandbox.turn(edited_method=edited)
    out = late_clock_out(post)
    post.sync_to_the_end()
    assert (ended(sandbox), post.row(out).their_method) == (out.draft.at, "DELAYED" if edited == "kept" else "API")
    assert post.desk() == []


@pytest.mark.parametrize(
    ("switches", "learnt"),
    [
        ({"ended_on": "taken"}, {"ended_on": "taken"}),
        ({"ended_on": "ignored"}, {"ended_on": "ignored", "edit": "allowed"}),
        ({"ended_on": "400", "edit": "403"}, {"ended_on": "refused", "edit": "refused"}),
    ],
)
def test_what_upstream_accepts_is_remembered_beyond_the_process(
    switches: dict[str, str], learnt: dict[str, str], post: Any, sandbox: Any
) -> None:
    sandbox.turn(**switches)
    late_clock_out(post)
    post.sync_to_the_end()
    assert post.learnt() == learnt
    before = len(sandbox.requests("POST", "/actions/clock-out")), edits(sandbox)
    late_clock_out(post, "2002")
    post.sync_to_the_end()
    after = len(sandbox.requests("POST", "/actions/clock-out")), edits(sandbox)
    assert after[0] - before[0] == 1
    assert after[1] - before[1] == (1 if learnt.get("edit") == "allowed" else 0)


def test_one_session_that_cannot_end_before_it_starts_does_not_teach_that_times_are_refused(
    post: Any, sandbox: Any
) -> None:
    sandbox.turn(ended_on="taken")
    late_clock_out(post, "2001")
    post.sync_to_the_end()
    odd_in = post.clock_in("2002", ago_s=9 * HOUR_S)
    post.sync()
    sandbox.edit(post.row(odd_in).session_id, startedOn="now-10m")
    odd_out = post.clock_out("2002", ago_s=HOUR_S)
    post.sync_to_the_end()
    assert post.kinds(odd_out) == ["time_differs"]
    third = late_clock_out(post, "2003")
    post.sync_to_the_end()
    assert (ended(sandbox, "2003"), post.learnt()["ended_on"]) == (third.draft.at, "taken")


def test_one_edit_refused_after_others_were_allowed_is_about_that_session(post: Any, sandbox: Any) -> None:
    late_clock_out(post, "2001")
    post.sync_to_the_end()
    sandbox.turn(edit="refused")
    second = late_clock_out(post, "2002")
    post.sync_to_the_end()
    assert post.kinds(second) == ["time_differs"]
    sandbox.turn(edit="allowed")
    third = late_clock_out(post, "2003")
    post.sync_to_the_end()
    assert ended(sandbox, "2003") == third.draft.at


@pytest.mark.parametrize("fault", ["token_expired", "403_waf", "429", "503", "connection_reset"])
def test_a_failed_sign_in_or_a_busy_line_is_no_refusal_of_edits(fault: str, post: Any, sandbox: Any) -> None:
    out = late_clock_out(post)
    sandbox.fault(fault, method="PATCH", times=2)
    post.sync_to_the_end()
    assert (ended(sandbox), post.desk()) == (out.draft.at, [])
    assert post.learnt()["edit"] == "allowed"


def test_the_two_steps_are_durable_and_the_next_clock_in_waits_for_the_second(post: Any, sandbox: Any) -> None:
    out = late_clock_out(post)
    following = post.clock_in("2001", ago_s=HOUR_S / 2)
    sandbox.fault("503", method="PATCH", times=None)
    post.sync()
    assert (post.row(out).state, post.row(out).step) == (RowState.UNKNOWN, Step.SETTLE_TIME)
    assert post.row(following).state is RowState.HELD
    sandbox.delete("/faults")
    post.sync_to_the_end()
    assert post.row(out).state is post.row(following).state is RowState.DELIVERED
    assert [one["endedOn"] for one in sandbox.sessions("2001")] == [out.draft.at, None]


def test_an_edit_whose_answer_was_lost_is_read_back_and_not_repeated(post: Any, sandbox: Any) -> None:
    out = late_clock_out(post)
    sandbox.fault("answer_lost", method="PATCH")
    post.sync_to_the_end()
    assert (ended(sandbox), edits(sandbox), post.desk()) == (out.draft.at, 1, [])


def test_a_time_that_a_manager_gave_meanwhile_is_not_overwritten(post: Any, sandbox: Any) -> None:
    out = late_clock_out(post)
    sandbox.fault("503", method="PATCH")
    post.sync()
    theirs = out.draft.at + timedelta(minutes=10)
    sandbox.edit(post.row(out).session_id, endedOn=theirs.strftime("%Y-%m-%d %H:%M:%S"))
    post.sync_to_the_end()
    assert (ended(sandbox), post.kinds(out)) == (theirs, ["time_differs"])


def test_differences_of_one_outage_are_one_group(post: Any, sandbox: Any) -> None:
    sandbox.turn(edit="403")
    for number in ("2001", "2002", "2003"):
        late_clock_out(post, number)
    post.sync_to_the_end()
    assert len({item.grouped_by for item in post.desk()}) == 1
    assert len(post.desk()) == 3


def test_a_session_gone_between_close_and_edit_ends_at_the_desk(post: Any, sandbox: Any) -> None:
    out = late_clock_out(post)
    sandbox.fault("503", method="PATCH")
    post.sync()
    sandbox.delete(f"/sessions/{post.row(out).session_id}")
    post.sync_to_the_end()
    assert (post.row(out).state, post.kinds(out)) == (RowState.PARKED, ["parked"])


def test_an_event_taken_back_after_its_session_was_closed_goes_to_the_desk(post: Any, sandbox: Any) -> None:
    out = late_clock_out(post)
    sandbox.fault("503", method="PATCH")
    post.sync()
    assert post.row(out).state is RowState.UNKNOWN
    post.take_back(out)
    post.sync_to_the_end()
    assert post.row(out).state is RowState.DELIVERED
    assert "voided_after_delivery" in post.kinds(out)
