"""A reply as TwiML: the only place that knows Twilio's verbs.

1. Keys that end an input by their number may be followed by a `#` out of habit. Whether Twilio keeps that key for the
   next question is not documented. `#` always ends an input here: a leftover one then makes an empty answer, which is
   asked again. As an ordinary key it would become the first digit of the next PIN.
2. After <Gather> and <Record> the call goes on at the same address when nothing was heard: a call never ends because
   a document does.
3. A <Say> holds at most 700 characters: Polly takes 3,000 bytes, and 4,500 once encoded for a URL (error 13521). A
   reply has at most twelve of them, some nine minutes and under 64 kB (error 11750). What is longer is cut in the
   middle: its last part asks for the keys.
4. The library takes 33 microseconds for a <Gather>. It renders each shape of reply once, with a mark for each text;
   filling the marks takes 5.
"""

import re
import textwrap
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from html import escape
from typing import Final, assert_never

import structlog
from twilio.twiml.voice_response import Gather, VoiceResponse

from ivr.reply import Connect, HangUp, Keys, Message, Reply, Then

LOG = structlog.get_logger()

CONTENT_TYPE: Final = "text/xml; charset=utf-8"
LONGEST_SAY: Final = 700
MOST_SAYS: Final = 12
RING_S: Final = 25
SILENCE_S: Final = 5

# Noncharacters of Unicode mark the places to fill. What is said or named is freed of them, and of what XML 1.0 forbids.
_ADDRESS: Final = "\ufdd0"
_STATUS_ADDRESS: Final = "\ufdd1"
_NUMBER: Final = "\ufdd2"
_SAID: Final = tuple(chr(0xFDD4 + place) for place in range(MOST_SAYS))
_FORBIDDEN: Final = re.compile("[^\t\n\r -\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]")


def twiml_of(reply: Reply) -> str:
    """The TwiML document for `reply`, always under 64 kB as long as its addresses are ordinary ones."""
    texts = _texts(reply.sentences)
    then, named = _without_names(reply.then)
    document = _shape(len(texts), then, reply.locale)
    for mark, text in zip(_SAID, texts, strict=False):
        document = document.replace(mark, escape(text, quote=False))
    for mark, name in named.items():
        document = document.replace(mark, escape(_allowed(name)))
    return document


def _texts(sentences: tuple[str, ...]) -> list[str]:
    texts: list[str] = []
    for sentence in sentences:
        for piece in _pieces(_allowed(sentence).strip()):
            if texts and len(texts[-1]) + len(piece) < LONGEST_SAY:
                texts[-1] += f" {piece}"
            else:
                texts.append(piece)
    if len(texts) > MOST_SAYS:
        LOG.warning("a reply was too long and is cut", parts=len(texts), kept=MOST_SAYS)
        texts[MOST_SAYS - 1 : -1] = []
    return texts


def _pieces(sentence: str) -> list[str]:
    if len(sentence) <= LONGEST_SAY:
        return [sentence] if sentence else []
    return textwrap.wrap(sentence, LONGEST_SAY, break_on_hyphens=False)


def _allowed(text: str) -> str:
    return _FORBIDDEN.sub("", text)


def _without_names(then: Then) -> tuple[Then, Mapping[str, str]]:
    match then:
        case Keys():
            return replace(then, address=_ADDRESS), {_ADDRESS: then.address}
        case Message():
            marked = replace(then, address=_ADDRESS, status_address=_STATUS_ADDRESS)
            return marked, {_ADDRESS: then.address, _STATUS_ADDRESS: then.status_address}
        case Connect():
            return Connect(_NUMBER, _ADDRESS), {_NUMBER: then.number, _ADDRESS: then.address}
        case HangUp():
            return then, {}
        case _:
            assert_never(then)


@lru_cache(maxsize=256)
def _shape(says: int, then: Then, locale: str) -> str:
    response = VoiceResponse()
    # Inside a <Gather>, what is said can be interrupted by a key.
    speaker = _gather(then, locale) if isinstance(then, Keys) else response
    for mark in _SAID[:says]:
        speaker.say(mark, language=locale)
    match then:
        case Keys():
            response.append(speaker)
            response.redirect(then.address, method="POST")
        case Message():
            _record(response, then)
            response.redirect(then.address, method="POST")
        case Connect():
            response.dial(then.number, action=then.address, method="POST", timeout=RING_S)
        case HangUp():
            response.hangup()
    return str(response)


def _gather(keys: Keys, locale: str) -> Gather:
    # "auto" holds as long as no speech model is chosen (error 13335); which one is heard is left to Twilio.
    spoken = {
        "language": locale,
        "hints": ", ".join(map(_allowed, keys.hints)),
        "speech_timeout": "auto",
        "profanity_filter": False,
    }
    return Gather(
        input="dtmf speech" if keys.hints else "dtmf",
        action=keys.address,
        method="POST",
        num_digits=keys.digits,
        finish_on_key="#",
        timeout=keys.timeout_s,
        action_on_empty_result=True,
        **(spoken if keys.hints else {}),
    )


def _record(response: VoiceResponse, message: Message) -> None:
    # Untrimmed: a quiet voice is not taken for silence. "absent" tells of a caller who said nothing.
    response.record(
        action=message.address,
        method="POST",
        max_length=message.longest_s,
        timeout=SILENCE_S,
        finish_on_key="#",
        play_beep=True,
        trim="do-not-trim",
        recording_status_callback=message.status_address,
        recording_status_callback_method="POST",
        recording_status_callback_event="completed absent",
    )
