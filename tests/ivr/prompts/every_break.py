"""Every sentence about the breaks of a shift: each finding, kind and length, few breaks and many, and the questions."""

from collections.abc import Iterator
from datetime import timedelta

from ivr.prompts import breaks
from ivr.prompts.setting import Setting
from shared.domain.break_rules import BreakKind
from shared.domain.break_summary import EarlyEnd, ShiftSummary, SummaryLine
from shared.domain.breaks import Found


def breaking(setting: Setting) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Which with what, and its sentences."""
    words, came = setting.words, setting.now - timedelta(hours=9)
    lines = [_line(found, kind, setting) for found in Found for kind in (*BreakKind, None)]
    for one in lines:
        for days in (0, 1, 20):
            told = ShiftSummary(came - timedelta(days=days), setting.now, (one,))
            yield f"summary {one.found} {one.kind} {days}", breaks.told(setting, told)
    usual = _line(Found.AS_PLANNED, BreakKind.REST, setting)
    for name, every in {"1 usual": [*lines[:7], usual], "usual": [usual] * 7, "2 more": lines[3:8]}.items():
        yield f"summary of many {name}", breaks.told(setting, ShiftSummary(came, setting.now, tuple(every)))
    for minutes in (0, 1, 59, 60, 61, 125):
        end = EarlyEnd(came, came + timedelta(minutes=minutes), 7200)
        yield f"early end after {minutes}", breaks.told(setting, end)
    yield "why early", breaks.why(words)
    yield "breaks offered", (breaks.offer(words),)
    yield "breaks thanks", (breaks.thanks(words),)
    yield "breaks disputed", (breaks.disputed(words),)


def _line(found: Found, kind: BreakKind | None, setting: Setting) -> SummaryLine:
    came = setting.now - timedelta(hours=4)
    started = None if found is Found.MISSING else came
    ended = None if found in (Found.MISSING, Found.RUNNING) else came + timedelta(minutes=17)
    planned_s = None if found is Found.UNMANAGED else 1800
    return SummaryLine(found, kind is BreakKind.REST, kind, came, planned_s, started, ended)
