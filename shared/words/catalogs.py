"""English sentences are the keys; the other languages are catalogs beside this file."""

import gettext
from functools import lru_cache
from pathlib import Path
from typing import Final

LANGUAGES: Final = ("en", "fr", "es", "da")
LOCALE: Final = Path(__file__).parent / "locale"
DOMAIN: Final = "clockpost"


class Words:
    """One language. Places in a sentence are named, so that a translator can move them."""

    def __init__(self, language: str, catalog: gettext.NullTranslations) -> None:
        self.language = language
        self._catalog = catalog

    def say(self, sentence: str, **values: object) -> str:
        """The sentence in this language, its places filled."""
        return self._catalog.gettext(sentence).format(**values)

    def say_n(self, one: str, many: str, n: int, **values: object) -> str:
        """The sentence for `n` things; the place {n} is filled too."""
        return self._catalog.ngettext(one, many, n).format(n=n, **values)


@lru_cache
def words_for(language: str) -> Words:
    """The words of a language; English for one that Clockpost does not speak."""
    if language not in LANGUAGES or language == "en":
        return Words("en", gettext.NullTranslations())
    return Words(language, gettext.translation(DOMAIN, str(LOCALE), languages=[language]))
