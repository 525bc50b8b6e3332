"""Calls and messages about breaks: one for each thing to tell, to its person alone, never twice.

Rule 1: an attempt is committed before its request; whatever became of it, the same thing is not told again by phone.
Rule 2: only to whoever agreed to be called, in the hours and from the number of chase calls, under a trusted clock.
Rule 3: whether it still is so is asked in the transaction that writes the attempt.
Rule 4: no number, no name and no sentence of Twilio's goes into a log.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from ivr.prompts.break_notices import call_about_break, message_about_break
from ivr.prompts.setting import Setting
from ivr.prompts.spoken import LOCALES
from ivr.reply import Reply
from ivr.rest import placing
from ivr.rest.chase_fate import LOOKED_FOR, CallsInDoubt
from ivr.rest.chase_gather import ChaseSite
from ivr.rest.facts import Placed
from ivr.twiml import twiml_of
from shared.break_calls import Called, call_for, calls_at
from shared.clock import Reading, new_id
from shared.config.ivr import Ivr
from shared.domain.chase_attempt import AttemptState, Way
from shared.domain.clock_trust import TrustLevel
from shared.gather import Surroundings, clock_trust
from shared.ports import Clock
from shared.store import chases
from shared.store.chase_contacts import Contact, contacts
from shared.store.chases import ChaseAttempt
from shared.store.database import Store
from shared.words import words_for
from shared.words.calendar import LocalTime

if TYPE_CHECKING:
    from ivr.rest.account import Account

NO_SHIFT: Final = 0
MOST_TRIES: Final = 2
"""Of what certainly reached nobody: an account that takes nothing must not be asked at every pass."""


@dataclass(frozen=True, slots=True)
class BreakNotices:
    """The notices of every site. `from_number` is a number of the account, in E.164."""

    clock: Clock
    sites: Sequence[ChaseSite]
    ivr: Ivr
    from_number: str
    way: Way
    settle_s: float

    def run(self, store: Store, opened: Callable[[], AbstractContextManager["Account"]]) -> int:
        """One pass; how many were placed. `opened` signs in, and is asked only where somebody is to be told.

        Raises an `UpstreamError` where the account as a whole cannot be asked, and a StoreError.
        """
        due = [(place, called) for place in self.sites for called in self._due(store, place)]
        doubts = CallsInDoubt(self.clock, self.from_number, self.settle_s)
        if not due and not doubts.waiting(store):
            return 0
        with opened() as account:
            doubts.settle(account, store)
            return sum(self._tell(account, store, place, called) for place, called in due)

    def _due(self, store: Store, place: ChaseSite) -> list[Called]:
        reading = self.clock.read()
        trust = clock_trust(store, Surroundings(reading), place.site.rules.clock_bound_s)
        if trust.level is TrustLevel.UNTRUSTED or not place.rules.hours.contain(reading.wall):
            return []
        found = calls_at(store, place.site, reading.wall)
        return [one for one in found if not _told(store, one) and self._contact(store, one) is not None]

    def _contact(self, store: Store, called: Called) -> Contact | None:
        contact = contacts(store, [called.number]).get(called.number)
        return contact if contact is not None and contact.callee.may_be_called else None

    def _tell(self, account: "Account", store: Store, place: ChaseSite, called: Called) -> bool:
        intended = self._intend(store, place, called)
        if intended is None:
            return False
        attempt, contact = intended
        return placing.place(store, self.clock, attempt, lambda: self._request(account, place, called, contact))

    def _intend(self, store: Store, place: ChaseSite, called: Called) -> tuple[ChaseAttempt, Contact] | None:
        reading = self.clock.read()
        with store.writing():
            now = call_for(store, place.site, called.number, reading.wall)
            contact = self._contact(store, called)
            if now is None or now.call != called.call or contact is None or _told(store, called):
                return None
            if chases.is_in_doubt(store, called.number, NO_SHIFT):
                chases.give_up(store, called.number, NO_SHIFT, reading.wall - LOOKED_FOR, reading.wall)
                return None
            attempt = _attempt(place, called, self.way, reading)
            chases.intend(store, attempt)
        return attempt, contact

    def _request(self, account: "Account", place: ChaseSite, called: Called, contact: Contact) -> Placed:
        language = contact.person.language or place.language
        local = LocalTime(ZoneInfo(place.site.rules.timezone), self.ivr.hours)
        setting = Setting(words_for(language), local, self.clock.read().wall, place.site.name)
        if self.way is Way.SMS:
            text = message_about_break(setting, called.call)
            return account.outgoing.message(contact.phone, self.from_number, text)
        locales = {**LOCALES, **{str(name): locale for name, locale in self.ivr.locales.items()}}
        document = twiml_of(Reply(call_about_break(setting, called.call), locale=locales[language]))
        return account.outgoing.call(contact.phone, self.from_number, document)


def _told(store: Store, called: Called) -> bool:
    """Was it told, or may it have been? What certainly reached nobody may be tried once more at the next pass."""
    attempts = chases.about_this(store, called.number, _about(called), called.call.since)
    return len(attempts) >= MOST_TRIES or any(one.state is not AttemptState.NOT_PLACED for one in attempts)


def _about(called: Called) -> str:
    return f"break_{called.call.calls}"


def _attempt(place: ChaseSite, called: Called, way: Way, reading: Reading) -> ChaseAttempt:
    return ChaseAttempt(
        new_id(reading.wall),
        called.number,
        NO_SHIFT,
        called.call.since,
        place.site.name,
        called.number,
        way,
        reading.wall,
        reading.boot_id,
        reading.boottime_s,
        about=_about(called),
    )
