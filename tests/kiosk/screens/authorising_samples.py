"""A refusal that a supervisor may lift, its prompt, and what comes of it, in the real wordings of each language."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from kiosk.views import Icon, OutcomeView, Pill, Sound, Tone, View
from kiosk.wording.authorising import authorised_by, not_authorised, own_tap, typed_in_vain, which_position, with_line
from kiosk.wording.keypad import Typing, keypad
from kiosk.wording.notices import follows
from kiosk.wording.outcomes import refused
from kiosk.wording.setting import Setting
from shared.domain.acceptance import WhyNot
from shared.domain.clock_trust import ClockTrust, TrustLevel
from shared.domain.decision import Ask, Refused
from shared.domain.facts import Facts, RosterKnowledge
from shared.domain.model import OFF_DUTY, Door, Person, PositionOption
from shared.domain.tap import Choice, Question, Refusal, Tap
from shared.recording import Outcome
from shared.words import Words, words_for
from shared.words.calendar import LocalTime
from tests.kiosk.screens.samples import LONG_NAME

SURE = ClockTrust(TrustLevel.TRUSTED)
NOW = datetime(2026, 3, 3, 10, 58, tzinfo=UTC)
POSITIONS = (PositionOption(382, "Gate 2"), PositionOption(383, "Patrol"), PositionOption(384, "Control room"))


def setting(language: str) -> Setting:
    return Setting(
        "Harbour Tower", "Terminal 1", language, LocalTime(ZoneInfo("America/Montreal")), 4.0, 15.0, "514 555 0199"
    )


def outcome(name: str, reason: Refusal) -> Outcome:
    """A clock-in that was refused."""
    until = NOW + timedelta(minutes=90) if reason is Refusal.TOO_EARLY else None
    facts = Facts(Person("1053", name), presence=OFF_DUTY, roster=RosterKnowledge(), clock=SURE)
    tap = Tap("t1", NOW, Door.KIOSK, "Terminal 1", "Harbour Tower", 687)
    return Outcome(tap, facts.person, Refused(reason, until), facts)


def clocked_in(words: Words, name: str, beside: str) -> View:
    """A clock-in, with all that may stand below and one line more."""
    receipt = words.say("Receipt {receipt} \u00b7 kept here, goes out when the link is back", receipt="4402")
    unchecked = words.say("Not checked: {what}", what=words.say("no position"))
    view = OutcomeView(
        Tone.OK,
        Icon.IN,
        name,
        words.say("Clocked in {time}", time="05:58"),
        "Gate 2 \u00b7 " + words.say("{start} to {end}", start="08:00", end="16:00"),
        Pill(Tone.PLAIN, words.say("Early")),
        (receipt, follows(words), unchecked),
        refused(words, setting(words.language), outcome(name, Refusal.INACTIVE), Refused(Refusal.INACTIVE)).buttons,
        4.0,
        Sound.IN,
    )
    return with_line(view, beside)


def screens(language: str) -> dict[str, View]:
    """The refusals with their button, the prompt and what is typed there in vain, and what becomes of the clock-in."""
    words, here = words_for(language), setting(language)
    early, tired = outcome("Ana Ribeiro", Refusal.TOO_EARLY), outcome(LONG_NAME, Refusal.MINIMUM_REST)
    typing = Typing(refused=early)
    ask = Ask(Question.WHICH_POSITION, (Choice.CLOCK_IN,), POSITIONS)
    in_vain = typed_in_vain(words, WhyNot.NOT_YOUR_SITE, here.site)
    told_beside = own_tap(words, WhyNot.NOT_YOUR_SITE, here.site)
    own = own_tap(words, WhyNot.OWN_EVENT, here.site)
    found = {
        "early": refused(words, here, early, early.decision),
        "tired": refused(words, here, tired, tired.decision),
        "own": with_line(refused(words, here, tired, tired.decision), own),
        "prompt": keypad(words, here, typing),
        "prompt-long": keypad(words, here, Typing(refused=tired)),
        "in-vain": keypad(words, here, replace(typing, number="1054"), in_vain),
        "position": which_position(words, here, early, ask, 0),
        "done": clocked_in(words, "Ana Ribeiro", authorised_by(words, "Sam Roy")),
        "done-long": clocked_in(words, LONG_NAME, authorised_by(words, LONG_NAME)),
        "beside": clocked_in(words, "Ben Okafor", told_beside),
        "not": not_authorised(words, here, tired, WhyNot.OVERTAKEN),
    }
    return {f"authorise-{name}-{language}": view for name, view in found.items()}


AUTHORISED: dict[str, View] = {
    name: view for language in ("en", "fr", "es", "da") for name, view in screens(language).items()
}
