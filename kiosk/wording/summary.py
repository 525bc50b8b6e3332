"""The breaks of a shift, and what is asked about them, on the screen of whom they concern."""

from datetime import datetime

from kiosk.summary_state import Reviewing
from kiosk.views import Act, Button, ChoiceView, Icon, Intent, OutcomeView, Sound, SummaryRow, SummaryView, Tone
from kiosk.wording.names import demo
from kiosk.wording.notices import disputed as noted
from kiosk.wording.setting import Setting
from shared.domain.break_summary import BreakSaid, EarlyEnd, EarlyReason, ShiftSummary
from shared.domain.breaks import Found
from shared.words import Words
from shared.words.break_summary import (
    Manner,
    by_own_choice,
    counted,
    early_end,
    heading,
    name,
    picked,
    reason,
    shown,
    total,
    what,
    when,
)
from shared.words.break_summary import why as why_early


def asked(words: Words, setting: Setting, state: Reviewing, now: datetime) -> SummaryView | ChoiceView:
    """The summary of a shift, or what is asked about a break that ended early."""
    assert state.told is not None
    if isinstance(state.told, EarlyEnd):
        choices = ((BreakSaid.VOLUNTARY, words.say("Yes")), (BreakSaid.NOT_VOLUNTARY, words.say("No")))
        return _question(words, setting, state, by_own_choice(words), choices)
    return _summary(words, setting, state, state.told, now)


def why(words: Words, setting: Setting, state: Reviewing) -> ChoiceView:
    """Why a break ended early, asked of whoever did not choose so."""
    return _question(words, setting, state, why_early(words), tuple((one, reason(words, one)) for one in EarlyReason))


def disputed(words: Words, setting: Setting, who: str) -> OutcomeView:
    """What becomes of "Not right"."""
    return noted(words, setting, who)


def _summary(words: Words, setting: Setting, state: Reviewing, told: ShiftSummary, now: datetime) -> SummaryView:
    question, manner = state.question, shown(words, setting.local)
    assert question is not None
    return SummaryView(
        who=state.person.name,
        heading=heading(words, setting.local, manner, told, now),
        total=total(words, manner, told),
        rows=_rows(words, manner, told),
        note=_count(words, state),
        choices=(
            Button(_says(BreakSaid.AGREED, question.target), words.say("Right"), Icon.REPEAT),
            Button(_says(BreakSaid.DISPUTED, question.target), words.say("Not right"), Icon.CROSS),
        ),
        corner=Button(Intent(Act.CLOSE, question.target), words.say("Later")),
        closes_after_s=setting.choice_s,
        sound=Sound.ASK,
        demo=demo(words, setting),
    )


def _rows(words: Words, manner: Manner, told: ShiftSummary) -> tuple[SummaryRow, ...]:
    one_by_one, usual, left = picked(manner, told)
    rows = (
        SummaryRow(name(words, one.kind), when(words, manner, one), what(words, manner, one), _tone(one.found))
        for one in one_by_one
    )
    return (*rows, *(SummaryRow(line) for line in counted(words, usual, left)))


def _tone(found: Found) -> Tone:
    return Tone.PLAIN if found is Found.AS_PLANNED else Tone.WARN


def _question(
    words: Words, setting: Setting, state: Reviewing, what: str, choices: tuple[tuple[str, str], ...]
) -> ChoiceView:
    question, told = state.question, state.told
    assert question is not None
    assert isinstance(told, EarlyEnd)
    return ChoiceView(
        who=state.person.name,
        where=early_end(words, shown(words, setting.local), told),
        question=what,
        choices=tuple(Button(_says(value, question.target), text) for value, text in choices),
        corner=Button(Intent(Act.CLOSE, question.target), words.say("Later")),
        note=_count(words, state),
        closes_after_s=setting.choice_s,
        sound=Sound.ASK,
        demo=demo(words, setting),
    )


def _says(value: str, target: str) -> Intent:
    return Intent(Act.CHOOSE, f"{value}:{target}")


def _count(words: Words, state: Reviewing) -> str:
    place = state.of - len(state.others)
    return words.say("{place} of {count}", place=place, count=state.of) if state.of > 1 else ""
