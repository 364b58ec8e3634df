"""What a tip may hold, what its sender is warned about, and how moments are rounded."""

from datetime import datetime, timedelta

MOST_PHOTOS = 9
RECEIPT_DIGITS = 16
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


def digits_of(receipt: str) -> str:
    """Return the digits of a receipt however it was grouped: `1234 5678-…`, full-width too.

    >>> digits_of("１２３４ 5678-9012 3456")
    '1234567890123456'
    """
    return "".join(str(int(each)) for each in receipt if each.isdecimal())


def in_groups(digits: str) -> str:
    """Return the receipt as it is shown: four groups of four."""
    return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))
