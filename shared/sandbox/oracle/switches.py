"""What Oracle's documents leave open, as switches. The first word of each is the default.

Where a word is a number it is the status of the answer. How a sign-in goes is in `sign_in_switches`.
"""

from pydantic import Field

from shared.sandbox.oracle.sign_in_switches import SignInSwitches
from shared.sandbox.shapes import Choice


class BusinessDate(Choice):
    """`busDt` is marked required, and its text says: either busDt or postedDt."""

    EITHER = "either"
    REQUIRED = "required"


class PostedDate(Choice):
    """What `postedDt` is compared with: the request's text says inserted, the answer's says last updated."""

    LAST_UPDATED = "last_updated"
    ADDED = "added"


class ChangedSince(Choice):
    """A card changed at the very second of `changedSinceUTC`."""

    INCLUDED = "included"
    AFTER = "after"


class OpenCards(Choice):
    """Which filters a card without a clock-out passes when `changedSinceUTC` is sent."""

    SINCE = "since"
    SINCE_AND_DATES = "since_and_dates"


class TickTouches(Choice):
    """Whether new hours and pay move `lastUpdatedUTC`."""

    CHANGED = "changed"
    NOTHING = "nothing"


class Strict(Choice):
    """Something in a request that the document does not know."""

    IGNORED = "ignored"
    BAD_REQUEST = "400"


class Zone(Choice):
    """A zone in `changedSinceUTC`."""

    TAKEN = "taken"
    BAD_REQUEST = "400"


class UnknownEmployee(Choice):
    EMPTY = "empty"
    BAD_REQUEST = "400"
    NOT_FOUND = "404"


class UnknownOrg(Choice):
    """A path with another organisation than that of the token."""

    NOT_FOUND = "404"
    FORBIDDEN = "403"
    UNAUTHORIZED = "401"


class Preprocessing(Choice):
    """Payroll preprocessing, which time cards require."""

    ON = "on"
    FORBIDDEN = "403"
    EMPTY = "empty"


class NoList(Choice):
    """A list that has nothing in it."""

    EMPTY = "empty"
    NULL = "null"
    LEFT_OUT = "left_out"


class NoCards(Choice):
    """The business date that was asked for, when no card of it is returned."""

    LEFT_OUT = "left_out"
    EMPTY = "empty"
    NULL = "null"


class ZeroFields(Choice):
    """Optional attributes that are 0 or null."""

    LEFT_OUT = "left_out"
    NULL = "null"
    ZERO = "zero"


class JobCodeRef(Choice):
    """By schema an integer, in the example a string."""

    NUMBER = "number"
    STRING = "string"


class JobCodeRefShown(Choice):
    """By its text not returned by default, in the example there."""

    INCLUDED = "included"
    ALWAYS = "always"


class Previous(Choice):
    """Which previous values an adjustment tells: by the text the changed ones, in the example all."""

    CHANGED = "changed"
    ALL = "all"


class UtcForm(Choice):
    BARE = "bare"
    Z = "Z"
    OFFSET = "+00:00"
    MILLISECONDS = "milliseconds"


class BreakCards(Choice):
    """Whether a break ends the working card and begins another, or lies inside it."""

    BETWEEN = "between"
    INSIDE = "inside"


class DateRoll(Choice):
    """Who ends a business date: the clock, at the location's `dayStartsAt`, or a control request only."""

    CLOCK = "clock"
    MANUAL = "manual"


class LaborCategory(Choice):
    """The labor category of a job code."""

    FLAT = "flat"
    NESTED = "nested"


class PayrollKeys(Choice):
    """The payroll ids in the employee dimensions. Their schema was not found; both spellings are seen in clients."""

    AS_IN_CARDS = "payrollID"  # payrollID and extPayrollID
    AS_IN_CLIENTS = "payrollId"  # payrollId and externalPayrollID


class ErrorBody(Choice):
    JSON = "json"
    REQUIRED_ONLY = "required_only"
    TEXT = "text"
    HTML = "html"
    EMPTY = "empty"


class ErrorCode(Choice):
    """The form of o:errorCode."""

    NUMBER = "number"
    STRING = "string"


class ForbiddenTitle(Choice):
    """The title of a 403: the document calls it Service Unavailable, one would expect Forbidden."""

    DOCUMENTED = "documented"
    EXPECTED = "expected"


class OracleSwitches(SignInSwitches):
    """All switches of Oracle, as they stand."""

    bus_dt: BusinessDate = BusinessDate.EITHER
    posted_dt: PostedDate = PostedDate.LAST_UPDATED
    changed_since: ChangedSince = ChangedSince.INCLUDED
    changed_since_zone: Zone = Zone.TAKEN
    open_cards: OpenCards = OpenCards.SINCE
    tick_s: int = Field(default=900, ge=1, le=86_400)
    tick_touches: TickTouches = TickTouches.CHANGED
    posting_delay_s: int = Field(default=0, ge=0, le=86_400)  # about 90 from a workstation to the cloud
    break_cards: BreakCards = BreakCards.BETWEEN
    date_roll: DateRoll = DateRoll.CLOCK
    unknown_field: Strict = Strict.IGNORED
    unknown_include: Strict = Strict.IGNORED
    unknown_employee: UnknownEmployee = UnknownEmployee.EMPTY
    unknown_org: UnknownOrg = UnknownOrg.NOT_FOUND
    payroll_preprocessing: Preprocessing = Preprocessing.ON
    empty_list: NoList = NoList.EMPTY
    empty_business_date: NoCards = NoCards.LEFT_OUT
    zero_fields: ZeroFields = ZeroFields.LEFT_OUT
    job_code_ref: JobCodeRef = JobCodeRef.NUMBER
    job_code_ref_shown: JobCodeRefShown = JobCodeRefShown.INCLUDED
    previous_values: Previous = Previous.CHANGED
    utc_form: UtcForm = UtcForm.BARE
    labor_category: LaborCategory = LaborCategory.FLAT
    payroll_keys: PayrollKeys = PayrollKeys.AS_IN_CARDS
    error_body: ErrorBody = ErrorBody.JSON
    error_code: ErrorCode = ErrorCode.NUMBER
    forbidden_title: ForbiddenTitle = ForbiddenTitle.DOCUMENTED
    rate_limit_per_min: int = Field(default=0, ge=0)  # 0: no limit; none is documented
