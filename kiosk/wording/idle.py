"""The idle screen: the time, the site, and the truth about reader, position, link and what waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kiosk.views import Act, Button, CannotRecordView, IdleView, Intent, Sound, Status, Tone
from kiosk.wording.breaks_due import breaks_due
from kiosk.wording.clock_lines import NO_TIME
from kiosk.wording.names import demo
from kiosk.wording.setting import Setting
from shared.break_calls import Called
from shared.ports import PositionState, ReaderState
from shared.words import Words
from shared.words.calendar import distance, rough_age

LATE_S = 180.0
"""An event that waits longer than this is worth amber, link or no link."""


@dataclass(frozen=True, slots=True)
class Health:
    """What the status line speaks of. `link_up` is None without an upstream; `waiting_age_s` is the oldest's."""

    reader: ReaderState
    position: PositionState
    accuracy_m: float | None
    away_m: float | None
    link_up: bool | None
    sync_running: bool
    waiting: int
    waiting_age_s: float
    clock_trusted: bool
    badge_key: bool
    register_count: int
    has_upstream: bool = True


def idle(
    words: Words,
    setting: Setting,
    now: datetime,
    health: Health,
    *,
    called: Sequence[Called] = (),
    cannot_record: bool = False,
) -> IdleView:
    """Nobody is there. `cannot_record`: the last thing that was to be written could not be.

    `called` are those whose break is due or runs over; under a clock that is not trusted nobody can tell.
    """
    local, reads_badges = setting.local, _reads_badges(health)
    notice, tone = _no_record(words, setting) if cannot_record else _notice(words, setting, health)
    return IdleView(
        clock=local.clock(now) if health.clock_trusted else NO_TIME,
        clock_note=local.note(now) if health.clock_trusted else words.say("Time to be confirmed"),
        date=local.date(now, words) if health.clock_trusted else "",
        site=setting.site,
        corner=f"{setting.terminal} \u00b7 {words.language.upper()}",
        tap=words.say("Tap your badge") if reads_badges else words.say("Touch \u201cNo badge\u201d"),
        notice=notice,
        notice_tone=tone,
        statuses=(*_statuses(words, health), *(breaks_due(words, called) if health.clock_trusted else ())),
        buttons=(
            Button(Intent(Act.NO_BADGE), words.say("No badge"), primary=not reads_badges),
            Button(Intent(Act.SITE), words.say("Site")),
            Button(Intent(Act.MUSTER), words.say("Muster"), tone=Tone.WARN),
        ),
        demo=demo(words, setting),
        held=Intent(Act.ABOUT),
    )


def cannot_record(words: Words, setting: Setting, why: str, tapped_at: datetime | None) -> CannotRecordView:
    """Nothing claims success; the phone line is another way. `tapped_at` is None where nobody tapped."""
    why_tapped = ""
    if tapped_at is not None:
        why_tapped = words.say("Your tap at {time} was not recorded.", time=setting.local.time(tapped_at))
    todo = words.say("Write down your name and the time, and tell your supervisor.")
    if setting.phone_line:
        todo = words.say("Call the phone line to clock in or out:")
    return CannotRecordView(
        what=words.say("This terminal cannot record"),
        why=why_tapped,
        todo=todo,
        phone=setting.phone_line,
        lines=(why,),
        sound=Sound.REFUSED if tapped_at else Sound.NONE,
        demo=demo(words, setting),
    )


def fault(words: Words, setting: Setting, tapped_at: datetime | None) -> CannotRecordView:
    """Something of ours broke; whether the tap was stored is not known, and a second one does no harm."""
    why_tapped = ""
    if tapped_at is not None:
        why_tapped = words.say("Your tap at {time} may not have been recorded.", time=setting.local.time(tapped_at))
    return CannotRecordView(
        what=words.say("This terminal has a fault"),
        why=why_tapped,
        todo=words.say("Tap again: nothing is recorded twice."),
        phone=setting.phone_line,
        lines=(),
        sound=Sound.REFUSED if tapped_at else Sound.NONE,
        demo=demo(words, setting),
    )


def _reads_badges(health: Health) -> bool:
    return health.badge_key and health.reader not in (ReaderState.UNPLUGGED, ReaderState.OFF)


def _no_record(words: Words, setting: Setting) -> tuple[str, Tone]:
    told = (words.say("This terminal cannot record"), setting.phone_line)
    return " \u00b7 ".join(part for part in told if part), Tone.STOP


def _notice(words: Words, setting: Setting, health: Health) -> tuple[str, Tone]:
    if health.reader is ReaderState.UNPLUGGED:
        return words.say("Badge reader not connected. Use \u201cNo badge\u201d."), Tone.STOP
    if not health.badge_key:
        return words.say("Badges cannot be read now. Use \u201cNo badge\u201d."), Tone.STOP
    if health.away_m is not None:
        away = distance(words, health.away_m)
        return words.say("Terminal is {distance} from {site}", distance=away, site=setting.site), Tone.WARN
    if not health.clock_trusted:
        return words.say("The time is not known yet. Tap as always: your supervisor sees it."), Tone.WARN
    if health.register_count == 0:
        return words.say("No people register yet: every tap is kept for the supervisor."), Tone.WARN
    return "", Tone.PLAIN


def _statuses(words: Words, health: Health) -> list[Status]:
    told = [_reader(words, health), _position(words, health), _link(words, health)]
    return [status for status in told if status is not None]


def _reader(words: Words, health: Health) -> Status | None:
    match health.reader:
        case ReaderState.READING:
            return Status(Tone.OK, words.say("Reader"))
        case ReaderState.OFF:
            return Status(Tone.WARN, words.say("No reader"))
        case _:
            return Status(Tone.STOP, words.say("Reader not connected"))


def _position(words: Words, health: Health) -> Status | None:
    match health.position:
        case PositionState.OFF:
            return None
        case PositionState.SURVEYED:
            return Status(Tone.OK, words.say("Position surveyed"))
        case PositionState.FIX if health.accuracy_m is not None:
            return Status(Tone.OK, words.say("Position \u00b1{metres} m", metres=round(health.accuracy_m)))
        case PositionState.FIX:
            return Status(Tone.OK, words.say("Position"))
        case _:
            return Status(Tone.WARN, words.say("No position"))


def _link(words: Words, health: Health) -> Status:
    tone, text = Tone.OK, words.say("Link")
    if not health.has_upstream:
        tone, text = Tone.WARN, words.say("No upstream")
    elif not health.sync_running:
        tone, text = Tone.STOP, words.say("Delivery stopped")
    elif health.link_up is False:
        tone, text = Tone.WARN, words.say("No link")
    if not health.waiting or not health.has_upstream:
        return Status(tone, text)
    if health.waiting_age_s > LATE_S and tone is Tone.OK:
        tone = Tone.WARN
    waits = words.say_n(
        "{n} waits, {age}", "{n} wait, {age}", health.waiting, age=rough_age(words, health.waiting_age_s)
    )
    return Status(tone, f"{text} \u00b7 {waits}")
