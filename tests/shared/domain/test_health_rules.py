"""What the facts of an installation mean: from which number on somebody has to look."""

from dataclasses import replace

import pytest

from shared.domain.clock_trust import NOTHING_KNOWN, ClockTrust, TrustLevel
from shared.domain.health import Check, Standing
from shared.domain.health_facts import Facts, LedgerFacts, MachineFacts, RosterFacts, UpstreamFacts
from shared.domain.health_of_delivery import judge_clock, judge_link, judge_sign_in, of_delivery
from shared.domain.health_of_machine import (
    SecretFile,
    judge_backup,
    judge_badge_key,
    judge_secrets,
    judge_sqlite,
    of_machine,
)

OK, WARNING, FAULT, UNKNOWN = Standing.OK, Standing.WARNING, Standing.FAULT, Standing.UNKNOWN
HOUR = 3600.0
MEGABYTE = 2**20
KNOWN = LedgerFacts(
    events=9,
    people=5,
    people_age_s=60.0,
    upstreams=(UpstreamFacts("tracktik", True, "", True),),
    rosters=(RosterFacts("Harbour Tower", 300.0, True),),
)
MACHINE = MachineFacts(
    free_bytes=4000 * MEGABYTE, total_bytes=8000 * MEGABYTE, sync_running=True, terminals=1, backup_age_s=HOUR
)
WELL = Facts(KNOWN, MACHINE, has_upstream=True, has_register=True)


def of(facts: Facts, name: str) -> Check:
    return next(check for check in (*of_delivery(facts), *of_machine(facts)) if check.name == name)


def test_a_healthy_installation_has_nothing_to_say() -> None:
    assert {check.standing for check in (*of_delivery(WELL), *of_machine(WELL))} == {OK}
    assert not [check.to_do for check in (*of_delivery(WELL), *of_machine(WELL)) if check.to_do]


@pytest.mark.parametrize(
    ("name", "known", "standing"),
    [
        ("waiting", {"waiting": 3, "oldest_age_s": HOUR}, OK),
        ("waiting", {"waiting": 3, "oldest_age_s": HOUR + 1}, WARNING),
        ("waiting", {"waiting": 3, "oldest_age_s": 24 * HOUR + 1}, FAULT),
        ("waiting", {"waiting": 3, "oldest_age_s": None}, FAULT),
        ("parked", {"parked": 1}, WARNING),
        ("doubtful", {"doubtful": 1}, WARNING),
        ("people", {"people": 0}, FAULT),
        ("people", {"people_problem": "line 3"}, WARNING),
        ("roster", {"rosters": (RosterFacts("Pier", 2 * HOUR, True),)}, OK),
        ("roster", {"rosters": (RosterFacts("Pier", 2 * HOUR + 1, True),)}, WARNING),
        ("roster", {"rosters": (RosterFacts("Pier", 24 * HOUR + 1, True),)}, FAULT),
        ("roster", {"rosters": (RosterFacts("Pier", 60.0, False),)}, WARNING),
        ("roster", {"rosters": (RosterFacts("Pier"),)}, WARNING),
        ("sign-in", {"upstreams": (UpstreamFacts("tracktik", None, "", True, 2, 900.0),)}, FAULT),
        ("sign-in", {"upstreams": (UpstreamFacts("tracktik"),)}, UNKNOWN),
    ],
)
def test_what_the_ledger_knows(name: str, known: dict[str, object], standing: Standing) -> None:
    facts = replace(WELL, ledger=replace(KNOWN, **known))  # type: ignore[arg-type]
    check = of(facts, name)
    assert check.standing is standing
    assert bool(check.to_do) == (standing is not OK)
    others = [one.standing for one in of_delivery(facts) if one.name != name]
    assert set(others) == {OK}


@pytest.mark.parametrize(
    ("name", "known", "standing"),
    [
        ("disk", {"free_bytes": 512 * MEGABYTE}, OK),
        ("disk", {"free_bytes": 512 * MEGABYTE - 1}, WARNING),
        ("disk", {"free_bytes": 64 * MEGABYTE - 1}, FAULT),
        ("disk", {"is_read_only": True}, FAULT),
        ("log file", {"log_bytes": 64 * MEGABYTE}, OK),
        ("log file", {"log_bytes": 64 * MEGABYTE + 1}, WARNING),
        ("log file", {"log_bytes": 1024 * MEGABYTE + 1}, FAULT),
        ("backup", {"backup_age_s": None}, WARNING),
        ("backup", {"backup_age_s": 3 * HOUR + 1}, WARNING),
        ("backup", {"backup_age_s": 26 * HOUR + 1}, FAULT),
        ("backup", {"second_missing": True}, WARNING),
        ("backup", {"backup_age_s": None, "backups_hidden": True}, UNKNOWN),
        ("kiosk", {"silent_terminals": 1}, FAULT),
        ("kiosk", {"terminals": 0}, OK),
        ("sync", {"sync_running": False}, FAULT),
        ("sync", {"sync_hangs": True}, FAULT),
        ("sync", {"second_sync_age_s": 599.0}, WARNING),
        ("sync", {"second_sync_age_s": 600.0}, OK),
    ],
)
def test_what_the_machine_says(name: str, known: dict[str, object], standing: Standing) -> None:
    check = of(replace(WELL, machine=replace(MACHINE, **known)), name)  # type: ignore[arg-type]
    assert check.standing is standing
    assert bool(check.to_do) == (standing is not OK)


def test_without_an_upstream_nobody_misses_its_delivery() -> None:
    facts = replace(WELL, has_upstream=False, machine=replace(MACHINE, sync_running=False))
    assert {check.standing for check in (*of_delivery(facts), *of_machine(facts))} == {OK}


@pytest.mark.parametrize(
    ("clock", "standing"),
    [
        (ClockTrust(TrustLevel.TRUSTED, "ntp", 0.0, 1.0), OK),
        (ClockTrust(TrustLevel.BOUNDED, "rtc", 0.0, 30.0), WARNING),
        (ClockTrust(TrustLevel.UNTRUSTED, "gps", 4000.0, 1.0), FAULT),
        (NOTHING_KNOWN, FAULT),
    ],
)
def test_the_clock(clock: ClockTrust, standing: Standing) -> None:
    assert judge_clock(clock).standing is standing


def test_a_link_that_failed_is_a_warning_and_one_never_tried_is_not_known() -> None:
    down, never = UpstreamFacts("tracktik", False, "no route"), UpstreamFacts("tracktik")
    assert judge_link((down,), has_upstream=True).standing is WARNING
    assert judge_link((never,), has_upstream=True).standing is UNKNOWN
    assert judge_link((never,), has_upstream=False).standing is OK


def test_what_an_upstream_said_stands_in_the_detail_alone() -> None:
    said = "Ana Ribeiro +15145550100"
    refused = judge_sign_in((UpstreamFacts("tracktik", False, said, False, 1, 60.0),), has_upstream=True)
    down = judge_link((UpstreamFacts("tracktik", False, said),), has_upstream=True)
    for check in (refused, down):
        assert said in check.detail
        assert said not in check.told + check.to_do


@pytest.mark.parametrize(
    ("file", "standing"),
    [
        (SecretFile("people.badge_key_file", 0o600, is_readable=True), OK),
        (SecretFile("people.badge_key_file", 0o640, is_readable=True), WARNING),
        (SecretFile("people.badge_key_file", 0o600, is_readable=False), WARNING),
        (SecretFile("people.badge_key_file", None, is_readable=False), FAULT),
    ],
)
def test_a_secret_file_is_there_and_nobody_elses(file: SecretFile, standing: Standing) -> None:
    check = judge_secrets([file])
    assert check.standing is standing
    assert ("people.badge_key_file" in check.told) == (standing is not OK)


def test_the_badge_key() -> None:
    assert judge_badge_key("", is_set=True, may_read=True).standing is OK
    assert judge_badge_key("", is_set=False, may_read=True).standing is WARNING
    assert judge_badge_key("broken", is_set=True, may_read=True).standing is FAULT
    assert judge_badge_key("denied", is_set=True, may_read=False).standing is WARNING


@pytest.mark.parametrize(
    ("version", "is_mended"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 53, 4), True),
    ],
)
def test_which_sqlite_has_the_mended_log(version: tuple[int, int, int], is_mended: bool) -> None:
    assert judge_sqlite(version) is is_mended


def test_a_backup_from_the_future_hides_nothing() -> None:
    check = judge_backup(replace(MachineFacts(), backup_age_s=-10 * 365 * 86_400.0))
    assert check.standing is Standing.WARNING
    assert "ahead of this clock" in check.told
