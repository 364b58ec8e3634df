"""Finding venues and activities. Lists are plain rows; the ORM is for changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, func, or_, select, tuple_

from weijiayuan.capacity_claims.models import Bookable
from weijiayuan.db import db
from weijiayuan.kernel.clock import CHINA, local_date
from weijiayuan.kernel.time_span import Span
from weijiayuan.places.coordinates import Datum, Point, metres_between
from weijiayuan.places.models import Revision, Topic
from weijiayuan.venues.errors import ActivityNotFound, VenueNotFound
from weijiayuan.venues.models import Activity, Meeting, Rating, Session, Venue
from weijiayuan.venues.queries import slots
from weijiayuan.venues.queries.slots import Face, Left
from weijiayuan.venues.rules.booking_rules import SlotState
from weijiayuan.venues.rules.vocabulary import ActivityKind, ActivityState, VenueKind
from weijiayuan.web.pagination import Page, page_by, page_of, read_cursor

BOOKABLES = cast("Table", Bookable.__table__)
VENUES = cast("Table", Venue.__table__)
LOOKED_AHEAD = timedelta(days=14)
WALK = 1200.0  # metres: what a quarter of an hour on foot covers


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody looks for. `near` is where they stand; `radius` in metres around it."""

    community: str | None = None
    kind: str | None = None
    near: Point | None = None
    radius: float | None = None
    on: date | None = None
    free_now: bool = False
    q: str | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """A venue in a list: its row, how far it is, and the next slot that can be booked."""

    row: Any
    metres: int | None
    next_free: Left | None


CATALOGUE = select(VENUES, BOOKABLES.c.capacity, BOOKABLES.c.version).join(
    BOOKABLES, BOOKABLES.c.id == VENUES.c.id
)

STAMP = select(
    func.count(),
    func.sum(BOOKABLES.c.version),
    select(Revision.token).where(Revision.topic == Topic.CALENDAR).scalar_subquery(),
)


def stamp(*, now: datetime) -> str:
    """Name the state of every list of venues: by what was changed, and by the minute."""
    count, total, calendar = db.session.execute(STAMP).one()
    return f"{count}.{total}.{calendar}.{int(now.timestamp()) // 60}"


def venues(asked: Asked, *, limit: int, cursor: str | None, now: datetime) -> Page[Card]:
    """Return venues by distance, or by name when nobody says where they stand."""
    found = [
        (metres(row, asked.near), row)
        for row in db.session.execute(matching(asked, today=local_date(now)))
    ]
    if asked.radius is not None:
        found = [one for one in found if one[0] is not None and one[0] <= asked.radius]
    order = sorted(found, key=lambda one: _order(one[0], one[1]))
    if asked.on is not None or asked.free_now:
        cards = _cards(order, asked, now=now)
        return _page([card for card in cards if card.next_free], limit, cursor)
    pages = _page([Card(row, far, None) for far, row in order], limit, cursor)
    return Page(
        _cards([(card.metres, card.row) for card in pages.items], asked, now=now), pages.next_cursor
    )


def matching(asked: Asked, *, today: date) -> Any:
    """Return the statement for the venues that fit, apart from place and time."""
    wanted = CATALOGUE.where(or_(VENUES.c.last_day.is_(None), VENUES.c.last_day >= today))
    if asked.community is not None:
        wanted = wanted.where(VENUES.c.community_code == asked.community)
    if asked.kind is not None:
        wanted = wanted.where(VENUES.c.venue_kind == VenueKind(asked.kind))
    if asked.q:
        like = f"%{escaped(asked.q)}%"
        wanted = wanted.where(
            or_(
                VENUES.c.name.like(like, escape="\\"),
                VENUES.c.address.like(like, escape="\\"),
                VENUES.c.notes.like(like, escape="\\"),
            )
        )
    return wanted


def escaped(text: str) -> str:
    """Return text for LIKE in which no character means anything but itself."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def metres(row: Any, near: Point | None) -> int | None:
    """Return how far the row's place is, or None when either is unknown."""
    if near is None or row.lng is None or row.lat is None:
        return None
    return round(metres_between(near, Point(row.lng, row.lat, Datum.GCJ02)))


def _order(far: float | None, row: Any) -> tuple[float, str, str]:
    return (float("inf") if far is None else far, row.name, str(row.id))


def _page(cards: Sequence[Card], limit: int, cursor: str | None) -> Page[Card]:
    if cursor is not None:
        (after,) = read_cursor(cursor, [str])
        ids = [str(card.row.id) for card in cards]
        cards = cards[ids.index(after) + 1 :] if after in ids else []
    return page_of(cards[: limit + 1], limit=limit, mark=lambda card: [str(card.row.id)])


def _cards(found: Sequence[tuple[int | None, Any]], asked: Asked, *, now: datetime) -> list[Card]:
    """Add the next free slot to each venue, with one question about all their claims."""
    first = asked.on or local_date(now)
    last = asked.on or first + LOOKED_AHEAD
    rows = slots.occupancy([row.id for _, row in found], slots.days(first, last)) if found else []
    by_venue: dict[UUID, list[Any]] = {}
    for row in rows:
        by_venue.setdefault(row[0], []).append(row)
    calendar = db.session.execute(STAMP).one()[2] if found else None
    return [
        Card(row, far, next_free(_face(row, calendar), by_venue.get(row.id, []), asked, now=now))
        for far, row in found
    ]


def _face(row: Any, calendar: UUID | None) -> Face:
    return Face(row.id, row.version, 0, row.capacity, row.timetable_data, row.rules_data, calendar)


def next_free(face: Face, rows: Sequence[Any], asked: Asked, *, now: datetime) -> Left | None:
    """Return the first slot to be booked: on the day asked for, or the running one if free now."""
    first = asked.on or local_date(now)
    last = min(asked.on or first + LOOKED_AHEAD, face.booking_rules.last_day(now))
    if last < first:
        return None
    made = slots.slots_of(face, first, last)
    for left in slots.what_is_left(face, made, rows, now=now):
        if asked.free_now:
            if left.slot.span.starts_at <= now < left.slot.span.ends_at and left.left > 0:
                return left
        elif left.state is SlotState.OPEN:
            return left
    return None


def venue(venue_id: UUID) -> Venue:
    """Return one venue. Raises `VenueNotFound`."""
    found = db.session.get(Venue, venue_id)
    if found is None:
        raise VenueNotFound
    return found


@dataclass(frozen=True, slots=True)
class ActivityAsked:
    """Which activities somebody looks for."""

    community: str | None = None
    kind: str | None = None
    on: date | None = None
    open_now: bool = False
    q: str | None = None


def activities(
    asked: ActivityAsked, *, limit: int, cursor: str | None, now: datetime
) -> Page[Activity]:
    """Return published activities that are not over, the soonest first."""
    wanted = select(Activity).where(
        Activity.state == ActivityState.PUBLISHED, Activity.ends_at > now
    )
    if asked.community is not None:
        wanted = wanted.where(Activity.community_code == asked.community)
    if asked.kind is not None:
        wanted = wanted.where(Activity.activity_kind == ActivityKind(asked.kind))
    if asked.on is not None:
        day = slots.days(asked.on, asked.on)
        wanted = wanted.where(Activity.starts_at < day.ends_at, Activity.ends_at > day.starts_at)
    if asked.open_now:
        wanted = wanted.where(Activity.opens_at <= now, Activity.closes_at >= now)
    if asked.q:
        like = f"%{escaped(asked.q)}%"
        wanted = wanted.where(
            or_(Activity.title.like(like, escape="\\"), Activity.summary.like(like, escape="\\"))
        )
    if cursor is not None:
        starts_at, last_id = read_cursor(cursor, [datetime, UUID])
        wanted = wanted.where(tuple_(Activity.starts_at, Activity.id) > tuple_(starts_at, last_id))
    rows = db.session.scalars(
        wanted.order_by(Activity.starts_at, Activity.id).limit(limit + 1)
    ).all()
    return page_of(rows, limit=limit, mark=lambda one: [one.starts_at, one.id])


def activity(activity_id: UUID, *, published: bool = True) -> Activity:
    """Return one activity; drafts are only for those who keep them. Raises `ActivityNotFound`."""
    found = db.session.get(Activity, activity_id)
    if found is None or (published and found.state is ActivityState.DRAFT):
        raise ActivityNotFound
    return found


@dataclass(frozen=True, slots=True)
class SessionLeft:
    """A session and what is left of it."""

    id: UUID
    activity_id: UUID
    title: str
    starts_at: datetime
    ends_at: datetime
    capacity: int
    left: int
    waiting: int
    version: int


def sessions_of(activity_ids: Sequence[UUID]) -> dict[UUID, list[SessionLeft]]:
    """Return the sessions of activities with what is left of each, in order."""
    rows = db.session.execute(
        select(
            Session.id,
            Session.activity_id,
            Session.title,
            Session.starts_at,
            Session.ends_at,
            Session.capacity,
            Session.version,
        )
        .where(Session.activity_id.in_(activity_ids))
        .order_by(Session.starts_at, Session.id)
    ).all()
    taken: dict[UUID, tuple[int, int]] = {}
    if rows:
        within = Span(min(row.starts_at for row in rows), max(row.ends_at for row in rows))
        for bookable_id, _, _, _, claimed, waiting in slots.occupancy([r.id for r in rows], within):
            had = taken.get(bookable_id, (0, 0))
            taken[bookable_id] = (had[0] + claimed, had[1] + waiting)
    found: dict[UUID, list[SessionLeft]] = {}
    for row in rows:
        claimed, waiting = taken.get(row.id, (0, 0))
        left = 0 if waiting else max(0, row.capacity - claimed)
        found.setdefault(row.activity_id, []).append(
            SessionLeft(
                row.id, row.activity_id, row.title, row.starts_at, row.ends_at,
                row.capacity, left, waiting, row.version,
            )
        )  # fmt: skip
    return found


def meetings_of(session_ids: Sequence[UUID]) -> Mapping[UUID, list[Span]]:
    """Return the dates of sessions, in order."""
    rows = db.session.execute(
        select(Meeting.session_id, Meeting.starts_at, Meeting.ends_at)
        .where(Meeting.session_id.in_(session_ids))
        .order_by(Meeting.starts_at)
    )
    found: dict[UUID, list[Span]] = {}
    for session_id, starts_at, ends_at in rows:
        found.setdefault(session_id, []).append(Span(starts_at, ends_at))
    return found


def ratings(subject_id: UUID, *, limit: int, cursor: str | None) -> Page[Rating]:
    """Return what people said about a venue or an activity, the newest first."""
    wanted = select(Rating).where(Rating.subject_id == subject_id)
    return page_by(wanted, Rating.id, limit=limit, cursor=cursor, newest_first=True)


def local_text(moment: datetime) -> str:
    """Write a moment as it is sent: in the district's zone, with its offset."""
    return moment.astimezone(CHINA).isoformat()
