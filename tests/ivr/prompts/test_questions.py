"""What is asked, in which order: the key that the caller most likely wants is said first."""

from dataclasses import replace

import pytest

from ivr.prompts import questions
from ivr.prompts.setting import Setting
from shared.domain.model import OFF_DUTY, Presence, PresenceState, Shift
from shared.words import LANGUAGES, words_for
from shared.words.calendar import LocalTime
from tests.ivr.prompts.every_prompt import DOCKS, MONTREAL, NOW, SHIFT, SITE, YESTERDAY

WORKING = Presence(PresenceState.WORKING, since=YESTERDAY)
ON_BREAK = Presence(PresenceState.ON_BREAK, since=YESTERDAY, break_since=NOW)


def setting(language: str = "en", site: str = SITE) -> Setting:
    return Setting(words_for(language), MONTREAL, NOW, site)


def keys(sentences: tuple[str, ...]) -> str:
    return "".join(sentence[0] for sentence in sentences)


@pytest.mark.parametrize("supervises", [True, False])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("presence", "said"),
    [
        (OFF_DUTY, "12460"),
        (Presence(PresenceState.UNKNOWN), "12460"),
        (WORKING, "235460"),
        (ON_BREAK, "32460"),
    ],
    ids=["off duty", "not known", "working", "on a break"],
)
def test_the_menu_names_the_keys_that_make_sense(
    presence: Presence, said: str, language: str, supervises: bool
) -> None:
    assert keys(questions.menu(words_for(language), presence, supervises=supervises)) == said


def test_whoever_is_on_duty_for_very_long_hears_how_to_clock_in_too() -> None:
    for presence in (WORKING, ON_BREAK):
        assert questions.menu(words_for("en"), presence, supervises=False, long=True)[-1] == "1: clock in."


def test_a_supervisor_hears_of_their_site_and_others_of_their_supervisor() -> None:
    told = [questions.menu(words_for("en"), OFF_DUTY, supervises=supervises)[-1] for supervises in (True, False)]
    assert told == ["0: your site.", "0: supervisor."]


def test_the_greeting_asks_before_it_offers_other_languages() -> None:
    told = questions.greeting(setting(), ["fr", "es", "da"], ends_by_itself=False)
    assert told == (f"{SITE}.", "Employee number, then hash.", "Star: français, español, dansk.")


def test_a_line_of_one_language_and_an_unknown_site_asks_for_the_number_alone() -> None:
    assert questions.greeting(setting(site=""), [], ends_by_itself=True) == ("Employee number.",)


@pytest.mark.parametrize(
    ("presence", "shift", "told"),
    [
        (OFF_DUTY, (SITE, MONTREAL, SHIFT), ("Ana.", "Off duty.", "Shift at 6:58.")),
        (OFF_DUTY, (DOCKS, MONTREAL, SHIFT), ("Ana.", "Off duty.", "Shift at Old Docks, 6:58.")),
        (OFF_DUTY, (SITE, MONTREAL, replace(SHIFT, starts_at=YESTERDAY)), ("Ana.", "Off duty.", "Shift Monday 6:58.")),
        (OFF_DUTY, None, ("Ana.", "Off duty.")),
        (WORKING, (SITE, MONTREAL, SHIFT), ("Ana.", "On duty since Monday 6:58.")),
        (replace(WORKING, site=DOCKS), None, ("Ana.", "On duty at Old Docks since Monday 6:58.")),
        (ON_BREAK, (SITE, MONTREAL, SHIFT), ("Ana.", "On break since 6:58.")),
        (Presence(PresenceState.WORKING), None, ("Ana.", "On duty.")),
        (Presence(PresenceState.UNKNOWN), None, ("Ana.", "I do not know whether you are on duty.")),
    ],
)
def test_hello_tells_where_somebody_stands(
    presence: Presence, shift: tuple[str, LocalTime, Shift] | None, told: tuple[str, ...]
) -> None:
    assert questions.hello(setting(), "Ana Ribeiro", presence, shift) == told


def test_options_stand_on_the_keys_from_1_on_and_9_is_for_more() -> None:
    asked = questions.which(words_for("en"), "Which site?", [SITE, DOCKS], more=True)
    assert asked == ("Which site?", "1: Harbour Tower.", "2: Old Docks.", "9: more.")
    assert questions.which(words_for("en"), "Which site?", [SITE], more=False) == ("Which site?", "1: Harbour Tower.")


def test_words_are_read_back_before_they_count() -> None:
    assert questions.understood(words_for("en"), "clock in") == ("You said: clock in. 1: yes. 2: no.",)
