"""Taking a new venue into the list."""

import logging
from dataclasses import dataclass

from weijiayuan.audit import service as audit
from weijiayuan.db import db
from weijiayuan.kernel.ids import readable_code
from weijiayuan.places import opening_hours as hours
from weijiayuan.places import queries as places
from weijiayuan.places.coordinates import Point
from weijiayuan.places.opening_hours import EVERY_DAY, Opening, Timetable
from weijiayuan.venues.errors import CommunityNotFound, NotYourVenue
from weijiayuan.venues.models import Venue, stored
from weijiayuan.venues.rules import booking_rules as rules
from weijiayuan.venues.rules.booking_rules import BookingRules
from weijiayuan.venues.rules.vocabulary import Use, VenueKind
from weijiayuan.venues.service.keeper_permissions import Keeper

logger = logging.getLogger(__name__)

USUAL_HOURS = Timetable((Opening(EVERY_DAY, 9 * 60, 21 * 60),), slot_minutes=60)


@dataclass(frozen=True, slots=True)
class NewVenue:
    """What a venue begins with. `places` can be claimed at one time; `place` is GCJ-02."""

    name: str
    venue_kind: VenueKind
    use: Use
    community_code: str
    places: int
    people_most: int
    address: str = ""
    contact: str = ""
    place: Point | None = None


def add_venue(given: NewVenue, *, keeper: Keeper) -> Venue:
    """Add a venue with usual hours and rules, which its keeper then changes.

    Raises `CommunityNotFound`, or `NotYourVenue` outside the keeper's territories.
    """
    community = places.community(given.community_code)
    if community is None or community.valid_to is not None:
        raise CommunityNotFound
    venue = Venue(
        code=f"v-{readable_code(12)}",
        name=given.name,
        venue_kind=given.venue_kind,
        use=given.use,
        capacity=1 if given.use is Use.EXCLUSIVE else given.places,
        people_most=given.people_most,
        timetable_data=stored(hours.to_data(USUAL_HOURS)),
        rules_data=stored(rules.to_data(BookingRules(max_people=given.people_most))),
        street_code=given.community_code[:9],
        community_code=given.community_code,
        address=given.address,
        contact=given.contact,
        lng=given.place.lng if given.place else None,
        lat=given.place.lat if given.place else None,
    )
    if not keeper.keeps(venue):
        raise NotYourVenue
    db.session.add(venue)
    db.session.flush()
    audit.record("venues.founded", subject_kind="venue", subject_id=venue.id)
    logger.info("venue added", extra={"venue_id": str(venue.id)})
    return venue
