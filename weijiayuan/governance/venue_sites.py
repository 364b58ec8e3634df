"""Bookable venues stand in the directory too: the one caller above both brings them there."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from weijiayuan.db import db
from weijiayuan.directory.models import Service, ServiceAt, Site
from weijiayuan.directory.rules.kinds import Assurer, SiteKind
from weijiayuan.directory.service import entries
from weijiayuan.kernel.clock import local_date
from weijiayuan.places.coordinates import Datum, Point
from weijiayuan.venues.models import Venue
from weijiayuan.venues.rules.kinds import VenueKind

NEEDS = {
    VenueKind.COURT: "ball_games",
    VenueKind.ROOM: "dancing",
    VenueKind.HALL: "dancing",
    VenueKind.STAGE: "dancing",
    VenueKind.READING: "reading",
    VenueKind.EXHIBITION: "exhibition",
    VenueKind.PARK: "walking",
}
"""What one comes to a venue for; a district whose tree lacks the need lists the venue without."""


def bring_in(*, now: datetime) -> int:
    """Make a site of every venue, or bring the one it has up to date; return how many changed.

    A venue that has the name of a listed service point is that site; others are rooms of it.
    """
    today = local_date(now)
    by_name = {site.name: site for site in db.session.scalars(select(Site))}
    by_venue = {site.venue_id: site for site in by_name.values() if site.venue_id}
    services = {each.need: each.id for each in db.session.scalars(select(Service))}
    changed = 0
    for venue in db.session.scalars(select(Venue).order_by(Venue.code)):
        site = by_venue.get(venue.id) or by_name.get(venue.name)
        if site is None:
            site = _room(venue, _parent(venue, by_name), today)
        changed += _update(site, venue, today)
        _hold(site, services.get(NEEDS[venue.venue_kind]), today)
    if changed:
        entries.note_change()
    return changed


def _parent(venue: Venue, by_name: dict[str, Site]) -> Site | None:
    names = [name for name in by_name if venue.name.startswith(name)]
    return by_name[max(names, key=len)] if names else None


def _room(venue: Venue, parent: Site | None, today: date) -> Site:
    site = Site(
        code=f"V-{venue.code}",
        name=venue.name,
        kind=SiteKind.ROOM if parent else SiteKind.FACILITY,
        assured_on=today,
        assured_by=Assurer.SAMPLE if venue.is_sample else Assurer.OWNER,
        parent_id=parent.id if parent else None,
        community_code=venue.community_code,
        street_code=venue.street_code,
        is_sample=venue.is_sample,
    )
    db.session.add(site)
    return site


def _update(site: Site, venue: Venue, today: date) -> bool:
    """Bring hours, place and address over; say whether anything was new."""
    before = (site.venue_id, site.hours_id, site.lng, site.lat, site.address)
    site.venue_id = venue.id
    site.hours_id = entries.keep_hours(venue.timetable)
    site.address = venue.address
    if venue.lng is not None and venue.lat is not None:
        entries.locate(site, Point(venue.lng, venue.lat, Datum.GCJ02))
    db.session.flush()
    is_new = before != (site.venue_id, site.hours_id, site.lng, site.lat, site.address)
    if is_new:
        site.note = venue.notes
        site.assured_on = today
    return is_new


def _hold(site: Site, service_id: UUID | None, today: date) -> None:
    """Let the site serve what the venue is for, once."""
    if service_id is None:
        return
    held = select(ServiceAt.id).filter_by(service_id=service_id, site_id=site.id)
    if db.session.scalar(held) is None:
        db.session.add(ServiceAt(service_id=service_id, site_id=site.id, assured_on=today))
        db.session.flush()
