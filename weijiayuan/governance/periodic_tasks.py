"""What the worker does for more than one service at once, good again after an outage."""

from datetime import datetime

from weijiayuan.background import every
from weijiayuan.governance import booking_usage_counts, venue_directory_sync


@every(minutes=1)
def follow_venues(now: datetime) -> str:
    """Bring venues, their hours, closures and ends into the directory."""
    count = venue_directory_sync.bring_in(now=now)
    return f"{count} sites follow their venues" if count else ""


@every(minutes=30)
def count_visits(now: datetime) -> str:
    """Count visits to venues as deliveries of what is served there."""
    count = booking_usage_counts.count(now=now)
    return f"{count} counts of visits changed" if count else ""
