"""Sample sites and services, marked 示例: the real list of a hundred was not found.

One centre a community and one small station a grid, with invented hours, places and features; the
services of the district's `directory/services.toml`. Real service points come in by name alone.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID
from zlib import crc32

from sqlalchemy import select

from weijiayuan.db import db
from weijiayuan.directory.models import HallMatter, Organisation, Service, ServiceAt, Site
from weijiayuan.directory.queries.need_taxonomy import tree
from weijiayuan.directory.rules.vocabulary import Assurer, How, OrganisationKind, SiteKind
from weijiayuan.directory.service import entries
from weijiayuan.district.current_district import district
from weijiayuan.kernel import clock
from weijiayuan.kernel.clock import local_date
from weijiayuan.places import district_files
from weijiayuan.places import queries as places
from weijiayuan.places.coordinates import Datum, Point
from weijiayuan.places.models import Community, ServicePoint, Street
from weijiayuan.places.opening_hours import (
    OnHolidays,
    OnMakeupDays,
    Opening,
    Timetable,
    clock_minutes,
)

SLOT = 30
DAILY = frozenset(range(1, 8))
WORKDAYS = frozenset(range(1, 6))
CENTRE_HOURS = (
    Timetable((Opening(DAILY, 9 * 60, 21 * 60),), SLOT, on_holidays=OnHolidays.SUNDAY),
    Timetable(
        (Opening(WORKDAYS, 9 * 60, 12 * 60), Opening(WORKDAYS, 14 * 60, 18 * 60)),
        SLOT,
        on_holidays=OnHolidays.CLOSED,
        on_makeup_days=OnMakeupDays.WORKDAY,
    ),
    Timetable((Opening(DAILY - {1}, 9 * 60, 20 * 60 + 30),), SLOT),
)
MICRO_HOURS = (
    Timetable((Opening(DAILY, 7 * 60, 22 * 60),), SLOT),
    Timetable((Opening(DAILY, 0, 24 * 60),), SLOT),
    Timetable((Opening(DAILY, 17 * 60, 26 * 60),), SLOT),
)
PLAIN = ["name", "need", "text", "who", "list_no", "rule", "cost_fen", "fees", "minutes"]
PLAIN += ["how_often", "quality", "complaints", "papers", "languages"]
"""Columns of a service that the sheet gives as they are."""
NOTE = "地点、开放时间和设施为示例。"


def load() -> str:
    """Add sample services and sites that are not there yet, and say how many there were."""
    today = local_date(clock.now())
    services = _load_services()
    sites = sum(1 for _ in _load_sites(services, today))
    matters = _load_matters()
    if sites or matters:
        entries.note_change()
    return f"{sites} sample sites, {len(services)} sample services, {matters} sample matters"


def _sheet(name: str) -> dict[str, Any]:
    path = district().folder / "directory" / name
    return tomllib.loads(path.read_text("utf-8"))


def _load_services() -> list[tuple[Service, Mapping[str, Any]]]:
    content = _sheet("services.toml")
    known = {each.code: each for each in db.session.scalars(select(Service))}
    found = []
    for row in content["services"]:
        service = known.get(row["code"]) or _service(row, content)
        db.session.add(service)
        found.append((service, row))
    db.session.flush()
    return found


def _service(row: Mapping[str, Any], content: Mapping[str, Any]) -> Service:
    return Service(
        code=row["code"],
        how=How(row["how"]),
        alliance=tree().needs[row["need"]].alliance,
        source=content["source"],
        is_sample=content["sample"],
        organisation_id=_owner(tree().needs[row["need"]].alliance).id,
        **{name: row[name] for name in PLAIN if name in row},
    )


def _owner(alliance: str) -> Organisation:
    """Return the invented organisation that answers for the services of an alliance."""
    code = f"S-{alliance}"
    found = db.session.scalars(select(Organisation).filter_by(code=code)).one_or_none()
    if found is None:
        name = f"示例·{tree().alliances[alliance].name}服务单位"
        found = Organisation(code=code, name=name, kind=OrganisationKind.PUBLIC)
        found.source, found.is_sample = "SAMPLE", True
        db.session.add(found)
        db.session.flush()
    return found


def _load_sites(services: list[tuple[Service, Mapping[str, Any]]], today: date) -> Iterator[Site]:
    known = set(db.session.scalars(select(Site.code)))
    own = {service.id: entries.keep_hours(own_hours(row)) for service, row in services}
    timetables = {entries.keep_hours(each): each for each in (*CENTRE_HOURS, *MICRO_HOURS)}
    with db.session.no_autoflush:
        for site, tag in (*_centres(today), *_stations(today), *_service_points()):
            if site.code in known:
                continue
            db.session.add(site)
            db.session.add_all(
                ServiceAt(
                    service_id=service.id,
                    site_id=site.id,
                    assured_on=today,
                    hours_id=own[service.id],
                )
                for service, row in services
                if tag in row["held_at"] and _fits(own_hours(row), timetables.get(site.hours_id))
            )
            yield site
    db.session.flush()


def _fits(own: Timetable | None, site: Timetable | None) -> bool:
    """Say whether a service of these hours finds the door of the site open at all."""
    if own is None or site is None:
        return True
    return any(
        one.weekdays & other.weekdays and one.opens < other.closes and other.opens < one.closes
        for one in own.openings
        for other in site.openings
    )


def own_hours(row: Mapping[str, Any]) -> Timetable | None:
    """Return the hours of a service apart from its site's, if it has any."""
    openings = tuple(
        Opening(
            frozenset(each["weekdays"]), clock_minutes(each["opens"]), clock_minutes(each["closes"])
        )
        for each in row.get("hours", ())
    )
    return Timetable(openings, SLOT, on_holidays=OnHolidays.CLOSED) if openings else None


def _centres(today: date) -> Iterator[tuple[Site, str]]:
    hours = [entries.keep_hours(one) for one in CENTRE_HOURS]
    for community in places.communities(on=today):
        if community.centre_lng is None or community.centre_lat is None:
            continue
        name = f"{community.name}党群服务中心"
        point = Point(community.centre_lng, community.centre_lat, Datum.GCJ02)
        yield (
            _site(
                f"C-{community.territory}", name, SiteKind.CENTRE, point, hours=hours, today=today
            ),
            "centre",
        )


def _stations(today: date) -> Iterator[tuple[Site, str]]:
    hours = [entries.keep_hours(one) for one in MICRO_HOURS]
    for grid in places.newest_grids():
        name = f"{grid.name}服务微站点"
        point = Point(grid.centre_lng, grid.centre_lat, Datum.GCJ02)
        yield (
            _site(f"M-{grid.code}", name, SiteKind.MICRO, point, hours=hours, today=today),
            "micro",
        )


def _site(
    code: str,
    name: str,
    kind: SiteKind,
    point: Point,
    *,
    hours: Sequence[UUID | None],
    today: date,
) -> Site:
    mark = crc32(code.encode())
    yes_no_unknown = (True, False, None)
    site = Site(
        code=code,
        name=name,
        kind=kind,
        assured_on=today,
        assured_by=Assurer.SAMPLE,
        address=f"{name}（示例地址）",
        phone="0755-0000 0000（示例）",
        hours_id=hours[mark % len(hours)],
        note=NOTE,
        ramp=yes_no_unknown[mark // 3 % 3],
        lift=yes_no_unknown[mark // 9 % 3],
        toilet=yes_no_unknown[mark // 27 % 3],
        nursing=yes_no_unknown[mark // 81 % 3],
        hearing_loop=yes_no_unknown[mark // 243 % 3],
        source="SAMPLE",
        is_sample=True,
    )
    entries.locate(site, point)
    return site


def _service_points() -> Iterator[tuple[Site, str]]:
    """Yield the real service points: their names are true, all else is not known."""
    as_of = date.fromisoformat(district_files.sheet(district(), "service_points.json")["as_of"])
    rows = db.session.execute(
        select(ServicePoint, Street.code, Community)
        .outerjoin(Street, Street.id == ServicePoint.street_id)
        .outerjoin(Community, Community.id == ServicePoint.community_id)
        .order_by(ServicePoint.name)
    )
    for point, street, community in rows:
        yield (
            Site(
                code=f"P-{point.code or format(crc32(point.name.encode()), '08X')}",
                name=point.name,
                kind=SiteKind.FACILITY,
                assured_on=as_of,
                assured_by=Assurer.IMPORT,
                street_code=street,
                community_code=community.territory if community else None,
                source=point.source,
            ),
            point.kind,
        )


def _load_matters() -> int:
    content = _sheet("matters.toml")
    halls = db.session.scalars(select(Site).filter_by(kind=SiteKind.CENTRE).order_by(Site.code))
    hall = halls.first()
    if hall is None or db.session.scalar(select(HallMatter.id).limit(1)):
        return 0
    make = partial(HallMatter, site_id=hall.id, is_sample=content["sample"])
    db.session.add_all(make(**row) for row in content["matters"])
    return len(content["matters"])
