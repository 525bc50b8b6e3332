"""The labor management calculation engine: hours and pay of time cards, as of one of its runs every 15 minutes.

The document says when it runs and what it fills; its rules are the customer's and stand in `world.PayRules`. Hours are
rounded to hundredths, and pay is the rounded hours times the rate, as in the document's example (3.54 h, 354.0).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from shared.sandbox.oracle.card import PAID_BREAK, UNPAID_BREAK, WORK, Hours, TimeCard
from shared.sandbox.oracle.world import PayRules

Span = tuple[datetime, datetime]
Day = tuple[int, date]  # an employee's business date, the sum that overtime counts from


def run_before(now: datetime, every_s: int) -> datetime:
    """The newest run of an engine that runs `every_s` seconds, counted from midnight UTC."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + timedelta(seconds=(now - midnight).total_seconds() // every_s * every_s)


def days_to_calculate(cards: Iterable[TimeCard], uncalculated: set[int]) -> set[Day]:
    """The days that have an open card or one the engine has not met since it changed."""
    return {(card.emp_num, card.bus_dt) for card in cards if card.is_open or card.tc_id in uncalculated}


def calculate(
    cards: Iterable[TimeCard], rules: PayRules, zones: Mapping[str, ZoneInfo], run: datetime
) -> dict[int, Hours]:
    """Hours and pay by tcId. An open card counts up to `run`; overtime counts on through the cards of a day."""
    days: defaultdict[Day, list[TimeCard]] = defaultdict(list)
    for card in cards:
        days[card.emp_num, card.bus_dt].append(card)
    found = {}
    for of_day in days.values():
        so_far = 0.0
        for card in sorted(of_day, key=lambda item: (item.clk_in_utc, item.tc_id)):
            spans = _paid_spans(card, of_day, run)
            found[card.tc_id] = _hours(card.pay_rt, spans, so_far, rules, zones[card.loc_ref])
            so_far += _length_h(spans)
    return found


def _hours(rate: float, spans: list[Span], before_h: float, rules: PayRules, zone: ZoneInfo) -> Hours:
    after_h = before_h + _length_h(spans)
    limits = (0.0, *rules.overtime_after_h, float("inf"))
    factors = (1.0, *rules.overtime_factors)
    names = ("reg", "ovt1", "ovt2", "ovt3", "ovt4")
    values = {}
    for name, factor, low, high in zip(names, factors, limits[:-1], limits[1:], strict=True):
        hours = round(max(0.0, min(after_h, high) - max(before_h, low)), 2)
        values[f"{name}_hrs"] = hours
        values[f"{name}_pay"] = round(hours * rate * factor, 2)
    premium = round(sum(_length_h(_overlaps(span, _nights(span, rules, zone))) for span in spans), 2)
    return Hours(**values, prem_hrs=premium, prem_pay=round(premium * rules.premium_rate, 2))


def _paid_spans(card: TimeCard, of_day: Iterable[TimeCard], run: datetime) -> list[Span]:
    """When the card is paid: nothing of an unpaid break, and of work what no break card covers."""
    if card.shft_type == UNPAID_BREAK:
        return []
    left = [_span(card, run)]
    if card.shft_type == WORK:
        for rest in of_day:
            if rest.shft_type in (PAID_BREAK, UNPAID_BREAK):
                left = [piece for span in left for piece in _without(span, _span(rest, run))]
    return left


def _span(card: TimeCard, run: datetime) -> Span:
    return card.clk_in_utc, max(card.clk_in_utc, card.clk_out_utc or run)


def _without(span: Span, gap: Span) -> Iterator[Span]:
    if min(span[1], gap[0]) > span[0]:
        yield span[0], min(span[1], gap[0])
    if max(span[0], gap[1]) < span[1]:
        yield max(span[0], gap[1]), span[1]


def _nights(span: Span, rules: PayRules, zone: ZoneInfo) -> Iterator[Span]:
    day = span[0].astimezone(zone).date() - timedelta(days=1)
    while day <= span[1].astimezone(zone).date():
        ends = day + timedelta(days=rules.premium_to <= rules.premium_from)
        yield _at(day, rules.premium_from, zone), _at(ends, rules.premium_to, zone)
        day += timedelta(days=1)


def _at(day: date, clock: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, clock, zone).astimezone(UTC)


def _overlaps(span: Span, others: Iterable[Span]) -> list[Span]:
    both = [(max(span[0], start), min(span[1], end)) for start, end in others]
    return [(start, end) for start, end in both if start < end]


def _length_h(spans: Iterable[Span]) -> float:
    return sum((end - start).total_seconds() for start, end in spans) / 3600
