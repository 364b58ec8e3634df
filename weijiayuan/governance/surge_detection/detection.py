"""What a look finds unusual: clusters, slow rises, and a surge of the whole district."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import isinf
from typing import Any

from weijiayuan.governance.surge_detection.daily_counts import Counted, Layout
from weijiayuan.governance.surge_detection.models import SignalCalibration
from weijiayuan.governance.surge_detection.rules import (
    calibration,
    cusum_slow_rise,
    space_time_scan,
)
from weijiayuan.governance.surge_detection.rules.calibration import Line
from weijiayuan.governance.surge_detection.rules.district_surge import surge, weekday_factors
from weijiayuan.governance.surge_detection.rules.space_time_scan import Cluster
from weijiayuan.governance.surge_detection.rules.states import SignalKind

SURGE_DAYS = space_time_scan.HISTORY + 1
CREEP_SHOWN = 28


@dataclass(frozen=True, slots=True)
class Unusual:
    """One thing that is more than usual, with the counts it was computed from."""

    kind: SignalKind
    from_day: date
    to_day: date
    grids: list[str]
    observed: int
    expected: float
    statistic: float
    threshold: float
    recurrence_days: float | None
    by_patrol: bool
    counts: dict[str, Any]


def unusual(
    clusters: Iterable[Cluster],
    found: Counted,
    known: Layout,
    line: SignalCalibration,
    *,
    whole: bool,
) -> Iterator[Unusual]:
    """Yield what reaches its line. Slow rises and surges are asked for when the day is whole."""
    yield from _clusters(clusters, found, known, line.cluster_line)
    weekday = weekday_factors(found.all, found.first.weekday())
    yield from _surge(found, known, line, weekday)
    if whole:
        yield from _creep(found, known, line.creep_line, weekday)


def _clusters(
    clusters: Iterable[Cluster], found: Counted, known: Layout, line: Line
) -> Iterator[Unusual]:
    high = [each for each in clusters if each.statistic >= line.threshold]
    if not high:
        return
    without = space_time_scan.clusters(
        found.without_patrol[-space_time_scan.HISTORY :], known.zones
    )
    by_others = [set(each.grids) for each in without if each.statistic >= line.threshold]
    for each in high:
        last = _last_day(found)
        yield Unusual(
            kind=SignalKind.CLUSTER,
            from_day=last - timedelta(days=each.days - 1),
            to_day=last,
            grids=known.codes(each.grids),
            observed=each.observed,
            expected=each.expected,
            statistic=each.statistic,
            threshold=line.threshold,
            recurrence_days=_known(line.recurrence_days(each.statistic)),
            by_patrol=not any(set(each.grids) & others for others in by_others),
            counts=published(found.last(space_time_scan.HISTORY), known),
        )


def _surge(
    found: Counted, known: Layout, line: SignalCalibration, weekday: Any
) -> Iterator[Unusual]:
    if found.days < SURGE_DAYS:
        return
    said = surge(found.all, weekday)
    asked = 100 / (line.allowed_false * calibration.SHARES["surge"])
    if said.recurrence_days < asked:
        return
    last = _last_day(found)
    rest = surge(found.without_patrol, weekday)
    yield Unusual(
        kind=SignalKind.SURGE,
        from_day=last,
        to_day=last,
        grids=[],
        observed=said.observed,
        expected=said.expected,
        statistic=min(said.recurrence_days, 1e9),
        threshold=asked,
        recurrence_days=_known(said.recurrence_days),
        by_patrol=rest.recurrence_days < asked,
        counts=published(found.last(SURGE_DAYS), known),
    )


def _creep(found: Counted, known: Layout, line: Line, weekday: Any) -> Iterator[Unusual]:
    sums = cusum_slow_rise.sums(found.all, weekday)
    if not len(sums) or not sums.shape[1] or sums[-1].max() < line.threshold:
        return
    row, last = int(sums[-1].argmax()), _last_day(found)
    usual = found.all[-cusum_slow_rise.HISTORY : -cusum_slow_rise.LAG, row].mean() * CREEP_SHOWN
    without = cusum_slow_rise.sums(found.without_patrol, weekday)[-1][row]
    yield Unusual(
        kind=SignalKind.CREEP,
        from_day=last - timedelta(days=CREEP_SHOWN - 1),
        to_day=last,
        grids=known.codes([row]),
        observed=int(found.all[-CREEP_SHOWN:, row].sum()),
        expected=float(usual),
        statistic=float(sums[-1][row]),
        threshold=line.threshold,
        recurrence_days=_known(line.recurrence_days(float(sums[-1][row]))),
        by_patrol=bool(without < line.threshold),
        counts=published(found, known),
    )


def published(found: Counted, known: Layout) -> dict[str, Any]:
    """Return counts so that anybody can compute from them: grids, days, and cells above zero."""
    days, rows = found.all.nonzero()
    return {
        "first": found.first.isoformat(),
        "days": found.days,
        "grids": known.codes(range(len(known.grids))),
        "cells": [
            [int(day), int(row), int(found.all[day, row])]
            for day, row in zip(days, rows, strict=True)
        ],
    }


def _last_day(found: Counted) -> date:
    return found.first + timedelta(days=found.days - 1)


def _known(recurrence: float) -> float | None:
    return None if isinf(recurrence) else round(recurrence, 1)
