"""What Clockpost says, in the languages it speaks: gettext catalogs that kiosk, phone and pages share."""

from shared.words.catalogs import LANGUAGES, Words, words_for

__all__ = ["LANGUAGES", "Words", "words_for"]
