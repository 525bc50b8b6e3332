"""A backup is restored although deliveries were made since: nothing is sent twice, and nobody's hours are doubled."""

from kiosk.demo.processes import answer_of, run, until
from kiosk.demo.upstream import instant
from shared.domain.model import PresenceState
from shared.store import presence
from tests.end_to_end.faults.place import Place


def test_what_came_and_went_out_since_the_backup_is_taken_over_and_sent_no_second_time(own_place: Place) -> None:
    copy = two_come_and_a_backup_knows_one(own_place, "2013", "2014")
    restored(own_place, copy)
    own_place.is_upstream("2013", "2014")


def test_where_the_ledger_itself_is_lost_delivery_finds_upstream_what_the_backup_does_not_know(
    own_place: Place,
) -> None:
    copy = two_come_and_a_backup_knows_one(own_place, "2016", "2017")
    ledger = own_place.wall.config.store.path
    for file in (ledger, *(ledger.with_name(f"{ledger.name}{end}") for end in ("-wal", "-shm", ".seen"))):
        file.unlink(missing_ok=True)
    restored(own_place, copy)
    assert own_place.kinds("2017") == [], "the backup knows her clock-in: nothing is put to the proof"
    until("delivery found her on duty upstream", lambda: is_on_duty(own_place, "2017"))
    leaves(own_place, "2017")
    assert own_place.sessions()["2016"] == 1


def two_come_and_a_backup_knows_one(place: Place, first: str, second: str) -> str:
    """Both are upstream; the backup was made before the first was delivered. The services are killed."""
    place.sync.kill()
    place.comes(first)
    assert place.check("doubtful").standing == "ok"
    copy = answer_of("backup", "--to", str(place.folder), "--json", config=place.wall.site.config)["file"]
    place.sync.start()
    place.comes(second)
    place.is_upstream(first, second)
    place.sync.kill()
    place.kiosk.kill()
    return str(copy)


def restored(place: Place, copy: str) -> None:
    """The backup takes the ledger's place; what it did not know to be final is told, looked up, and settled."""
    run("restore", copy, config=place.wall.site.config)
    place.wall.again()
    place.idle(statuses="Delivery stopped · 1 waits")
    place.is_told("doubtful", "warning", told="1 may have arrived or not")
    place.sync.start()
    place.is_healed("doubtful")
    place.is_well()


def is_on_duty(place: Place, number: str) -> bool:
    """Does the terminal know that this guard works?"""
    with place.ledger() as store:
        return presence.of(store, number).presence.state is PresenceState.WORKING


def leaves(place: Place, number: str) -> None:
    """This guard clocks out; the one session upstream ends."""
    place.wall.badge(number)
    place.wall.asked(who=f"Guard {number}")
    place.wall.touch("Clock out")
    place.wall.told(who=f"Guard {number}", what="Clocked out")
    until(f"{number} left upstream", lambda: left(place, number) == [True])


def left(place: Place, number: str) -> list[bool]:
    """Of each of this guard's sessions upstream: is it over?"""
    ends = [one["endedOn"] for one in place.sandbox.sessions() if str(one["employee"]) == number]
    return [instant(end) is not None for end in ends]
