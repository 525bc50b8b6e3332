"""The rules of health for the machine: disk, write-ahead log, backups, processes, versions, secret files."""

from dataclasses import dataclass
from typing import Final

from shared.domain.health import Check, fault, ok, unknown, warning
from shared.domain.health_facts import Facts, MachineFacts

FULL_BYTES: Final = 64 * 2**20
NEARLY_FULL_BYTES: Final = 512 * 2**20
LONG_LOG_BYTES: Final = 64 * 2**20
"""Four times what the log is cut back to: something has read for so long that it could not be emptied."""
HUGE_LOG_BYTES: Final = 1024 * 2**20
BACKUP_LATE_S: Final = 3 * 3600.0
CLOCKS_APART_S: Final = 600.0
"""Backups are made every hour."""
BACKUP_TOO_LATE_S: Final = 26 * 3600.0
SECOND_SYNC_S: Final = 600.0
"""So long a second sync that was sent away is spoken of: who is called about it must still find it."""
AS_ROOT: Final = "Ask as root: sudo clockpost doctor"
OPEN_TO_OTHERS: Final = 0o077


@dataclass(frozen=True, slots=True)
class SecretFile:
    """One file that a setting names. `mode` are its permission bits, None where it is not there.

    `is_readable` is for the user who asks; `error` is the system's word where it cannot be looked at.
    """

    setting: str
    mode: int | None
    is_readable: bool
    error: str = ""
    path: str = ""


def of_machine(facts: Facts) -> tuple[Check, ...]:
    """Everything that the machine tells of the ledger's folder."""
    machine = facts.machine
    return (
        judge_disk(machine),
        judge_log(machine.log_bytes),
        judge_backup(machine),
        judge_kiosk(machine),
        judge_sync(machine, has_upstream=facts.has_upstream),
    )


def judge_disk(machine: MachineFacts) -> Check:
    """Is there room for what will be recorded?"""
    if machine.is_read_only:
        return fault("disk", "The disk is read-only: nothing can be recorded.", "Check the card or disk, then reboot")
    told = f"{machine.free_bytes // 2**20} MB of {machine.total_bytes // 2**20} MB are free."
    to_do = "Make room: journalctl --vacuum-size=50M, old backups, other files"
    if machine.free_bytes < FULL_BYTES:
        return fault("disk", told, to_do)
    return warning("disk", told, to_do) if machine.free_bytes < NEARLY_FULL_BYTES else ok("disk", told)


def judge_log(log_bytes: int) -> Check:
    """Is the write-ahead log emptied in time?"""
    told = f"The write-ahead log has {-(-log_bytes // 2**20)} MB."
    to_do = "Something reads the ledger without end: restart clockpost-board and clockpost-sync"
    if log_bytes > HUGE_LOG_BYTES:
        return fault("log file", told, to_do)
    return warning("log file", told, to_do) if log_bytes > LONG_LOG_BYTES else ok("log file", told)


def judge_backup(machine: MachineFacts) -> Check:
    """Is there a fresh copy of the ledger?"""
    timer = "Look at: systemctl status clockpost-backup.timer"
    age_s = machine.backup_age_s
    if machine.backups_hidden:
        return unknown("backup", "This user may not look into the folder of the backups.", AS_ROOT)
    if age_s is None:
        return warning("backup", "There is no backup.", f"Make one: clockpost backup. {timer}")
    if age_s < -CLOCKS_APART_S:
        told = f"The newest backup is dated {-age_s / 3600:.0f} h ahead of this clock."
        return warning("backup", told, f"Whether newer ones are made cannot be told: move that file away. {timer}")
    told = f"The last backup is {age_s / 3600:.1f} h old."
    if age_s > BACKUP_TOO_LATE_S:
        return fault("backup", told, timer)
    if age_s > BACKUP_LATE_S:
        return warning("backup", told, timer)
    if machine.second_missing:
        return warning("backup", f"{told} The second medium is not there.", "Plug the second medium in")
    return ok("backup", told)


def judge_kiosk(machine: MachineFacts) -> Check:
    """Does every wall terminal of this ledger give a sign of life?"""
    if not machine.terminals:
        return ok("kiosk", "No wall terminal has run on this ledger.")
    if machine.silent_terminals:
        return fault(
            "kiosk",
            f"{machine.silent_terminals} of {machine.terminals} wall terminals do not run.",
            "Look at: systemctl status clockpost-kiosk. One that is gone for good: remove its file beside the ledger",
        )
    return ok("kiosk", "The wall terminal runs." if machine.terminals == 1 else "All wall terminals run.")


def judge_sync(machine: MachineFacts, *, has_upstream: bool) -> Check:
    """Does anybody deliver, and nobody else try to?"""
    if not has_upstream:
        return ok("sync", "No upstream: nothing to deliver to.")
    if not machine.sync_running:
        return fault("sync", "Nobody delivers: clockpost sync does not run.", "systemctl restart clockpost-sync")
    if machine.sync_hangs:
        return fault("sync", "clockpost sync hangs: nothing is delivered.", "systemctl restart clockpost-sync")
    age_s = machine.second_sync_age_s
    if age_s is not None and age_s < SECOND_SYNC_S:
        return warning(
            "sync",
            f"A second clockpost sync was sent away {age_s / 60:.0f} min ago; the first one delivers.",
            "Nothing is sent twice. Find who starts it: systemctl status clockpost-sync; pgrep -af 'clockpost sync'",
        )
    return ok("sync", "clockpost sync runs.")


def judge_secrets(files: list[SecretFile]) -> Check:
    """Are the files of the settings there, and only theirs who need them?"""
    missing = [one for one in files if one.mode is None]
    if missing:
        return fault("secrets", f"Not there: {_named(missing)}.", "Put these files where the settings name them")
    open_ones = [one for one in files if one.mode is not None and one.mode & OPEN_TO_OTHERS]
    if open_ones:
        return warning("secrets", f"Others may read: {_named(open_ones)}.", "chmod 600 these files")
    hidden = [one for one in files if not one.is_readable]
    if hidden:
        return warning("secrets", f"This user may not read: {_named(hidden)}.", AS_ROOT)
    return ok("secrets", f"{len(files)} secret files are there.")


def judge_badge_key(error: str, *, is_set: bool, may_read: bool) -> Check:
    """Can badges be known? `error` is why the key cannot be used, "" where it can."""
    if not is_set:
        return warning("badge key", "No badge key is set: only number and PIN work.", "Make one: clockpost people key")
    if not may_read:
        return warning("badge key", "This user may not read the badge key.", AS_ROOT)
    if error:
        return fault(
            "badge key", "The badge key cannot be used: badges are unknown.", "Restore it from the safe", error
        )
    return ok("badge key", "The badge key is there.")


def judge_sqlite(version: tuple[int, int, int]) -> bool:
    """Does this SQLite have the fix of the WAL-reset bug, which can damage a file that several processes write?

    https://sqlite.org/wal.html#walresetbug: fixed in 3.51.3, and in 3.50.7 and 3.44.6.
    """
    return version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)


def _named(files: list[SecretFile]) -> str:
    return ", ".join(f"{one.setting} ({one.path})" if one.path else one.setting for one in files)
