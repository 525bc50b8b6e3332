"""Flags, refusals and claims in plain words."""

from kiosk.wording.setting import Setting
from shared.domain.facts import Facts
from shared.domain.flags import Flag
from shared.domain.tap import Refusal, Unidentified
from shared.words import Words
from shared.words.calendar import distance, rough_age


def refusal(words: Words, reason: Refusal, setting: Setting, facts: Facts) -> str:
    """Why somebody was not clocked in."""
    match reason:
        case Refusal.INACTIVE:
            return words.say("Your employment is not active.")
        case Refusal.NOT_ASSIGNED:
            return words.say("You are not assigned to {site}.", site=setting.site)
        case Refusal.OUTSIDE_GEOFENCE:
            away = distance(words, facts.place.distance_m or 0)
            return words.say("This terminal is {distance} away from {site}.", distance=away, site=setting.site)
        case Refusal.TOO_EARLY:
            return words.say("It is too early for your shift.")
        case Refusal.MINIMUM_REST:
            return words.say("Your rest since the last shift is too short.")
        case Refusal.CALLER_NOT_KNOWN | Refusal.CALLER_NOT_AT_SITE | Refusal.OVERTAKEN:
            return words.say("Ask the supervisor on duty.")


def not_identified(words: Words, reason: Unidentified) -> str:
    """Why a tap names nobody. An unknown number and a wrong PIN sound alike."""
    match reason:
        case Unidentified.UNKNOWN_BADGE:
            return words.say("Badge not known")
        case Unidentified.LOST_BADGE:
            return words.say("Badge reported lost")
        case Unidentified.UNKNOWN_NUMBER | Unidentified.WRONG_PIN:
            return words.say("Number or PIN is wrong")
        case Unidentified.LOCKED:
            return words.say("Too many wrong PINs")
        case Unidentified.NO_PIN:
            return words.say("PIN missing")
        case Unidentified.NO_BADGE_KEY:
            return words.say("Badges cannot be read now")


def not_checked(words: Words, flags: tuple[Flag, ...], facts: Facts) -> list[str]:
    """What the person should know about an accepted event, most important first."""
    lines = [line for flag in flags if (line := _flag(words, flag, facts))]
    unchecked = [part for flag in flags if (part := _unchecked(words, flag, facts))]
    if unchecked:
        lines.append(words.say("Not checked: {what}", what=", ".join(unchecked)))
    return lines


def _flag(words: Words, flag: Flag, facts: Facts) -> str:
    match flag:
        case Flag.CLOCK_UNTRUSTED:
            return words.say("Time to be confirmed: this terminal's clock is not sure.")
        case Flag.FORGOTTEN_CLOCK_OUT:
            return words.say("Your last clock-out is missing. Your supervisor will ask you.")
        case Flag.OUTSIDE_GEOFENCE:
            return words.say("Terminal is outside its site: {distance}", distance=_away(words, facts))
        case Flag.NOT_ASSIGNED:
            return words.say("You are not on the list of this site.")
        case Flag.NOT_ON_DUTY | Flag.PRESENCE_UNKNOWN:
            return words.say("Nobody here knew that you were on duty.")
        case _:
            return ""


def _unchecked(words: Words, flag: Flag, facts: Facts) -> str:
    match flag:
        case Flag.NO_FIX:
            return words.say("no position")
        case Flag.POSITION_UNCERTAIN:
            return words.say("position uncertain")
        case Flag.ROSTER_STALE if facts.roster.age_s is not None:
            return words.say("roster is {age} old", age=rough_age(words, facts.roster.age_s))
        case Flag.ROSTER_MISSING | Flag.ROSTER_STALE:
            return words.say("no roster yet")
        case Flag.NO_ROTA_FOR_DAY:
            return words.say("no rota for this day")
        case Flag.NOT_KNOWN_UPSTREAM:
            return words.say("number not known upstream")
        case _:
            return ""


def _away(words: Words, facts: Facts) -> str:
    return distance(words, facts.place.distance_m or 0)
