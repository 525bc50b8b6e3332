"""From a step to the document that Twilio reads: what is said, which keys are awaited, where they are brought to."""

from dataclasses import replace
from typing import Final

from ivr.address import address_of
from ivr.call import At
from ivr.moment import Moment, Step
from ivr.prompts import questions
from ivr.public_url import PublicUrl
from ivr.reply import Connect, HangUp, Keys, Message, Reply, Then
from ivr.twiml import twiml_of
from shared.store import people
from shared.store.database import Store
from shared.words import words_for

RECEIPT_DIGITS: Final = 4


class Answering:
    """Renders steps under the line's public address."""

    def __init__(self, public: PublicUrl) -> None:
        self._public = public

    def document(self, store: Store, here: Moment, step: Step) -> str:
        """The TwiML of this step; the state in its addresses is one step further."""
        step = replace(step, state=replace(step.state, step=here.state.step + 1))
        locale = here.settings.locales.get(step.state.language, step.state.language)
        return twiml_of(Reply(step.sentences, self._then(store, here, step), locale))

    def without_store(self, here: Moment, step: Step) -> str:
        """The same for a step that ends the call or takes a message: the store may be out of reach."""
        locale = here.settings.locales.get(step.state.language, step.state.language)
        then = step.then
        if isinstance(then, Message):
            then = self._message(then)
        return twiml_of(Reply(step.sentences, then or HangUp(), locale))

    def _message(self, then: Message) -> Message:
        address, status = self._public.address(then.address), self._public.address(then.status_address)
        return Message(address, status, then.longest_s)

    def _then(self, store: Store, here: Moment, step: Step) -> Then:
        address = self._public.address(address_of(step.state, int(here.reading.wall.timestamp())))
        match step.then:
            case Message() as message:
                return self._message(message)
            case Connect(number):
                return Connect(number, address)
        if step.state.at is At.OVER:
            return HangUp()
        hints: tuple[str, ...] = ()
        if step.state.at is At.MENU and here.settings.speech:
            hints = tuple(questions.menu_words(words_for(step.state.language)).values())
        return Keys(address, self.digits(store, here, step.state.at), here.settings.key_timeout_s, hints)

    def digits(self, store: Store, here: Moment, at: At) -> int | None:
        """How many keys end an answer by themselves: nobody presses `#` who need not."""
        match at:
            case At.NUMBER | At.CLAIM_NUMBER | At.AUTHORISER:
                return people.number_length(store)
            case At.PIN | At.AUTHORISER_PIN:
                return here.settings.pin_digits
            case At.RECEIPT:
                return RECEIPT_DIGITS
            case _:
                return 1
