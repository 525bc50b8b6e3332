"""What a supervisor changed, and the line about the next shift, in the real wordings of each language."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from kiosk.notice_state import Noticing
from kiosk.views import Act, Button, Icon, Intent, OutcomeView, Pill, Sound, Tone, View
from kiosk.wording.next_shift import with_next_shift
from kiosk.wording.notices import disputed, follows, told
from kiosk.wording.setting import Setting
from shared.domain.decision import Accepted
from shared.domain.event import ClockEvent
from shared.domain.facts import Facts, RosterKnowledge
from shared.domain.model import Door, Draft, Kind, Person, Shift
from shared.domain.notice import Background, Notice, NoticeKind
from shared.domain.tap import Tap
from shared.recording import Outcome
from shared.words import words_for
from shared.words.calendar import LocalTime
from tests.kiosk.screens.samples import LONG_NAME

NOW = datetime(2026, 3, 3, 10, 58, tzinfo=UTC)
ANA = Person("1053", "Ana Ribeiro")
MARIA = Person("1054", LONG_NAME)
BEHIND = Background("Jane Doe", "Gate 2")
CAUSES = {"en": "forgot", "fr": "badge_of_other", "es": "as_upstream", "da": "terminal_off"}


def setting(language: str) -> Setting:
    return Setting(
        "Harbour Tower", "Terminal 1", language, LocalTime(ZoneInfo("America/Montreal")), 6.0, 15.0, "514 555 0199"
    )


def change(language: str, kind: NoticeKind, *, days: int, site: str = "Harbour Tower", hours: float = 0.5) -> Notice:
    at, of = NOW - timedelta(days=days), Kind.CLOCKED_IN if kind is NoticeKind.PLACED else Kind.CLOCKED_OUT
    old = None if kind is NoticeKind.CLOCKED else at
    new = None if kind is NoticeKind.VOIDED else at + timedelta(hours=hours)
    return Notice("n1", "1053", kind, "e1", of, old, new, CAUSES[language], "2001", site, NOW)


def notices(language: str) -> dict[str, View]:
    """The usual one, the first of three with all that is long, a voided one with more to come, a moved one."""
    words, here = words_for(language), setting(language)
    usual, long = change(language, NoticeKind.CORRECTED, days=1), change(language, NoticeKind.CORRECTED, days=9)
    far = change(language, NoticeKind.CORRECTED, days=9, site="Old Docks North Gate", hours=22)
    made = change(language, NoticeKind.CLOCKED, days=2)
    card = replace(usual, kind=NoticeKind.ADJUSTED, because="Clocked out late", by="J Doe")
    card_long = replace(far, kind=NoticeKind.ADJUSTED, because="Left the gate open and forgot to tap ou", by=LONG_NAME)
    gone, moved = change(language, NoticeKind.VOIDED, days=3), change(language, NoticeKind.PLACED, days=0)
    states = {
        "usual": Noticing(ANA, usual, (), 1, 0),
        "long": Noticing(MARIA, far, (long, made), 3, 0),
        "made": Noticing(ANA, made, (long,), 2, 0),
        "gone": Noticing(ANA, gone, (), 3, 2),
        "moved": Noticing(ANA, moved, (), 1, 0),
    }
    found: dict[str, View] = {
        f"notice-{name}-{language}": told(words, here, state, BEHIND, NOW) for name, state in states.items()
    }
    cards = {"card": Noticing(ANA, card, (), 1, 0), "card-long": Noticing(MARIA, card_long, (card,), 2, 0)}
    for name, state in cards.items():
        assert state.notice is not None
        behind = Background(state.notice.by)
        found[f"notice-{name}-{language}"] = told(words, here, state, behind, NOW)
    return {**found, f"notice-disputed-{language}": disputed(words, here, ANA.name)}


def left(language: str, *, shifts: bool, age_s: float = 60.0, others: tuple[str, ...] = ()) -> View:
    """A clock-out of somebody who is told everything that a clock-out can tell."""
    words, here = words_for(language), setting(language)
    draft = Draft(Kind.CLOCKED_OUT, NOW, here.site, 687)
    event = ClockEvent("e2", "1053", draft, Door.KIOSK, here.terminal, NOW, 1.0, "boot", "4812")
    coming = (Shift(1, 687, 1, NOW + timedelta(days=1, hours=12), NOW + timedelta(days=2)),) if shifts else ()
    known = RosterKnowledge(age_s, True, NOW + timedelta(days=14), known_upstream=True)
    facts = Facts(ANA, shifts=coming, roster=known)
    tap = Tap("t1", NOW, Door.KIOSK, here.terminal, here.site, 687)
    outcome = Outcome(tap, ANA, Accepted((draft,)), facts, (event,))
    lines = with_next_shift(words, here, outcome, Accepted((draft,)), others)
    receipt = words.say("Receipt {receipt} \u00b7 kept here, goes out when the link is back", receipt="4812")
    return OutcomeView(
        Tone.OK,
        Icon.OUT,
        ANA.name,
        words.say("Clocked out {time}", time="05:58"),
        "Gate 2 \u00b7 " + words.say("On duty since {time}, {duration}", time="21:54", duration="8 h 04"),
        Pill(Tone.WARN, words.say("Before the end")),
        (receipt, follows(words), *lines),
        (Button(Intent(Act.NOT_RIGHT), words.say("Not right?")),),
        6.0,
        Sound.NONE,
    )


NOTICES: dict[str, View] = {
    name: view for language in ("en", "fr", "es", "da") for name, view in notices(language).items()
} | {
    f"left-{name}-{language}": left(language, shifts=shifts, age_s=age_s)
    for language in ("en", "fr", "es", "da")
    for name, shifts, age_s in (("next", True, 60.0), ("unknown", False, 200_000.0))
}
