"""The form of answers, as far as the documents leave it open. The first word of each switch is the default.

The document of the shift services shows examples; what clients were seen to receive differs from them.
"""

from shared.sandbox.shapes import Choice, Shape


class FormatBy(Choice):
    """What decides between JSON and XML where the document says "type of input and content type"."""

    ACCEPT = "accept"  # Accept, else Content-Type, else XML
    CONTENT_TYPE = "content_type"  # Content-Type, else XML
    XML = "xml"
    JSON = "json"


class ContentType(Choice):
    """The content type that an answer calls itself."""

    RIGHT = "right"
    HTML = "text/html"
    PLAIN = "text/plain"
    OTHER = "the_other"  # XML called JSON and JSON called XML
    NONE = "none"


class DateSlashes(Choice):
    """The slashes of /Date(...)/ in JSON text; the document shows both."""

    AS_DOCUMENTED = "as_documented"  # escaped, but not in the list of all types
    ESCAPED = "escaped"
    PLAIN = "plain"


class DateOffset(Choice):
    """The offset behind the milliseconds."""

    DEPARTMENT = "department"
    SERVER = "server"  # Copenhagen's, whatever the department's zone is
    ZERO = "zero"
    NONE = "none"


class DateOnly(Choice):
    """A field that holds a day."""

    LOCAL_MIDNIGHT = "local_midnight"  # with the department's offset
    UTC_MIDNIGHT = "utc_midnight"
    NO_OFFSET = "no_offset"  # local midnight, its offset left out


class XmlTimes(Choice):
    ZONELESS = "zoneless"  # the department's local time
    OFFSET = "offset"
    UTC = "utc"


class BlankEnd(Choice):
    """How an end that is missing is read."""

    YEAR_1900 = "1900"
    YEAR_1 = "0001"
    NULL = "null"


class Fields(Choice):
    """The fields of a shift or a login."""

    FULL = "full"  # what clients were seen to receive
    DOCUMENTED = "documented"  # what the examples show


class Sent(Choice):
    SENT = "sent"
    LEFT_OUT = "left_out"


class EmployeeName(Choice):
    """EmployeeName in a rota: the document's examples show it empty."""

    FILLED = "filled"
    EMPTY = "empty"


class NothingRelevant(Choice):
    """The relevant shift of somebody who has none."""

    NULL = "null"
    EMPTY = "empty"
    NOT_FOUND = "404"


class LoginIds(Choice):
    """The ids and names that an application has none of."""

    EMPTY = "empty"
    NULL = "null"


class LoginKeys(Choice):
    PLAIN = "plain"
    SPACED = "spaced"  # " DefaultDepartmentName ", as one page prints it


class CheckInAnswer(Choice):
    """The form of the "rounded time" that is returned."""

    TIME = "time"
    DATE = "date"
    MESSAGE = "message"
    EMPTY = "empty"


class ErrorBody(Choice):
    """The body of an error; clients look for each of these keys."""

    MESSAGE = "Message"
    SMALL_MESSAGE = "message"
    ERROR = "Error"
    SMALL_ERROR = "error"
    HTML = "html"
    EMPTY = "empty"


class AnswerSwitches(Shape):
    """The switches of this file, as they stand."""

    format_by: FormatBy = FormatBy.ACCEPT
    content_type: ContentType = ContentType.RIGHT
    error_body: ErrorBody = ErrorBody.MESSAGE
    date_slashes: DateSlashes = DateSlashes.AS_DOCUMENTED
    date_offset: DateOffset = DateOffset.DEPARTMENT
    date_only: DateOnly = DateOnly.LOCAL_MIDNIGHT
    xml_times: XmlTimes = XmlTimes.ZONELESS
    blank_end: BlankEnd = BlankEnd.YEAR_1900
    shift_fields: Fields = Fields.FULL
    employee_id: Sent = Sent.SENT
    employee_name: EmployeeName = EmployeeName.FILLED
    absence_flag: Sent = Sent.SENT
    nothing_relevant: NothingRelevant = NothingRelevant.NULL
    login_fields: Fields = Fields.FULL
    login_ids: LoginIds = LoginIds.EMPTY
    login_keys: LoginKeys = LoginKeys.PLAIN
    check_in_answer: CheckInAnswer = CheckInAnswer.TIME
