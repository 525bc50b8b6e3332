"""What is open in the headless sign-in, as switches. The first word of each is the default."""

from pydantic import Field

from shared.sandbox.shapes import Choice, Shape

DAY_S = 24 * 3600
YEAR_S = 366 * DAY_S


class Authorize(Choice):
    """The status of a good authorize request; each sets the cookies."""

    FOUND = "302"
    OK = "200"
    SEE_OTHER = "303"


class SignedIn(Choice):
    """How a good sign-in tells its code."""

    JSON = "json"
    LOCATION = "location"


class NotSignedIn(Choice):
    """A wrong name or password."""

    SUCCESS_FALSE = "success_false"
    UNAUTHORIZED = "401"
    BAD_REQUEST = "400"


class Password(Choice):
    """Of the API account. A new one is set by a person."""

    VALID = "valid"
    EXPIRED = "expired"


class Refreshing(Choice):
    """Refreshing while the password is expired."""

    ALLOWED = "allowed"
    REFUSED = "refused"


class ExpiresIn(Choice):
    NUMBER = "number"
    STRING = "string"


class RefreshField(Choice):
    """The form field that carries the refresh token: clients send one, a document names the other."""

    EITHER = "either"
    REFRESH_TOKEN = "refresh_token"  # noqa: S105 - the name of a field
    CODE = "code"


class Rotation(Choice):
    """The refresh token after it was used."""

    NEW = "new"  # the old one is no good any more
    SAME = "same"
    LEFT_OUT = "left_out"  # not in the answer, and still good


class AccessToken(Choice):
    """The access token in place of the id_token."""

    REFUSED = "refused"
    TAKEN = "taken"


class TokenError(Choice):
    BAD_REQUEST = "400"
    UNAUTHORIZED = "401"


class SignInSwitches(Shape):
    """The switches of the sign-in. Lifetimes count for tokens that are out already, too."""

    id_token_s: int = Field(default=14 * DAY_S, ge=0, le=YEAR_S)
    refresh_token_s: int = Field(default=28 * DAY_S, ge=0, le=YEAR_S)
    code_s: int = Field(default=600, ge=0, le=DAY_S)
    authorize: Authorize = Authorize.FOUND
    signed_in: SignedIn = SignedIn.JSON
    not_signed_in: NotSignedIn = NotSignedIn.SUCCESS_FALSE
    password: Password = Password.VALID
    refresh_with_expired_password: Refreshing = Refreshing.ALLOWED
    expires_in: ExpiresIn = ExpiresIn.NUMBER
    refresh_field: RefreshField = RefreshField.EITHER
    refresh_rotation: Rotation = Rotation.NEW
    access_token: AccessToken = AccessToken.REFUSED
    token_error: TokenError = TokenError.BAD_REQUEST
