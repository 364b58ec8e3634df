"""Draws the lines of a family from its own whole days, once a day.

Reading, drawing and keeping are three steps, because drawing takes seconds and nobody may wait
for it: only keeping is a transaction.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from math import isinf
from typing import Any

import numpy as np

from weijiayuan.db import insert_new, reading, transaction
from weijiayuan.governance.surge_detection import daily_counts, queries
from weijiayuan.governance.surge_detection.daily_counts import Counted, Layout
from weijiayuan.governance.surge_detection.errors import HistoryTooShort
from weijiayuan.governance.surge_detection.models import SignalCalibration
from weijiayuan.governance.surge_detection.rules import (
    calibration,
    scan_schedule,
    space_time_scan,
    states,
)
from weijiayuan.governance.surge_detection.rules.category_families import Family, families
from weijiayuan.kernel import clock

LEARNT_FROM = 365
"""Days of history from which means, weekdays and spread are learnt, where there are as many."""
UNREACHED = 1e9


@dataclass(frozen=True, slots=True)
class History:
    """What a family's lines for a day are drawn from."""

    family: Family
    day: date
    layout: Layout
    counted: Counted
    gone: tuple[float, ...]
    allowed: float


def calibrate(family: Family, *, now: datetime) -> bool:
    """Draw a family's lines for today unless they stand; tell whether they are new.

    Call it outside any transaction. Raises `HistoryTooShort` with fewer than 63 days of matters.
    """
    today = clock.local_date(now)
    with reading():
        if queries.calibration_on(family.code, today):
            return False
        history = history_of(family, today)
    row = drawn(history)
    with transaction():
        return insert_new(SignalCalibration, [row]) == 1


def history_of(family: Family, today: date) -> History:
    """Read what is needed. Raises `HistoryTooShort`."""
    first, last = daily_counts.first_day(family), today - timedelta(days=1)
    known = daily_counts.layout()
    if first is None or (last - first).days + 1 < space_time_scan.HISTORY or not known.grids:
        raise HistoryTooShort(days=space_time_scan.HISTORY, family=family.name)
    begin = max(first, last - timedelta(days=LEARNT_FROM - 1))
    until = clock.at_local(today, time())
    gone = tuple(
        1.0 if hour == 24 else daily_counts.share_by(hour, family, first=begin, until=until)
        for hour in scan_schedule.HOURS
    )
    return History(
        family,
        today,
        known,
        daily_counts.counted(family, known, first=begin, until=until),
        gone,
        states.allowed_false(**queries.judged(family.code)),
    )


def drawn(history: History) -> dict[str, Any]:
    """Draw the lines; the same history gives the same lines."""
    past, chance = history.counted, np.random.default_rng(seed(history.family, history.day))
    world = calibration.world_of(past.all, first_weekday=past.first.weekday(), gone=history.gone)
    zones, shares = history.layout.zones, calibration.SHARES
    allowed = history.allowed
    cluster = calibration.cluster_line(world, zones, chance, allowed=allowed * shares["cluster"])
    slow = calibration.creep_line(world, chance, allowed=allowed * shares["creep"])
    return {
        "family": history.family.code,
        "day": history.day,
        "families_version": families().version,
        "history_days": past.days,
        "mean_a_day": float(past.all.sum() / past.days),
        "spread": world.spread,
        "allowed_false": allowed,
        "measured_false": calibration.false_rate(cluster, world, zones, chance),
        "days": cluster.days,
        "cluster_curve": [_finite(each) for each in cluster.curve],
        "cluster_threshold": _finite(cluster.threshold),
        "creep_curve": [_finite(each) for each in slow.curve],
        "creep_threshold": _finite(slow.threshold),
    }


def seed(family: Family, day: date) -> int:
    """Return the seed of a day's drawing, so that anybody can draw the same line again."""
    return int.from_bytes(sha256(f"{family.code}/{day}".encode()).digest()[:8], "big")


def _finite(value: float) -> float:
    """Return a number that JSON can say."""
    return UNREACHED if isinf(value) else round(value, 6)
