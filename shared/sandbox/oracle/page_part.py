"""The time cards as the sandbox's page shows them."""

from html import escape

from shared.sandbox.oracle.card import PAID_BREAK, UNPAID_BREAK, TimeCard
from shared.sandbox.oracle.enterprise import Enterprise

CARDS_SHOWN = 100
KINDS = {PAID_BREAK: "paid break", UNPAID_BREAK: "unpaid break"}


def card_rows(enterprise: Enterprise) -> list[str]:
    """Table rows, newest first: who and where, in, out, and what the engine made of it."""
    cards = sorted(enterprise.cards.values(), key=lambda item: (item.clk_in_utc, item.tc_id), reverse=True)
    return [_row(enterprise, card) for card in cards[:CARDS_SHOWN]]


def _row(enterprise: Enterprise, card: TimeCard) -> str:
    employee, job = enterprise.employees[card.emp_num], enterprise.job_codes[card.jc_num]
    about = ", ".join(word for word in (KINDS.get(card.shft_type, ""), job.name, f"card {card.tc_id}") if word)
    end = '<span class="state ok">● OPEN</span>'
    if card.clk_out_utc is not None:
        end = f'<span class="time">{card.clk_out_utc:%m-%d %H:%M}</span><small>status {card.clk_out_status}</small>'
    cells = (
        f"{escape(employee.name)} {card.emp_num}<small>{escape(about)}</small>",
        f'<span class="time">{card.clk_in_utc:%m-%d %H:%M}</span><small>status {card.clk_in_status}</small>',
        end,
        f'<span class="time">{card.bus_dt:%m-%d}</span>{_hours(card)}',
    )
    return (
        f'<tr class="{"open" if card.is_open else "closed"}">' + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"
    )


def _hours(card: TimeCard) -> str:
    told = []
    if card.hours is not None:
        overtime = card.hours.ovt1_hrs + card.hours.ovt2_hrs + card.hours.ovt3_hrs + card.hours.ovt4_hrs
        told = [f"{card.hours.reg_hrs:.2f} h"] + [f"{overtime:.2f} h over"] * (overtime > 0)
    small = f"<small>{', '.join(told) or 'not calculated'}</small>"
    changed = [f'<small class="warn">changed by {escape(was.mgr_name)}</small>' for was in card.adjustments[-1:]]
    return small + "".join(changed)
