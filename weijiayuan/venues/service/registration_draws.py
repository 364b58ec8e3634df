"""Holiday classes whose places are drawn: enter until registration closes, then lots decide.

Winners are registered in the order drawn, the others stand in the line in theirs.
"""

import logging
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select

from weijiayuan.accounts import queries as accounts
from weijiayuan.accounts.errors import FamilyMemberNotFound
from weijiayuan.capacity_claims import service as claims
from weijiayuan.db import db, reading, transaction
from weijiayuan.kernel.errors import DomainError
from weijiayuan.lottery_draws import service as lots
from weijiayuan.lottery_draws.models import Draw, DrawEntry
from weijiayuan.venues.errors import ActivityOver, NotByDraw, RegistrationNotOpen
from weijiayuan.venues.models import Activity, DrawRequest, Session
from weijiayuan.venues.queries import slot_status
from weijiayuan.venues.rules.states import BookingState
from weijiayuan.venues.rules.vocabulary import ActivityState
from weijiayuan.venues.service import (
    activities,
    bookable_targets,
    booking,
    booking_rule_checks,
    capacity_allocation,
    notifications,
)
from weijiayuan.venues.service.bookable_targets import Target
from weijiayuan.venues.service.booking import BookingRequest

logger = logging.getLogger(__name__)


def open_draws(activity: Activity) -> None:
    """Open a draw for each session; the promise of its seed is public from now on."""
    for session in activity.sessions:
        if session.draw_id is None:
            opened = lots.open_draw(
                f"{activity.title}·{session.title}",
                family=f"activities:{activity.community_code}:{activity.activity_kind.value}",
                places=session.capacity,
                closes_at=activity.closes_at,
            )
            db.session.flush()
            session.draw_id = opened.id


def enter(
    activity_id: UUID, session_id: UUID | None, request: BookingRequest, *, by: UUID, now: datetime
) -> DrawEntry:
    """Enter somebody in the draw of a session.

    Raises `NotByDraw`, what registering raises about age and answers, and what draws raise.
    """
    session, activity = bookable_targets.session_named(activity_id, session_id)
    if session.draw_id is None:
        raise NotByDraw
    if activity.state is not ActivityState.PUBLISHED:
        raise ActivityOver
    if now < activity.opens_at:
        raise RegistrationNotOpen(opens_at=activity.opens_at)
    activities.check_answers(activity.questions, request.answers)
    member = booking.attending(bookable_targets.of_session(session, activity), request, by=by)
    for_id = booking.attendee_of(by, member)
    entry = lots.enter(session.draw_id, resident_id=by, for_id=for_id, now=now)
    db.session.flush()
    said: dict[str, Any] = {"member_id": request.member_id, "answers": request.answers}
    db.session.add(DrawRequest(entry_id=entry.id, session_id=session.id, **said))
    return entry


def leave(activity_id: UUID, session_id: UUID | None, *, for_id: UUID, now: datetime) -> None:
    """Take an entry back while the draw is open. Raises `NotByDraw` and what draws raise."""
    session, _ = bookable_targets.session_named(activity_id, session_id)
    if session.draw_id is None:
        raise NotByDraw
    lots.withdraw(session.draw_id, for_id=for_id, now=now)


def draw_due(*, now: datetime) -> int:
    """Run the draws whose registration has closed, each in its own transaction."""
    wanted = (
        select(Session.id)
        .join(Draw, Draw.id == Session.draw_id)
        .join(Activity, Activity.id == Session.activity_id)
        .where(
            Activity.state == ActivityState.PUBLISHED,
            Draw.drawn_at.is_(None),
            Draw.closes_at <= now,
        )
        .order_by(Session.id)
    )
    with reading():
        due = db.session.scalars(wanted).all()
    for session_id in due:
        with transaction():
            _draw(session_id, now=now)
    return len(due)


def _draw(session_id: UUID, *, now: datetime) -> None:
    session = db.session.get_one(Session, session_id)
    if session.draw_id is None:
        return
    entries = [one for one in lots.run(session.draw_id, now=now) if one.resident_id is not None]
    claims.lock(session.id)
    asked = {
        one.entry_id: one
        for one in db.session.scalars(select(DrawRequest).filter_by(session_id=session.id))
    }
    for entry in entries:
        _place(session, entry, asked.get(entry.id), now=now)
    db.session.execute(delete(DrawRequest).where(DrawRequest.session_id == session.id))
    logger.info("places drawn", extra={"session_id": str(session.id), "entries": len(entries)})


def _place(session: Session, entry: DrawEntry, asked: DrawRequest | None, *, now: datetime) -> None:
    """Register a winner or put a loser in line; who is elsewhere by now is passed over."""
    assert entry.resident_id is not None
    target = bookable_targets.of_session(session, session.activity)
    request = BookingRequest(
        member_id=asked.member_id if asked else None, answers=asked.answers if asked else {}
    )
    try:
        member = (
            accounts.family_member(request.member_id, of=entry.resident_id)
            if request.member_id
            else None
        )
        booking_rule_checks.person(target, entry.resident_id, attendee_id=entry.for_id, now=now)
    except (DomainError, FamilyMemberNotFound):
        logger.info("drawn but passed over", extra={"entry_id": str(entry.id)})
        return
    free = slot_status.look(target.bookable_id, target.span).free
    won = bool(entry.won) and free > 0
    number = None if won else slot_status.last_line_number(session.id, session.starts_at) + 1
    state = BookingState.CONFIRMED if won else BookingState.WAITING
    made = booking.write(
        target, request, state, by=entry.resident_id, member=member, now=now, line_number=number
    )
    _tell(made, target, won=won, now=now)


def _tell(made: Any, target: Target, *, won: bool, now: datetime) -> None:
    if won:
        capacity_allocation.take(
            target.bookable_id,
            target.span,
            capacity=target.capacity,
            places=made.places,
            holder_id=made.id,
        )
        notifications.notify_change(made, target, "venues_confirmed", now=now, pin=made.code)
        return
    position = made.line_number or 0
    notifications.notify_change(made, target, "venues_waiting", now=now, position=position)
    notifications.notify(made, target, "activity_draw_lost", now=now)
