"""The slots of a venue and what is left of them. The hot page: two queries, or one and a 304."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Integer, Table, bindparam, func, literal, select, union_all
from sqlalchemy.sql.expression import cast as sql_cast

from weijiayuan.capacity_claims.models import Bookable, Claim
from weijiayuan.db import run
from weijiayuan.kernel.clock import CHINA, at_local, local_date
from weijiayuan.kernel.time_span import Span
from weijiayuan.places import queries as places
from weijiayuan.places.models import Revision, Topic
from weijiayuan.places.opening_hours import Calendar, calendar_of, spans_between
from weijiayuan.places.working_calendar import WorkingCalendar
from weijiayuan.venues.errors import SlotNotFound, VenueNotFound
from weijiayuan.venues.models import Booking, Venue, rules_in, timetable_in
from weijiayuan.venues.rules.booking_rules import BookingRules, SlotState, slot_state
from weijiayuan.venues.rules.slot_identifiers import SlotName
from weijiayuan.venues.rules.states import EXPIRING, BookingState

BOOKABLES = cast("Table", Bookable.__table__)
BOOKINGS = cast("Table", Booking.__table__)
CLAIMS = cast("Table", Claim.__table__)
REVISIONS = cast("Table", Revision.__table__)
VENUES = cast("Table", Venue.__table__)
CALENDAR = select(REVISIONS.c.token).where(REVISIONS.c.topic == Topic.CALENDAR).scalar_subquery()
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Face:
    """What the slots of a venue depend on, beside the claims."""

    venue_id: UUID
    version: int
    lapsed: int
    capacity: int
    timetable: str
    rules: str
    calendar: UUID | None

    @property
    def booking_rules(self) -> BookingRules:
        return rules_in(self.rules)


@dataclass(frozen=True, slots=True)
class NamedSlot:
    """A slot with its name and its times as they are sent.

    `moments` are those between which it can be booked, `opens_at` is the first of them as sent.
    """

    span: Span
    name: str
    starts_at: str
    ends_at: str
    moments: tuple[datetime, datetime]
    opens_at: str


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of one slot."""

    slot: NamedSlot
    left: int
    waiting: int
    state: SlotState


FACE = (
    select(
        VENUES.c.id,
        BOOKABLES.c.version,
        select(func.count())
        .select_from(BOOKINGS)
        .where(
            BOOKINGS.c.bookable_id == VENUES.c.id,
            BOOKINGS.c.state.in_(sorted(EXPIRING)),
            BOOKINGS.c.until <= bindparam("now"),
        )
        .scalar_subquery(),
        BOOKABLES.c.capacity,
        VENUES.c.timetable_data,
        VENUES.c.rules_data,
        CALENDAR,
    )
    .join(BOOKABLES, BOOKABLES.c.id == VENUES.c.id)
    .where(VENUES.c.id == bindparam("venue"))
)


def face(venue_id: UUID, *, now: datetime) -> Face:
    """Return what the slots depend on, in one query. Raises `VenueNotFound`."""
    row: Any = run(FACE, {"venue": venue_id, "now": now}).first()
    if row is None:
        raise VenueNotFound
    return Face(*row)


def face_of(venue: Venue) -> Face:
    """Return the same for a venue at hand."""
    token = places.revision(Topic.CALENDAR)
    return Face(
        venue.id, venue.version, 0, venue.capacity, venue.timetable_data, venue.rules_data, token
    )


_kept_calendar: dict[UUID | None, WorkingCalendar] = {}


def day_kinds(token: UUID | None) -> Calendar:
    """Return the calendar at a revision, from this process's memory when it is known there."""
    working = _kept_calendar.get(token)
    if working is None:
        working = places.working_calendar()
        _kept_calendar.clear()
        _kept_calendar[token] = working
    return calendar_of(working)


@dataclass(frozen=True, slots=True)
class Raster:
    """The slots of some days, and the moments at which the clock alone changes their state."""

    slots: tuple[NamedSlot, ...]
    moments: tuple[datetime, ...]


@lru_cache(maxsize=4096)
def raster(
    venue_id: UUID, timetable: str, rules: str, calendar: UUID | None, days: tuple[date, date]
) -> Raster:
    """Return the slots of the days. They follow from hours and rules alone, so they are kept."""
    spans = spans_between(timetable_in(timetable), *days, calendar=day_kinds(calendar))
    known = rules_in(rules)
    slots = tuple(named(venue_id, span, known) for span in spans)
    return Raster(slots, tuple(sorted(moment for slot in slots for moment in slot.moments)))


def named(venue_id: UUID, span: Span, rules: BookingRules) -> NamedSlot:
    moments = rules.moments_of_change(span)
    return NamedSlot(
        span,
        str(SlotName(venue_id, span)),
        sent(span.starts_at),
        sent(span.ends_at),
        moments,
        sent(moments[0]),
    )


def sent(moment: datetime) -> str:
    return moment.astimezone(CHINA).isoformat()


def raster_of(face: Face, first: date, last: date) -> Raster:
    return raster(face.venue_id, face.timetable, face.rules, face.calendar, (first, last))


def slots_of(face: Face, first: date, last: date) -> tuple[NamedSlot, ...]:
    return raster_of(face, first, last).slots


def version(face: Face, first: date, last: date, *, now: datetime) -> str:
    """Name the state of a page of slots: it changes whenever the page would."""
    passed = bisect_right(raster_of(face, first, last).moments, now)
    return f"{face.version}.{face.lapsed}.{face.calendar}.{passed}"


TAKEN = union_all(
    select(
        CLAIMS.c.bookable_id,
        CLAIMS.c.starts_at,
        CLAIMS.c.ends_at,
        sql_cast(func.min(CLAIMS.c.seat), Integer).label("lowest"),
        func.count().label("taken"),
        literal(0).label("waiting"),
    )
    .where(
        CLAIMS.c.bookable_id.in_(bindparam("bookables", expanding=True)),
        CLAIMS.c.ends_at > bindparam("first"),
        CLAIMS.c.starts_at < bindparam("last"),
    )
    .group_by(CLAIMS.c.bookable_id, CLAIMS.c.starts_at, CLAIMS.c.ends_at),
    select(
        BOOKINGS.c.bookable_id,
        BOOKINGS.c.starts_at,
        BOOKINGS.c.ends_at,
        literal(1).label("lowest"),
        literal(0).label("taken"),
        func.count().label("waiting"),
    )
    .where(
        BOOKINGS.c.bookable_id.in_(bindparam("bookables", expanding=True)),
        BOOKINGS.c.state == BookingState.WAITING,
        BOOKINGS.c.ends_at > bindparam("first"),
        BOOKINGS.c.starts_at < bindparam("last"),
    )
    .group_by(BOOKINGS.c.bookable_id, BOOKINGS.c.starts_at, BOOKINGS.c.ends_at),
)


def occupancy(bookables: Iterable[UUID], within: Span) -> Sequence[Any]:
    """Return, by bookable and span: lowest seat claimed, seats claimed, parties waiting."""
    facts = {"bookables": list(bookables), "first": within.starts_at, "last": within.ends_at}
    return run(TAKEN, facts).all()


def days(first: date, last: date) -> Span:
    """Return the stretch from the first day's midnight to the midnight after the last day."""
    midnight = datetime.min.time()
    return Span(at_local(first, midnight), at_local(last + ONE_DAY, midnight))


def what_is_left(
    face: Face, slots: Sequence[NamedSlot], rows: Iterable[Any], *, now: datetime
) -> list[Left]:
    """Put slots and claims together. While somebody waits for a slot, nothing of it is left."""
    standing = on_slots({slot.span for slot in slots}, rows)
    found = []
    for slot in slots:
        taken, waiting, is_blocked = standing.get(slot.span, EMPTY)
        left = 0 if waiting or is_blocked else max(0, face.capacity - taken)
        state = slot_state(slot.moments, left=left, is_blocked=is_blocked, now=now)
        found.append(Left(slot, left, waiting, state))
    return found


EMPTY = (0, 0, False)


def on_slots(spans: set[Span], rows: Iterable[Any]) -> dict[Span, tuple[int, int, bool]]:
    """Return seats taken, parties waiting and whether it is closed, of slots with any of these.

    What was claimed under other hours counts for every slot that it overlaps.
    """
    found: dict[Span, tuple[int, int, bool]] = {}
    for _, starts_at, ends_at, lowest, taken, waiting in rows:
        span = Span(starts_at, ends_at)
        for one in [span] if span in spans else [one for one in spans if one.overlaps(span)]:
            before = found.get(one, EMPTY)
            found[one] = (before[0] + taken, before[1] + waiting, before[2] or lowest <= 0)
    return found


def page(face: Face, first: date, last: date, *, now: datetime) -> list[Left]:
    """Return every slot of these days with what is left of it."""
    rows = occupancy([face.venue_id], days(first, last))
    return what_is_left(face, slots_of(face, first, last), rows, now=now)


def check_slot(
    venue_id: UUID, timetable: str, rules: str, calendar: UUID | None, span: Span
) -> None:
    """Raise `SlotNotFound` unless the venue's hours make this very slot."""
    day = local_date(span.starts_at)
    made = raster(venue_id, timetable, rules, calendar, (day, day)).slots
    if all(slot.span != span for slot in made):
        raise SlotNotFound
