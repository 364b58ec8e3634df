"""What the lines of today would have raised in the past, recounted from the ledger."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from weijiayuan.governance.surge_detection import daily_counts, queries
from weijiayuan.governance.surge_detection.errors import HistoryTooShort
from weijiayuan.governance.surge_detection.rules import calibration, scan_schedule, space_time_scan
from weijiayuan.governance.surge_detection.rules.category_families import Family
from weijiayuan.kernel import clock


@dataclass(frozen=True, slots=True)
class Raised:
    """The first look of a stretch in which a place was unusual."""

    at: datetime
    grids: list[str]
    observed: int
    expected: float
    statistic: float
    recurrence_days: float | None


def backtest(family: Family, *, first: date, last: date, now: datetime) -> list[Raised]:
    """Return what would have been told between two days, each stretch once.

    Raises `HistoryTooShort` while the family has no line.
    """
    line = queries.newest_calibration(family.code)
    if line is None:
        raise HistoryTooShort(days=space_time_scan.HISTORY, family=family.name)
    ends = min(clock.at_local(last + timedelta(days=1), time()), now)
    begins = first - timedelta(days=space_time_scan.HISTORY - 1)
    found: list[Raised] = []
    for raised in _all(family, line.cluster_line, first=first, begins=begins, until=ends):
        again = next((old for old in reversed(found) if set(old.grids) & set(raised.grids)), None)
        if again is None or raised.at - again.at > timedelta(days=calibration.GAP):
            found.append(raised)
    return found


def _all(
    family: Family, line: calibration.Line, *, first: date, begins: date, until: datetime
) -> Iterator[Raised]:
    known = daily_counts.layout()
    for at in _looks(first, until):
        day = scan_schedule.day_of(at)
        start = day - timedelta(days=space_time_scan.HISTORY - 1)
        assert start >= begins
        counts = daily_counts.counted(family, known, first=start, until=at)
        for each in space_time_scan.clusters(counts.all, known.zones):
            if each.statistic >= line.threshold:
                often = line.recurrence_days(each.statistic)
                yield Raised(
                    at,
                    known.codes(each.grids),
                    each.observed,
                    each.expected,
                    each.statistic,
                    None if often == float("inf") else often,
                )


def _looks(first: date, until: datetime) -> Iterator[datetime]:
    day = first
    while clock.at_local(day, time()) < until:
        for hour in scan_schedule.HOURS:
            at = clock.at_local(day, time()) + timedelta(hours=hour)
            if at <= until:
                yield at
        day += timedelta(days=1)
