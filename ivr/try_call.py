"""A call for a test: placed at Twilio, followed to its end. Set-up and `clockpost ivr try-call` ask for it."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from ivr.prompts.setting import Setting
from ivr.prompts.spoken import LOCALES
from ivr.prompts.try_call import try_call as sentences
from ivr.reply import Reply
from ivr.twiml import twiml_of
from shared.config.ivr import Ivr
from shared.config.sections import Config
from shared.domain.chase_attempt import Way
from shared.domain.health import Check, fault, ok, unknown
from shared.health.set_up import TEST_CALL
from shared.ports import Clock
from shared.upstream.errors import NotAllowed, NotAsItIs, OutcomeUnknown, UpstreamError
from shared.words import words_for
from shared.words.calendar import LocalTime

if TYPE_CHECKING:
    from ivr.rest.outgoing import Outgoing

LOOK_EVERY_S: Final = 2.0
WAIT_S: Final = 90.0
WENT_OUT: Final = {
    "completed": "Somebody answered and heard it, or their mailbox did.",
    "busy": "Busy; the call went out all the same.",
    "no-answer": "Nobody answered; the call went out all the same.",
}
DID_NOT: Final = {
    "failed": "Twilio could not ring it.",
    "canceled": "Twilio gave it up before it rang.",
}
LOOK_AT: Final = "Look at the number, and at the account's voice permissions for that country"


def placed_call(config: Config, clock: Clock, number: str, wait_s: float = WAIT_S) -> Check:
    """Ring `number` (E.164), say one sentence twice, and tell what became of it. The check never holds the number."""
    ivr, from_number = config.ivr, _from_number(config)
    if ivr is None:
        return fault(TEST_CALL, "There is no phone line.", "Set [ivr] in the settings")
    if from_number is None:
        return fault(TEST_CALL, "No number rings from here.", "Set called_numbers of the site, or [chase] from_number")
    # Twilio's library takes longer to import than all the rest.
    from ivr.rest.account import open_account  # noqa: PLC0415

    try:
        with open_account(ivr, clock) as account:
            placed = account.outgoing.call(number, from_number, _document(config, ivr, clock))
            status = _end_of(account.outgoing, placed.sid, placed.status, wait_s, time.sleep)
    except OutcomeUnknown as error:
        return unknown(TEST_CALL, "Its answer was lost; it may ring all the same.", "Try again later", str(error))
    except (NotAllowed, NotAsItIs) as error:
        # Twilio's own sentence repeats the number.
        return fault(TEST_CALL, "Twilio did not take it.", LOOK_AT, f"status {error.status}")
    except UpstreamError as error:
        return unknown(TEST_CALL, "Twilio cannot be asked now.", "Try again later", str(error))
    if status in WENT_OUT:
        return ok(TEST_CALL, WENT_OUT[status])
    if status in DID_NOT:
        return fault(TEST_CALL, DID_NOT[status], LOOK_AT)
    return unknown(TEST_CALL, f"It is {status} after {wait_s:.0f} s.", "Look at it in Twilio's console")


def _from_number(config: Config) -> str | None:
    called = [number for site in config.every_site for number in site.called_numbers]
    found = config.chase.from_number or next(iter(called), None)
    return str(found) if found is not None else None


def _document(config: Config, ivr: Ivr, clock: Clock) -> str:
    site, language = config.every_site[0], str(config.kiosk.language)
    local = LocalTime(ZoneInfo(site.timezone), ivr.hours)
    setting = Setting(words_for(language), local, clock.read().wall, site.name)
    locales = {**LOCALES, **{str(name): locale for name, locale in ivr.locales.items()}}
    return twiml_of(Reply(sentences(setting), locale=locales[language]))


def _end_of(outgoing: "Outgoing", sid: str, status: str, wait_s: float, pause: Callable[[float], None]) -> str:
    """Twilio's word for the call once it is over, or the last one in that time."""
    for _ in range(int(wait_s / LOOK_EVERY_S)):
        if status in WENT_OUT or status in DID_NOT:
            break
        pause(LOOK_EVERY_S)
        placed = outgoing.read(Way.CALL, sid)
        status = placed.status if placed is not None else "gone"
    return status
