"""Exceptions in the trade's sense: what a supervisor should know about an accepted event."""

from enum import StrEnum


class Flag(StrEnum):
    # Position
    OUTSIDE_GEOFENCE = "outside_geofence"
    POSITION_UNCERTAIN = "position_uncertain"
    NO_FIX = "no_fix"
    SIMULATED_POSITION = "simulated_position"
    # Rota and assignment
    NOT_SCHEDULED = "not_scheduled"
    NO_ROTA_FOR_DAY = "no_rota_for_day"
    ROSTER_STALE = "roster_stale"
    ROSTER_MISSING = "roster_missing"
    NOT_ASSIGNED = "not_assigned"
    NOT_KNOWN_UPSTREAM = "not_known_upstream"
    ABSENT_BY_ROTA = "absent_by_rota"
    # Punctuality
    EARLY_IN = "early_in"
    LATE_IN = "late_in"
    EARLY_OUT = "early_out"
    LATE_OUT = "late_out"
    SHORT_REST = "short_rest"  # less than the site's minimum since the last clock-out
    # Presence
    FORGOTTEN_CLOCK_OUT = "forgotten_clock_out"
    PRESENCE_UNKNOWN = "presence_unknown"
    NOT_ON_DUTY = "not_on_duty"
    FROM_OPEN_TAP = "from_open_tap"
    # Caller
    CALLER_UNKNOWN = "caller_unknown"
    CALLER_WITHHELD = "caller_withheld"
    CALLER_AT_OTHER_SITE = "caller_at_other_site"
    CALLER_NOT_VERIFIED = "caller_not_verified"
    SEVERAL_FROM_ONE_PHONE = "several_from_one_phone"
    # Authority
    ACCEPTED_BY_SUPERVISOR = "accepted_by_supervisor"
    SELF_ACCEPTED = "self_accepted"
    # Clock
    CLOCK_UNTRUSTED = "clock_untrusted"
    CLOCK_BOUNDED = "clock_bounded"
    # Delivery
    NOT_SENT_UPSTREAM = "not_sent_upstream"
