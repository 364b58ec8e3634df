"""Stars: only from those who came, once, and editable for a week."""

from datetime import datetime, timedelta

from weijiayuan.venues.rules.states import BookingState

EDITABLE_FOR = timedelta(days=7)
RATABLE_FOR = timedelta(days=30)


def may_rate(state: BookingState, *, starts_at: datetime, now: datetime) -> bool:
    """Say whether someone in this state of a booking came, and came lately enough to judge."""
    return state is BookingState.CHECKED_IN and now <= starts_at + RATABLE_FOR


def may_edit(rated_at: datetime, *, now: datetime) -> bool:
    return now <= rated_at + EDITABLE_FOR


def average(total: int, count: int) -> float | None:
    """Return the mean with one decimal, or None when nobody has rated.

    >>> average(9, 2), average(0, 0)
    (4.5, None)
    """
    return round(total / count, 1) if count else None
