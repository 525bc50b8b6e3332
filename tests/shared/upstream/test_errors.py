import inspect

import pytest

from shared.upstream import errors

EXCEPTIONS = [
    found
    for _name, found in inspect.getmembers(errors, inspect.isclass)
    if issubclass(found, BaseException) and found.__module__ == errors.__name__
]


@pytest.mark.parametrize("kind", EXCEPTIONS, ids=lambda kind: kind.__name__)
def test_every_exception_is_of_the_family(kind: type[BaseException]) -> None:
    assert issubclass(kind, errors.UpstreamError)


@pytest.mark.parametrize("kind", EXCEPTIONS, ids=lambda kind: kind.__name__)
def test_every_exception_is_in_the_tree_at_the_top_of_the_module(kind: type[BaseException]) -> None:
    assert kind.__name__ in (errors.__doc__ or "")


def test_there_are_exceptions_to_look_at() -> None:
    assert len(EXCEPTIONS) >= 8


def test_an_unreadable_answer_is_an_unknown_outcome_and_a_failed_sign_in_is_not_allowed() -> None:
    assert issubclass(errors.Unreadable, errors.OutcomeUnknown)
    assert issubclass(errors.SignInFailed, errors.NotAllowed)
    assert not issubclass(errors.NotReached, errors.OutcomeUnknown)
