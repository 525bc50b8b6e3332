"""The findings of a run as one table for people, and as JSON."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.benchmarks.report import Finding, Report

COLORS = {"met": "green", "not met": "red", "": ""}


def print_reports(reports: Sequence[Report], machine: Mapping[str, str], console: Console) -> None:
    """One table, then what there is to say beside it."""
    table = Table(title="Measured side by side in this run", title_justify="left", header_style="bold")
    for column in ("benchmark", "what", "ours", "baseline", "result", "aim", "", "samples"):
        table.add_column(column, justify="left" if column in ("benchmark", "what", "aim", "") else "right")
    for report in reports:
        for place, finding in enumerate(report.findings):
            table.add_row(report.name if place == 0 else "", *_cells(finding), end_section=_is_last(report, place))
    console.print(table)
    for report in reports:
        console.print(_quietness(report), highlight=False)
        for note in report.notes:
            console.print(f"  {note}", highlight=False)
    console.print("; ".join(f"{name} {fact}" for name, fact in machine.items()), style="dim", highlight=False)


def write_json(reports: Sequence[Report], machine: Mapping[str, str], path: Path) -> None:
    """The same for a program."""
    told = {"machine": machine, "reports": [report.as_json() for report in reports]}
    path.write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _cells(finding: Finding) -> tuple[str, ...]:
    unit, verdict = finding.unit, finding.verdict
    beside = "" if finding.beside is None else f"{_shown(finding.beside)} {unit}"
    color = COLORS[verdict]
    return (
        finding.what,
        f"{_shown(finding.ours)} {unit}",
        beside,
        f"{_shown(finding.result)} {finding.result_unit}",
        str(finding.aim or ""),
        f"[{color}]{verdict}[/]" if color else verdict,
        f"{finding.samples:,}",
    )


def _shown(number: float) -> str:
    return f"{number:,.0f}" if abs(number) >= 100 else f"{number:.2f}"


def _is_last(report: Report, place: int) -> bool:
    return place == len(report.findings) - 1


def _quietness(report: Report) -> str:
    said = f"{report.name}: the baseline at the end took {report.drift:.2f} times what it took at the beginning"
    return said if report.is_quiet else f"{said}; the machine was too noisy to believe it"
