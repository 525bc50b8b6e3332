"""The phone line's webhook, against an application that answers one fixed document.

Measured: `clockpost ivr` as a process of its own on one core, asked by 200 kept-alive connections from another. Every
request is signed and has the fields of a real one. A call is four requests, of which the last one records: it begins,
the employee number, the menu once more, clock in. Signature, flow, decision and durable commit are in it. The PIN was
given before: its hash takes tens of milliseconds by design, and stands apart.

Beside it, on the same core and asked the same: the `bare` application, and one made by Twilio's `guide` (see
`phone_bare`). They take turns; throughputs are medians of the rounds.

Two kinds of "200 calls at once" are measured. Callers who press as people do, some seconds between two keys, PINs and
their hashes among them: how long one of them waits for an answer. And 200 who press the key that records at the same
instant: the last of them waits for all others on that one core. 200 connections that ask without a pause are told too:
there each waits for 200 answers, so their time says throughput once more.

The PIN step is told for a caller alone, and for those who press as people do: all of them give their PIN within some
seconds, and the hashes are made on that one core, two at a time.

Every answer must be the one of its step, and every confirmed call must be in the ledger: else there is no report.
"""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from shared.store import ledger
from shared.store.database import Store
from tests.benchmarks.installation import Guard, guards, open_filled
from tests.benchmarks.phone_calls import call_of
from tests.benchmarks.phone_installation import install_phone_line, put_off_duty
from tests.benchmarks.phone_load import Load, as_people_press, one_after_another
from tests.benchmarks.phone_servers import beside_it, cores, on_core, phone_line
from tests.benchmarks.report import Aim, Finding, Report, as_it_is, as_ratio
from tests.benchmarks.series import Series
from tests.benchmarks.sizes import Sizes

THROUGHPUT = Aim(0.6, "x", at_least=True)
SLOWEST = Aim(100, "ms")
FIRST_WITH_REAL_PIN = 6001
INSTANTS = 3
ALONE = 20


@dataclass(frozen=True, slots=True)
class Ports:
    """Where each of them listens."""

    line: int
    bare: int
    guide: int


@dataclass(frozen=True, slots=True)
class Round:
    """The same calls for each of them."""

    line: Load
    bare: Load
    guide: Load


@dataclass(frozen=True, slots=True)
class Pressed:
    """Callers who press as people do: their steps, and the PIN's apart; and all at one instant."""

    steps: Series
    pins: Series
    pin_alone: Series
    at_one_instant: Series


def run(folder: Path, sizes: Sizes) -> Report:
    """Rounds of all three in turn, then people, then one instant."""
    people, with_real_pins = guards(2 * sizes.calls), guards(sizes.calls, FIRST_WITH_REAL_PIN)
    installation = install_phone_line(folder, people, with_real_pins)
    open_filled(installation).close()
    server, callers = cores()
    with ExitStack() as stack:
        line = stack.enter_context(phone_line(folder, installation.config_file))
        bare, guide = (stack.enter_context(beside_it(folder, which)) for which in ("bare", "guide"))
        ports, store = Ports(line, bare, guide), stack.enter_context(Store.open(installation.config.store.path))
        stack.enter_context(on_core(callers))
        rounds = [_round(store, ports, people, sizes.calls) for _ in range(sizes.call_rounds)]
        pressed = _pressed(store, ports.line, people[: sizes.calls], with_real_pins, sizes.key_gap_s)
        recorded = ledger.count(store)
    confirmed = sizes.call_rounds * len(people) + len(with_real_pins) + INSTANTS * sizes.calls
    if recorded != confirmed:
        raise AssertionError(f"{confirmed} calls heard that they are clocked in, and {recorded} events are stored")
    notes = (
        f"{recorded} calls were clocked in, each in the ledger; server on core {server}, callers on core {callers}",
        f"the callers used {median(one.bare.own_share for one in rounds):.0%} of their core with the bare application",
    )
    drifted = rounds[0].bare.each_s / rounds[-1].bare.each_s
    return Report("phone-line", (*_of_rounds(rounds), *_of_people(pressed, sizes.calls)), drifted, notes)


def _round(store: Store, ports: Ports, people: Sequence[Guard], at_once: int) -> Round:
    put_off_duty(store, people)
    calls = [call_of(one) for one in people]
    one_after_another(ports.line, [(call.pin,) for call in calls], at_once)
    steps = [call.without_pin for call in calls]
    return Round(
        bare=one_after_another(ports.bare, steps, at_once, must_fit=False),
        line=one_after_another(ports.line, steps, at_once),
        guide=one_after_another(ports.guide, steps, at_once, must_fit=False),
    )


def _pressed(store: Store, port: int, people: Sequence[Guard], real: Sequence[Guard], gap_s: float) -> Pressed:
    put_off_duty(store, real)
    alone = one_after_another(port, [(call_of(one).pin,) for one in real[:ALONE]], 1)
    begins, number, pins, *others = as_people_press(port, [call_of(one).every_step for one in real], gap_s)
    instants: list[float] = []
    for _ in range(INSTANTS):
        put_off_duty(store, people)
        calls = [call_of(one) for one in people]
        one_after_another(port, [(call.pin,) for call in calls], len(calls))
        instants += one_after_another(port, [(call.clocks_in,) for call in calls], len(calls)).ms
    steps = tuple(ms for load in (begins, number, *others) for ms in load.ms)
    return Pressed(Series(steps), Series(pins.ms), Series(alone.ms), Series(tuple(instants)))


def _of_rounds(rounds: Sequence[Round]) -> tuple[Finding, ...]:
    line, bare, guide = (
        median(load.each_s for load in loads)
        for loads in zip(*((one.line, one.bare, one.guide) for one in rounds), strict=True)
    )
    waits = Series(tuple(ms for one in rounds for ms in one.line.ms))
    bare_waits = Series(tuple(ms for one in rounds for ms in one.bare.ms))
    count = len(waits.ms)
    return (
        as_ratio("webhooks a second / bare application's", line, bare, "/s", count, THROUGHPUT),
        as_ratio("webhooks a second / those by Twilio's guide", line, guide, "/s", count),
        as_it_is("connections without a pause, p50", waits.p50, "ms", count, beside=bare_waits.p50),
        as_it_is("connections without a pause, p99", waits.p99, "ms", count, beside=bare_waits.p99),
    )


def _of_people(pressed: Pressed, calls: int) -> tuple[Finding, ...]:
    steps, pins, alone, instant = pressed.steps, pressed.pins, pressed.pin_alone, pressed.at_one_instant
    return (
        as_it_is(f"{calls} callers press as people do, p50", steps.p50, "ms", len(steps.ms)),
        as_it_is(f"{calls} callers press as people do, p99", steps.p99, "ms", len(steps.ms), SLOWEST),
        as_it_is("the PIN step of a caller alone, p50", alone.p50, "ms", len(alone.ms)),
        as_it_is("their PIN step, p50", pins.p50, "ms", len(pins.ms)),
        as_it_is("their PIN step, p99", pins.p99, "ms", len(pins.ms)),
        as_it_is(f"{calls} confirm at the same instant, p50", instant.p50, "ms", len(instant.ms)),
        as_it_is(f"{calls} confirm at the same instant, p99", instant.p99, "ms", len(instant.ms)),
    )
