"""Bookable venues stand in the directory too: the one caller above both keeps them true there.

A venue's hours, closures, place and end are its keeper's word in the service of venues; the
directory follows within a minute, and nobody sets them a second time here.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import joinedload

from weijiayuan.db import db
from weijiayuan.directory.models import Closure, Service, ServiceAt, Site
from weijiayuan.directory.rules.vocabulary import Assurer, SiteKind, Standing
from weijiayuan.directory.service import entries, entry_corrections
from weijiayuan.kernel.clock import local_date
from weijiayuan.places.coordinates import Datum, Point
from weijiayuan.places.opening_hours import to_data
from weijiayuan.venues.models import Closure as VenueClosure
from weijiayuan.venues.models import Venue
from weijiayuan.venues.queries import closures
from weijiayuan.venues.rules.vocabulary import VenueKind

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
OWN = "V-"
"""How the code of a site begins that is there for its venue alone."""


def bring_in(*, now: datetime) -> int:
    """Make a site of every venue, or bring the one it has up to date; return how many changed.

    A venue that has the name of a listed service point is that site; others are rooms of it.
    """
    today = local_date(now)
    venues = db.session.scalars(select(Venue).order_by(Venue.code)).all()
    known = _known()
    changed: set[UUID] = set()
    sites: dict[UUID, Site] = {}
    for venue in venues:
        site = known.get(venue.id) or _named(venue.name) or _made(venue, today)
        sites[venue.id] = site
        if _update(site, venue, now=now):
            changed.add(site.id)
    db.session.flush()
    changed |= _hold(venues, sites, today)
    changed |= _close(sites, now=now)
    changed |= _forget(known, sites)
    if changed:
        entries.note_change()
    return len(changed)


def _known() -> dict[UUID, Site]:
    wanted = select(Site).where(Site.venue_id.is_not(None)).options(joinedload(Site.hours))
    return {site.venue_id: site for site in db.session.scalars(wanted) if site.venue_id}


def _named(name: str) -> Site | None:
    """Return the site of this name that is no other venue's."""
    wanted = select(Site).filter_by(name=name, venue_id=None).order_by(Site.code)
    return db.session.scalars(wanted.limit(1)).first()


def _parent(venue: Venue) -> Site | None:
    """Return the site whose name begins the venue's, the longest; no venue's own site."""
    beginnings = [venue.name[:most] for most in range(1, len(venue.name))]
    holds = Site.name.in_(beginnings), Site.code.not_like(f"{OWN}%")
    named = db.session.scalars(select(Site).where(*holds).order_by(Site.code)).all()
    return max(named, key=lambda site: len(site.name), default=None)


def _made(venue: Venue, today: date) -> Site:
    parent = _parent(venue)
    site = Site(
        code=f"{OWN}{venue.code}",
        name=venue.name,
        kind=SiteKind.ROOM if parent else SiteKind.FACILITY,
        assured_on=today,
        assured_by=Assurer.SAMPLE if venue.is_sample else Assurer.IMPORT,
        parent_id=parent.id if parent else None,
        community_code=venue.community_code,
        street_code=venue.street_code,
        is_sample=venue.is_sample,
    )
    db.session.add(site)
    return site


def _update(site: Site, venue: Venue, *, now: datetime) -> bool:
    """Bring name, hours, place and end over; say whether anything was new."""
    before, today = _facts(site), local_date(now)
    found_by, hours_before, stood = entry_corrections.findable(site), site.hours_id, site.standing
    site.venue_id, site.address = venue.id, venue.address
    timetable = venue.timetable
    if site.hours is None or site.hours.timetable != to_data(timetable):
        site.hours_id = entries.keep_hours(timetable)
    if venue.lng is not None and venue.lat is not None:
        here = Point(venue.lng, venue.lat, Datum.GCJ02)
        if (site.lng, site.lat) != (round(here.lng, 6), round(here.lat, 6)):
            entries.locate(site, here)
    if site.code.startswith(OWN):
        site.name = venue.name
        site.standing = _standing(site, venue, today)
    if before == _facts(site):
        return False
    site.note = venue.notes
    site.assured_on = today
    site.version += 1
    if hours_before is not None and site.hours_id != hours_before:
        entry_corrections.tell_savers(site, timetable, now=now)
    if stood is Standing.ACTIVE and site.standing is not Standing.ACTIVE:
        entry_corrections.tell_gone(site, now=now)
    elif before[0] is not None:
        entry_corrections.tell_changed(site, found_by, now=now)
    return True


def _facts(site: Site) -> tuple[object, ...]:
    place = (site.lng, site.lat, site.address)
    return (site.venue_id, site.name, site.hours_id, site.standing, *place)


def _standing(site: Site, venue: Venue, today: date) -> Standing:
    """Return whether the venue's own site is in use: not after its last day, whoever said so."""
    if site.standing is Standing.GONE:
        return Standing.GONE
    is_over = venue.last_day is not None and venue.last_day < today
    return Standing.INACTIVE if is_over else Standing.ACTIVE


def _hold(venues: Sequence[Venue], sites: Mapping[UUID, Site], today: date) -> set[UUID]:
    """Let every site serve what its venue is for, once; return the sites that did not yet."""
    active = select(Service).filter_by(standing=Standing.ACTIVE).order_by(Service.code.desc())
    services = {each.need: each.id for each in db.session.scalars(active)}
    wanted = {
        (services[NEEDS[venue.venue_kind]], sites[venue.id].id)
        for venue in venues
        if NEEDS[venue.venue_kind] in services
    }
    held = select(ServiceAt.service_id, ServiceAt.site_id).where(
        ServiceAt.service_id.in_(services.values()),
        ServiceAt.site_id.in_([site.id for site in sites.values()]),
    )
    missing = wanted - {(row.service_id, row.site_id) for row in db.session.execute(held)}
    db.session.add_all(
        ServiceAt(service_id=service, site_id=site, assured_on=today)
        for service, site in sorted(missing)
    )
    return {site for _, site in missing}


def _close(sites: Mapping[UUID, Site], *, now: datetime) -> set[UUID]:
    """Let the sites be shut when their venues are, and no longer; return those it changed."""
    standing = {each.id: each for each in closures.by_keepers(now=now)}
    copied = {
        each.venue_closure_id: each
        for each in db.session.scalars(
            select(Closure).where(Closure.venue_closure_id.is_not(None), Closure.ends_at > now)
        )
    }
    changed: set[UUID] = set()
    news: dict[UUID, tuple[Site, UUID]] = {}
    for closure_id, copy in copied.items():
        if closure_id not in standing:
            changed.add(copy.site_id)
            db.session.delete(copy)
    for closure in standing.values():
        site = sites[closure.venue_id]
        if _copy(closure, site, copied.get(closure.id)):
            changed.add(site.id)
            news[site.id] = site, closure.venue_id
    for site, venue_id in news.values():
        site.version += 1
        timetable = db.session.get_one(Venue, venue_id).timetable
        entry_corrections.tell_savers(site, timetable, now=now)
    return changed


def _copy(closure: VenueClosure, site: Site, copy: Closure | None) -> bool:
    """Write the venue's closure down for its site; say whether it was not there like this."""
    said = {"site_id": site.id} | {
        name: getattr(closure, name) for name in ("starts_at", "ends_at", "reason")
    }
    if copy is None:
        db.session.add(Closure(venue_closure_id=closure.id, **said))
        return True
    changed = {name: value for name, value in said.items() if getattr(copy, name) != value}
    for name, value in changed.items():
        setattr(copy, name, value)
    return bool(changed)


def _forget(known: Mapping[UUID, Site], sites: Mapping[UUID, Site]) -> set[UUID]:
    """Put sites whose venue is there no more out of use; return them."""
    lost = {site.id for venue_id, site in known.items() if venue_id not in sites}
    if lost:
        gone = update(Site).where(Site.id.in_(lost)).values(venue_id=None, hours_id=None)
        db.session.execute(gone.execution_options(synchronize_session=False))
        copies = Closure.site_id.in_(lost), Closure.venue_closure_id.is_not(None)
        db.session.execute(delete(Closure).where(*copies))
        own = update(Site).where(Site.id.in_(lost), Site.code.startswith(OWN))
        over = own.values(standing=Standing.INACTIVE)
        db.session.execute(over.execution_options(synchronize_session=False))
    return lost
