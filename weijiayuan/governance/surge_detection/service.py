"""Looks, raises, tells, and keeps what people made of a signal."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from weijiayuan.db import db, insert_new, reading, transaction
from weijiayuan.governance.surge_detection import daily_counts, kept_counts, notifications, queries
from weijiayuan.governance.surge_detection.daily_counts import Counted, Layout
from weijiayuan.governance.surge_detection.detection import Unusual, unusual
from weijiayuan.governance.surge_detection.errors import ReasonMissing
from weijiayuan.governance.surge_detection.kept_counts import HISTORY_DAYS
from weijiayuan.governance.surge_detection.models import Signal, SignalCalibration, SignalLook
from weijiayuan.governance.surge_detection.rules import scan_schedule, space_time_scan
from weijiayuan.governance.surge_detection.rules.category_families import Family, families
from weijiayuan.governance.surge_detection.rules.states import Deed, SignalState, SignalVerdict

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Observation:
    """What one look at one family saw."""

    family: Family
    at: datetime
    line: SignalCalibration
    statistic: float
    matters: int
    unusual: list[Unusual]


def observe(wanted: Iterable[Family], at: datetime) -> list[Observation]:
    """Look at families together; those without a line are left out. Reads only."""
    known, day = daily_counts.layout(), scan_schedule.day_of(at)
    lines = [(family, queries.newest_calibration(family.code)) for family in wanted]
    drawn = [(family, line) for family, line in lines if line is not None]
    if not drawn:
        return []
    first = day - timedelta(days=HISTORY_DAYS - 1)
    counts = kept_counts.counted(known, first=first, until=at)
    return [_seen(family, line, counts[family.code], known, at) for family, line in drawn]


def _seen(
    family: Family, line: SignalCalibration, found: Counted, known: Layout, at: datetime
) -> Observation:
    clusters = space_time_scan.clusters(found.all[-space_time_scan.HISTORY :], known.zones)
    return Observation(
        family,
        at,
        line,
        clusters[0].statistic if clusters else 0.0,
        int(found.all[-1].sum()),
        list(unusual(clusters, found, known, line, whole=scan_schedule.is_whole(at))),
    )


def record(seen: Observation, *, now: datetime) -> int:
    """Keep a look and raise what it saw; return how many signals are new.

    A look that was made already, by whichever worker, changes nothing.
    """
    row = {
        "family": seen.family.code,
        "at": seen.at,
        "statistic": seen.statistic,
        "threshold": seen.line.cluster_threshold,
        "matters": seen.matters,
    }
    if insert_new(SignalLook, [row]) == 0:
        return 0
    return sum(_raised(each, rank, seen, now=now) for rank, each in enumerate(seen.unusual))


def _raised(found: Unusual, rank: int, seen: Observation, *, now: datetime) -> bool:
    """Keep a running signal up to date that this one belongs to, or raise a new one."""
    for running in queries.running(seen.family.code, found.kind):
        if not found.grids or set(running.grids) & set(found.grids):
            running.last_raised_at = seen.at
            if found.statistic > running.statistic:
                for name, value in _numbers(found, seen).items():
                    setattr(running, name, value)
            return False
    signal = Signal(
        family=seen.family.code,
        kind=found.kind,
        rank=rank,
        raised_at=seen.at,
        last_raised_at=seen.at,
        seen_due_at=scan_schedule.seen_by(max(seen.at, now)),
        **_numbers(found, seen),
    )
    db.session.add(signal)
    notifications.of_new(signal, seen.family, now=now)
    logger.info("signal raised", extra={"signal_id": str(signal.id), "family": signal.family})
    return True


def _numbers(found: Unusual, seen: Observation) -> dict[str, Any]:
    """Return what a signal says of one look."""
    since, until = found.from_day, seen.at
    return {
        "counted_at": seen.at,
        "from_day": since,
        "to_day": found.to_day,
        "grids": found.grids,
        "observed": found.observed,
        "expected": found.expected,
        "statistic": found.statistic,
        "threshold": found.threshold,
        "recurrence_days": found.recurrence_days,
        "by_patrol": found.by_patrol,
        "sources": daily_counts.sources(seen.family, found.grids, first=since, until=until),
        "counts": found.counts,
        "calibration_id": seen.line.id,
    }


def look_everywhere(now: datetime) -> int:
    """Make every look that is due since the last one; return how many signals are new.

    Call it outside any transaction: each look at all families is read first and kept in one.
    """
    due: dict[datetime, list[Family]] = {}
    with reading():
        for family in families().by_code.values():
            for at in scan_schedule.looks_until(now, after=queries.last_look(family.code)):
                due.setdefault(at, []).append(family)
    count = 0
    for at, wanted in sorted(due.items()):
        with reading():
            seen = observe(wanted, at)
        with transaction():
            count += sum(record(each, now=now) for each in seen)
    return count


def end_quiet(now: datetime) -> int:
    """End the signals that were not raised for three days; return how many."""
    quiet = queries.quiet(now - scan_schedule.OVER_AFTER)
    for signal in quiet:
        signal.move_to(SignalState.OVER)
        signal.over_at = signal.last_raised_at + scan_schedule.OVER_AFTER
    return len(quiet)


def pass_on_unseen(now: datetime) -> int:
    """Tell the supervisors of signals that nobody has seen in time, once; return how many."""
    late = queries.unseen(now)
    for signal in late:
        signal.passed_on_at = signal.seen_due_at
        notifications.of_unseen(signal, families().by_code[signal.family], now=now)
    return len(late)


def see(signal: Signal, *, by: UUID, now: datetime) -> None:
    """Note who saw a signal first; seeing it again changes nothing."""
    if signal.seen_at is None:
        signal.seen_at, signal.seen_by = now, by
        if signal.state is SignalState.NEW:
            signal.move_to(SignalState.SEEN)


def act(signal: Signal, deed: Deed, *, reason: str, by: UUID, now: datetime) -> None:
    """Note what is done about a signal. Raises `ReasonMissing`, `IllegalMove`."""
    if deed is Deed.NOTHING and not reason.strip():
        raise ReasonMissing
    see(signal, by=by, now=now)
    signal.move_to(SignalState.ACTING)
    signal.deed, signal.reason, signal.acted_at, signal.acted_by = deed, reason, now, by


def judge(signal: Signal, verdict: SignalVerdict, *, finding: str, by: UUID, now: datetime) -> None:
    """Note what a signal that is over turned out to be. Raises `IllegalMove`."""
    signal.move_to(SignalState.JUDGED)
    signal.verdict, signal.finding = verdict, finding
    signal.judged_at, signal.judged_by = now, by
