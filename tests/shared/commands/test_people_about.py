"""What is stored about somebody, as text to hand over; and what can be taken away."""

import json
from typing import Any

from shared.store.database import Store
from tests.shared.commands.conftest import Clockpost
from tests.shared.store.gate import ANA, Gate


def test_everything_is_told_a_field_a_line(clockpost: Clockpost, store: Store, told: Any) -> None:
    event = Gate(store).tap(ANA).events[-1]
    stored = told("people", "about", ANA.number)
    lines = [line.split(maxsplit=1) for line in clockpost("people", "about", ANA.number).stdout.splitlines()]
    text = {(words[0], words[1]) for words in lines if len(words) == 2}
    for table, rows in stored.items():
        assert (f"{table}:", str(len(rows))) in text
        for row in rows:
            plain = {name: value for name, value in row.items() if not str(value).startswith(("{", "["))}
            assert {(name, str(value)) for name, value in plain.items() if value not in (None, "")} <= text
    (body,) = [json.loads(row["body"]) for row in stored["ledger"]]
    assert body["kind"] == "clocked_in"
    assert ("kind:", '"clocked_in"') in text
    assert event.event_id in clockpost("people", "about", ANA.number).stdout


def test_nobody_is_told_as_nobody(clockpost: Clockpost, store: Store) -> None:
    Gate(store).tap(ANA)
    result = clockpost("people", "about", "4242")
    assert (result.exit_code, result.stderr) == (1, "Nothing is stored about 4242.\n")


def test_whoever_erases_hears_what_is_kept_and_where(clockpost: Clockpost, store: Store) -> None:
    Gate(store).tap(ANA)
    result = clockpost("people", "erase", ANA.number, "--by", "Ana herself")
    assert result.exit_code == 0
    assert "1 is still needed by a delivery or a supervisor" in result.stdout
    assert "Backups made before still hold it" in result.stdout
