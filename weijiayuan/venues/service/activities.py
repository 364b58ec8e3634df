"""Activities: planned, published, registered for, and called off."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from weijiayuan.audit import service as audit
from weijiayuan.capacity_claims import occupancy_queries as occupancy
from weijiayuan.capacity_claims import service as claims
from weijiayuan.db import db
from weijiayuan.kernel.state_machine import IllegalMove
from weijiayuan.kernel.time_span import Span
from weijiayuan.venues.errors import (
    AnswerMissing,
    CapacityTaken,
    NotADraft,
    NotPublishable,
    NotYourVenue,
    OutsideHours,
    RoomClosed,
    RoomKept,
    RoomTooSmall,
    SessionNotFound,
    VenueInUse,
    VenueNotFound,
)
from weijiayuan.venues.models import Activity, Booking, Meeting, Session, Venue, stored
from weijiayuan.venues.queries import bookings, closures
from weijiayuan.venues.rules import booking_rules as rules
from weijiayuan.venues.rules.booking_rules import BookingRules
from weijiayuan.venues.rules.vocabulary import ActivityKind, ActivityState
from weijiayuan.venues.service import (
    bookable_targets,
    capacity_allocation,
    keeper_permissions,
    notifications,
    venue_management,
)
from weijiayuan.venues.service import booking as booking_service
from weijiayuan.venues.service.booking import BookingRequest, Lookup
from weijiayuan.venues.service.keeper_permissions import Keeper

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SessionPlan:
    """One session; `id` names the one that it changes, when it changes one."""

    title: str
    capacity: int
    meetings: Sequence[Span]
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What an organiser wants to hold. Times are moments; coordinates are GCJ-02."""

    title: str
    activity_kind: ActivityKind
    summary: str
    organiser: str
    opens_at: datetime
    closes_at: datetime
    sessions: Sequence[SessionPlan]
    rules: BookingRules
    venue_id: UUID | None = None
    place_name: str = ""
    street_code: str | None = None
    community_code: str | None = None
    lng: float | None = None
    lat: float | None = None
    questions: Sequence[Mapping[str, Any]] = field(default_factory=tuple)
    contact: str = ""
    is_sample: bool = False
    by_draw: bool = False


def plan(given: Plan, *, keeper: Keeper | None) -> Activity:
    """Write a draft. Held in a venue, it takes the venue's place."""
    activity = Activity(**columns(given), is_sample=given.is_sample)
    if keeper is not None and not keeper.keeps(activity):
        raise NotYourVenue
    db.session.add(activity)
    db.session.flush()
    for session in given.sessions:
        add_session(activity, session)
    return activity


def columns(given: Plan) -> dict[str, Any]:
    """Return what an activity says of itself. Raises `VenueNotFound` for a venue that is not."""
    venue = db.session.get(Venue, given.venue_id) if given.venue_id else None
    if given.venue_id is not None and venue is None:
        raise VenueNotFound
    where = venue or given
    return {
        "title": given.title,
        "activity_kind": given.activity_kind,
        "summary": given.summary,
        "organiser": given.organiser,
        "opens_at": given.opens_at,
        "closes_at": given.closes_at,
        "rules_data": stored(rules.to_data(given.rules)),
        "venue_id": given.venue_id,
        "place_name": venue.name if venue else given.place_name,
        "street_code": where.street_code,
        "community_code": where.community_code,
        "lng": where.lng,
        "lat": where.lat,
        "questions": [dict(question) for question in given.questions],
        "contact": given.contact,
        "by_draw": given.by_draw,
    }


def revise(activity_id: UUID, given: Plan, *, keeper: Keeper) -> Activity:
    """Write a draft anew, its sessions too. Raises `NotADraft` once it was published.

    What is published is changed by `changes.change`, which tells those who come.
    """
    activity = keeper_permissions.activity_of(keeper, activity_id)
    db.session.refresh(activity, with_for_update=True)
    if activity.state is not ActivityState.DRAFT:
        raise NotADraft
    for name, value in columns(given).items():
        setattr(activity, name, value)
    if not keeper.keeps(activity):
        raise NotYourVenue
    _drop_sessions(activity)
    for session in given.sessions:
        add_session(activity, session)
    logger.info("activity revised", extra={"activity_id": str(activity.id)})
    return activity


def _drop_sessions(activity: Activity) -> None:
    for session in activity.sessions:
        db.session.delete(session)
    activity.starts_at = activity.ends_at = None
    db.session.flush()
    db.session.expire(activity, ["sessions"])


def add_session(activity: Activity, given: SessionPlan) -> Session:
    """Add a session with its dates; the activity lasts from its first date to its last."""
    meetings = sorted(given.meetings, key=lambda one: one.starts_at)
    session = Session(
        activity_id=activity.id,
        title=given.title,
        capacity=given.capacity,
        starts_at=meetings[0].starts_at,
        ends_at=max(one.ends_at for one in meetings),
    )
    db.session.add(session)
    session.meetings += [Meeting(starts_at=one.starts_at, ends_at=one.ends_at) for one in meetings]
    activity.starts_at = min(activity.starts_at or session.starts_at, session.starts_at)
    activity.ends_at = max(activity.ends_at or session.ends_at, session.ends_at)
    db.session.flush()
    return session


def publish(activity_id: UUID, *, keeper: Keeper, now: datetime) -> Activity:
    """Open an activity to everybody and keep its venue free for it.

    Raises `NotPublishable` without a session to come, and what is in the way in its venue:
    `VenueInUse`, `RoomKept`, `RoomClosed`, `OutsideHours`, `RoomTooSmall`.
    """
    activity = keeper_permissions.activity_of(keeper, activity_id)
    db.session.refresh(activity, with_for_update=True)
    if activity.state is ActivityState.PUBLISHED:
        return activity
    if activity.state is ActivityState.CANCELLED:
        raise IllegalMove(old=activity.state, new="published", allowed=[])
    if not activity.sessions or any(one.starts_at <= now for one in activity.sessions):
        raise NotPublishable
    if activity.venue_id is not None:
        keep_venue_free(activity, db.session.get_one(Venue, activity.venue_id), now=now)
    activity.state = ActivityState.PUBLISHED
    audit.record("activities.published", subject_kind="activity", subject_id=activity.id)
    logger.info("activity published", extra={"activity_id": str(activity.id)})
    return activity


def keep_venue_free(activity: Activity, venue: Venue, *, now: datetime) -> None:
    """Keep a venue for every date to come. Raises what `publish` does."""
    claims.lock(venue.id)
    for session in activity.sessions:
        check_room(venue, session.capacity)
        for meeting in session.meetings:
            if meeting.ends_at <= now:
                continue
            if broken := venue_management.hours_broken(venue.id, meeting.span):
                raise OutsideHours(starts_at=meeting.starts_at, hours=broken)
            _check_nothing_there(venue, meeting.span, now=now)
            venue_management.keep_for_meeting(venue, meeting, title=activity.title)


def check_room(venue: Venue, capacity: int) -> None:
    """Raise `RoomTooSmall` for more participants than the room holds."""
    if capacity > venue.people_most:
        raise RoomTooSmall(most=venue.people_most, capacity=capacity)


def _check_nothing_there(venue: Venue, span: Span, *, now: datetime) -> None:
    """Raise `VenueInUse`, `RoomKept` or `RoomClosed`, naming what is there."""
    if standing := bookings.standing(venue.id, span):
        raise VenueInUse(count=len(standing), starts_at=standing[0].starts_at)
    if there := closures.in_the_way(venue.id, span):
        refusal = RoomKept if there[0].meeting_id is not None else RoomClosed
        raise refusal(title=there[0].reason, starts_at=there[0].starts_at)
    if others := venue_management.of_others(venue, span, now=now):
        raise RoomKept(title=others[0].title, starts_at=others[0].starts_at)


def call_off(activity_id: UUID, *, reason: str, keeper: Keeper, now: datetime) -> Activity:
    """Cancel an activity, tell everybody who registered or waits, and free its venue."""
    activity = keeper_permissions.activity_of(keeper, activity_id)
    db.session.refresh(activity, with_for_update=True)
    if activity.state is ActivityState.CANCELLED:
        return activity
    kept = {one.venue_id for one in closures.of_activity(activity.id)}
    claims.lock_all({*kept, *(one.id for one in activity.sessions)})
    for session in activity.sessions:
        for booking in bookings.standing(session.id, session.span):
            venue_management.call_off(booking, reason=reason, now=now)
        notifications.tell_entrants(session, "venues_called_off", now=now, reason=reason)
    free_venue(activity, now=now)
    activity.state = ActivityState.CANCELLED
    audit.record("activities.called_off", subject_kind="activity", subject_id=activity.id)
    logger.info("activity called off", extra={"activity_id": str(activity.id)})
    return activity


def free_venue(activity: Activity, *, now: datetime) -> None:
    """Lift what keeps a venue free for an activity, and serve those who wait there."""
    for closure in closures.of_activity(activity.id):
        claims.lock(closure.venue_id)
        closure.lifted_at, closure.meeting_id = now, None  # the date may move or go
        claims.release([closure.id])
        db.session.flush()
        venue_management.settle_all(
            db.session.get_one(Venue, closure.venue_id), closure.span, now=now
        )


def change_capacity(
    activity_id: UUID, session_id: UUID, capacity: int, *, keeper: Keeper, now: datetime
) -> Session:
    """Give a session more or fewer places. More go to those who wait, in this transaction."""
    activity = keeper_permissions.activity_of(keeper, activity_id)
    session = next((one for one in activity.sessions if one.id == session_id), None)
    if session is None:
        raise SessionNotFound
    if activity.venue_id is not None:
        check_room(db.session.get_one(Venue, activity.venue_id), capacity)
    set_capacity(session, activity, capacity, now=now)
    return session


def set_capacity(session: Session, activity: Activity, capacity: int, *, now: datetime) -> None:
    """Set the places of a session and serve its line. Raises `CapacityTaken`."""
    claims.lock(session.id)
    if not claims.shrink(session.id, capacity, now=now):
        taken, at = occupancy.most_at_once(session.id, since=now)
        raise CapacityTaken(taken=taken, starts_at=at)
    session.capacity = capacity
    db.session.flush()
    capacity_allocation.settle(bookable_targets.of_session(session, activity), now=now)


def register(
    activity_id: UUID, session_id: UUID | None, request: BookingRequest, *, by: UUID, now: datetime
) -> Booking:
    """Register somebody for a session. Raises `SlotFull` when there is no place left."""
    look = session_lookup(activity_id, session_id, request)
    seen = booking_service.check_available(look, request, now=now)
    return booking_service.book(look, seen, request, by=by, now=now)[0]


def session_lookup(activity_id: UUID, session_id: UUID | None, request: BookingRequest) -> Lookup:
    """Return the lookup of a session. Raises `SessionNotFound` or `AnswerMissing`."""
    _, activity = bookable_targets.session_named(activity_id, session_id)
    check_answers(activity.questions, request.answers)
    return partial(bookable_targets.of_session_named, activity_id, session_id)


def join_line(
    activity_id: UUID, session_id: UUID | None, request: BookingRequest, *, by: UUID, now: datetime
) -> Booking:
    """Wait for a place in a full session."""
    look = session_lookup(activity_id, session_id, request)
    return booking_service.join_line(look, request, by=by, now=now)


def check_answers(questions: Sequence[Mapping[str, Any]], answers: Mapping[str, Any]) -> None:
    """Raise `AnswerMissing`, naming each question that lacks its answer or has a wrong one."""
    known = {question["id"]: question for question in questions}
    wrong = {name for name in answers if name not in known}
    for name, question in known.items():
        given = str(answers.get(name, "")).strip()
        choices = question.get("choices") or []
        if (question.get("required") and not given) or (given and choices and given not in choices):
            wrong.add(name)
    if wrong:
        raise AnswerMissing(fields={f"answers.{name}": [AnswerMissing.code] for name in wrong})
