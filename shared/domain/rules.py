"""The settings of a site that decisions depend on: one value, kept by its fingerprint with every decision."""

from dataclasses import dataclass
from enum import StrEnum

from shared.domain.break_rules import BreakRule


class Geofence(StrEnum):
    OFF = "off"
    FLAG = "flag"
    BLOCK = "block"


class TapOut(StrEnum):
    """Whether a tap on duty clocks out at once."""

    ASK = "ask"
    NEAR_END = "near_end"
    ALWAYS = "always"


class CallerRule(StrEnum):
    """Whose calls a site takes for clocking in."""

    ANY = "any"
    KNOWN = "known"
    SITE = "site"


@dataclass(frozen=True, slots=True)
class Rules:
    """Seconds and metres; the defaults are those of a site that sets nothing. `timezone` names the site's IANA zone.

    A grace of its own that is None is `grace_s`.
    """

    repeat_s: int = 120
    no_instant_out_s: int = 300
    tap_out: TapOut = TapOut.ASK
    near_end_s: int = 1800
    geofence: Geofence = Geofence.FLAG
    radius_m: float = 150.0
    assumed_accuracy_m: float = 50.0
    fix_max_age_s: float = 30.0
    outside_streak_to_block: int = 3
    roster_refuse_max_age_s: int = 24 * 3600
    early_window_s: int = 3600
    early_window_blocks: bool = False
    minimum_rest_s: int = 0
    minimum_rest_blocks: bool = True
    grace_s: int = 300
    grace_early_in_s: int | None = None
    grace_late_in_s: int | None = None
    grace_early_out_s: int | None = None
    grace_late_out_s: int | None = None
    judged_by_rota: bool = True
    breaks: tuple[BreakRule, ...] = ()
    break_grace_s: int = 120
    break_reminder_s: int = 900
    breaks_go_upstream: bool = False
    unmanaged_break_paid: bool = False
    default_position_id: int | None = None
    long_break_s: int = 2 * 3600
    past_shift_end_s: int = 4 * 3600
    release_s: int = 16 * 3600
    other_doors: bool = False
    other_doors_max_age_s: int = 300
    back_to_back_gap_s: int = 900
    clock_bound_s: float = 60.0
    timezone: str = "UTC"
    caller: CallerRule = CallerRule.ANY

    @property
    def early_in_s(self) -> int:
        """How many seconds before the start are on time."""
        return self.grace_s if self.grace_early_in_s is None else self.grace_early_in_s

    @property
    def late_in_s(self) -> int:
        """How many seconds after the start are on time."""
        return self.grace_s if self.grace_late_in_s is None else self.grace_late_in_s

    @property
    def early_out_s(self) -> int:
        """How many seconds before the end are on time."""
        return self.grace_s if self.grace_early_out_s is None else self.grace_early_out_s

    @property
    def late_out_s(self) -> int:
        """How many seconds after the end are on time."""
        return self.grace_s if self.grace_late_out_s is None else self.grace_late_out_s
