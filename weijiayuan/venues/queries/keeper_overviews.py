"""What keepers see: their venues, the day, what waits for them, figures."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    false,
    func,
    or_,
    select,
    true,
    type_coerce,
)

from weijiayuan.accounts.rules import Territory, TerritoryKind
from weijiayuan.db import db
from weijiayuan.kernel.time_span import Span
from weijiayuan.venues.models import (
    Activity,
    Appeal,
    Booking,
    Meeting,
    Rating,
    Session,
    Venue,
    WalkIn,
)
from weijiayuan.venues.queries import slots
from weijiayuan.venues.rules.states import BookingState
from weijiayuan.venues.rules.usage_by_hour import Use
from weijiayuan.venues.rules.vocabulary import ActivityState, AppealState
from weijiayuan.web.pagination import Page, page_as_asked, page_by

SEEN = [
    BookingState.HELD,
    BookingState.PENDING,
    BookingState.CONFIRMED,
    BookingState.CHECKED_IN,
    BookingState.NO_SHOW,
    BookingState.EXCUSED,
]


def within(kept: type[Venue | Activity], territories: Sequence[Territory]) -> ColumnElement[bool]:
    """Return the condition that a venue or activity lies in one of the territories."""
    conditions: list[ColumnElement[bool]] = [_lies_in(kept, one) for one in territories]
    return or_(false(), *conditions)


def _lies_in(kept: type[Venue | Activity], territory: Territory) -> ColumnElement[bool]:
    if territory.kind is TerritoryKind.DISTRICT:
        return true()
    if territory.kind is TerritoryKind.COMMUNITY:
        return kept.community_code == territory.code
    if territory.kind is TerritoryKind.STREET:
        return or_(
            kept.street_code == territory.code, kept.community_code.startswith(territory.code)
        )
    if territory.kind is TerritoryKind.VENUE:
        if kept is Venue:
            return Venue.code == territory.code
        return Activity.venue_id.in_(select(Venue.id).where(Venue.code == territory.code))
    return false()


VENUE_ORDERS: Mapping[str, ColumnElement[Any]] = {
    "name": Venue.name.expression,
    "kind": type_coerce(Venue.venue_kind.expression, String),
}
ACTIVITY_ORDERS: Mapping[str, ColumnElement[Any]] = {
    "title": Activity.title.expression,
    "closes": Activity.closes_at.expression,
}


def venues(
    territories: Sequence[Territory],
    *,
    limit: int,
    cursor: str | None,
    sort: str = "name",
    q: str | None = None,
) -> Page[Venue]:
    """Return the venues of the territories, as sorted."""
    wanted = select(Venue).where(within(Venue, territories))
    if q is not None:
        named = (Venue.name, Venue.code, Venue.address)
        wanted = wanted.where(or_(*(column.contains(q, autoescape=True) for column in named)))
    return page_as_asked(wanted, VENUE_ORDERS, Venue.id, sort=sort, limit=limit, cursor=cursor)


def all_venues(territories: Sequence[Territory]) -> Sequence[Venue]:
    """Return every venue of the territories."""
    wanted = select(Venue).where(within(Venue, territories)).order_by(Venue.name)
    return db.session.scalars(wanted).all()


def activities(
    territories: Sequence[Territory],
    *,
    limit: int,
    cursor: str | None,
    sort: str | None = None,
    q: str | None = None,
) -> Page[Activity]:
    """Return the activities of the territories, drafts among them; unsorted, the newest first."""
    wanted = select(Activity).where(within(Activity, territories))
    if q is not None:
        named = (Activity.title, Activity.organiser, Activity.place_name)
        wanted = wanted.where(or_(*(column.contains(q, autoescape=True) for column in named)))
    if sort is None:
        return page_by(wanted, Activity.id, limit=limit, cursor=cursor, newest_first=True)
    return page_as_asked(
        wanted, ACTIVITY_ORDERS, Activity.id, sort=sort, limit=limit, cursor=cursor
    )


def day(venue_id: UUID, on: date) -> Sequence[Booking]:
    """Return a day's bookings of a venue in order."""
    span = slots.days(on, on)
    return db.session.scalars(
        select(Booking)
        .where(
            Booking.bookable_id == venue_id,
            Booking.starts_at < span.ends_at,
            Booking.ends_at > span.starts_at,
            Booking.state.in_(SEEN),
        )
        .order_by(Booking.starts_at, Booking.id)
        .limit(500)
    ).all()


def registered(activity_id: UUID, *, limit: int, cursor: str | None) -> Page[Booking]:
    """Return the registrations of an activity, waiting ones among them, the oldest first."""
    wanted = (
        select(Booking)
        .join(Session, Session.id == Booking.bookable_id)
        .where(Session.activity_id == activity_id)
    )
    return page_by(wanted, Booking.id, limit=limit, cursor=cursor)


def walk_ins(venue_id: UUID, on: date) -> Sequence[WalkIn]:
    """Return the people without a booking who were counted on a day."""
    span = slots.days(on, on)
    return db.session.scalars(
        select(WalkIn)
        .where(
            WalkIn.bookable_id == venue_id,
            WalkIn.starts_at >= span.starts_at,
            WalkIn.starts_at < span.ends_at,
        )
        .order_by(WalkIn.starts_at, WalkIn.id)
    ).all()


REQUEST_ORDERS: Mapping[str, ColumnElement[Any]] = {
    "asked": Booking.id.expression,
    "starts": Booking.starts_at.expression,
    "until": Booking.until.expression,
    "people": Booking.people.expression,
}


def requests(
    territories: Sequence[Territory],
    *,
    now: datetime,
    limit: int,
    cursor: str | None,
    sort: str = "asked",
    q: str | None = None,
) -> Page[Booking]:
    """Return the requests that wait for approval, as sorted."""
    wanted = _of(territories, Booking.state == BookingState.PENDING, Booking.until > now)
    if q is not None:
        wanted = wanted.where(_called(q))
    return page_as_asked(wanted, REQUEST_ORDERS, Booking.id, sort=sort, limit=limit, cursor=cursor)


def _called(words: str) -> ColumnElement[bool]:
    """Return the condition that a booking is of a venue or an activity of such a name."""
    named = select(Venue.id).where(Venue.name.contains(words, autoescape=True))
    held = (
        select(Session.id)
        .join(Activity, Activity.id == Session.activity_id)
        .where(Activity.title.contains(words, autoescape=True))
    )
    return or_(Booking.bookable_id.in_(named), Booking.bookable_id.in_(held))


def no_shows(
    territories: Sequence[Territory], *, contested: bool, limit: int, cursor: str | None
) -> Page[Booking]:
    """Return no-shows, the newest first; only those with an open appeal if `contested`."""
    wanted = _of(territories, Booking.state == BookingState.NO_SHOW)
    if contested:
        wanted = wanted.join(
            Appeal, and_(Appeal.booking_id == Booking.id, Appeal.state == AppealState.OPEN)
        )
    return page_by(wanted, Booking.id, limit=limit, cursor=cursor, newest_first=True)


def _of(territories: Sequence[Territory], *conditions: ColumnElement[bool]) -> Select[Booking]:
    mine = select(Venue.id).where(within(Venue, territories))
    held = (
        select(Session.id)
        .join(Activity, Activity.id == Session.activity_id)
        .where(within(Activity, territories))
    )
    kept = or_(Booking.bookable_id.in_(mine), Booking.bookable_id.in_(held))
    return select(Booking).where(kept, *conditions)


def appeals(booking_ids: Sequence[UUID]) -> dict[UUID, Appeal]:
    """Return the appeals of bookings, by booking."""
    found = db.session.scalars(select(Appeal).where(Appeal.booking_id.in_(booking_ids)))
    return {one.booking_id: one for one in found}


def titles(bookable_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Return what each bookable is called: the venue's name, or the activity's title."""
    venues = select(Venue.id, Venue.name).where(Venue.id.in_(bookable_ids))
    sessions = (
        select(Session.id, Activity.title)
        .join(Activity, Activity.id == Session.activity_id)
        .where(Session.id.in_(bookable_ids))
    )
    rows = [*db.session.execute(venues), *db.session.execute(sessions)]
    return {row[0]: row[1] for row in rows}


def ratings(
    territories: Sequence[Territory], *, unanswered: bool, limit: int, cursor: str | None
) -> Page[Rating]:
    """Return what people said about the keeper's venues and activities, the newest first."""
    mine = select(Venue.id).where(within(Venue, territories))
    held = select(Activity.id).where(within(Activity, territories))
    wanted = select(Rating).where(or_(Rating.subject_id.in_(mine), Rating.subject_id.in_(held)))
    if unanswered:
        wanted = wanted.where(Rating.answer == "")
    return page_by(wanted, Rating.id, limit=limit, cursor=cursor, newest_first=True)


@dataclass(frozen=True, slots=True)
class Tally:
    """How a venue was used over some days: parties by state, people who came, walk-ins."""

    booked: int
    came: int
    missed: int
    cancelled: int
    people: int
    walk_ins: int


def uses(venue_id: UUID, period: Span) -> Iterator[Use]:
    """Yield each visit and walk-in party of a period."""
    visits = select(Booking.starts_at, Booking.ends_at, Booking.people).where(
        Booking.bookable_id == venue_id,
        Booking.state == BookingState.CHECKED_IN,
        Booking.starts_at >= period.starts_at,
        Booking.starts_at < period.ends_at,
    )
    parties = select(WalkIn.starts_at, WalkIn.ends_at, WalkIn.people).where(
        WalkIn.bookable_id == venue_id,
        WalkIn.starts_at >= period.starts_at,
        WalkIn.starts_at < period.ends_at,
    )
    for statement in (visits, parties):
        for starts_at, ends_at, people in db.session.execute(statement):
            yield Use(Span(starts_at, ends_at), people)


def tally(venue_id: UUID, period: Span) -> Tally:
    """Count the bookings of a period by what became of them."""
    rows: Sequence[Any] = db.session.execute(
        select(Booking.state, func.count(), func.sum(Booking.people))
        .where(
            Booking.bookable_id == venue_id,
            Booking.starts_at >= period.starts_at,
            Booking.starts_at < period.ends_at,
        )
        .group_by(Booking.state)
    ).all()
    count = {row[0]: row[1] for row in rows}
    people = {row[0]: row[2] for row in rows}
    walked = db.session.scalar(
        select(func.sum(WalkIn.people)).where(
            WalkIn.bookable_id == venue_id,
            WalkIn.starts_at >= period.starts_at,
            WalkIn.starts_at < period.ends_at,
        )
    )
    state = BookingState
    return Tally(
        booked=sum(count.get(one, 0) for one in SEEN),
        came=count.get(state.CHECKED_IN, 0),
        missed=count.get(state.NO_SHOW, 0) + count.get(state.EXCUSED, 0),
        cancelled=count.get(state.CANCELLED, 0) + count.get(state.CALLED_OFF, 0),
        people=people.get(state.CHECKED_IN, 0),
        walk_ins=walked or 0,
    )


def today_meetings(territories: Sequence[Territory], on: date) -> Sequence[Any]:
    """Return the meetings of a day in the territories: session, activity, title, start, end."""
    span = slots.days(on, on)
    return db.session.execute(
        select(Session.id, Activity.id, Activity.title, Meeting.starts_at, Meeting.ends_at)
        .join(Session, Session.id == Meeting.session_id)
        .join(Activity, Activity.id == Session.activity_id)
        .where(
            Meeting.starts_at >= span.starts_at,
            Meeting.starts_at < span.ends_at,
            Activity.state == ActivityState.PUBLISHED,
            within(Activity, territories),
        )
        .order_by(Meeting.starts_at)
        .limit(200)
    ).all()
