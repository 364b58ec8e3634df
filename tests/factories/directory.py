from datetime import date, time, timedelta
from itertools import count
from typing import Any

from tests.factories import saved
from tests.factories.places import GUANGMING_SQUARE
from weijiayuan.db import transaction
from weijiayuan.directory.models import Closure, Service, ServiceAt, Site
from weijiayuan.directory.rules.vocabulary import Assurer, How, SiteKind
from weijiayuan.directory.service import entries
from weijiayuan.kernel import clock
from weijiayuan.kernel.clock import local_date
from weijiayuan.places.coordinates import Datum, Point, metres_per_degree
from weijiayuan.places.opening_hours import Opening, Timetable, clock_minutes

numbers = count(1)
DAILY = frozenset(range(1, 8))
HERE = Point(GUANGMING_SQUARE["lng"], GUANGMING_SQUARE["lat"], Datum.GCJ02)


def hours(*spans: str, days: Any = DAILY, **more: Any) -> Timetable:
    """`hours("09:00-12:00", "14:00-18:00", days={1, 2})`; 26:00 is two at night."""
    openings = []
    for span in spans:
        opens, closes = (clock_minutes(each) for each in span.split("-"))
        openings.append(Opening(frozenset(days), opens, closes))
    return Timetable(tuple(openings), 30, **more)


def north_of(metres: float, *, east: float = 0.0, origin: Point = HERE) -> Point:
    """A point so many metres north and east of the square."""
    wide, high = metres_per_degree(origin.lat)
    return Point(origin.lng + east / wide, origin.lat + metres / high, Datum.GCJ02)


def make_site(point: Point | None = HERE, *, opens: Timetable | None = None, **given: Any) -> Site:
    usual = {
        "code": f"T{next(numbers)}",
        "name": "测试站点",
        "kind": SiteKind.CENTRE,
        "assured_on": local_date(clock.now()),
        "assured_by": Assurer.OWNER,
    }
    with transaction():
        site = Site(**usual | given, hours_id=entries.keep_hours(opens))
        if point is not None:
            entries.locate(site, point)
        entries.note_change()
    return saved(site)


def make_service(**given: Any) -> Service:
    usual = {
        "code": f"S{next(numbers)}",
        "name": "量血压",
        "need": "blood_pressure",
        "alliance": "health",
        "text": "自助仪器",
        "how": How.WALK_IN,
        "cost_fen": 0,
    }
    return saved(Service(**usual | given))


def hold(
    service: Service, site: Site, *, opens: Timetable | None = None, **given: Any
) -> ServiceAt:
    usual = {"assured_on": local_date(clock.now())}
    with transaction():
        held = ServiceAt(
            service_id=service.id,
            site_id=site.id,
            hours_id=entries.keep_hours(opens),
            **usual | given,
        )
        entries.note_change()
    return saved(held)


def shut(site: Site, first: date, last: date) -> Closure:
    """Close a site from the first to the last day, both included."""
    return saved(
        Closure(
            site_id=site.id,
            starts_at=clock.at_local(first, time()),
            ends_at=clock.at_local(last + timedelta(days=1), time()),
            reason="装修",
        )
    )
