"""Questions about closed days."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from weijiayuan.db import db
from weijiayuan.kernel.time_span import Span
from weijiayuan.venues.models import Closure, Meeting, Session


def coming(venue_id: UUID, *, now: datetime) -> Sequence[Closure]:
    """Return the closures that stand and are not over, in order."""
    return db.session.scalars(
        select(Closure)
        .where(Closure.venue_id == venue_id, Closure.ends_at > now, Closure.lifted_at.is_(None))
        .order_by(Closure.starts_at)
        .limit(200)
    ).all()


def by_keepers(*, now: datetime) -> Sequence[Closure]:
    """Return the closures of all venues that stand and are not over, those for activities apart."""
    return db.session.scalars(
        select(Closure)
        .where(Closure.ends_at > now, Closure.lifted_at.is_(None), Closure.meeting_id.is_(None))
        .order_by(Closure.starts_at, Closure.id)
    ).all()


def for_activities(venue_id: UUID, within: Span) -> Sequence[Closure]:
    """Return the closures that keep a venue free for activities in a stretch of time, in order."""
    return db.session.scalars(
        select(Closure)
        .where(
            Closure.venue_id == venue_id,
            Closure.meeting_id.is_not(None),
            Closure.lifted_at.is_(None),
            Closure.starts_at < within.ends_at,
            Closure.ends_at > within.starts_at,
        )
        .order_by(Closure.starts_at)
    ).all()


def in_the_way(venue_id: UUID, within: Span) -> Sequence[Closure]:
    """Return what closes a venue, or keeps it for an activity, in a stretch of time, in order."""
    return db.session.scalars(
        select(Closure)
        .where(
            Closure.venue_id == venue_id,
            Closure.lifted_at.is_(None),
            Closure.starts_at < within.ends_at,
            Closure.ends_at > within.starts_at,
        )
        .order_by(Closure.starts_at)
    ).all()


def still_standing(closure_ids: Collection[UUID]) -> set[UUID]:
    """Return those of the closures that were not lifted."""
    wanted = select(Closure.id).where(Closure.id.in_(closure_ids), Closure.lifted_at.is_(None))
    return set(db.session.scalars(wanted))


def reasons(closure_ids: Collection[UUID]) -> dict[UUID, str]:
    """Return why venues are closed, or for what they are kept."""
    wanted = select(Closure.id, Closure.reason).where(Closure.id.in_(closure_ids))
    return {row.id: row.reason for row in db.session.execute(wanted)}


def of_activity(activity_id: UUID) -> Sequence[Closure]:
    """Return the closures that keep a venue free for an activity."""
    return db.session.scalars(
        select(Closure)
        .join(Meeting, Meeting.id == Closure.meeting_id)
        .join(Session, Session.id == Meeting.session_id)
        .where(Session.activity_id == activity_id, Closure.lifted_at.is_(None))
        .order_by(Closure.id)
    ).all()
