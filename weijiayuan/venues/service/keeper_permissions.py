"""Who looks after what: a keeper's duties against a venue's or an activity's place."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from weijiayuan.accounts.rules import Territory, TerritoryKind
from weijiayuan.db import db
from weijiayuan.district.current_district import district
from weijiayuan.venues.errors import ActivityNotFound, NotYourVenue, VenueNotFound
from weijiayuan.venues.models import Activity, Booking, Session, Venue


@dataclass(frozen=True, slots=True)
class Keeper:
    """A member of staff and the territories their duty covers."""

    id: UUID
    territories: Sequence[Territory]

    def keeps(self, kept: Venue | Activity) -> bool:
        wanted = list(lying_in(kept))
        return any(own.holds(one) for own in self.territories for one in wanted)


def lying_in(kept: Venue | Activity) -> Iterator[Territory]:
    """Yield what a duty may name to cover the venue or activity."""
    if isinstance(kept, Venue):
        yield Territory(TerritoryKind.VENUE, kept.code)
    elif kept.venue_id is not None:
        yield from lying_in(db.session.get_one(Venue, kept.venue_id))
    if kept.community_code is not None:
        yield Territory(TerritoryKind.COMMUNITY, kept.community_code)
    elif kept.street_code is not None:
        yield Territory(TerritoryKind.STREET, kept.street_code)
    else:
        yield Territory(TerritoryKind.DISTRICT, district().code)


def venue_of(keeper: Keeper, venue_id: UUID) -> Venue:
    """Return a venue the keeper looks after. Raises `VenueNotFound` or `NotYourVenue`."""
    venue = db.session.get(Venue, venue_id)
    if venue is None:
        raise VenueNotFound
    if not keeper.keeps(venue):
        raise NotYourVenue
    return venue


def activity_of(keeper: Keeper, activity_id: UUID) -> Activity:
    """Return an activity the keeper looks after. Raises `ActivityNotFound` or `NotYourVenue`."""
    activity = db.session.get(Activity, activity_id)
    if activity is None:
        raise ActivityNotFound
    if not keeper.keeps(activity):
        raise NotYourVenue
    return activity


def subject_of(booking: Booking) -> Venue | Activity:
    """Return what the booking is for."""
    venue = db.session.get(Venue, booking.bookable_id)
    return venue or db.session.get_one(Session, booking.bookable_id).activity
