"""Days of the ledger that are over, counted once and kept, so that a look need not count them.

Every quarter of an hour the worker counts the days that were not yet, those of which a matter has
changed since, and the few that were counted longest ago: what a change of another kind has left
wrong is found by these and put right. A look recounts what has changed since the last time for
itself, so it has what the ledger has.
"""

import logging
import zlib
from collections.abc import Collection, Iterable
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from itertools import pairwise

import numpy as np
from sqlalchemy import delete, select
from sqlalchemy.orm import aliased

from weijiayuan.db import db, insert_new, reading, transaction
from weijiayuan.events.models import Entry, Event
from weijiayuan.events.rules import public_visibility
from weijiayuan.governance.surge_detection import daily_counts
from weijiayuan.governance.surge_detection.daily_counts import (
    NOT_COUNTED,
    PATROL,
    Counted,
    Layout,
    Span,
)
from weijiayuan.governance.surge_detection.models import SignalDay
from weijiayuan.governance.surge_detection.rules import cusum_slow_rise
from weijiayuan.governance.surge_detection.rules.category_families import families
from weijiayuan.governance.surge_detection.rules.space_time_scan import Counts
from weijiayuan.kernel import clock

logger = logging.getLogger(__name__)

HISTORY_DAYS = cusum_slow_rise.HISTORY + cusum_slow_rise.REMEMBERED
LATE_COMMITS = timedelta(minutes=10)
"""A line of a matter's history may be committed so long after its own time."""
ADDED_AT_ONCE = 31
CHECKED_AT_ONCE = 8
ALL, BY_PATROL = range(2)


def counted(known: Layout, *, first: date, until: datetime) -> dict[str, Counted]:
    """Return what `daily_counts.counted` finds, of every family at once."""
    last = clock.local_date(until - timedelta(microseconds=1))
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    kept = _kept(layout_name(known), first, last)
    changed = _changed_since(max((at for at, _ in kept.values()), default=None)) & {*days}
    whole = clock.at_local(last + timedelta(days=1), time()) <= until
    missing = {each for each in days if each not in kept} | changed
    found = _of_days(known, missing if whole else {*missing, last}, until=until)
    shape = _shape(known)
    found |= {
        day: _unpacked(packed, shape) for day, (_, packed) in kept.items() if day not in found
    }
    stacked = np.array([found[day] for day in days]).transpose(1, 2, 0, 3)
    return {
        code: Counted(first, everything, everything - patrol)
        for code, (everything, patrol) in zip(families().by_code, stacked, strict=True)
    }


def keep(now: datetime) -> int:
    """Count days that are over as the ledger has them now; return how many were put right.

    Call it outside any transaction. Counting all days anew takes several runs after the grids or
    families have changed.
    """
    today = clock.local_date(now - LATE_COMMITS)
    first = today - timedelta(days=HISTORY_DAYS)
    with reading():
        known = daily_counts.layout()
        kept = _kept(layout_name(known), first, today - timedelta(days=1))
        changed = _changed_since(max((at for at, _ in kept.values()), default=None)) & {*kept}
        days = (today - timedelta(days=number) for number in range(1, HISTORY_DAYS + 1))
        missing = [day for day in days if day not in kept][:ADDED_AT_ONCE]
        checked = sorted({*kept} - changed, key=lambda day: kept[day][0])[:CHECKED_AT_ONCE]
        found = _of_days(known, [*changed, *missing, *checked], until=now)
    shape = _shape(known)
    wrong = [day for day in checked if (_unpacked(kept[day][1], shape) != found[day]).any()]
    if wrong:
        logger.warning("kept counts were wrong", extra={"days": [str(day) for day in wrong]})
    _write(found, layout_name(known), since=first, now=now)
    return len(wrong)


def _write(found: dict[date, Counts], layout: str, *, since: date, now: datetime) -> None:
    rows = [
        {"day": day, "layout": layout, "counted_at": now, "counts": _packed(counts)}
        for day, counts in sorted(found.items())
    ]
    old = (SignalDay.day < since) | SignalDay.day.in_(list(found))
    with transaction():
        db.session.execute(delete(SignalDay).where(old))
        insert_new(SignalDay, rows)


def layout_name(known: Layout) -> str:
    """Name what numbers the counts, and what is counted, by their content."""
    parts = [
        *(f"{family.code}{sorted(family.categories)}" for family in families().by_code.values()),
        *(str(grid.id) for grid in known.grids),
        *map(str, NOT_COUNTED),
        *sorted(public_visibility.listed_dangers()),
    ]
    return sha256("\n".join(parts).encode()).hexdigest()[:16]


def _kept(layout: str, first: date, last: date) -> dict[date, tuple[datetime, bytes]]:
    wanted = select(SignalDay.day, SignalDay.counted_at, SignalDay.counts).where(
        SignalDay.day >= first, SignalDay.day <= last, SignalDay.layout == layout
    )
    return {day: (at, packed) for day, at, packed in db.session.execute(wanted)}


def _changed_since(at: datetime | None) -> set[date]:
    """Return the days of matters whose history goes on since a moment.

    A merge moves a matter to the day of the earliest report: its own first day and those of what
    was merged into it have changed too.
    """
    if at is None:
        return set()
    entries = select(Entry.event_id).where(Entry.at >= at - LATE_COMMITS)
    merged = aliased(Event)
    wanted = select(Event.reported_at, Event.created_at, merged.reported_at).outerjoin(
        merged, merged.parent_id == Event.id
    )
    rows = db.session.execute(wanted.where(Event.id.in_(entries)))
    return {clock.local_date(moment) for row in rows for moment in row if moment}


def _of_days(known: Layout, days: Collection[date], *, until: datetime) -> dict[date, Counts]:
    """Count some days of the ledger: a row of families, of all and by patrol, of grids."""
    found = {day: np.zeros(_shape(known), dtype=np.int64) for day in days}
    number = {
        category: nth
        for nth, family in enumerate(families().by_code.values())
        for category in family.categories
    }
    if found:
        for cell in daily_counts.cells(number, known, _spans(found, until)):
            counts = found[cell.day][number[cell.category]]
            counts[ALL, cell.row] += cell.matters
            counts[BY_PATROL, cell.row] += cell.matters if cell.source is PATROL else 0
    return found


def _spans(days: Iterable[date], until: datetime) -> list[Span]:
    """Return days as stretches, those next to each other as one."""
    ordered = sorted(days)
    breaks = [(before, after) for before, after in pairwise(ordered) if (after - before).days > 1]
    firsts = [ordered[0], *(after for _, after in breaks)]
    lasts = [*(before for before, _ in breaks), ordered[-1]]
    return [
        (
            clock.at_local(first, time()),
            min(clock.at_local(last + timedelta(days=1), time()), until),
        )
        for first, last in zip(firsts, lasts, strict=True)
    ]


def _shape(known: Layout) -> tuple[int, int, int]:
    return len(families().by_code), 2, len(known.grids)


def _packed(counts: Counts) -> bytes:
    return zlib.compress(counts.astype("<u4").tobytes(), 1)


def _unpacked(packed: bytes, shape: tuple[int, int, int]) -> Counts:
    return np.frombuffer(zlib.decompress(packed), dtype="<u4").astype(np.int64).reshape(shape)
