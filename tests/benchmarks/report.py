"""What a benchmark found: a result beside its aim, and whether the machine was quiet enough to believe it."""

from dataclasses import asdict, dataclass
from typing import Any

QUIET = (0.8, 1.25)


@dataclass(frozen=True, slots=True)
class Aim:
    """What the result should be."""

    limit: float
    unit: str
    at_least: bool = False

    def is_met(self, result: float) -> bool:
        """Is `result` as good as this?"""
        return result >= self.limit if self.at_least else result <= self.limit

    def __str__(self) -> str:
        return f"{'≥' if self.at_least else '≤'} {self.limit:g} {self.unit}"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: ours, the baseline beside it, in `unit`; the `result` is in the aim's unit. No aim: for information."""

    what: str
    ours: float
    beside: float | None
    unit: str
    result: float
    result_unit: str
    samples: int
    aim: Aim | None = None

    @property
    def verdict(self) -> str:
        """met, not met, or nothing where there was no aim."""
        if self.aim is None:
            return ""
        return "met" if self.aim.is_met(self.result) else "not met"


@dataclass(frozen=True, slots=True)
class Report:
    """What one benchmark found. `drift` is its baseline at the end over its baseline at the beginning."""

    name: str
    findings: tuple[Finding, ...]
    drift: float
    notes: tuple[str, ...] = ()

    @property
    def is_quiet(self) -> bool:
        """Did the baseline stay where it was?"""
        return QUIET[0] <= self.drift <= QUIET[1]

    def as_json(self) -> dict[str, Any]:
        """For a file that later runs are compared with."""
        found = [
            {**asdict(one), "aim": str(one.aim) if one.aim else None, "verdict": one.verdict} for one in self.findings
        ]
        return {
            "name": self.name,
            "findings": found,
            "baseline_drift": self.drift,
            "quiet": self.is_quiet,
            "notes": self.notes,
        }


def as_ratio(what: str, ours: float, beside: float, unit: str, samples: int, aim: Aim | None = None) -> Finding:
    """How many times the baseline ours is."""
    return Finding(what, ours, beside, unit, ours / beside, "x", samples, aim)


def as_difference(what: str, ours: float, beside: float, unit: str, samples: int, aim: Aim | None = None) -> Finding:
    """How much more than the baseline ours is."""
    return Finding(what, ours, beside, unit, ours - beside, unit, samples, aim)


def as_it_is(
    what: str, ours: float, unit: str, samples: int, aim: Aim | None = None, *, beside: float | None = None
) -> Finding:
    """A result that its aim bounds by itself; the baseline stands beside it."""
    return Finding(what, ours, beside, unit, ours, unit, samples, aim)
