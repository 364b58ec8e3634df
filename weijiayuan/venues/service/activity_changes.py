"""A published activity that changes: another time, place or name, and everybody who comes is told.

Registrations move with their session. Whoever cannot come any more may cancel until it begins,
whatever the deadline was.
"""

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from weijiayuan.audit import service as audit
from weijiayuan.capacity_claims import service as claims
from weijiayuan.db import db
from weijiayuan.kernel.change_sentences import POINT, change_sentences
from weijiayuan.kernel.clock import local_date, moment_in_words
from weijiayuan.kernel.ids import digits
from weijiayuan.kernel.time_span import Span
from weijiayuan.venues.errors import NotYourVenue, SessionTaken
from weijiayuan.venues.models import Activity, Booking, Meeting, Session, Venue
from weijiayuan.venues.queries import bookings
from weijiayuan.venues.rules.vocabulary import ActivityState
from weijiayuan.venues.service import (
    activities,
    bookable_targets,
    keeper_permissions,
    notifications,
)
from weijiayuan.venues.service.activities import Plan, SessionPlan
from weijiayuan.venues.service.keeper_permissions import Keeper

logger = logging.getLogger(__name__)


def change(activity_id: UUID, given: Plan, *, keeper: Keeper, now: datetime) -> Activity:
    """Change a draft, or what is published with a notice to all who registered or wait.

    Raises `NotADraft` once it was called off, `SessionTaken` for a session that somebody
    registered for and that would go, `CapacityTaken`, and what publishing raises of the venue.
    """
    activity = keeper_permissions.activity_of(keeper, activity_id)
    db.session.refresh(activity, with_for_update=True)
    if activity.state is not ActivityState.PUBLISHED:
        return activities.revise(activity_id, given, keeper=keeper)
    before = material_facts(activity)
    venues = {one for one in (activity.venue_id, given.venue_id) if one is not None}
    claims.lock_all({*venues, *(one.id for one in activity.sessions)})
    activities.free_venue(activity, now=now)
    for name, value in activities.columns(given).items():
        setattr(activity, name, value)
    if not keeper.keeps(activity):
        raise NotYourVenue
    moved = _change_sessions(activity, given.sessions, now=now)
    if activity.venue_id is not None:
        activities.keep_venue_free(activity, db.session.get_one(Venue, activity.venue_id), now=now)
    _tell(activity, before, moved, now=now)
    audit.record("activities.changed", subject_kind="activity", subject_id=activity.id)
    logger.info("activity changed", extra={"activity_id": str(activity.id), "moved": len(moved)})
    return activity


def material_facts(activity: Activity) -> dict[str, str]:
    """Return what of an activity matters to who has registered, by its name."""
    return {
        "名称": activity.title,
        "地点": activity.place_name,
        POINT: "" if activity.lng is None else f"{activity.lng:.5f}，{activity.lat:.5f}",
        "主办方": activity.organiser,
        "联系方式": activity.contact,
        "说明": activity.summary,
    }


def _change_sessions(
    activity: Activity, given: Sequence[SessionPlan], *, now: datetime
) -> dict[UUID, str]:
    """Bring the sessions to what was given; return what to say of those that moved."""
    known = {one.id: one for one in activity.sessions}
    named = _matched(activity.sessions, given)
    for session in [known[one] for one in known.keys() - named.keys()]:
        _drop(session)
    moved = {}
    for session_id in sorted(named):
        session, planned = known[session_id], named[session_id]
        session.title = planned.title
        if said := _move(session, planned.meetings, now=now):
            moved[session.id] = said
        if planned.capacity != session.capacity:
            activities.set_capacity(session, activity, planned.capacity, now=now)
    for planned in given:
        if planned not in named.values():
            activities.add_session(activity, planned)
    db.session.flush()
    db.session.expire(activity, ["sessions"])
    activity.starts_at = min(one.starts_at for one in activity.sessions)
    activity.ends_at = max(one.ends_at for one in activity.sessions)
    return moved


def _matched(known: Sequence[Session], given: Sequence[SessionPlan]) -> dict[UUID, SessionPlan]:
    """Return the plan of each session that stays: by its id, or by its place when none is named."""
    if any(one.id for one in given):
        return {one.id: one for one in given if one.id in {session.id for session in known}}
    return {session.id: one for session, one in zip(known, given, strict=False)}


def _drop(session: Session) -> None:
    claims.lock(session.id)
    if bookings.ever(session.id):
        raise SessionTaken(title=session.title)
    db.session.delete(session)


def _move(session: Session, meetings: Iterable[Span], *, now: datetime) -> str:
    """Give a session other dates, registrations with it; say what changed. Empty if nothing did."""
    wanted = sorted(meetings, key=lambda one: one.starts_at)
    if wanted == [one.span for one in session.meetings]:
        return ""
    if session.starts_at <= now or wanted[0].starts_at <= now:
        raise SessionTaken(title=session.title)
    claims.lock(session.id)
    was = moment_in_words(session.starts_at)
    session.meetings.clear()
    db.session.flush()
    session.meetings += [Meeting(starts_at=one.starts_at, ends_at=one.ends_at) for one in wanted]
    session.starts_at, session.ends_at = wanted[0].starts_at, max(one.ends_at for one in wanted)
    db.session.flush()
    claims.move_all(session.id, session.span)
    for booking in bookings.living(session.id):
        _move_booking(booking, session)
    return f"时间由{was}改为{moment_in_words(session.starts_at)}"


def _move_booking(booking: Booking, session: Session) -> None:
    target = bookable_targets.of_session(session, session.activity)
    day = local_date(session.starts_at)
    while day != booking.day and bookings.has_code(day, booking.code):
        booking.code = digits(6)
    booking.day, booking.starts_at, booking.ends_at = day, session.starts_at, session.ends_at
    booking.missing_at, booking.cancel_until = target.missing_at, session.starts_at
    booking.reminded_day = booking.reminded_soon = False
    db.session.flush()


def _tell(
    activity: Activity, before: dict[str, str], moved: dict[UUID, str], *, now: datetime
) -> None:
    """Tell those who registered, wait, or entered a draw what changed for them."""
    common = change_sentences(before, material_facts(activity))
    if not common and not moved:
        return
    activity.place_revision += 1
    for session in activity.sessions:
        changes = [*common, *([moved[session.id]] if session.id in moved else [])]
        for booking in bookings.living(session.id) if changes else ():
            booking.cancel_until = max(booking.cancel_until, session.starts_at)
            booking.revision += 1
            notifications.notify_change(
                booking,
                bookable_targets.of_session(session, activity),
                "activity_changed",
                now=now,
                again=f":{booking.revision}",
                changes="，".join(changes),
            )
        if changes:
            notifications.tell_entrants(
                session,
                "activity_changed",
                now=now,
                again=f":{activity.place_revision}",
                changes="，".join(changes),
            )
