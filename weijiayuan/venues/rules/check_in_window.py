"""When a person may check in, and from when a missing person counts as a no-show."""

from datetime import datetime, timedelta
from enum import StrEnum

from weijiayuan.kernel.time_span import Span

TICKET = "WJYV1"


class Arrival(StrEnum):
    EARLY = "early"
    IN_TIME = "in_time"
    LATE = "late"
    OVER = "over"


def arrival(span: Span, *, now: datetime, early_minutes: int, late_minutes: int) -> Arrival:
    """Say how `now` lies to the span. Late people are let in while the place is still theirs."""
    if now < span.starts_at - timedelta(minutes=early_minutes):
        return Arrival.EARLY
    if now <= missing_after(span, late_minutes):
        return Arrival.IN_TIME
    return Arrival.LATE if now < span.ends_at else Arrival.OVER


def missing_after(span: Span, late_minutes: int) -> datetime:
    """Return the moment after which someone who has not come is a no-show, never past the end."""
    return min(span.starts_at + timedelta(minutes=late_minutes), span.ends_at)


def ticket(code: str, day: str) -> str:
    """Return the text of the QR picture. It works from the phone's memory, without a network.

    >>> ticket("042137", "2026-11-23")
    'WJYV1.2026-11-23.042137'
    """
    return f"{TICKET}.{day}.{code}"


def code_in(scanned: str) -> str | None:
    """Return the six digits in what a keeper typed or scanned, or None if there are none.

    >>> code_in(" 042 137 "), code_in("WJYV1.2026-11-23.042137"), code_in("4213")
    ('042137', '042137', None)
    """
    text = "".join(scanned.split())
    if text.startswith(f"{TICKET}."):
        text = text.rpartition(".")[2]
    return text if len(text) == 6 and text.isascii() and text.isdigit() else None
