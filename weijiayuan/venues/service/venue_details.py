"""What a venue is: its name, place and size, its photo, and its last day.

Whoever has booked is told when something changes that matters to them.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select

from weijiayuan.audit import service as audit
from weijiayuan.capacity_claims import room_occupancy
from weijiayuan.capacity_claims import service as claims
from weijiayuan.capacity_claims.room_occupancy import RoomChange
from weijiayuan.db import db
from weijiayuan.files import service as files
from weijiayuan.files.rules import EVERYONE
from weijiayuan.kernel.change_sentences import POINT, change_sentences
from weijiayuan.kernel.clock import local_date
from weijiayuan.kernel.time_span import Span
from weijiayuan.places import opening_hours as hours
from weijiayuan.venues.errors import KeptForActivity, ParticipantsTooMany, PeriodMalformed
from weijiayuan.venues.models import Activity, Booking, Session, Venue, stored
from weijiayuan.venues.queries import bookings, slots
from weijiayuan.venues.rules.states import OCCUPYING
from weijiayuan.venues.rules.vocabulary import ActivityState
from weijiayuan.venues.service import (
    bookable_targets,
    keeper_permissions,
    notifications,
    venue_management,
)
from weijiayuan.venues.service.keeper_permissions import Keeper
from weijiayuan.venues.service.venue_management import FAR, Affected, Change, Kept

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Description:
    """What a venue says of itself; None leaves it as it is. A photo is a file that was sent."""

    address: str
    notes: str
    contact: str
    equipment: Sequence[str]
    photo_id: UUID | None
    name: str | None = None
    people_most: int | None = None
    place: tuple[float, float] | None = None


def describe(venue_id: UUID, given: Description, *, keeper: Keeper, now: datetime) -> Venue:
    """Change what a venue says of itself; a new name or place is told to those who booked.

    Raises `ParticipantsTooMany` when more people are booked than it would hold.
    """
    venue = keeper_permissions.venue_of(keeper, venue_id)
    claims.lock(venue.id)
    _show_photo(venue, given, keeper=keeper, now=now)
    was, most = material_facts(venue), venue.people_most
    venue.notes, venue.contact = given.notes, given.contact
    venue.equipment, venue.photo_id = list(given.equipment), given.photo_id
    venue.address, venue.name = given.address, given.name or venue.name
    if given.place is not None:
        venue.lng, venue.lat = given.place
    if given.people_most is not None:
        _check_people(venue, given.people_most, now=now)
        venue.people_most = given.people_most
    fewer = [f"可容纳人数由{most}人改为{venue.people_most}人"]
    _tell(venue, was, fewer if venue.people_most < most else [], now=now)
    audit.record("venues.described", subject_kind="venue", subject_id=venue.id)
    return venue


def _show_photo(venue: Venue, given: Description, *, keeper: Keeper, now: datetime) -> None:
    """Let everyone see a photo that is new."""
    if given.photo_id is not None and given.photo_id != venue.photo_id:
        files.attach(
            [given.photo_id],
            owner=keeper.id,
            kind="venue_photo",
            subject=venue.id,
            readers=[EVERYONE],
            now=now,
        )


def _check_people(venue: Venue, most: int, *, now: datetime) -> None:
    largest = db.session.execute(
        select(Booking.people, Booking.starts_at)
        .where(Booking.bookable_id == venue.id, Booking.ends_at > now, Booking.state.in_(OCCUPYING))
        .order_by(Booking.people.desc())
        .limit(1)
    ).first()
    planned = db.session.execute(
        select(func.max(Session.capacity), func.min(Session.starts_at))
        .join(Activity, Activity.id == Session.activity_id)
        .where(
            Activity.venue_id == venue.id,
            Activity.state == ActivityState.PUBLISHED,
            Session.ends_at > now,
        )
    ).one()
    for people, starts_at in (largest or (0, now), planned):
        if (people or 0) > most:
            raise ParticipantsTooMany(people=people, starts_at=starts_at)


def material_facts(venue: Venue) -> dict[str, str]:
    """Return what of a venue matters to who has booked it, by its name."""
    return {
        "名称": venue.name,
        "地址": venue.address,
        POINT: "" if venue.lng is None else f"{venue.lng:.5f}，{venue.lat:.5f}",
        "设备": "、".join(venue.equipment),
        "使用说明": venue.notes,
    }


def _tell(venue: Venue, was: dict[str, str], fewer: Sequence[str], *, now: datetime) -> None:
    """Tell those who booked, and those who registered for or come to what is held here.

    How many said they come is known of bookings and activities, and checked; of a meeting nobody
    knows, so who comes to it is told of `fewer` places too.
    """
    said = change_sentences(was, material_facts(venue))
    if said or fewer:
        change = RoomChange([*said, *fewer], name_before=was["名称"], name=venue.name, now=now)
        room_occupancy.tell_of_change(venue.id, change)
    if not said:
        return
    venue.place_revision += 1
    coming = list(bookings.standing(venue.id, Span(now, now + FAR)))
    for activity in _held_here(venue, now=now):
        activity.place_name = venue.name
        activity.place_revision += 1
        coming += [one for session in activity.sessions for one in bookings.living(session.id)]
    for booking in coming:
        notifications.notify_change(
            booking,
            bookable_targets.of_booking(booking),
            "venues_place_changed",
            now=now,
            again=f":{venue.place_revision}",
            changes="，".join(said),
        )


def _held_here(venue: Venue, *, now: datetime) -> Sequence[Activity]:
    return db.session.scalars(
        select(Activity).where(
            Activity.venue_id == venue.id,
            Activity.state == ActivityState.PUBLISHED,
            Activity.ends_at > now,
        )
    ).all()


def held_after(venue: Venue, last_day: date, *, now: datetime) -> list[Kept]:
    """Return what a venue is kept for after a last day: it has to move before that is one."""
    after = Span(slots.days(last_day, last_day).ends_at, now + 10 * FAR)
    return venue_management.kept_for(venue, after, now=now)


def without_after(venue: Venue, last_day: date, *, now: datetime) -> list[Booking]:
    """Return the bookings that a venue's last day would leave without a slot."""
    timetable = replace(venue.timetable, last_day=last_day)
    return venue_management.orphans(venue, timetable, now=now)


def retire(
    venue_id: UUID,
    last_day: date,
    *,
    reason: str,
    affected: Affected,
    keeper: Keeper,
    now: datetime,
) -> Change:
    """Give a venue a last day. After it there are no slots; bookings are kept or called off.

    Raises `KeptForActivity` when an activity is held there later.
    """
    if last_day < local_date(now):
        raise PeriodMalformed
    venue = keeper_permissions.venue_of(keeper, venue_id)
    claims.lock(venue.id)
    if held := held_after(venue, last_day, now=now):
        raise KeptForActivity(title=held[0].title)
    lost = without_after(venue, last_day, now=now)
    venue.last_day = last_day
    venue.timetable_data = stored(hours.to_data(replace(venue.timetable, last_day=last_day)))
    touched = venue_management.resolve(lost, affected, reason=reason, now=now)
    audit.record("venues.retired", subject_kind="venue", subject_id=venue.id, on=str(last_day))
    logger.info("venue retired", extra={"venue_id": str(venue.id), "affected": len(touched)})
    return Change(None, touched)
