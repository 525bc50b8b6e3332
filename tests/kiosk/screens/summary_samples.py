"""The breaks of a shift, and what is asked about them, in the real wordings of each language."""

from datetime import datetime, timedelta

from kiosk.summary_state import Reviewing
from kiosk.views import View
from kiosk.wording.summary import asked, disputed, why
from shared.domain.break_rules import BreakKind
from shared.domain.break_summary import BreakQuestion, EarlyEnd, QuestionKind, ShiftSummary, SummaryLine
from shared.domain.breaks import Found
from shared.words import words_for
from tests.kiosk.screens.notice_samples import ANA, MARIA, NOW, setting

CAME = NOW - timedelta(hours=8, minutes=4)
ABOUT = BreakQuestion("e1", QuestionKind.SUMMARY, "1053", "s1", "Harbour Tower", NOW)


def at(hours: float) -> datetime:
    return CAME + timedelta(hours=hours)


def line(found: Found, hours: float, minutes: float | None, *, kind: BreakKind | None = BreakKind.REST) -> SummaryLine:
    """A break of so many minutes that fell due then; None for one that never ended, or was not taken."""
    planned_s = {BreakKind.MEAL: 1800, BreakKind.REST: 600}[kind] if kind is not None else None
    started = None if found is Found.MISSING else at(hours)
    ended = at(hours) + timedelta(minutes=minutes) if minutes is not None else None
    return SummaryLine(found, kind is BreakKind.REST, kind, at(hours) if kind else None, planned_s, started, ended)


USUAL = (
    line(Found.AS_PLANNED, 2, 10),
    line(Found.SHORT, 4, 17, kind=BreakKind.MEAL),
    line(Found.MISSING, 6, None),
)
WHOLE = (
    *USUAL,
    line(Found.LONG, 6.5, 48, kind=BreakKind.MEAL),
    line(Found.RUNNING, 7, None),
    line(Found.UNMANAGED, 7.5, 9, kind=None),
)
MANY = (*(line(Found.AS_PLANNED, 1 + number / 10, 10) for number in range(5)), *WHOLE)


def summaries(language: str) -> dict[str, View]:
    """The usual one, all findings of the longest name, more than fit, and one beside a question that is to come."""
    words, here = words_for(language), setting(language)
    early = EarlyEnd(at(4), at(4.2), 1800)
    states = {
        "usual": Reviewing(ANA, ABOUT, ShiftSummary(CAME, NOW, USUAL), (), 1),
        "whole": Reviewing(MARIA, ABOUT, ShiftSummary(CAME - timedelta(days=9), NOW, WHOLE), (), 2),
        "many": Reviewing(ANA, ABOUT, ShiftSummary(CAME, NOW, MANY), (ABOUT,), 2),
        "one": Reviewing(ANA, ABOUT, ShiftSummary(CAME, NOW, USUAL[:1]), (), 1),
        "early": Reviewing(ANA, ABOUT, early, (ABOUT,), 2),
        "early-long": Reviewing(MARIA, ABOUT, early, (), 1),
    }
    found: dict[str, View] = {
        f"breaks-{name}-{language}": asked(words, here, state, NOW) for name, state in states.items()
    }
    return {
        **found,
        f"breaks-why-{language}": why(words, here, states["early-long"]),
        f"breaks-disputed-{language}": disputed(words, here, ANA.name),
    }


SUMMARIES: dict[str, View] = {
    name: view for language in ("en", "fr", "es", "da") for name, view in summaries(language).items()
}
