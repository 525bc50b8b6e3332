"""The chase put together from the settings."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from ivr.rest.break_notices import BreakNotices
from ivr.rest.chase import Chases
from ivr.rest.chase_gather import ChaseSite
from ivr.rest.chase_words import ChaseWords
from shared.config.chase import Chase
from shared.config.ivr import Ivr
from shared.config.sections import Config
from shared.config.site import Site
from shared.domain.chase import ChaseRules
from shared.domain.chase_attempt import Way
from shared.domain.chase_hours import CallingHours
from shared.ports import Clock
from shared.wiring import site_of


def chases_of(config: Config, ivr: Ivr, clock: Clock) -> Chases:
    """The chase of every site; the settings have made sure of a number to call from."""
    sites = [_chase_site(config, ivr, section) for section in config.every_site]
    return Chases(clock, sites, ChaseWords(ivr), config.chase.from_number or "", config.sync.settle_s)


def break_notices_of(config: Config, ivr: Ivr, clock: Clock) -> BreakNotices:
    """The notices about breaks of every site; the settings have made sure of a number to call from."""
    sites = [_chase_site(config, ivr, section) for section in config.every_site]
    return BreakNotices(
        clock, sites, ivr, config.chase.from_number or "", Way(config.breaks.notify), config.sync.settle_s
    )


def _chase_site(config: Config, ivr: Ivr, section: Site) -> ChaseSite:
    return ChaseSite(
        site_of(config, section),
        rules_of(config.chase, ZoneInfo(section.timezone)),
        section.language or ivr.default_language,
        has_terminal=section is config.here,
    )


def rules_of(chase: Chase, zone: ZoneInfo) -> ChaseRules:
    """The settings as the rule reads them, with hours by the clock of `zone`."""
    return ChaseRules(
        None if chase.by == "off" else Way(chase.by),
        chase.calls,
        timedelta(minutes=chase.first_after_min),
        timedelta(minutes=chase.gap_min),
        CallingHours(chase.from_hour, chase.until_hour, zone),
    )
