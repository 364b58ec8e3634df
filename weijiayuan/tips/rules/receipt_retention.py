"""What a tip may hold, what its sender is warned about, and how moments are rounded."""

from datetime import datetime, timedelta

MOST_PHOTOS = 9
POINTS_FOR_ACCEPTED = 5


def hour_of(moment: datetime) -> datetime:
    """Return the beginning of the hour: all that is kept of when an anonymous tip came.

    >>> from datetime import UTC
    >>> hour_of(datetime(2026, 11, 23, 9, 59, 59, 7, tzinfo=UTC)).isoformat()
    '2026-11-23T09:00:00+00:00'
    """
    return moment.replace(minute=0, second=0, microsecond=0)


def receipt_ends(closed_at: datetime, *, kept_days: int) -> datetime:
    """Return when the receipt of a closed matter stops opening it, to the hour."""
    return hour_of(closed_at) + timedelta(days=kept_days)
