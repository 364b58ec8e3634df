"""When the ledger is looked at, and by when somebody must have seen what was found."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from weijiayuan.kernel import clock

HOURS = (12, 24)
"""Noon, and the end of the day. More looks would find little more and cost power: each is a chance
for a false alarm, which the calibration pays for with a higher line."""
LOOKED_BACK = timedelta(days=7)
SEEN_WITHIN_BY_DAY = timedelta(minutes=30)
SEEN_WITHIN_BY_NIGHT = timedelta(hours=2)
DAY_BEGINS, DAY_ENDS = time(8), time(22)
OVER_AFTER = timedelta(days=3)


def looks_until(now: datetime, *, after: datetime | None) -> Iterator[datetime]:
    """Yield the looks that are due: after the last one, and none older than a week."""
    since = max(after or now - LOOKED_BACK, now - LOOKED_BACK)
    day = clock.local_date(since)
    while day <= clock.local_date(now):
        for hour in HOURS:
            look = clock.at_local(day, time()) + timedelta(hours=hour)
            if since < look <= now:
                yield look
        day += timedelta(days=1)


def day_of(look: datetime) -> date:
    """Return the day that a look is at: the one that has just ended, for a look at midnight."""
    return clock.local_date(look - timedelta(microseconds=1))


def is_whole(look: datetime) -> bool:
    """Tell whether the day that a look is at is over."""
    return look.astimezone(clock.CHINA).time() == time()


def seen_by(raised_at: datetime) -> datetime:
    """Return by when somebody must have seen a signal: 30 minutes by day, two hours by night.

    >>> from datetime import UTC
    >>> seen_by(datetime(2026, 11, 29, 4, tzinfo=UTC)) - datetime(2026, 11, 29, 4, tzinfo=UTC)
    datetime.timedelta(seconds=1800)
    """
    at = raised_at.astimezone(clock.CHINA).time()
    by_day = DAY_BEGINS <= at < DAY_ENDS
    return raised_at + (SEEN_WITHIN_BY_DAY if by_day else SEEN_WITHIN_BY_NIGHT)
