"""What a supervisor reads beside a name: exceptions, notes, and by which door somebody came. Short, for one line."""

from shared.domain.board_row import Origin
from shared.domain.chase_attempt import AttemptState, ChaseTold, Way
from shared.domain.flags import Flag
from shared.domain.model import Door
from shared.domain.roster_entry import Note
from shared.words import Words


def flag_word(words: Words, flag: Flag) -> str:
    """An exception in two or three words."""
    told = _rota_and_time(words, flag) or _place_and_caller(words, flag)
    # A flag that has no words here yet is shown by its name: an exception is never left out.
    return told or flag.value.replace("_", " ")


def note_word(words: Words, note: Note, other_site: str) -> str:
    """What is said beside where they stand."""
    match note:
        case Note.AT_OTHER_SITE:
            return words.say("at {site}", site=other_site)
        case Note.FORGOTTEN_CLOCK_OUT:
            return words.say("clock-out perhaps forgotten")
        case Note.LEFT_EARLY:
            return words.say("left before the end")
        case Note.NOT_CERTAIN:
            return words.say("perhaps by another door")
        case Note.NOT_IN_REGISTER:
            return words.say("not in the register")


def origin_word(words: Words, origin: Origin) -> str:
    """The door of ours, or how a session of elsewhere began: TrackTik's own words, "Clock IN/OUT Methods"."""
    if origin.door is Door.PHONE:
        return words.say("by phone")
    if origin.door is Door.KIOSK:
        return origin.terminal
    match origin.method:
        case "DEVICE" | "SHIFT_APP" | "GUARD_APP":
            return words.say("in the app")
        case "BROWSER":
            return words.say("in the portal")
        case "ADMIN":
            return words.say("by an administrator")
        case "SYSTEM" | "BATCH":
            return words.say("by the system")
        case "KIOSK":
            return words.say("at another kiosk")
        case "PHONE":
            return words.say("by phone")
        case _:
            # DELAYED, API, LIVE and whatever else an upstream may call it say nothing of the place.
            return words.say("elsewhere")


def chase_word(words: Words, chase: ChaseTold, time: str) -> str:
    """Whom we tried to reach at `time`, and what came of it; "" for what never left."""
    state, is_call = chase.state, chase.way is Way.CALL
    if state in (AttemptState.NOT_PLACED, AttemptState.WITHDRAWN):
        return ""
    if state is AttemptState.REFUSED or (is_call and state is AttemptState.FAILED):
        return words.say("number cannot be reached")
    if not chase.is_to_employee:
        said = words.say("supervisor called {time}", time=time)
        return said if is_call else words.say("SMS to supervisor {time}", time=time)
    return _called(words, state, time) if is_call else _sent(words, state, time)


def _called(words: Words, state: AttemptState, time: str) -> str:
    match state:
        case AttemptState.ANSWERED:
            return words.say("called {time}, answered", time=time)
        case AttemptState.NO_ANSWER:
            return words.say("called {time}, no answer", time=time)
        case AttemptState.BUSY:
            return words.say("called {time}, busy", time=time)
        case _:
            return words.say("called {time}", time=time)


def _sent(words: Words, state: AttemptState, time: str) -> str:
    match state:
        case AttemptState.DELIVERED:
            return words.say("SMS arrived {time}", time=time)
        case AttemptState.UNDELIVERED | AttemptState.FAILED:
            return words.say("SMS {time} did not arrive", time=time)
        case _:
            return words.say("SMS sent {time}", time=time)


def _rota_and_time(words: Words, flag: Flag) -> str:
    told = {
        Flag.NOT_SCHEDULED: words.say("not scheduled"),
        Flag.NO_ROTA_FOR_DAY: words.say("no rota for this day"),
        Flag.ROSTER_STALE: words.say("roster was old"),
        Flag.ROSTER_MISSING: words.say("no roster yet"),
        Flag.NOT_ASSIGNED: words.say("not assigned here"),
        Flag.NOT_KNOWN_UPSTREAM: words.say("number not known upstream"),
        Flag.ABSENT_BY_ROTA: words.say("came though the rota says absent"),
        Flag.EARLY_IN: words.say("came early"),
        Flag.LATE_IN: words.say("came late"),
        Flag.EARLY_OUT: words.say("left before the end"),
        Flag.LATE_OUT: words.say("left after the end"),
        Flag.SHORT_REST: words.say("rested too little"),
        Flag.FORGOTTEN_CLOCK_OUT: words.say("last clock-out missing"),
        Flag.PRESENCE_UNKNOWN: words.say("was not known to be on duty"),
        Flag.NOT_ON_DUTY: words.say("was not known to be on duty"),
        Flag.FROM_OPEN_TAP: words.say("chosen later"),
        Flag.CLOCK_UNTRUSTED: words.say("time to be confirmed"),
        Flag.CLOCK_BOUNDED: words.say("time nearly sure"),
    }
    return told.get(flag, "")


def _place_and_caller(words: Words, flag: Flag) -> str:
    told = {
        Flag.OUTSIDE_GEOFENCE: words.say("outside the site"),
        Flag.POSITION_UNCERTAIN: words.say("position uncertain"),
        Flag.NO_FIX: words.say("no position"),
        Flag.SIMULATED_POSITION: words.say("position simulated"),
        Flag.CALLER_UNKNOWN: words.say("caller not known"),
        Flag.CALLER_WITHHELD: words.say("caller withheld"),
        Flag.CALLER_AT_OTHER_SITE: words.say("called from another site"),
        Flag.CALLER_NOT_VERIFIED: words.say("caller not verified"),
        Flag.SEVERAL_FROM_ONE_PHONE: words.say("several from one phone"),
        Flag.ACCEPTED_BY_SUPERVISOR: words.say("accepted by a supervisor"),
        Flag.SELF_ACCEPTED: words.say("accepted by themselves"),
        Flag.NOT_SENT_UPSTREAM: words.say("not sent upstream"),
    }
    return told.get(flag, "")
