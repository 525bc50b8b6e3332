"""The rota of another system into a real ledger file: whole or not at all, and nothing of it dropped unseen."""

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from shared.clock import Reading
from shared.domain.absence import Absence
from shared.domain.model import Person
from shared.domain.rota_problem import RotaProblemKind
from shared.domain.rules import Rules
from shared.domain.site import Site
from shared.ports import UpstreamShift
from shared.store import absences, desk, people, roster, rota_problems
from shared.store.database import Store
from shared.store.people import RegisterRow
from shared.store.roster import Part
from shared.sync.link import Link
from shared.sync.rota_download import NOBODY_YET, RotaDownload, RotaOfSite, forget_rota
from shared.upstream.errors import NotReached, OutcomeUnknown, SignInFailed, TryLater, UpstreamError
from shared.upstream.tamigo.join import Unjoined, Why
from shared.upstream.tamigo.role import NotForOurRole
from shared.upstream.tamigo.rota import Absence as ToldAbsence
from shared.upstream.tamigo.rota import Rota
from shared.upstream.tamigo.shift import ShiftKind, TamigoShift
from shared.upstream.tamigo.times import Doubt

NOW: Final = datetime(2026, 3, 2, 6, tzinfo=UTC)
ZONE: Final = ZoneInfo("Europe/Copenhagen")
SITE: Final = Site("Harbour Tower", 687, Rules())
DOCK: Final = Site("Dock 4", 688, Rules())
WHO: Final = UUID(int=9)
SHIFT: Final = UpstreamShift(-7, 7001, None, 687, NOW, NOW + timedelta(hours=8))
WORK: Final = Rota((SHIFT,), (ToldAbsence(7002, date(2026, 3, 2)),))
TROUBLE: Final = replace(WORK, unjoined=(Unjoined(WHO, "E9", Why.NOT_IN_REGISTER),))


@dataclass
class Tamigo:
    """Answers with what it was given, or raises it; remembers whom it was told of and which span it was asked for."""

    gives: Rota | UpstreamError = WORK
    ids: Mapping[str, int] = field(default_factory=dict)
    spans: list[tuple[int, datetime, datetime]] = field(default_factory=list)
    while_asked: Callable[[], None] = lambda: None

    def of(self, ids: Mapping[str, int]) -> "Tamigo":
        self.ids = ids
        return self

    def rota(self, account_id: int, since: datetime, until: datetime) -> Rota:
        self.spans.append((account_id, since, until))
        self.while_asked()
        if isinstance(self.gives, UpstreamError):
            raise self.gives
        return self.gives


class Office:
    """One ledger, one played tamigo, and time that a test moves."""

    def __init__(self, store: Store) -> None:
        self.store, self.tamigo, self.now = store, Tamigo(), NOW
        self.link = Link(self.monotonic, random.Random(1))
        self.employs((7001, "1053", "Ana", 1), (7002, "1054", "Ben", 1))

    def employs(self, *rows: tuple[object, ...]) -> None:
        roster.replace(self.store, SITE.name, Part.EMPLOYEES, rows, began_at=self.now)

    def read(self) -> Reading:
        return Reading(self.now, 1000.0, "boot")

    def monotonic(self) -> float:
        return self.now.timestamp()

    def download(self, *sites: Site) -> bool:
        self.now += timedelta(minutes=30)
        rotas = tuple(RotaOfSite(site, self.tamigo.of, ZONE) for site in sites or (SITE,))
        return RotaDownload(self.store, self, self.link, rotas, 14).everything()

    def gives(self, rota: Rota | UpstreamError) -> bool:
        self.tamigo.gives = rota
        return self.download()

    @property
    def shifts(self) -> list[int]:
        snapshot = roster.states(self.store, SITE.name)[Part.SHIFTS].snapshot
        return [one.shift_id for one in roster.shifts_of(self.store, snapshot, 7001)]

    @property
    def absent(self) -> Mapping[int, tuple[Absence, ...]]:
        snapshot = roster.states(self.store, SITE.name)[Part.ABSENCES].snapshot
        return absences.absences_at_account(self.store, snapshot, 687)

    @property
    def on_desk(self) -> list[dict[str, object]]:
        return [item.facts for item in desk.listed(self.store)]

    def put_away(self) -> None:
        (item,) = desk.listed(self.store)
        desk.close(self.store, item.kind, item.subject, self.now, "1057")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with Store.open(tmp_path / "ledger.db") as store:
        yield Office(store)


def test_shifts_and_absences_arrive_with_their_horizon(office: Office) -> None:
    assert office.download()
    assert office.shifts == [-7]
    midnight = datetime(2026, 3, 1, 23, tzinfo=UTC)
    assert office.absent == {7002: (Absence(midnight, midnight + timedelta(days=1)),)}
    state = roster.states(office.store, SITE.name)[Part.SHIFTS]
    assert (state.began_at, state.covers_until) == (office.now, office.now + timedelta(days=14))
    assert office.tamigo.spans == [(687, office.now - timedelta(hours=36), office.now + timedelta(days=14))]
    assert office.tamigo.ids == {"1053": 7001, "1054": 7002}
    assert office.on_desk == []


def test_before_the_employees_are_known_nothing_is_asked_and_nothing_replaced(office: Office) -> None:
    assert not office.download(DOCK)
    assert office.tamigo.spans == []
    assert roster.states(office.store, DOCK.name)[Part.SHIFTS].failure == NOBODY_YET


def test_whoever_was_named_while_the_rota_came_is_joined_by_the_next_download_soon(office: Office) -> None:
    office.tamigo.while_asked = lambda: office.employs((7001, "1053", "Ana", 1), (7003, "1055", "Eva", 1))
    assert not office.download()
    assert office.shifts == [-7]
    office.tamigo.while_asked = lambda: None
    assert office.download()
    assert office.tamigo.ids == {"1053": 7001, "1055": 7003}


@pytest.mark.parametrize(
    "error",
    [OutcomeUnknown("500", status=500), NotReached("gone"), TryLater("429"), SignInFailed("refused", wait_s=900)],
)
def test_a_failure_keeps_the_last_good_rota_and_says_so(office: Office, error: UpstreamError) -> None:
    office.download()
    before = roster.states(office.store, SITE.name)
    assert not office.gives(error)
    after = roster.states(office.store, SITE.name)
    assert (after[Part.SHIFTS].snapshot, after[Part.SHIFTS].failure) == (before[Part.SHIFTS].snapshot, str(error))
    assert after[Part.ABSENCES] == before[Part.ABSENCES]
    assert office.shifts == [-7]
    # The network comes back by itself; a person must mend the rest.
    assert len(office.on_desk) == isinstance(error, SignInFailed)


def test_a_refused_sign_in_pauses_this_link_and_stands_on_the_desk_until_it_is_mended(office: Office) -> None:
    office.gives(SignInFailed("refused", wait_s=900))
    assert not office.link.allows()
    assert office.on_desk == [{"failure": "refused"}]
    office.put_away()
    office.gives(SignInFailed("refused again", wait_s=900))
    assert office.on_desk == []  # put away, and still the same trouble
    assert office.gives(WORK)
    office.gives(SignInFailed("refused", wait_s=900))
    assert len(office.on_desk) == 1
    assert office.gives(WORK)
    assert office.on_desk == []


def test_a_service_that_is_not_for_our_role_pauses_nothing(office: Office) -> None:
    assert not office.gives(NotForOurRole("GET /shifts/all", "it is for application logins only", role="Planner"))
    assert office.link.allows()
    assert office.link.state.up
    ((_, told),) = office.on_desk[0].items()
    assert "not for our role Planner" in str(told)


def test_while_the_link_is_closed_nothing_is_asked(office: Office) -> None:
    office.gives(TryLater("429", retry_after_s=3600))
    office.tamigo.spans.clear()
    assert not office.gives(WORK)
    assert office.tamigo.spans == []


def test_problems_are_listed_with_one_desk_item_that_closes_when_they_are_mended(office: Office) -> None:
    office.gives(TROUBLE)
    found = rota_problems.found(office.store, SITE.name)
    assert found is not None
    (problem,) = found.problems
    assert (problem.kind, problem.why, problem.key) == (RotaProblemKind.UNJOINED, Why.NOT_IN_REGISTER, "E9")
    assert office.shifts == [-7]
    office.gives(TROUBLE)
    assert office.on_desk == [{"unjoined": 1}]
    office.put_away()
    office.gives(TROUBLE)
    assert office.on_desk == []
    office.gives(replace(TROUBLE, unsaid_activities=frozenset({WHO})))
    assert office.on_desk == [{"unjoined": 1, "unsaid": 1}]
    office.gives(WORK)
    assert office.on_desk == []


def test_every_kind_of_problem_is_listed_and_open_shifts_are_none(office: Office) -> None:
    register = [RegisterRow(Person("E9", "Eva"), "", "", ())]
    people.replace(office.store, register, fingerprint="1", taken_at=NOW)
    a_shift = TamigoShift(ShiftKind.PLANNED, NOW, None, employee=WHO)
    twice = replace(SHIFT, shift_id=-8, starts_at=NOW + timedelta(hours=1))
    after = replace(SHIFT, shift_id=-9, starts_at=SHIFT.ends_at, ends_at=SHIFT.ends_at + timedelta(hours=1))
    office.gives(
        Rota(
            (SHIFT, twice, after),
            doubtful=(SHIFT,),
            unjoined=(
                Unjoined(WHO, "E9", Why.NOT_IN_REGISTER),
                Unjoined(None, "", Why.NO_EMPLOYEE_ID),
                Unjoined(None, "E1", Why.NO_EMPLOYEE_ID),
            ),
            unowned=(replace(a_shift, doubts=(Doubt.REPEATED_HOUR,)),),
            untimed=(a_shift,),
            unsaid_activities=frozenset({WHO}),
        )
    )
    found = rota_problems.found(office.store, SITE.name)
    assert found is not None
    assert [(one.kind, one.why) for one in found.problems] == [
        ("unjoined", "not_upstream"),
        ("unjoined", "no_employee_id"),
        ("unowned", ""),
        ("untimed", ""),
        ("doubtful", ""),
        ("twice", ""),
        ("unsaid", ""),
    ]
    assert [one.starts_at for one in found.problems if one.kind is RotaProblemKind.TWICE] == [twice.starts_at]
    assert sorted(office.shifts) == [-9, -8, -7]


def test_a_rota_that_comes_from_the_system_of_record_again_leaves_nobody_absent(office: Office) -> None:
    office.gives(TROUBLE)
    forget_rota(office.store, SITE.name, office.now)
    assert office.absent == {}
    assert office.on_desk == []
    assert rota_problems.found(office.store, SITE.name) is None
