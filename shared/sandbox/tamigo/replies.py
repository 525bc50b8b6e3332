"""The answers to requests that get nothing: errors by status, and Response Messages that say no."""

from shared.sandbox.answer import Answer, html_answer, json_answer
from shared.sandbox.tamigo.answer_switches import ErrorBody
from shared.sandbox.tamigo.entity import response_message
from shared.sandbox.tamigo.formats import Form, write_entity
from shared.sandbox.tamigo.switches import Forbidden, NoSession, NotDone, TamigoSwitches

SESSION_LOST = "The session has expired. Log in again."


def error_answer(status: int, message: str, switches: TamigoSwitches) -> Answer:
    """An error in the form that the switch `error_body` says."""
    if switches.error_body is ErrorBody.EMPTY:
        return Answer(status)
    if switches.error_body is ErrorBody.HTML:
        return html_answer(status, "Request Error")
    return json_answer(status, {switches.error_body.value: message})


def session_lost(form: Form, switches: TamigoSwitches) -> Answer:
    """The answer to a token that is missing, unknown or expired."""
    if switches.no_session is NoSession.SUCCESS_FALSE:
        return refusal(SESSION_LOST, form, switches)
    return error_answer(int(switches.no_session.value), SESSION_LOST, switches)


def not_allowed(message: str, how: Forbidden, form: Form, switches: TamigoSwitches) -> Answer:
    """The answer to a request that the role may not make."""
    if how is Forbidden.SUCCESS_FALSE:
        return refusal(message, form, switches)
    return error_answer(int(how.value), message, switches)


def not_done(message: str, form: Form, switches: TamigoSwitches) -> Answer:
    """The answer to a write that cannot be done."""
    if switches.not_done is NotDone.SUCCESS_FALSE:
        return refusal(message, form, switches)
    return error_answer(int(switches.not_done.value), message, switches)


def refusal(message: str, form: Form, switches: TamigoSwitches) -> Answer:
    """200, and Success false."""
    return write_entity(response_message(message, success=False), form, switches)
