"""The link upstream is cut: the door goes on, the screen says so, and delivery goes on by itself."""

from tests.end_to_end.faults.place import Place


def test_a_cut_link_is_told_and_what_waited_is_delivered_once(place: Place) -> None:
    place.sandbox.switch(link="down")
    try:
        place.comes("2001")
        place.idle(statuses="No link · 1 waits")
        place.is_told("link", "fault", told="is not reached")
    finally:
        place.sandbox.switch(link="up")
    place.is_upstream("2001")
    place.is_well()
    place.is_healed("link")
