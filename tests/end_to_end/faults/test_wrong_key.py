"""The key file holds another key than the ledger's: the file is left alone, and opens once the key is back."""

from kiosk.demo.processes import run, until
from tests.end_to_end.faults.place import Place


def test_a_wrong_key_is_told_and_the_ledger_opens_by_itself_once_the_right_one_is_back(
    own_place: Place,
) -> None:
    place = own_place
    key = place.wall.site.folder / "ledger.key"
    place.sandbox.switch(link="down")
    try:
        place.comes("2015")
        place.sync.kill()
        place.kiosk.kill()
        run("rekey", "--to", str(key), "--make-key", config=place.wall.site.config)
    finally:
        place.sandbox.switch(link="up")
    place.set("store", 'path = "ledger.db"\nkey_file = "ledger.key"', instead='path = "ledger.db"')
    right = key.read_text(encoding="ascii")
    key.write_text("0" * len(right.strip()) + "\n", encoding="ascii")

    place.sync.start()
    place.kiosk_starts()
    shown = until("the kiosk says it", place.cannot_record)
    assert "not a ledger that this key opens" in str(shown["lines"])
    place.is_told("ledger", "fault", told="cannot be opened")
    until("delivery ended, for systemd to start it again", lambda: not place.sync.is_alive())
    assert "2015" not in place.sessions()

    key.write_text(right, encoding="ascii")
    place.idle()
    place.sync.start()
    place.is_upstream("2015")
    place.is_well()
    place.is_healed("ledger")
