"""The line: from a webhook's call, state and keys to the document that answers it.

Rule 1: nothing here waits for the network. A step that records waits for the disk, with everybody else's.
Rule 2: a step is done once. Twilio's second request for it gets the first one's answer, from memory or from the file.
Rule 3: "recorded" is said after the commit and never before. What cannot be written says so and takes a message.
"""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

import structlog

from ivr.acts import authorising, identify
from ivr.acts.leaving import leave_call
from ivr.acts.opening import first_state, opening, take_message
from ivr.acts.perform import ONLY_READS, READS_MUCH, perform
from ivr.answer import Answering
from ivr.call import PROVEN, Call, CallState, Heard
from ivr.callflow import Act, Turn, too_short, turn
from ivr.moment import LineSettings, Moment, Step
from ivr.once import Once
from ivr.reply import HangUp, Reply
from ivr.twiml import twiml_of
from ivr.workers import Workers
from shared.identify import Guess, Identified, NotIdentified, checked
from shared.ports import Clock
from shared.store import calls
from shared.store.database import Store
from shared.store.errors import StoreError
from shared.words import Words, words_for

LOG = structlog.get_logger()
GUESSES_AT_ONCE: Final = 16
"""PINs begun and not answered yet: only wrong ones count in all, so these are what may slip past that limit."""
STEP_VALID_S: Final = 15 * 60
"""No question waits longer. An older request is somebody's copy of one, not a caller's."""


@dataclass(frozen=True, slots=True)
class PinCheck:
    """A key that gives a PIN: whose number stands in the state, and what is done with the answer."""

    whose: Callable[[CallState], str]
    end: Callable[[Store, Moment, Guess | None, Identified | NotIdentified], Step]


CHECKED: Final = {
    Act.CHECK_PIN: PinCheck(lambda state: state.who, identify.end),
    Act.CHECK_AUTHORISER: PinCheck(lambda state: state.wish, authorising.end),
}
TYPED_WHOLE: Final = (Act.TAKE_NUMBER, Act.AUTHORISERS_NUMBER, *CHECKED)


class Line:
    """Used by the event loop alone, with a store of its own for short reads."""

    def __init__(
        self, settings: LineSettings, store: Store, workers: Workers, clock: Clock, answering: Answering
    ) -> None:
        self.settings = settings
        self._store = store
        self._workers = workers
        self._clock = clock
        self._answering = answering
        self._once = Once()
        self._guesses = asyncio.Semaphore(GUESSES_AT_ONCE)

    async def begin(self, call: Call) -> str:
        """The first webhook of a call."""
        here = self._here(call, first_state(self.settings, call))
        return await self._served(here, lambda: self._read(here, lambda store: opening(store, here)))

    async def step(self, call: Call, state: CallState, rendered_at: int, heard: Heard) -> str:
        """A later webhook: what the caller pressed or said at `state`, which was rendered at that second."""
        here = self._here(call, state)
        return await self._served(here, lambda: self._stepped(here, rendered_at, heard))

    async def ended(self, call: Call) -> None:
        """The call is over: whoever chose nothing leaves a question or a claim. Raises a StoreError."""
        now = self._clock.read().wall
        await self._workers.write(lambda store: leave_call(store, call.sid, now))

    def after_message(self, language: str, *, kept: bool) -> str:
        """After the tone: thanks, or that nothing was heard."""
        words = words_for(language or self.settings.default_language)
        if kept:
            return self._said(words, words.say("Thank you. Your message is kept. Goodbye."))
        return self._said(words, words.say("Nothing was recorded."), words.say("Goodbye."))

    def over(self, language: str = "") -> str:
        """To a request that no caller of now makes."""
        words = words_for(language or self.settings.default_language)
        return self._said(words, words.say("This call has ended. Please call again."))

    def _said(self, words: Words, *sentences: str) -> str:
        return twiml_of(Reply(sentences, HangUp(), self.settings.locales.get(words.language, words.language)))

    def now(self) -> datetime:
        """The wall clock."""
        return self._clock.read().wall

    def _here(self, call: Call, state: CallState) -> Moment:
        return Moment(self.settings, call, state, self._clock.read(), self._workers.witnesses())

    async def _served(self, here: Moment, work: Callable[[], Coroutine[Any, Any, str]]) -> str:
        try:
            return await self._once.of(here.call.sid, here.state.step, work)
        except StoreError as error:
            LOG.error("ivr.cannot_record", error=str(error))  # noqa: TRY400  the sentence says it all
        except Exception:
            LOG.exception("ivr.fault", at=here.state.at)
        return self._answering.without_store(here, take_message(here))

    async def _stepped(self, here: Moment, rendered_at: int, heard: Heard) -> str:
        if self._is_no_step_of_this_call(here, rendered_at):
            return self.over(here.state.language)
        asked, state = turn(here.state, heard)
        if asked.act in TYPED_WHOLE and not self._is_whole(here, asked.digits):
            asked, state = too_short(here.state)
        if asked.act in CHECKED:
            # In the state as it came: until the PIN is right, silences and wrong PINs are counted on.
            return await self._identified(here, asked)
        here = replace(here, state=state, asked_at=rendered_at)
        if asked.act in READS_MUCH:
            return await self._workers.read(lambda store: self._document(store, here, perform(store, here, asked)))
        if asked.act in ONLY_READS:
            return await self._read(here, lambda store: perform(store, here, asked))
        return await self._written(here, lambda store: perform(store, here, asked))

    def _is_whole(self, here: Moment, digits: str) -> bool:
        length = self._answering.digits(self._store, here, here.state.at)
        return length is None or len(digits) == length

    def _is_no_step_of_this_call(self, here: Moment, rendered_at: int) -> bool:
        """Too old, or of somebody who gave no PIN in this call, whatever the address says."""
        age_s = here.reading.wall.timestamp() - rendered_at
        if not -STEP_VALID_S < age_s < STEP_VALID_S:
            return True
        state = here.state
        return state.at in PROVEN and not calls.identified(self._store, here.call.sid, state.who)

    async def _read(self, here: Moment, act: Callable[[Store], Step]) -> str:
        return self._document(self._store, here, act(self._store))

    async def _written(self, here: Moment, act: Callable[[Store], Step]) -> str:
        """Do it and keep its answer in one transaction; a step that was done before is answered as it was then."""
        call, step = here.call.sid, str(here.state.step)

        def once(store: Store) -> str:
            answered = calls.answered(store, call, step)
            if answered is not None:
                return answered
            document = self._document(store, here, act(store))
            calls.keep_answer(store, call, step, document, here.reading.wall)
            return document

        return await self._workers.write(once)

    async def _identified(self, here: Moment, asked: Turn) -> str:
        answered = calls.answered(self._store, here.call.sid, str(here.state.step))
        if answered is not None:
            return answered
        async with self._guesses:
            return await self._guessed(here, asked.digits, CHECKED[asked.act])

    async def _guessed(self, here: Moment, pin: str, check: PinCheck) -> str:
        number = check.whose(here.state)
        guess = await self._workers.write(lambda store: identify.begin(store, here, number))
        if not isinstance(guess, Guess):
            return await self._written(here, lambda store: check.end(store, here, None, guess))
        found = await self._workers.hash(lambda: checked(guess, pin))
        return await self._written(here, lambda store: check.end(store, here, guess, found))

    def _document(self, store: Store, here: Moment, step: Step) -> str:
        return self._answering.document(store, here, step)
