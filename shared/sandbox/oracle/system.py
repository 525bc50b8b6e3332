"""What the shell's fault layer needs to know of Oracle's requests and answers."""

import json
from typing import Any

from shared.sandbox.answer import Answer
from shared.sandbox.oracle.api import ROOT
from shared.sandbox.oracle.card_row import card_row
from shared.sandbox.oracle.enterprise import Enterprise
from shared.sandbox.oracle.rejected import Rejected
from shared.sandbox.oracle.replies import error_answer

ROWS_OF_OTHERS = 5


class OracleSystem:
    """Oracle, as one of the sandbox's systems."""

    prefix = ROOT + "/"

    def __init__(self, enterprise: Enterprise) -> None:
        self._enterprise = enterprise

    def employee_of(self, path: str, query: bytes, body: bytes) -> int | None:  # noqa: ARG002
        """The employee that the request's empNum or extPayrollID asks for."""
        if b'"empNum"' not in body and b'"extPayrollID"' not in body:
            return None
        asked = _object(body)
        number = asked.get("empNum")
        if isinstance(number, int):
            return number
        people = self._enterprise.employees.values()
        payroll = asked.get("extPayrollID")
        return next((item.num for item in people if payroll and item.ext_payroll_id == payroll), None)

    def error(self, status: int, message: str) -> Answer:
        """An error in the form that the switch `error_body` says."""
        return error_answer(Rejected(status, message), self._enterprise.switches)

    def with_rows_of_others(self, answer: Answer, employee: int | None) -> Answer:
        """Time cards of other employees than `employee` under the same dates; another answer stays as it is."""
        content = _object(answer.body)
        days = content.get("businessDates")
        if not isinstance(days, list):
            return answer
        day = next((item["busDt"] for item in days), "2024-05-31")
        content["businessDates"] = [{"busDt": day, "timeCardDetails": self._rows_of_others(employee)}]
        return Answer(answer.status, json.dumps(content).encode(), answer.headers)

    def _rows_of_others(self, employee: int | None) -> list[dict[str, Any]]:
        there = self._enterprise
        others = [card for card in there.cards.values() if card.emp_num != employee][-ROWS_OF_OTHERS:]
        return [
            card_row(
                card,
                there.employees[card.emp_num],
                there.job_codes[card.jc_num],
                there.locations[card.loc_ref].zone,
                there.switches,
            )
            for card in others
        ]


def _object(body: bytes) -> dict[str, Any]:
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}
