"""Musters as the presenter makes them: a morning with something of everything, in four languages, and what is asked."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from kiosk.muster_state import Asks, Mustering, Wanted
from kiosk.views import BoardView, KeypadView
from kiosk.wording.keypad import Stage, Typing, keypad
from kiosk.wording.muster import muster_view
from kiosk.wording.setting import Setting
from shared.domain.model import Door
from shared.domain.muster import by_name
from shared.domain.muster_entry import Ages, Muster, MusterEntry, Seen, Since, Stand, Tick, Why
from shared.words import words_for
from shared.words.calendar import LocalTime

NOW = datetime(2026, 11, 24, 6, 5, tzinfo=UTC)
"""07:05 in Copenhagen."""
LOCAL = LocalTime(ZoneInfo("Europe/Copenhagen"))
POSITIONS = ("Gate 2", "Patrol", "Control room", "Loading dock and car park")
NAMES = (
    ("Ana Ribeiro", Stand.IN, None),
    ("Ben Okafor", Stand.IN, None),
    ("Chlo\u00e9 Tremblay", Stand.ON_BREAK, None),
    ("Dev Patel", Stand.IN, None),
    ("Emil S\u00f8rensen", Stand.UNSURE, Why.TERMINAL_OFF),
    ("Ida Holm", Stand.UNSURE, Why.RELEASED),
    ("Jens Koch", Stand.UNSURE, Why.OPEN_TAP),
    ("Karim Haddad", Stand.ON_BREAK, None),
    ("Maria-Fernanda Gon\u00e7alves de Albuquerque", Stand.UNSURE, Why.NOT_HEARD),
    ("Nora Vik", Stand.IN, None),
    ("\u0141ukasz \u017b\u00f3\u0142\u0107", Stand.IN, None),
    ("\u0418\u0432\u0430\u043d \u041f\u0435\u0442\u0440\u043e\u0432", Stand.IN, None),
)


def entry(at: int, name: str, stand: Stand, why: Why | None) -> MusterEntry:
    seen = Seen(NOW - timedelta(minutes=6 + 13 * at), Door.KIOSK, "Terminal 1")
    if at % 4 == 1:
        seen = Seen(seen.at, Door.PHONE, "Phone line")
    number = str(1053 + at)
    return MusterEntry(number, number, name, stand, seen, why, POSITIONS[at % 4])


def morning(people: int = len(NAMES)) -> Muster:
    """So many people and an unknown badge, some of them seen at the muster point."""
    entries = [
        entry(at, name if at < len(NAMES) else f"{name} {at}", stand, why)
        for at in range(people)
        for name, stand, why in [NAMES[at % len(NAMES)]]
    ]
    badge = Seen(NOW - timedelta(minutes=67), Door.KIOSK, "Terminal 1")
    entries.append(MusterEntry("tap:t1", "", "", Stand.UNSURE, badge, Why.CLAIM))
    ticks = {one.key: Tick(one.key, one.key, True, NOW) for one in entries[::5]}
    return Muster(7, "Harbour Tower", "Terminal 1", NOW, "3001", by_name(entries), Ages(), ticks)


CAME = replace(entry(3, "Olga Petrova", Stand.IN, None), key="2001", number="2001")
SINCE = Since({"1053": NOW + timedelta(minutes=4)}, (CAME,))
OLD = Ages(3 * 86400.0, 7 * 3600.0, 2 * 86400.0, other_doors=True)


def view(language: str = "en", muster: Muster | None = None, since: Since = SINCE, **wishes) -> BoardView:
    """The morning's muster."""
    setting = Setting("Harbour Tower", "Terminal 1", language, LOCAL, 4.0, 15.0, demo=wishes.pop("demo", False))
    not_kept = wishes.pop("not_kept", False)
    state = Mustering(1, "3001", **wishes)
    return muster_view(words_for(language), setting, muster or morning(), since, state, 1800.0, not_kept=not_kept)


def code(language: str, typed: str = "", error: str = "") -> KeypadView:
    """The code's prompt."""
    setting = Setting("Harbour Tower", "Terminal 1", language, LOCAL, 4.0, 15.0)
    typing = Typing(Stage.CODE, pin=typed, for_site=True, for_muster=True)
    return keypad(words_for(language), setting, typing, error)


def said(language: str) -> str:
    return words_for(language).say("No printer answers. The page waits for it.")


MUSTERS: dict[str, BoardView | KeypadView] = {
    "muster-en": view(),
    "muster-fr": view("fr", replace(morning(), ages=OLD), said=said("fr")),
    "muster-da": view("da", wanted=Wanted.ALL, demo=True),
    "muster-es": view("es", replace(morning(), number=0, ages=OLD), not_kept=True),
    "muster-close-fr": view("fr", asks=Asks.CLOSE),
    "muster-go-on-es": view("es", asks=Asks.GO_ON),
    "muster-found-da": view("da", replace(morning(), entries=()), Since()),
    "muster-code-fr": code("fr", "12"),
    "muster-code-da": code("da"),
}
