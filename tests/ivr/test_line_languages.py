"""Which language the line speaks: the site's, the telephone owner's, or the one chosen by star and remembered."""

from dataclasses import replace

from ivr.phone.transcript import Transcript
from shared.domain.rules import Rules
from shared.store import calls
from tests.ivr.cast import CHLOES_PHONE, PIN, two_sites
from tests.ivr.conftest import MakeLine
from tests.ivr.phone_line import PhoneLine


def voices(told: Transcript) -> list[str]:
    return [entry.language for entry in told.entries if entry.verb == "Say"]


def test_star_goes_through_the_languages_and_begins_again(line: PhoneLine) -> None:
    told = line.call("* * * *")
    assert voices(told) == ["en-US", "fr-FR", "es-ES", "da-DK", "en-US"]
    assert told.said[1].endswith("English, español, dansk.")


def test_the_language_chosen_by_star_is_remembered_for_the_person(line: PhoneLine) -> None:
    assert voices(line.call(f"* * 1056 {PIN}"))[-1] == "es-ES"
    assert voices(line.call(f"1056 {PIN}")) == ["en-US", "en-US", "es-ES"]


def test_a_choice_counts_against_the_register_from_then_on(line: PhoneLine) -> None:
    assert voices(line.call(f"1055 {PIN}"))[-1] == "fr-FR"
    line.call(f"* * * 1055 {PIN}")
    assert voices(line.call(f"1055 {PIN}"))[-1] == "da-DK"


def test_the_owner_of_the_telephone_is_greeted_in_their_language(line: PhoneLine) -> None:
    assert voices(line.call("", caller=CHLOES_PHONE)) == ["fr-FR"]
    line.call(f"* * 1055 {PIN}", caller=CHLOES_PHONE)
    assert voices(line.call("", caller=CHLOES_PHONE)) == ["da-DK"]


def test_whoever_has_no_language_keeps_the_one_they_hear(line: PhoneLine) -> None:
    assert voices(line.call(f"1056 {PIN}", caller=CHLOES_PHONE))[-1] == "fr-FR"
    assert calls.language_of(line.store, "1056") == ""


def test_the_next_person_on_the_phone_did_not_choose_what_the_first_one_chose(line: PhoneLine) -> None:
    told = line.call(f"* 1056 {PIN} 1 1 1054 {PIN}")
    assert voices(told)[-1] == "en-US"
    assert calls.language_of(line.store, "1056") == "fr"
    assert calls.language_of(line.store, "1054") == ""


def test_a_choice_outlives_a_mistyped_number(line: PhoneLine) -> None:
    assert voices(line.call(f"* 1053 * 1056 {PIN}"))[-1] == "fr-FR"
    assert calls.language_of(line.store, "1056") == "fr"


def test_a_language_that_the_line_does_not_speak_is_not_spoken(make_line: MakeLine) -> None:
    line = make_line(languages=("en", "es"))
    assert set(voices(line.call(f"1055 {PIN} 1", caller=CHLOES_PHONE))) == {"en-US"}


def test_a_site_greets_in_its_own_language(make_line: MakeLine) -> None:
    tower, docks = two_sites(Rules())
    line = make_line(sites=(replace(tower, language="da"), docks))
    assert voices(line.call("")) == ["da-DK"]
    assert voices(line.call("", called="+15145550200")) == ["en-US"]


def test_a_voice_of_the_settings_is_used(make_line: MakeLine) -> None:
    line = make_line(locales={"en": "en-CA", "fr": "fr-CA"})
    assert voices(line.call("*")) == ["en-CA", "fr-CA"]
