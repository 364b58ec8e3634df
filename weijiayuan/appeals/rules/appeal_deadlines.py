"""The clocks of an appeal, and how high it has risen. Derived from time, never counted."""

from collections.abc import Sequence
from datetime import datetime, timedelta

FIRST_LOOK = timedelta(hours=2)
URGENT_LOOK = timedelta(minutes=30)
ANSWER_WITHIN = timedelta(minutes=30)
PAGE_AFTER = (timedelta(0), timedelta(minutes=5), timedelta(minutes=10), timedelta(minutes=15))
LEAD_LIVES = timedelta(days=30)
REOPEN_WITHIN = timedelta(days=90)
RISE_AFTER_DAYS = (5, 10)


def steps_due(first: datetime, *, now: datetime) -> range:
    """Return the steps of a call that are due: 0 at once, then after 5, 10 and 15 minutes."""
    return range(sum(first + after <= now for after in PAGE_AFTER))


def level_at(moved: datetime, ends: Sequence[datetime], *, now: datetime) -> int:
    """Return how high an appeal stands when nothing moved: `ends` close 5 and 10 working days."""
    del moved
    return sum(now >= end for end in ends)
