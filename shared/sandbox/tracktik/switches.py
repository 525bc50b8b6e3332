"""What the API's documents leave open, as switches. The first word of each is the default.

Where a word is a number it is the status of the answer. Sources of the open questions: the work-session document
is silent on each of them, and TrackTik's help centre (support.tracktik.com, "HTTP Status Codes") says only that a
constraint that is not respected may be a 500.
"""

from pydantic import Field

from shared.sandbox.shapes import Choice, Shape

YEAR_S = 366 * 24 * 3600


class EndedOn(Choice):
    """An `endedOn` sent with the clock-out action."""

    IGNORED = "ignored"  # the session is stamped with the server's time
    TAKEN = "taken"
    REFUSED = "400"


class Edit(Choice):
    """PUT and PATCH of a work session."""

    ALLOWED = "allowed"
    REFUSED = "refused"  # 400
    FORBIDDEN = "403"
    NO_SUCH_METHOD = "405"


class EditedMethod(Choice):
    """The clock-out method of a session whose end was edited."""

    KEPT = "kept"
    API = "API"


class Overlap(Choice):
    """A second OPEN session of one employee."""

    ALLOWED = "allowed"
    BAD_REQUEST = "400"
    CONSTRAINT = "500"


class Unscheduled(Choice):
    """A clock-in without `shift`."""

    ALLOWED = "allowed"
    REFUSED = "refused"


class OfClosed(Choice):
    """Clock-out of a session that is CLOSED."""

    BAD_REQUEST = "400"
    CONSTRAINT = "500"
    UNCHANGED = "200"


class OfUnknown(Choice):
    """An id that no session has."""

    NOT_FOUND = "404"
    BAD_REQUEST = "400"
    CONSTRAINT = "500"


class Created(Choice):
    """The status of a clock-in's answer."""

    OK = "200"
    CREATED = "201"


class Geofence(Choice):
    """The site's rule for a clock-in from outside. The names `latitude` and `longitude` are a guess."""

    OFF = "off"
    REJECT = "reject"
    EXCEPTION = "exception"


class Envelope(Choice):
    META = "meta"
    BARE = "bare"  # single objects as the work-session document shows them; lists keep their meta


class ErrorBody(Choice):
    JSON = "json"
    TEXT = "text"
    EMPTY = "empty"


class UnknownFilter(Choice):
    """A query key that is no field of the resource."""

    BAD_REQUEST = "400"
    IGNORED = "ignored"


class AutoClockOut(Choice):
    """The method under which forgotten sessions are closed."""

    OFF = "off"
    SYSTEM = "SYSTEM"
    BATCH = "BATCH"


class BreakSessions(Choice):
    """/break-sessions, which integrators name and no public document describes."""

    TAKEN = "taken"
    REFUSED = "400"
    OFF = "404"


class TracktikSwitches(Shape):
    """All switches of the API, as they stand."""

    ended_on: EndedOn = EndedOn.IGNORED
    edit: Edit = Edit.ALLOWED
    edited_method: EditedMethod = EditedMethod.KEPT
    overlap: Overlap = Overlap.ALLOWED
    unscheduled: Unscheduled = Unscheduled.ALLOWED
    clock_out_of_closed: OfClosed = OfClosed.BAD_REQUEST
    unknown_session: OfUnknown = OfUnknown.NOT_FOUND
    created_status: Created = Created.OK
    geofence: Geofence = Geofence.OFF
    session_filter_required: bool = True
    unknown_filter: UnknownFilter = UnknownFilter.BAD_REQUEST
    envelope: Envelope = Envelope.META
    error_body: ErrorBody = ErrorBody.JSON
    token_lifetime_s: int = Field(default=3600, ge=0, le=YEAR_S)
    auth_lock_s: int = Field(default=7200, ge=0, le=YEAR_S)
    rate_limit_headers: bool = False
    rate_limit_per_min: int = Field(default=0, ge=0)  # 0: no limit
    break_sessions: BreakSessions = BreakSessions.TAKEN
    auto_clock_out: AutoClockOut = AutoClockOut.OFF
    auto_clock_out_after_s: int = Field(
        default=4 * 3600, ge=0, le=YEAR_S
    )  # past the shift's end, or the start without one
