"""Every prompt of every language: valid TwiML, every place filled, no empty sentence, no word of the program."""

import gettext
import re
from pathlib import Path
from string import Formatter
from xml.etree import ElementTree as ET

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_keywords

import ivr
from ivr.prompts.spoken import LOCALES
from ivr.reply import HangUp, Keys, Reply
from ivr.twiml import twiml_of
from shared.domain.flags import Flag
from shared.domain.tap import Choice, Refusal, Unidentified
from shared.words import LANGUAGES, Words, words_for
from shared.words.catalogs import DOMAIN, LOCALE
from tests.ivr.prompts.every_prompt import every_prompt

IVR = Path(ivr.__file__).parent
NOBODYS_WORDS = re.compile(r"(Ana|Ana Ribeiro|Harbour Tower|Old Docks|1053|1099)(, 6:58)?(, Terminal 1)?\.")
ALIKE = {"es": {"PIN.", "0: supervisor.", "1: no."}}
"""What sounds in another language as it does in English."""
Forms = tuple[str, ...]
PROGRAM = re.compile(r"\w_\w|\bNone\b|\b[A-Z]\w+\.[A-Z]|datetime|<|>|  ")
"""Names with strokes, values as Python prints them, markup, and a gap where a value was empty."""
ONE_WORD = {str(one) for kind in (Choice, Refusal, Unidentified, Flag) for one in kind if "_" in one}


class Remembering(gettext.NullTranslations):
    """The catalog of a language, which keeps what was asked of it."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.asked: set[Forms] = set()
        known = gettext.NullTranslations()
        self._real = known if language == "en" else gettext.translation(DOMAIN, str(LOCALE), [language])

    def gettext(self, message: str) -> str:
        self.asked.add((message,))
        return self._real.gettext(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        self.asked.add((msgid1, msgid2))
        return self._real.ngettext(msgid1, msgid2, n)


def sentences_in(folder: Path) -> set[Forms]:
    found = extract_from_dir(folder, keywords=parse_keywords(["say", "say_n:1,2"]))
    return {(message,) if isinstance(message, str) else tuple(message) for _, _, message, _, _ in found}


def spoken(sentences: tuple[str, ...], language: str) -> str:
    """The sentences as Twilio gets them, parsed again."""
    texts = []
    for then in (Keys("/voice/step?n=1&t=2"), HangUp()):
        document = ET.fromstring(twiml_of(Reply(sentences, then, LOCALES[language])).encode())
        assert document.tag == "Response"
        assert {say.get("language") for say in document.iter("Say")} == {LOCALES[language]}
        texts.append(" ".join(say.text or "" for say in document.iter("Say")))
    assert texts[0] == texts[1]
    return texts[0]


@pytest.mark.parametrize("language", LANGUAGES)
class TestEachLanguage:
    def test_every_prompt_is_said_whole(self, language: str) -> None:
        for what, sentences in every_prompt(words_for(language)):
            assert sentences, what
            assert spoken(sentences, language) == " ".join(sentences), what
            for sentence in sentences:
                assert sentence == sentence.strip() != "", what
                assert not set("{}") & set(sentence), what
                assert not PROGRAM.search(sentence), (what, sentence)
                assert not any(word in sentence for word in ONE_WORD), what
                assert sentence[-1] in ".?:", (what, sentence)
                assert not re.search(r"(^|[.?!:,] ?)[.,?!]", sentence.replace("\u00a0", "")), (what, sentence)

    def test_no_sentence_of_the_prompts_was_left_out(self, language: str) -> None:
        catalog = Remembering(language)
        assert list(every_prompt(Words(language, catalog)))
        assert sentences_in(IVR / "prompts") - catalog.asked == set()

    def test_every_other_sentence_of_the_line_can_be_said(self, language: str) -> None:
        words = words_for(language)
        for forms in sentences_in(IVR):
            places = {name: "7" for _, name, _, _ in Formatter().parse(forms[-1]) if name}
            said = words.say(forms[0], **places) if len(forms) == 1 else words.say_n(*forms, 7)
            assert spoken((said,), language) == said.strip()
            assert not set("{}") & set(said)

    def test_another_language_is_not_heard_in_it(self, language: str) -> None:
        if language == "en":
            return
        english = dict(every_prompt(words_for("en")))
        ours = dict(every_prompt(words_for(language)))
        alike = {one for what, said in ours.items() for one in set(said) & set(english[what])}
        assert {one for one in alike if not NOBODYS_WORDS.fullmatch(one)} <= ALIKE.get(language, set())


def test_a_key_is_said_once_in_a_menu() -> None:
    for language in LANGUAGES:
        for what, sentences in every_prompt(words_for(language)):
            keys = re.findall(r"(?<![\d:])(\d)\u00a0?:(?!\d)", " ".join(sentences))
            assert len(keys) == len(set(keys)), (language, what, sentences)
