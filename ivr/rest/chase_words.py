"""What is sent in a chase: TwiML for a call, a text for a message, in the language of whom it reaches."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from ivr.prompts import chase
from ivr.prompts.setting import Setting
from ivr.prompts.spoken import LOCALES
from ivr.reply import Reply
from ivr.rest.chase_gather import Late
from ivr.twiml import twiml_of
from shared.config.ivr import Ivr
from shared.domain.chase_step import Reach
from shared.store.chase_contacts import Contact
from shared.words import words_for
from shared.words.calendar import LocalTime


@dataclass(frozen=True, slots=True)
class ChaseWords:
    """The sentences of one phone line."""

    ivr: Ivr

    def document(self, late: Late, reach: Reach, contact: Contact, now: datetime) -> str:
        """The call as TwiML, far below the 4,000 letters that a request takes (error 32018)."""
        setting = self._setting(late, contact, now)
        starts_at, number = late.shift.starts_at, late.rostered.number
        if reach.is_employee:
            sentences = chase.call_to_employee(setting, starts_at)
        else:
            sentences = chase.call_to_supervisor(setting, starts_at, late.name, number)
        language = self._language(late, contact)
        locales = {**LOCALES, **{str(language): locale for language, locale in self.ivr.locales.items()}}
        return twiml_of(Reply(sentences, locale=locales[language]))

    def text(self, late: Late, reach: Reach, contact: Contact, now: datetime) -> str:
        """The message."""
        setting = self._setting(late, contact, now)
        starts_at, number = late.shift.starts_at, late.rostered.number
        if reach.is_employee:
            return chase.message_to_employee(setting, starts_at)
        return chase.message_to_supervisor(setting, starts_at, late.name, number)

    def _setting(self, late: Late, contact: Contact, now: datetime) -> Setting:
        site = late.place.site
        local = LocalTime(ZoneInfo(site.rules.timezone), self.ivr.hours)
        return Setting(words_for(self._language(late, contact)), local, now, site.name)

    def _language(self, late: Late, contact: Contact) -> str:
        return contact.person.language or late.place.language
