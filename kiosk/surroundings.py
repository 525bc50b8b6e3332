"""What the terminal knows around a tap, kept ready so that a tap waits for nothing: position, streak, own witnesses."""

import threading
from collections.abc import Callable

import structlog

from shared.clock import Reading
from shared.domain.clock_trust import Witness
from shared.domain.geofence import Measured, Place, PlaceJudgement, judge_place
from shared.domain.site import Site
from shared.gather import Surroundings
from shared.ports import Clock, Fix, PositionSource
from shared.time_service import own_witnesses

LOG = structlog.get_logger()
GPS_BOUND_S = 1.0
ASK_TIME_SERVICE_S = 60.0


class SurroundingsWatch:
    """Looks around once a second in a thread of its own. `now()` answers at once."""

    def __init__(
        self,
        position: PositionSource,
        site: Site,
        clock: Clock,
        rtc: str,
        is_synchronised: Callable[[], bool | None],
        keep: Callable[[tuple[Witness, ...]], None] = lambda _: None,
    ) -> None:
        self._keep = keep
        self._position = position
        self._site = site
        self._clock = clock
        self._rtc = rtc
        self._is_synchronised = is_synchronised
        self._own: tuple[Witness, ...] = ()
        self._streak = 0
        self._judged: Fix | None = None
        self._judgement: PlaceJudgement | None = None
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="surroundings", daemon=True)

    def start(self) -> None:
        """Look once now, then keep looking."""
        self._own = own_witnesses(self._clock.read(), self._rtc, synchronised=None)
        self._thread.start()

    def stop(self) -> None:
        """Stop looking."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()

    def now(self) -> Surroundings:
        """Everything around this instant."""
        reading = self._clock.read()
        position = self._position.position()
        return Surroundings(reading, position, self._streak, (*self._own, *self.gps_witness()))

    def gps_witness(self) -> tuple[Witness, ...]:
        """Satellite time's word on the clock, if a receiver told."""
        position = self._position.position()
        if position.clock_offset_s is None or position.clock_offset_at is None:
            return ()
        at = position.clock_offset_at
        return (Witness("gps", position.clock_offset_s, GPS_BOUND_S, at.wall, at.boottime_s, at.boot_id),)

    @property
    def away_m(self) -> float | None:
        """How far outside its site the terminal is, once several fixes in a row said so."""
        if self._judgement is None or self._streak < self._site.rules.outside_streak_to_block:
            return None
        return self._judgement.distance_m

    def look(self, reading: Reading) -> None:
        """Judge the newest fix once."""
        fix = self._position.position().fix
        if fix is None or fix is self._judged or not self._site.judged_by_receiver:
            return
        self._judged = fix
        age_s = reading.age_s(fix.seen)
        measured = Measured(fix.latitude, fix.longitude, fix.accuracy_m, age_s if age_s is not None else 1e9)
        self._judgement = judge_place(measured, self._site.at, self._site.rules)
        self._streak = self._streak + 1 if self._judgement.place is Place.OUTSIDE else 0

    def _run(self) -> None:
        asked_s = -ASK_TIME_SERVICE_S
        while not self._stop.wait(1.0):
            reading = self._clock.read()
            try:
                self.look(reading)
                if reading.boottime_s - asked_s >= ASK_TIME_SERVICE_S:
                    asked_s = reading.boottime_s
                    self._ask_for_the_time()
            except Exception:
                LOG.exception("surroundings.fault")

    def _ask_for_the_time(self) -> None:
        """The time service's word for our own taps; satellite time's word for all who share the ledger."""
        if self._is_synchronised():
            self._own = own_witnesses(self._clock.read(), self._rtc, synchronised=True)
        told = self.gps_witness()
        if told:
            self._keep(told)
