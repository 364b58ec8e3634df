"""What people are told: a notice for each change, and the row in 我的事项."""

from datetime import datetime
from typing import Any
from uuid import UUID

from weijiayuan.lottery_draws import queries as draws
from weijiayuan.notices import my_matters
from weijiayuan.notices.service import tell
from weijiayuan.venues.models import Booking, Session
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


def tell_entrants(
    session: Session, template: str, *, now: datetime, again: str = "", **facts: Any
) -> None:
    """Tell those who entered a draw that was not drawn yet: they have no registration."""
    if session.draw_id is None or draws.draw(session.draw_id).drawn_at is not None:
        return
    usual = {"title": session.activity.title, "starts_at": session.starts_at}
    for entry in draws.live_entries(session.draw_id):
        if entry.resident_id is not None:
            tell(
                entry.resident_id,
                cause=f"{template}:{entry.id}{again}",
                template=template,
                facts=usual | facts,
                now=now,
                link=f"/pages/activities/activity/activity?id={session.activity_id}",
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
