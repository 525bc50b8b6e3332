"""The whole look, on installations that are well, broken, in use, or not there."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from shared.clock import SystemClock
from shared.config import Config, load_config
from shared.domain.health import Check, Standing
from shared.domain.help_code import LETTERS
from shared.health.asking import ask_all
from shared.health.doctor import looked_at, without_settings
from shared.health.installation import Installation
from shared.health.ledger import ledger_probes
from shared.health.machine import secret_files, versions
from shared.store import memory
from shared.store.database import Store
from shared.store.lease import sync_lease
from tests.shared.health.conftest import TOKEN, secrets_in
from tests.shared.store.test_looking import state_of


def by_name(checks: list[Check]) -> dict[str, Check]:
    return {check.name: check for check in checks}


def looked_into(config: Config) -> dict[str, Check]:
    """The checks of the ledger alone, which take no time."""
    return by_name(ask_all(ledger_probes(Installation(config, SystemClock()))))


def test_every_subject_is_told_once_and_has_its_letter(config: Config, store: Store) -> None:
    names = [check.name for check in looked_at(config)]
    assert len(names) == len(set(names))
    assert set(names) == set(LETTERS)


def test_an_installation_in_use_is_looked_at_without_any_change(config: Config, store: Store, folder: Path) -> None:
    with sync_lease(config.store.path):
        before = state_of(folder)
        found = by_name(looked_at(config, full=True))
        assert state_of(folder) == before
    assert found["ledger"].standing is Standing.OK
    assert found["chain"].standing is Standing.OK
    assert found["sync"].standing is Standing.OK
    assert found["people"].told.startswith("2 people")
    assert found["sign-in"].standing is Standing.OK
    assert found["secrets"].standing is Standing.OK
    assert found["badge key"].standing is Standing.OK
    assert found["reader"].standing is Standing.FAULT
    assert found["link"].standing is Standing.FAULT
    assert found["versions"].standing is Standing.OK


def test_our_own_sentences_tell_of_nobody(config: Config, store: Store) -> None:
    told = " ".join(check.told + check.to_do for check in looked_at(config))
    assert not secrets_in(told)


def test_without_a_ledger_nothing_is_made_and_the_rest_is_told(config: Config, folder: Path) -> None:
    before = state_of(folder)
    found = by_name(looked_at(config))
    assert state_of(folder) == before
    assert found["ledger"].standing is Standing.WARNING
    assert found["waiting"].standing is Standing.UNKNOWN
    assert found["disk"].standing is not Standing.UNKNOWN


def test_a_wrong_key_is_a_fault_of_the_ledger_and_the_rest_is_told(folder: Path, store: Store) -> None:
    settings = folder / "clockpost.toml"
    settings.write_text(settings.read_text().replace('path = "ledger.db"', 'path = "ledger.db"\nkey_file = "secret"'))
    found = by_name(looked_at(load_config(settings)))
    assert found["ledger"].standing is Standing.FAULT
    assert "key" in found["ledger"].to_do
    assert found["parked"].standing is Standing.UNKNOWN
    assert found["secrets"].standing is Standing.OK
    assert found["clock"].standing is not Standing.UNKNOWN


AS_NOBODY = """
import json, os, sys, structlog
from pathlib import Path
from shared.config import load_config
from shared.health.doctor import looked_at
config = load_config(Path(sys.argv[1]))
looked_at(config)  # whoever comes next may not read the interpreter's own modules either
structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
os.setuid(65534)
print(json.dumps({check.name: check.standing for check in looked_at(config)}))
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may become somebody else")
def test_whoever_may_not_read_the_ledger_is_told_to_ask_as_root(config: Config, store: Store, folder: Path) -> None:
    (folder / "ledger.db").chmod(0o600)
    (folder / "backups").mkdir(mode=0o700)
    before = state_of(folder)
    open_to_all(folder)
    told = subprocess.run(
        [sys.executable, "-c", AS_NOBODY, str(folder / "clockpost.toml")], capture_output=True, text=True, check=True
    )
    assert state_of(folder) == before
    standings = json.loads(told.stdout)
    assert standings["ledger"] == "unknown"
    assert standings["backup"] == "unknown"
    assert standings["secrets"] == "warning"
    assert standings["badge key"] == "warning"
    folder.chmod(0o700)


def open_to_all(folder: Path) -> None:
    """Anybody may go to this folder, as to /var/lib; what is in it keeps its rights."""
    for one in (folder, *folder.parents[:3]):
        if str(one).startswith("/tmp/pytest"):
            one.chmod(0o755)


def test_a_damaged_file_is_told_with_the_way_out_and_left_alone(config: Config, folder: Path) -> None:
    with Store.open(config.store.path):
        pass
    content = bytearray(config.store.path.read_bytes())
    content[4096:] = b"\xa5" * (len(content) - 4096)
    config.store.path.write_bytes(content)
    before = state_of(folder)
    found = looked_into(config)
    assert state_of(folder) == before
    assert found["chain"].standing is Standing.FAULT
    assert "carried over" in found["chain"].to_do


def test_a_changed_event_breaks_the_chain(config: Config, store: Store) -> None:
    store.execute("DROP TRIGGER ledger_keeps_words")
    store.execute("UPDATE ledger SET body = replace(body, '1053', '1054')")
    found = looked_into(config)
    assert found["chain"].standing is Standing.FAULT
    assert found["ledger"].standing is Standing.OK


def test_a_refused_sign_in_is_told_with_its_wait_and_without_its_token(config: Config, store: Store) -> None:
    record = {"access_token": "", "failures": 3, "last_failure": SystemClock().now().isoformat()}
    memory.remember(store, "tracktik", "sign_in", record)
    check = looked_into(config)["sign-in"]
    assert check.standing is Standing.FAULT
    assert "3 times" in check.told
    assert "60 min" in check.told
    assert TOKEN not in str(check)


def test_a_sign_in_that_holds_no_token_and_was_not_refused_is_not_known(config: Config, store: Store) -> None:
    memory.remember(store, "tracktik", "sign_in", {"access_token": "", "failures": 0, "last_failure": None})
    assert looked_into(config)["sign-in"].standing is Standing.UNKNOWN


def test_an_older_ledger_without_a_table_is_not_migrated(config: Config, store: Store) -> None:
    store.execute("DROP TABLE witnesses")
    found = looked_into(config)
    assert found["ledger"].standing is Standing.OK
    assert found["people"].standing is Standing.UNKNOWN
    assert found["clock"].standing is not Standing.UNKNOWN
    assert not store.execute("SELECT 1 FROM sqlite_schema WHERE name = 'witnesses'")


def test_without_settings_the_machine_is_looked_at() -> None:
    found = by_name(without_settings("site.name is missing"))
    assert found["settings"].standing is Standing.FAULT
    assert found["settings"].detail == "site.name is missing"
    assert found["versions"].standing is Standing.OK


def test_every_secret_file_is_looked_at(config: Config, folder: Path) -> None:
    (folder / "password").unlink()
    (folder / "secret").chmod(0o644)
    found = {one.setting: one.mode for one in secret_files(config)}
    assert found == {
        "people.badge_key_file": 0o600,
        "upstream.tracktik.client_secret_file": 0o644,
        "upstream.tracktik.password_file": None,
    }


def test_versions_name_what_is_installed() -> None:
    told = versions()
    assert told["clockpost"]
    assert told["sqlite"].startswith("3.")
    assert told["sqlcipher"]


def test_a_damaged_page_is_a_fault_of_the_ledger_told_once(config: Config, store: Store, folder: Path) -> None:
    store.checkpoint()
    store.close()
    path = config.store.path
    content = bytearray(path.read_bytes())
    for page in range(20, len(content) // 4096):
        content[page * 4096 : (page + 1) * 4096] = b"\xaa" * 4096
    path.write_bytes(content)
    checks = looked_at(config)
    assert by_name(checks)["ledger"].standing is Standing.FAULT
    assert not [check for check in checks if "The check itself failed" in check.told]
