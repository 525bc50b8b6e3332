"""What Twilio's library makes of an answer that it did not expect, under one name."""

from collections.abc import Iterator
from contextlib import contextmanager

from twilio.base.exceptions import TwilioException

from shared.upstream.errors import Unreadable


@contextmanager
def understood(what: str) -> Iterator[None]:
    """The library meets an unexpected answer with whatever error comes first: here it gets its name."""
    try:
        yield
    except (TwilioException, ValueError, TypeError, KeyError, AttributeError) as error:
        raise Unreadable(f"Twilio: {what} cannot be understood ({type(error).__name__}).") from error
