"""Boards as the presenter makes them: a morning with something of everything, in four languages, and its panels."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from kiosk.views import BoardView
from kiosk.wording.board import board
from kiosk.wording.board_look import Look, Panel
from kiosk.wording.setting import Setting
from shared.board_now import SiteBoard
from shared.domain import board as rule
from shared.domain.absence import Absence
from shared.domain.board_row import EventTold, Known, Outage, Standing
from shared.domain.board_search import Sought
from shared.domain.flags import Flag
from shared.domain.model import ELSEWHERE, OFF_DUTY, Door, Presence, PresenceState, Shift
from shared.domain.roster_view import Rostered, roster_view
from shared.domain.rules import Rules
from shared.domain.site import Site
from shared.roster_now import Knowledge
from shared.terminals import SilentTerminal
from shared.words import words_for
from shared.words.calendar import LocalTime

ZONE = "Europe/Copenhagen"
NOW = datetime(2026, 11, 24, 5, 12, tzinfo=UTC)
"""06:12 on a Tuesday."""
TOWER = Site("Harbour Tower", 687, Rules(timezone=ZONE))
POSITIONS = {382: "Gate 2", 383: "Patrol", 384: "Control room", 385: "Loading dock and car park"}
EARLY, LATE, NIGHT = (5, 13), (13, 21), (-3, 5)
"""Hours of the shifts from midnight UTC: 06:00, 14:00 and 22:00."""


class Cast:
    """People are added one by one, as the store would tell of them."""

    def __init__(self, now: datetime = NOW, site: Site = TOWER) -> None:
        self.now, self.site = now, site
        self.midnight = now.replace(hour=0, minute=0)
        self.people: list[Rostered] = []
        self.known: dict[str, Known] = {}

    def shift(self, hours: tuple[int, int], position: int = 382, day: int = 0) -> Shift:
        start, end = (self.midnight + timedelta(days=day, hours=hour) for hour in hours)
        return Shift(9000 + len(self.known) * 10 + day, self.site.account_id, position, start, end)

    def add(self, name: str, *shifts: Shift, presence: Presence = OFF_DUTY, **known) -> None:
        number = str(1053 + len(self.known))
        self.people.append(Rostered(number, presence, shifts, absences=known.get("absences", ())))
        self.known[number] = Known(name, shifts, **known)

    def working(self, since_min: int, shift: Shift | None = None, **more) -> Presence:
        usual = {
            "since": self.now - timedelta(minutes=since_min),
            "site": self.site.name,
            "account_id": self.site.account_id,
            "shift_id": shift.shift_id if shift else None,
            "position_id": shift.position_id if shift else 383,
            "work_session": "in",
            "seq": 7,
        }
        return Presence(PresenceState.WORKING, **{**usual, **more})

    def site_board(self, outages: tuple[Outage, ...] = (), **knowledge) -> SiteBoard:
        usual = {
            "employees_age_s": 600.0,
            "shifts_age_s": 1260.0,
            "sessions_age_s": 40.0,
            "register_age_s": 300.0,
            "rota_covers_now": True,
            "waiting": 0,
            "oldest_waiting_at": None,
            "silent": (),
        }
        view = roster_view(self.people, self.site, self.now, 40.0)
        until = self.now + timedelta(days=14)
        rows = rule.board(view, self.known, self.site, self.now, until)
        names = {number: one.name for number, one in self.known.items()}
        told = Knowledge(**{**usual, **knowledge})
        return SiteBoard(self.site.name, rows, told, POSITIONS, outages, names, until, False)


def kiosk(*flags: Flag) -> EventTold:
    return EventTold(Door.KIOSK, "Terminal 1", flags)


def morning() -> Cast:
    """06:12: the night is going home, the early shift has come, or has not."""
    cast = Cast()
    early, night = cast.shift(EARLY), cast.shift(NIGHT)
    cast.add("Carla Méndez", early)
    cast.add("Maria-Fernanda Gonçalves de Albuquerque", early)
    late_night = replace(night, position_id=384)
    cast.add("Sofia Lind", late_night)
    on = cast.working(14, early)
    cast.add("Ana Ribeiro", early, presence=on, began=kiosk(), last=kiosk())
    cast.add("Ben Okafor", presence=cast.working(32), began=kiosk(Flag.OUTSIDE_GEOFENCE), last=kiosk())
    cast.add("Chloé Tremblay", early, cast.shift(LATE, 384), presence=on, began=kiosk(Flag.NO_FIX), last=kiosk())
    phone = EventTold(Door.PHONE, "Phone line", (Flag.CALLER_WITHHELD,))
    cast.add("Dev Patel", early, presence=on, began=phone, last=phone)
    app = cast.working(8, early, work_session=ELSEWHERE, seq=0)
    cast.add("Emil Sørensen", early, presence=app, method="GUARD_APP")
    tired = cast.working(500, night)
    cast.add("Ida Holm", night, presence=tired, began=kiosk(), last=kiosk())
    cast.add("Jens Koch", night, presence=tired, began=kiosk(), last=kiosk(), open_tap_at=NOW - timedelta(minutes=6))
    coffee = replace(tired, state=PresenceState.ON_BREAK, break_since=NOW - timedelta(minutes=22))
    cast.add("Karim Haddad", night, presence=coffee, began=kiosk(), last=kiosk())
    gone = replace(OFF_DUTY, since=NOW - timedelta(minutes=9), site="Harbour Tower", seq=9)
    cast.add("Lea Brandt", night, cast.shift(NIGHT, day=1), presence=gone, last=kiosk(Flag.EARLY_OUT))
    away = Absence(cast.midnight, cast.midnight + timedelta(days=1))
    cast.add("Mads Juhl", early, absences=(away,))
    cast.add("Otto Lang", absences=(away,))
    cast.add("Nora Vik", cast.shift(LATE, 385))
    cast.add("Olga Petrova", cast.shift(LATE), cast.shift(EARLY, day=1))
    for number in range(30):
        cast.add(f"Guard {number + 1}", cast.shift(EARLY, 382 + number % 4, day=1))
    return cast


OUTAGE = Outage("o1", "Terminal 1", NOW - timedelta(hours=4), NOW - timedelta(hours=1), ("1053", "1061", "1062"))
SILENT = SilentTerminal("Terminal 2", NOW - timedelta(minutes=40))


def view(language: str = "en", look: Look | None = None, known: SiteBoard | None = None, **setting) -> BoardView:
    """The morning's board."""
    words = words_for(language)
    local = LocalTime(ZoneInfo(ZONE))
    here = Setting("Harbour Tower", "Terminal 1", language, local, 4.0, 15.0, **setting)
    return board(words, here, known or morning().site_board(), look or Look(), 1)


def crowd(people: int) -> SiteBoard:
    """So many people on the early shift, of whom some are late."""
    cast = Cast()
    for number in range(people):
        shift = cast.shift(EARLY, 382 + number % 4)
        on = cast.working(2 + number % 20, shift) if number % 7 else OFF_DUTY
        cast.add(f"Guard Number {number + 1}", shift, presence=on, began=kiosk(), last=kiosk())
    return cast.site_board()


_TROUBLE = {"silent": (SILENT,), "shifts_age_s": 3 * 86400.0, "register_age_s": 3 * 86400.0}

BOARDS: dict[str, BoardView] = {
    "board-en": view(),
    "board-fr": view("fr", known=morning().site_board((OUTAGE,), **_TROUBLE)),
    "board-da": view("da", demo=True),
    "board-es": view("es", known=morning().site_board((OUTAGE,))),
    "board-keys-fr": view("fr", Look(Sought("262"), Panel.KEYS)),
    "board-positions-da": view("da", Look(Sought(position_id=384), Panel.POSITIONS)),
    "board-late-en": view(look=Look(Sought(standings=frozenset({Standing.LATE})))),
    "board-absent-fr": view("fr", Look(Sought(standings=frozenset({Standing.ABSENT})))),
    "board-nobody-es": view("es", Look(Sought("999"), Panel.KEYS)),
}
