"""What the screen says of what happened: complete, in every language, and true."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from kiosk.views import Act, Tone
from kiosk.wording.outcomes import accepted, claimed, refused
from kiosk.wording.reasons import not_checked, not_identified, refusal
from kiosk.wording.setting import Setting
from shared.clocking import Claim
from shared.domain.acceptance import ON_THE_SPOT
from shared.domain.decision import Accepted, Refused
from shared.domain.event import ClockEvent
from shared.domain.facts import Facts
from shared.domain.flags import Flag
from shared.domain.model import Door, Draft, Kind, Person, Presence, PresenceState
from shared.domain.tap import Refusal, Tap, Unidentified
from shared.recording import Outcome
from shared.words import LANGUAGES, words_for
from shared.words.calendar import LocalTime

NOW = datetime(2026, 3, 3, 10, 58, tzinfo=UTC)
SETTING = Setting("Harbour Tower", "Terminal 1", "en", LocalTime(ZoneInfo("America/Montreal")), 4, 15, "514 555 0199")
ANA = Person("1053", "Ana Ribeiro")
TAP = Tap("t", NOW, Door.KIOSK, "Terminal 1", "Harbour Tower", 687)
EN = words_for("en")


def _event(kind, flags=()):
    draft = Draft(kind, NOW, "Harbour Tower", 687, work_session="s")
    return ClockEvent("e", "1053", draft, Door.KIOSK, "Terminal 1", NOW, 1.0, "boot", "0042", "t", flags)


def _told(kind=Kind.CLOCKED_IN, flags=(), *, link_up=True, words=EN, **facts):
    event = _event(kind, flags)
    decision = Accepted((event.draft,), flags)
    outcome = Outcome(TAP, ANA, decision, Facts(ANA, **facts), (event,))
    return accepted(words, SETTING, outcome, decision, link_up=link_up)


@pytest.mark.parametrize(
    ("link_up", "ending"),
    [
        (True, "kept here, goes out now"),
        (False, "kept here, goes out when the link is back"),
        (None, "kept here"),
    ],
)
def test_where_the_event_is(link_up, ending):
    assert _told(link_up=link_up).lines[0] == f"Receipt 0042 \u00b7 {ending}"


def test_a_break_is_kept_here_whatever_the_link():
    assert _told(Kind.BREAK_STARTED, (Flag.NOT_SENT_UPSTREAM,)).lines[0].endswith("\u00b7 kept here")


@pytest.mark.parametrize(
    ("flag", "pill", "tone"),
    [
        (Flag.LATE_IN, "Late", Tone.WARN),
        (Flag.EARLY_IN, "Early", Tone.PLAIN),
        (Flag.EARLY_OUT, "Before the end", Tone.WARN),
        (Flag.LATE_OUT, "After the end", Tone.PLAIN),
        (Flag.NOT_SCHEDULED, "Not scheduled", Tone.WARN),
    ],
)
def test_punctuality(flag, pill, tone):
    view = _told(flags=(flag,))
    assert (view.pill.text, view.pill.tone) == (pill, tone)


def test_a_clock_out_tells_how_long_it_was():
    since = NOW - timedelta(hours=8, minutes=2)
    view = _told(Kind.CLOCKED_OUT, presence=Presence(PresenceState.WORKING, since=since))
    assert view.detail == "On duty since 21:56, 8 h 02"


def test_a_clock_out_made_elsewhere_is_told():
    presence = Presence(PresenceState.OFF, since=NOW - timedelta(hours=1), method="ADMIN")
    assert "You were clocked out at 04:58 elsewhere (ADMIN)." in _told(presence=presence).lines


def test_a_time_in_doubt_is_not_shown_as_a_time():
    assert _told(flags=(Flag.CLOCK_UNTRUSTED,)).what == "Clocked in --:--"


def test_small_print_is_at_most_three_lines_and_the_receipt():
    flags = (
        Flag.CLOCK_UNTRUSTED,
        Flag.FORGOTTEN_CLOCK_OUT,
        Flag.OUTSIDE_GEOFENCE,
        Flag.NOT_ASSIGNED,
        Flag.ROSTER_MISSING,
    )
    assert len(_told(flags=flags).lines) == 4


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("flag", list(Flag))
def test_no_flag_breaks_a_sentence(flag, language):
    lines = not_checked(words_for(language), (flag,), Facts(ANA))
    assert all(line and "{" not in line for line in lines)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reason", list(Refusal))
def test_every_refusal_says_why(reason, language):
    words = words_for(language)
    decision = Refused(reason, NOW)
    view = refused(words, SETTING, Outcome(TAP, ANA, decision, Facts(ANA)), decision)
    assert refusal(words, reason, SETTING, Facts(ANA)) in view.detail
    assert "{" not in str(view)
    assert view.tone is Tone.STOP
    acts = [button.intent.act for button in view.buttons]
    assert acts == ([Act.AUTHORISE] if reason in ON_THE_SPOT else []) + [Act.NOT_RIGHT]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reason", list(Unidentified))
def test_every_claim_is_kept_and_says_so(reason, language):
    view = claimed(words_for(language), SETTING, Claim(TAP, reason))
    assert view.what == not_identified(words_for(language), reason)
    assert "05:58" in view.detail
    assert view.who == ""


def test_a_wrong_pin_sounds_like_an_unknown_number():
    views = [
        claimed(EN, SETTING, Claim(TAP, reason)) for reason in (Unidentified.WRONG_PIN, Unidentified.UNKNOWN_NUMBER)
    ]
    assert views[0] == views[1]


def test_what_is_kept_under_a_clock_in_doubt_tells_no_time():
    assert "Kept --:--." in claimed(EN, SETTING, Claim(TAP, Unidentified.WRONG_PIN, clock_sure=False)).detail
