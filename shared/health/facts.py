"""Gathering the facts that doctor, metrics, status line and help code are made of; quick, and without the network."""

import os
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from shared import terminals
from shared.backup import folders_of
from shared.backup_folder import backups_in
from shared.clock import Reading
from shared.config import Config
from shared.domain.clock_trust import ClockTrust, Witness, judge_clock
from shared.domain.delivery import RowState
from shared.domain.health_facts import Facts, LedgerFacts, MachineFacts, RosterFacts, UpstreamFacts
from shared.store import health_facts, ledger, memory, outbox, people, roster, witnesses
from shared.store.database import Store
from shared.store.lease import hangs, is_running
from shared.store.roster import Part, PartState
from shared.store.second_sync import sent_away_at
from shared.upstream.sign_in_record import SignInRecord, wait_left_s
from shared.wiring import TRACKTIK, rules_of


def gather(store: Store, config: Config, now: Reading, own: tuple[Witness, ...] = ()) -> Facts:
    """Everything at `now`; `own` is the machine's word on its clock. Raises a StoreError, or OSError for the disk."""
    return facts_of(ledger_facts(store, config, now, own), machine_facts(config, now), config)


def facts_of(known: LedgerFacts, machine: MachineFacts, config: Config) -> Facts:
    """Both, with what the settings expect."""
    return Facts(known, machine, bool(_upstreams(config)), config.people.source is not None)


def ledger_facts(store: Store, config: Config, now: Reading, own: tuple[Witness, ...] = ()) -> LedgerFacts:
    """What the ledger file knows. Raises a StoreError."""
    states, register = health_facts.states_of_open_rows(store), people.register(store)
    waiting, oldest = outbox.waiting_summary(store)
    return LedgerFacts(
        events=ledger.head(store).seq,
        waiting=waiting,
        oldest_age_s=_age_s(oldest, now.wall),
        parked=states.get(RowState.PARKED, 0),
        doubtful=states.get(RowState.UNKNOWN, 0),
        last_delivery_at=health_facts.last_delivery_at(store),
        people=register.count,
        people_age_s=_age_s(register.taken_at, now.wall),
        people_problem=people.problem(store),
        upstreams=tuple(_upstream(store, name, now.wall) for name in _upstreams(config)),
        rosters=tuple(_rosters(store, config, now.wall)),
        clock=clock_of(store, config, now, own),
    )


def machine_facts(config: Config, now: Reading) -> MachineFacts:
    """What the machine says of the ledger's folder. Raises OSError where there is none."""
    path = config.store.path
    usage, flags = shutil.disk_usage(path.parent), os.statvfs(path.parent).f_flag
    folders = folders_of(config)
    backups = [backup.made_at for backup in backups_in(folders.first, path.name)]
    known = terminals.known_terminals(path)
    return MachineFacts(
        free_bytes=usage.free,
        total_bytes=usage.total,
        is_read_only=bool(flags & os.ST_RDONLY),
        log_bytes=_size(path.with_name(path.name + "-wal")),
        sync_running=is_running(path),
        sync_hangs=hangs(path, now.boottime_s),
        second_sync_age_s=_age_s(sent_away_at(path), now.wall),
        silent_terminals=len(terminals.silent_terminals(path, now.wall)),
        terminals=len(known),
        backup_age_s=(now.wall - max(backups)).total_seconds() if backups else None,
        backups_hidden=_is_hidden(folders.first),
        second_missing=folders.second is not None and not _is_hidden(folders.second) and not folders.second.is_dir(),
    )


def clock_of(store: Store | None, config: Config, now: Reading, own: tuple[Witness, ...]) -> ClockTrust:
    """How far the clock can be believed, by every witness of this boot."""
    told = witnesses.all_of(store) if store is not None else ()
    return judge_clock(
        wall=now.wall,
        boottime_s=now.boottime_s,
        boot_id=now.boot_id,
        witnesses=(*own, *told),
        bound_limit_s=rules_of(config).clock_bound_s,
    )


def _upstreams(config: Config) -> tuple[str, ...]:
    upstream = config.upstream
    named = ((TRACKTIK, upstream.tracktik), ("tamigo", upstream.tamigo), ("oracle", upstream.oracle))
    return tuple(name for name, section in named if section is not None)


def _upstream(store: Store, name: str, now: datetime) -> UpstreamFacts:
    link, record = memory.recall(store, name, "link") or {}, health_facts.sign_in_of(store, name)
    told = str(link.get("reason", ""))
    if record is None:
        return UpstreamFacts(name, link.get("up"), told)
    last = datetime.fromisoformat(record["last_failure"]) if record["last_failure"] else None
    wait_s = wait_left_s(SignInRecord(failures=record["failures"], last_failure=last), now)
    return UpstreamFacts(name, link.get("up"), told, record["signed_in"], record["failures"], wait_s)


def _rosters(store: Store, config: Config, now: datetime) -> Iterator[RosterFacts]:
    for site in config.every_site:
        shifts: PartState | None = roster.states(store, site.name).get(Part.SHIFTS)
        if shifts is None:
            yield RosterFacts(site.name)
            continue
        covers = shifts.covers_until is not None and now < shifts.covers_until
        age_s = _age_s(shifts.began_at, now) if shifts.snapshot else None
        yield RosterFacts(site.name, age_s, covers, shifts.failure)


def _age_s(since: datetime | None, now: datetime) -> float | None:
    age_s = (now - since).total_seconds() if since is not None else -1.0
    return age_s if age_s >= 0 else None


def _is_hidden(folder: Path) -> bool:
    """May this user or service not look into it? A folder that is not there is not hidden."""
    try:
        return folder.is_dir() and not os.access(folder, os.R_OK | os.X_OK)
    except OSError:
        return True


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except FileNotFoundError:
        return 0
