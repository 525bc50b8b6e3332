"""A backup is restored although deliveries were made since: nothing is sent twice, and nobody's hours are doubled."""

from kiosk.demo.processes import answer_of, run, until
from kiosk.demo.upstream import instant
from shared.domain.model import PresenceState
from shared.store import presence
from tests.end_to_end.faults.place import Place


def test_what_went_out_since_the_backup_is_told_as_doubtful_looked_up_and_sent_no_second_time(place: Place) -> None:
    config = place.wall.site.config
    place.sync.kill()
    place.comes("2013")
    assert place.check("doubtful").standing == "ok"
    copy = answer_of("backup", "--to", str(place.folder), "--json", config=config)["file"]
    place.sync.start()
    place.comes("2014")
    place.is_upstream("2013", "2014")

    place.sync.kill()
    place.kiosk.kill()
    run("restore", copy, config=config)
    place.wall.again()
    place.idle(statuses="Delivery stopped · 1 waits")
    place.is_told("doubtful", "warning", told="1 may have arrived or not")

    place.sync.start()
    place.is_healed("doubtful")
    place.is_upstream("2013")
    place.is_well()
    assert place.kinds("2014") == [], "the backup knows her clock-in: nothing is put to the proof"
    until("delivery found her on duty upstream", lambda: is_on_duty(place, "2014"))
    place.wall.badge("2014")
    place.wall.asked(who="Guard 2014")
    place.wall.touch("Clock out")
    place.wall.told(who="Guard 2014", what="Clocked out")
    until("she left upstream", lambda: left(place, "2014") == [True])
    assert place.sessions()["2013"] == 1


def is_on_duty(place: Place, number: str) -> bool:
    """Does the terminal know that this guard works?"""
    with place.ledger() as store:
        return presence.of(store, number).presence.state is PresenceState.WORKING


def left(place: Place, number: str) -> list[bool]:
    """Of each of this guard's sessions upstream: is it over?"""
    ends = [one["endedOn"] for one in place.sandbox.sessions() if str(one["employee"]) == number]
    return [instant(end) is not None for end in ends]
