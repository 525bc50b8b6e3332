"""What a muster says of people, in one site's language and zone: the same on the screen, on paper and in a browser."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from shared.domain.model import Door
from shared.domain.muster_entry import Ages, Muster, MusterEntry, Seen, Stand, Why
from shared.words.calendar import LocalTime, rough_age
from shared.words.catalogs import Words

CLOCK_IS_ENOUGH = timedelta(hours=18)
WEEKDAY_IS_ENOUGH = timedelta(days=6)
OLD_S = 3600.0


def title(words: Words, muster: Muster) -> str:
    """Muster 7, or that it has no number because it could not be kept."""
    if not muster.is_kept:
        return words.say("Muster, not kept")
    return words.say("Muster {number}", number=muster.number)


def visitors(words: Words) -> str:
    """What every muster says: nobody who does not clock is on it."""
    return words.say("Visitors are not included.")


def who(words: Words, entry: MusterEntry) -> str:
    """The name; the number of whoever has none."""
    return entry.name or entry.number or words.say("Somebody unknown")


def stand_word(words: Words, local: LocalTime, entry: MusterEntry, now: datetime) -> str:
    """In 05:58, Break 09:14, or Not sure."""
    if entry.stand is Stand.UNSURE:
        return words.say("Not sure")
    time = moment(words, local, entry.seen.at, now)
    if entry.stand is Stand.ON_BREAK:
        return words.say("Break {time}", time=time) if time else words.say("On break")
    return words.say("In {time}", time=time) if time else words.say("In")


def details(words: Words, local: LocalTime, entry: MusterEntry, now: datetime) -> Iterator[str]:
    """Why it is not sure, where and how they were seen, and what they work."""
    if entry.why is not None:
        yield why_word(words, local, entry, now)
    yield place_word(words, entry.seen)
    if entry.position:
        yield entry.position


def why_word(words: Words, local: LocalTime, entry: MusterEntry, now: datetime) -> str:
    """Why nobody can be sure of this one, with when they were last seen."""
    time = moment(words, local, entry.seen.at, now)
    match entry.why:
        case Why.OPEN_TAP:
            return words.say("tapped {time}, chose nothing", time=time)
        case Why.CLAIM if entry.number:
            return words.say("tapped {time}, not accepted", time=time)
        case Why.CLAIM:
            return words.say("tapped {time}, badge or number unknown", time=time)
        case Why.RELEASED:
            return words.say("seen {time}, clock-out perhaps forgotten", time=time)
        case Why.TERMINAL_OFF:
            return words.say("seen {time}, terminal was off since", time=time)
        case _:
            return words.say("seen {time}, other doors not heard", time=time) if time else words.say("not heard of")


def place_word(words: Words, seen: Seen) -> str:
    """The terminal, the phone, or how a session of elsewhere began; a supervisor's word is named as that."""
    if seen.by_supervisor:
        return words.say("by a supervisor")
    if seen.door is Door.KIOSK:
        return seen.terminal
    # TrackTik's own words, "Clock IN/OUT Methods".
    if seen.door is Door.PHONE or seen.method == "PHONE":
        return words.say("by phone")
    if seen.method in ("DEVICE", "SHIFT_APP", "GUARD_APP"):
        return words.say("in the app")
    return words.say("elsewhere")


def knowledge(words: Words, ages: Ages) -> list[str]:
    """What a reader must know of how good the list is; nothing where all is fresh."""
    told = []
    if ages.other_doors and ages.sessions_s is None:
        told.append(words.say("other doors not heard"))
    elif ages.other_doors and ages.sessions_s is not None and ages.sessions_s > OLD_S:
        told.append(words.say("other doors heard {age} ago", age=rough_age(words, ages.sessions_s)))
    if ages.rota_s is not None and ages.rota_s > OLD_S:
        told.append(words.say("rota {age} old", age=rough_age(words, ages.rota_s)))
    if ages.register_s is not None and ages.register_s > 24 * OLD_S:
        told.append(words.say("register {age} old", age=rough_age(words, ages.register_s)))
    return told


def moment(words: Words, local: LocalTime, at: datetime | None, now: datetime) -> str:
    """The clock alone while it means one instant to anybody; else with its weekday, and before that its date."""
    if at is None:
        return ""
    age = abs(now - at)
    if age < CLOCK_IS_ENOUGH:
        return local.time(at)
    if age < WEEKDAY_IS_ENOUGH:
        return local.day_and_time(at, now, words)
    return f"{local.date(at, words)} {local.time(at)}"
