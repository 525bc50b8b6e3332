"""Screens of the desk as its own builders make them, in four languages: something of every topic and every question."""

from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from kiosk.desk.frame import Frame
from kiosk.desk.seen import Answer, Seen
from kiosk.desk.views import view_of
from kiosk.desk_state import Desk, Stand, Typing, Whom, Wish
from kiosk.views import View
from kiosk.wording.board_look import Look
from kiosk.wording.setting import Setting
from shared.domain.card_finding import CardFinding
from shared.domain.desk_entry import NEEDS, DeskAct, Done, Entry, Given, Topic
from shared.domain.model import Person, Role
from shared.domain.remedies import Why
from shared.domain.supervision import Because, NotDone, Obstacle, Reason
from shared.domain.tap import Choice
from shared.domain.time_card_match import Found
from shared.words import words_for
from shared.words.calendar import LocalTime
from tests.kiosk.screens.board_samples import NOW, POSITIONS, ZONE, morning

BOSS = Person("3001", "Freja Lund", "", Role.SUPERVISOR, ("Harbour Tower",))
LONG = Whom("1054", "Maria-Fernanda Gon\u00e7alves de Albuquerque")
ANA = Whom("1056", "Ana Ribeiro")
ANSWERED = "The position with id 382 does not exist or is not assigned to the given account (687)."


def entry(topic: Topic, minutes: int, reason: str, whom: Whom | None = None, **more) -> Entry:
    """Something that has waited for so many minutes."""
    at = NOW - timedelta(minutes=minutes)
    number, name = (whom.number, whom.name) if whom else ("", "")
    told = {"terminal": "Terminal 1", **more}
    return Entry(f"{topic}:{minutes}", topic, at, "Harbour Tower", number, name, reason, **told)


CLAIM_ACTS = (DeskAct.ACCEPT, DeskAct.PAIR, DeskAct.DISMISS)
PARKED_ACTS = (
    DeskAct.RETRY,
    DeskAct.OTHER_PLACE,
    DeskAct.WAS_CLOCK_OUT,
    DeskAct.CORRECT_TIME,
    DeskAct.SAME_AS,
    DeskAct.SEND_ANYWAY,
    DeskAct.HAND_OVER,
)
SETTLING = (DeskAct.OURS, DeskAct.THEIRS, DeskAct.AS_IT_IS)
DIFFER = {
    "people": ["1055", "1062", "1056"],
    "items": [
        {"employee": str(number), "ours": NOW.isoformat(), "theirs": (NOW + timedelta(minutes=9)).isoformat()}
        for number in range(1053, 1093)
    ],
}
CLAIM = entry(Topic.CLAIM, 14, "unknown_badge", acts=CLAIM_ACTS)
PARKED = entry(Topic.PARKED, 190, Why.REFUSED, LONG, acts=PARKED_ACTS, answer=ANSWERED, facts={"kind": "clocked_in"})
ENTRIES = (
    CLAIM,
    entry(Topic.CLAIM, 9, "wrong_pin", facts={"typed": "1058"}, acts=CLAIM_ACTS),
    entry(Topic.REFUSED, 31, "not_assigned", Whom("1055", "Sofia Lind"), acts=CLAIM_ACTS),
    entry(Topic.OPEN_TAP, 6, "which_direction", Whom("1062", "Jens Koch"), acts=CLAIM_ACTS),
    PARKED,
    entry(Topic.DIFFERENCES, 300, "time_differs", parts=("a", "b", "c"), acts=SETTLING, facts=DIFFER),
    entry(Topic.VOICE, 45, "voice_message", acts=(DeskAct.HEARD,)),
    entry(Topic.NEWS, 600, "lost_badge", ANA, acts=(DeskAct.NOTE,)),
)
DESK = Desk(BOSS, 1, Look())
SEEN = Seen(NOW, ENTRIES, older=(replace(CLAIM, key="tap:old"),), position_names=POSITIONS)


def wish(act: DeskAct, whom: Whom | None, place: int = 0, *, has_reason: bool = False, **given) -> Wish:
    """An act that was told so much."""
    return Wish(
        Given(act, number=whom.number if whom else "", order_id="o1", **given), NEEDS[act], place, whom, has_reason
    )


def shown(language: str, desk: Desk, seen: Seen = SEEN, **setting) -> View:
    """The view of this screen."""
    local = LocalTime(ZoneInfo(ZONE), setting.pop("hours", 24))
    here = Setting("Harbour Tower", "Terminal 1", language, local, 4.0, 15.0, **setting)
    return view_of(Frame(words_for(language), here, desk, seen))


def at(stand: Stand, **more) -> Desk:
    return replace(DESK, stand=stand, **more)


def everybody() -> tuple[Whom, ...]:
    return tuple(Whom(number, name) for number, name in morning().site_board().names.items())


FORGOT = Reason(Because.FORGOT)
CLOCKED = wish(
    DeskAct.CLOCK, LONG, 3, has_reason=True, choice=Choice.CLOCK_OUT, at=NOW - timedelta(hours=3), reason=FORGOT
)
ROW = next(row for row in morning().site_board().board.rows if row.name == "Jens Koch")
CARDS = (
    CardFinding(
        "1062", Found.MISSING_THERE, NOW.date(), NOW - timedelta(hours=60), NOW - timedelta(hours=52), None, None
    ),
    CardFinding(
        "1062",
        Found.DIFFERS,
        NOW.date(),
        NOW - timedelta(hours=30),
        NOW - timedelta(hours=22),
        NOW - timedelta(hours=30),
        NOW - timedelta(hours=21.5),
        LONG.name,
    ),
)
PERSON_ACTS = (
    DeskAct.CLOCK,
    DeskAct.CORRECT,
    DeskAct.PAIR_BADGE,
    DeskAct.ONE_TIME_PIN,
    DeskAct.LOST,
    DeskAct.FOUND,
    DeskAct.UNLOCK,
)
PIN = Done(DeskAct.ONE_TIME_PIN, pin="402918")
REASONS = tuple(Answer(one) for one in Because)
PLACES = tuple(Answer(str(one), name=name) for one, name in POSITIONS.items())
HELD = NotDone(Obstacle.HELD_BY_SOMEBODY)
EVENTS = tuple(
    Answer(f"e{n}", NOW - timedelta(hours=8 * n + 1), kind) for n, kind in enumerate(("clocked_out", "clocked_in") * 3)
)


def _samples(language: str) -> dict[str, View]:
    """Every screen of the desk in one language."""

    def of(desk: Desk, seen: Seen = SEEN, **setting) -> View:
        return shown(language, desk, seen, **setting)

    jens = Whom("1062", "Jens Koch")
    because = at(Stand.ANSWERS, whom=LONG, wish=replace(CLOCKED, place=2))
    position = at(Stand.ANSWERS, entry=PARKED, wish=wish(DeskAct.OTHER_PLACE, LONG))
    night = Typing("0230", day=date(2026, 10, 25))
    both = tuple(NOW.replace(month=10, day=25, hour=hour, minute=30) for hour in (0, 1))
    return {
        "list": of(DESK),
        "empty": of(DESK, replace(SEEN, entries=(), older=())),
        "claim": of(at(Stand.CARD, entry=CLAIM), replace(SEEN, acts=CLAIM_ACTS)),
        "parked": of(at(Stand.CARD, entry=PARKED), replace(SEEN, acts=PARKED_ACTS), demo=True),
        "differ": of(at(Stand.CARD, entry=ENTRIES[5]), replace(SEEN, acts=SETTLING)),
        "person": of(at(Stand.CARD, whom=jens), replace(SEEN, acts=PERSON_ACTS, row=ROW)),
        "person-cards": of(at(Stand.CARD, whom=jens), replace(SEEN, acts=PERSON_ACTS, row=replace(ROW, cards=CARDS))),
        "people": of(at(Stand.PEOPLE, entry=CLAIM, wish=wish(DeskAct.ACCEPT, None)), replace(SEEN, people=everybody())),
        "events": of(at(Stand.EVENTS, whom=jens, wish=wish(DeskAct.CORRECT, jens)), replace(SEEN, answers=EVENTS)),
        "because": of(because, replace(SEEN, answers=REASONS)),
        "position": of(position, replace(SEEN, answers=PLACES)),
        "when": of(at(Stand.WHEN, whom=LONG, wish=replace(CLOCKED, place=1))),
        "time": of(at(Stand.TIME, whom=LONG, wish=replace(CLOCKED, place=1), typing=Typing("031", day=NOW.date()))),
        "twice": of(at(Stand.TWICE, whom=LONG, wish=replace(CLOCKED, place=1), typing=replace(night, instants=both))),
        "badge": of(at(Stand.BADGE, whom=ANA, wish=wish(DeskAct.PAIR_BADGE, ANA))),
        "confirm": of(at(Stand.CONFIRM, whom=LONG, wish=CLOCKED), replace(SEEN, how={"tracktik": "closes_session"})),
        "stopped": of(at(Stand.CONFIRM, whom=ANA, wish=wish(DeskAct.PAIR_BADGE, ANA, 1)), replace(SEEN, how=HELD)),
        "pin": of(
            at(
                Stand.DONE,
                whom=ANA,
                wish=wish(DeskAct.ONE_TIME_PIN, ANA),
                done=Done(DeskAct.ONE_TIME_PIN, pin="402918"),
            )
        ),
    }


DESKS: dict[str, View] = {
    f"desk-{name}-{language}": view
    for language in ("en", "fr", "da", "es")
    for name, view in _samples(language).items()
}
