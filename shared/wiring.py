"""The composition root of what is shared: from settings to rules, sites, doors and an open ledger.

What delivers is put together in `shared.sync_service`: no door waits at its start for what speaks HTTP.
"""

from dataclasses import replace
from zoneinfo import ZoneInfo

from shared.badges import BadgeKeys, read_keys
from shared.chain_head import log_head
from shared.config import Config
from shared.config.site import Site as SiteSection
from shared.domain.break_record import TRACKTIK_BREAKS
from shared.domain.break_rules import BreakKind, BreakRule
from shared.domain.model import Door as DoorKind
from shared.domain.rules import CallerRule, Geofence, Rules, TapOut
from shared.domain.site import Site
from shared.domain.worked_shift import TAMIGO
from shared.ports import Clock
from shared.recording import Door
from shared.store import binding
from shared.store.database import Store
from shared.store.opening import open_for_service

TRACKTIK = "tracktik"


def rules_of(config: Config, section: SiteSection | None = None) -> Rules:
    """The decision rules that a site's settings make; those of `config.here` where no section is given."""
    site = section or config.here
    punctuality = site.punctuality or config.punctuality
    return Rules(
        timezone=site.timezone,
        repeat_s=site.repeat_s,
        tap_out=TapOut(site.tap_out),
        near_end_s=site.near_end_s,
        geofence=Geofence(site.geofence),
        radius_m=site.radius_m,
        assumed_accuracy_m=config.gps.assumed_accuracy_m,
        fix_max_age_s=config.gps.fix_max_age_s,
        roster_refuse_max_age_s=int(config.roster.refuse_max_age_h * 3600),
        early_window_s=site.early_window_s,
        early_window_blocks=site.early_window_blocks,
        minimum_rest_s=site.minimum_rest_s,
        grace_s=site.grace_s,
        grace_early_in_s=punctuality.grace_early_s,
        grace_late_in_s=punctuality.grace_late_s,
        grace_early_out_s=punctuality.grace_early_out_s,
        grace_late_out_s=punctuality.grace_late_out_s,
        judged_by_rota=punctuality.schedule == "on",
        minimum_rest_blocks=punctuality.minimum_rest == "block",
        breaks=_break_rules(config),
        break_grace_s=config.breaks.grace_s,
        breaks_go_upstream=bool(_break_upstreams(config)),
        break_reminder_s=config.breaks.reminder_min * 60,
        unmanaged_break_paid=config.breaks.unmanaged_paid,
        default_position_id=site.default_position,
        release_s=site.release_s,
        other_doors=site.other_doors,
        caller=CallerRule(config.ivr.caller) if config.ivr else CallerRule.ANY,
    )


def _break_rules(config: Config) -> tuple[BreakRule, ...]:
    return tuple(
        BreakRule(BreakKind(one.kind), one.after_min * 60, one.length_min * 60, one.paid, one.times, one.position)
        for one in config.breaks.managed
    )


def site_of(config: Config, section: SiteSection | None = None) -> Site:
    """A site as decisions and deliveries need it; `config.here` where no section is given.

    The receiver, and the place that an installer surveyed, are the terminal's: they speak for `[site]` alone.
    """
    site, tracktik = section or config.here, config.upstream.tracktik
    unscheduled = (tracktik.unscheduled if tracktik else None) or site.unscheduled
    has_place = site.latitude is not None and site.longitude is not None
    position_source = config.gps.source if site is config.site else "off"
    return Site(
        name=site.name,
        account_id=site.account,
        rules=rules_of(config, site),
        at=(site.latitude or 0.0, site.longitude or 0.0) if has_place else None,
        surveyed=position_source == "surveyed",
        judged_by_receiver=position_source == "gpsd" and has_place,
        park_unscheduled=unscheduled == "park",
        asks_of_breaks=config.breaks.summary == "here",
    )


def sites_of(config: Config) -> tuple[Site, ...]:
    """Every site of the settings, `config.here` first."""
    return tuple(site_of(config, section) for section in config.every_site)


def door_of(config: Config) -> Door:
    """The kiosk's door: what its events are delivered to, and how long a screen holds them."""
    return Door(
        site_of(config),
        config.kiosk.terminal,
        _upstreams(config),
        hold_s=config.kiosk.idle_s,
        shift_upstreams=_shift_upstreams(config),
        break_upstreams=_break_upstreams(config),
    )


def phone_doors_of(config: Config) -> dict[str, Door]:
    """The phone line's doors by the name of their site; none where the settings have no phone line.

    Where a terminal hangs says nothing of where a caller stands: no receiver judges a call.
    """
    ivr = config.ivr
    if ivr is None:
        return {}
    return {
        site.name: Door(
            replace(site, surveyed=False, judged_by_receiver=False),
            ivr.name,
            _upstreams(config),
            hold_s=ivr.hold_s,
            kind=DoorKind.PHONE,
            shift_upstreams=_shift_upstreams(config),
            break_upstreams=_break_upstreams(config),
        )
        for site in sites_of(config)
    }


def zone_of(config: Config) -> ZoneInfo:
    """The zone of `config.here`."""
    return ZoneInfo(config.here.timezone)


def badge_keys_of(config: Config) -> BadgeKeys | None:
    """The badge keys, or None where the site has none. Raises BadgeKeyError for a file that cannot be used."""
    return read_keys(config.people.badge_key_file) if config.people.badge_key_file else None


def bind_ledger(config: Config, store: Store) -> None:
    """Bind the ledger to these accounts and upstreams. Raises CannotOpen for one that belongs to others."""
    base_urls = {TRACKTIK: str(config.upstream.tracktik.base_url)} if config.upstream.tracktik else {}
    base_urls |= dict.fromkeys(_break_upstreams(config), base_urls.get(TRACKTIK, ""))
    if config.upstream.tamigo is not None and config.upstream.tamigo.write_back != "off":
        base_urls[TAMIGO] = str(config.upstream.tamigo.base_url)
    binding.bind(store, [site.account for site in config.every_site], base_urls)


def open_ledger(config: Config, clock: Clock) -> Store:
    """The ledger file, checked, set aside if it is damaged, and bound to these accounts and upstreams."""
    store = open_for_service(config.store.path, config.store.key_file, clock.read())
    try:
        bind_ledger(config, store)
    except BaseException:
        store.close()
        raise
    log_head(store)
    return store


def _upstreams(config: Config) -> tuple[str, ...]:
    attendance = config.upstream.tamigo is not None and config.upstream.tamigo.write_back == "attendance"
    return (*((TRACKTIK,) if config.upstream.tracktik else ()), *((TAMIGO,) if attendance else ()))


def _break_upstreams(config: Config) -> tuple[str, ...]:
    tracktik = config.upstream.tracktik
    return (TRACKTIK_BREAKS,) if tracktik is not None and tracktik.breaks is not None else ()


def _shift_upstreams(config: Config) -> tuple[str, ...]:
    tamigo = config.upstream.tamigo
    return (TAMIGO,) if tamigo is not None and tamigo.write_back == "worked_shifts" else ()
