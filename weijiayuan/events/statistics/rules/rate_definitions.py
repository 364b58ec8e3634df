"""What the figures mean. Each is given with its definition, its version and the count behind it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from statistics import median
from typing import Any

from weijiayuan.events.rules import reference_data
from weijiayuan.events.rules.confidence_interval import wilson


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    id: str
    name: str
    formula: str
    why: str = ""
    target: float | None = None
    baseline: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What happened to the matters of one group in one period."""

    closed: int = 0
    closed_in_time: int = 0
    open_overdue: int = 0
    closed_grass_roots: int = 0
    closed_micro: int = 0
    closed_on_site: int = 0
    reopened: int = 0
    dispatched: int = 0
    returned: int = 0
    checked: int = 0
    reworked: int = 0
    hours: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A value with what it stands on. `value` is None where there is nothing to divide by."""

    id: str
    value: float | None
    hits: int
    of: int
    low: float | None
    high: float | None


@cache
def shipped() -> tuple[str, tuple[Definition, ...]]:
    """Return the version and the definitions, in the order they are shown."""
    table = reference_data.read("figures")
    return table["version"], tuple(Definition(**row) for row in table["figures"])


def compute(counts: Counts) -> dict[str, Figure]:
    """Return every figure of a group, by id."""
    parts = {
        "on_time": (counts.closed_in_time, counts.closed + counts.open_overdue),
        "grass_roots": (counts.closed_grass_roots, counts.closed),
        "on_site": (counts.closed_on_site, counts.closed_micro),
        "reopened": (min(counts.reopened, counts.closed), counts.closed),
        "returned": (min(counts.returned, counts.dispatched), counts.dispatched),
        "reworked": (counts.reworked, counts.checked),
    }
    figures = {name: _rate(name, hits, of) for name, (hits, of) in parts.items()}
    return figures | {"time_saved": _time_saved(counts.hours)}


def _rate(name: str, hits: int, of: int) -> Figure:
    rate = wilson(hits, of)
    known = of > 0
    return Figure(
        id=name,
        value=round(rate.hits / of, 4) if known else None,
        hits=hits,
        of=of,
        low=round(rate.low, 4) if known else None,
        high=round(rate.high, 4) if known else None,
    )


def _time_saved(hours: tuple[float, ...]) -> Figure:
    _, definitions = shipped()
    baseline = next(each.baseline for each in definitions if each.id == "time_saved")
    assert baseline is not None
    value = round(1 - median(hours) / float(baseline["hours"]), 4) if hours else None
    return Figure(id="time_saved", value=value, hits=0, of=len(hours), low=None, high=None)
