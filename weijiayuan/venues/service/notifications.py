"""What people are told: a notice for each change, and the row in 我的事项."""

from datetime import datetime
from typing import Any
from uuid import UUID

from weijiayuan.notices import my_matters
from weijiayuan.notices.service import tell
from weijiayuan.venues.models import Booking
from weijiayuan.venues.rules.states import WORDS
from weijiayuan.venues.service.bookable_targets import Target


def notify_change(
    booking: Booking, target: Target, template: str, *, now: datetime, **facts: Any
) -> None:
    """Tell the person of a change of their booking, and keep 我的事项 in step."""
    notify(booking, target, template, now=now, **facts)
    update_matter(booking, target.title, now=now)


def notify(
    booking: Booking,
    target: Target,
    template: str,
    *,
    now: datetime,
    again: str = "",
    **facts: Any,
) -> None:
    """Tell the person something, once for each booking, template and what `again` says."""
    tell(
        booking.resident_id,
        cause=f"{template}:{booking.id}{again}",
        template=template,
        facts={"title": target.title, "starts_at": booking.starts_at} | facts,
        now=now,
        link=link(booking.id),
    )


def remind_of_meeting(
    booking: Booking, target: Target, starts_at: datetime, *, now: datetime
) -> bool:
    """Tell the person of one date of a series, once; say whether it was now."""
    return tell(
        booking.resident_id,
        cause=f"venues_soon:{booking.id}:{starts_at.isoformat()}",
        template="venues_soon",
        facts={"title": target.title, "starts_at": starts_at, "pin": booking.code},
        now=now,
        link=link(booking.id),
        due=now,
    )


def update_matter(booking: Booking, title: str, *, now: datetime) -> None:
    my_matters.put(
        booking.resident_id,
        kind="booking",
        ref=str(booking.id),
        title=title,
        state=booking.state.value,
        state_text=WORDS[booking.state],
        link=link(booking.id),
        at=now,
        takes_place_at=booking.starts_at,
        takes_place_until=booking.ends_at,
    )


def link(booking_id: UUID) -> str:
    """Return the page of a booking in the mini-program."""
    return f"/pages/venues/booking/booking?id={booking_id}"
