"""The roster board: counts, how old it is, its lines, and the keys that narrow it."""

from datetime import datetime
from math import ceil

from kiosk.views import Act, BoardLine, BoardView, Button, Count, Icon, Intent, LineKind, Sound, Tone
from kiosk.wording.board_lines import Teller, lines_of
from kiosk.wording.board_look import Look, Panel
from kiosk.wording.names import demo
from kiosk.wording.setting import Setting
from shared.board_now import SiteBoard
from shared.domain.board_row import Standing
from shared.domain.board_search import LETTERS
from shared.words import Words
from shared.words.calendar import rough_age

OLD_S = 3600.0
"""A rota is downloaded every ten minutes."""
REGISTER_OLD_S = 24 * 3600.0
ON_ONE_PANEL = 11
ANY_POSITION = "position:"
MORE = "more"
KEYS = "keys"
POSITIONS = "positions"


def board(
    words: Words,
    setting: Setting,
    known: SiteBoard,
    look: Look,
    opened: int,
    *,
    touched: bool = False,
    waiting: int = 0,
) -> BoardView:
    """The board as it stands. `touched`: by a finger just now, which wants to hear it. `waiting`: on the desk."""
    teller = Teller(words, setting.local, known.board.at, known.position_names)
    lines = tuple(lines_of(teller, known, look.sought))
    corner, tone = _knowledge(words, setting, known)
    return BoardView(
        scope=_scope(look, opened),
        title=f"{setting.local.date(known.board.at, words)} \u00b7 {setting.local.time(known.board.at)}",
        corner=corner,
        corner_tone=tone,
        counts=tuple(_counts(words, known, look)),
        lines=lines,
        empty="" if lines else words.say("Nobody found"),
        panel=_panel(words, known, look),
        panel_note=_panel_note(words, lines, look),
        buttons=tuple(_buttons(words, known, look, waiting)),
        close=Button(Intent(Act.CLOSE), words.say("Close")),
        closes_after_s=setting.board_s,
        sound=Sound.KEY if touched else Sound.NONE,
        demo=demo(words, setting),
    )


def _scope(look: Look, opened: int) -> str:
    sought = look.sought
    return "/".join((str(opened), sought.typed, *sorted(sought.standings), str(sought.position_id)))


def position_ids(known: SiteBoard) -> list[int]:
    """The positions that a row of this board names, by name."""
    there = {row.position_id for row in known.board.rows} & set(known.position_names)
    return sorted((one for one in there if one is not None), key=lambda one: (known.position_names[one], one))


def _counts(words: Words, known: SiteBoard, look: Look) -> list[Count]:
    told = (
        (Standing.IN, words.say("in"), Tone.PLAIN),
        (Standing.ON_BREAK, words.say("on break"), Tone.PLAIN),
        (Standing.LATE, words.say("late"), Tone.WARN),
        (Standing.DUE, words.say("due"), Tone.PLAIN),
        (Standing.ABSENT, words.say("absent"), Tone.WARN),
        (Standing.UNSURE, words.say("not sure"), Tone.WARN),
    )
    counts = known.board.counts
    return [
        Count(
            str(counts[standing]),
            Button(
                Intent(Act.NARROW, standing),
                word,
                primary=standing in look.sought.standings,
                tone=tone if counts[standing] else Tone.PLAIN,
            ),
        )
        for standing, word, tone in told
    ]


def _buttons(words: Words, known: SiteBoard, look: Look, waiting: int) -> list[Button]:
    sought, position_id = look.sought, look.sought.position_id
    desk = words.say("Desk {n}", n=waiting) if waiting else words.say("Desk")
    found = [
        Button(Intent(Act.DESK), desk, tone=Tone.WARN if waiting else Tone.PLAIN),
        Button(Intent(Act.PANEL, KEYS), words.say("Search"), primary=look.panel is Panel.KEYS or bool(sought.typed)),
    ]
    if position_ids(known):
        name = known.position_names.get(position_id, "") if position_id is not None else ""
        is_used = look.panel is Panel.POSITIONS or position_id is not None
        found.append(Button(Intent(Act.PANEL, POSITIONS), name or words.say("By position"), primary=is_used))
    if known.outages:
        said = words.say_n("Close {n} outage", "Close {n} outages", len(known.outages))
        found.append(Button(Intent(Act.CLOSE_OUTAGES), said, tone=Tone.WARN))
    return found


def _panel(words: Words, known: SiteBoard, look: Look) -> tuple[Button, ...]:
    match look.panel:
        case Panel.NONE:
            return ()
        case Panel.KEYS:
            digits = (Button(Intent(Act.KEY, key), f"{key} {LETTERS.get(key, '')}".strip()) for key in "1234567890")
            back = Button(Intent(Act.BACKSPACE), "", Icon.BACKSPACE)
            return (*digits, back, Button(Intent(Act.CLEAR), "", Icon.CROSS))
        case Panel.POSITIONS:
            return _positions(words, known, look)


def _positions(words: Words, known: SiteBoard, look: Look) -> tuple[Button, ...]:
    ids, chosen = position_ids(known), look.sought.position_id
    anybody = Button(Intent(Act.NARROW, ANY_POSITION), words.say("All positions"), primary=chosen is None)
    more: tuple[Button, ...] = ()
    if len(ids) > ON_ONE_PANEL:
        size = ON_ONE_PANEL - 1
        start = look.page % ceil(len(ids) / size) * size
        ids, more = ids[start : start + size], (Button(Intent(Act.PANEL, MORE), words.say("More")),)
    named = (
        Button(Intent(Act.NARROW, f"{ANY_POSITION}{one}"), known.position_names[one], primary=one == chosen)
        for one in ids
    )
    return (anybody, *named, *more)


def _panel_note(words: Words, lines: tuple[BoardLine, ...], look: Look) -> str:
    if look.panel is not Panel.KEYS:
        return ""
    if not look.sought.typed:
        return words.say("First letters of a name, or a number")
    found = sum(line.kind is LineKind.PERSON for line in lines)
    return words.say_n("{typed} \u00b7 {n} found", "{typed} \u00b7 {n} found", found, typed=look.sought.typed)


def _knowledge(words: Words, setting: Setting, known: SiteBoard) -> tuple[str, Tone]:
    """The oldest first: where the rota stands, whether other doors were heard, how old the register is."""
    told, now = known.knowledge, known.board.at
    old = [part for part in (_old_rota(words, known, now), _deaf_to_others(words, known)) if part]
    if not old and told.register_age_s is not None and told.register_age_s > REGISTER_OLD_S:
        old.append(words.say("register {age} old", age=rough_age(words, told.register_age_s)))
    if old:
        return " \u00b7 ".join(old), Tone.WARN
    assert told.shifts_age_s is not None
    taken = datetime.fromtimestamp(now.timestamp() - told.shifts_age_s, now.tzinfo)
    return words.say("rota from {time}", time=setting.local.day_and_time(taken, now, words)), Tone.PLAIN


def _old_rota(words: Words, known: SiteBoard, now: datetime) -> str:
    age_s = known.knowledge.shifts_age_s
    if known.rota_until is None:
        return words.say("no rota yet")
    if now >= known.rota_until:
        return words.say("the rota has ended")
    if age_s is None:
        return words.say("age of the rota not known")
    return words.say("rota {age} old", age=rough_age(words, age_s)) if age_s > OLD_S else ""


def _deaf_to_others(words: Words, known: SiteBoard) -> str:
    age_s = known.knowledge.sessions_age_s
    if not known.other_doors:
        return ""
    if age_s is None:
        return words.say("other doors not heard")
    return words.say("other doors heard {age} ago", age=rough_age(words, age_s)) if age_s > OLD_S else ""
