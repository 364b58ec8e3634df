"""What everyone may know about the district."""

from datetime import date, timedelta
from typing import Any

from flask import Response

from weijiayuan.district.current_district import district
from weijiayuan.district.profile import DistrictProfile
from weijiayuan.kernel import clock
from weijiayuan.places import coordinates, district_files, grid_lookup, queries
from weijiayuan.places.models import Community, Topic
from weijiayuan.places.schemas import (
    CalendarIn,
    CalendarOut,
    CommunitiesIn,
    CommunitiesOut,
    DistrictOut,
    LocatedOut,
    SchematicIn,
    SchematicOut,
    ServicePointsIn,
    ServicePointsOut,
    StreetsOut,
)
from weijiayuan.places.schematic_map import label_of, schematic
from weijiayuan.web.blueprint import Blueprint, open_to_all
from weijiayuan.web.etags import conditional
from weijiayuan.web.messages import text
from weijiayuan.web.schemas import Place

places = Blueprint(
    "places", __name__, guard=open_to_all, description="区、街道、社区、网格和工作日历"
)


@places.get("/district", alike=True)
@places.response(200, DistrictOut)
def read_district() -> DistrictProfile:
    """Return which district this is: names, telephone numbers, the words that are its own."""
    return district()


@places.get("/streets")
@places.response(200, StreetsOut)
def list_streets() -> Response:
    """List the streets with the number of their communities."""
    today = clock.local_date(clock.now())
    return conditional(f"{queries.revision(Topic.TERRITORY)}:{today}", lambda: _streets(today))


def _streets(today: date) -> object:
    living = [community.street.code for community in queries.communities(on=today)]
    rows = [
        {
            "code": street.code,
            "name": street.name,
            "communities": living.count(street.code),
            "area_km2": street.area_km2,
            "population": street.population,
            "source": street.source,
            "as_of": street.as_of,
        }
        for street in queries.streets()
    ]
    return StreetsOut().dump({"items": rows})


@places.get("/communities")
@places.arguments(CommunitiesIn, location="query")
@places.response(200, CommunitiesOut)
def list_communities(asked: dict[str, Any]) -> Response:
    """List the communities that exist on a day, those with a published code first."""
    on = asked["on"] or clock.local_date(clock.now())
    version = f"{queries.revision(Topic.TERRITORY)}:{on}"
    return conditional(version, lambda: _communities(on, asked["street"]))


def _communities(on: date, street: str | None) -> object:
    rows = [_community(each) for each in queries.communities(on=on, street_code=street)]
    return CommunitiesOut().dump({"named_by_district": district().communities_named, "items": rows})


def _community(community: Community) -> dict[str, object]:
    names = ("id", "code", "name", "street", "valid_from", "valid_to", "source", "grade")
    centre = {"lng": community.centre_lng, "lat": community.centre_lat, "datum": "gcj02"}
    return {name: getattr(community, name) for name in names} | {
        "centre": None if community.centre_lng is None else centre
    }


@places.get("/locate")
@places.arguments(Place, location="query")
@places.response(200, LocatedOut)
def locate(asked: dict[str, Any]) -> dict[str, object]:
    """Say in which grid, community and street a point lies. Nothing about the question is kept."""
    point = coordinates.point_of(asked)
    found = grid_lookup.grid_at(point)
    answer: dict[str, object] = {"in_district": district_files.boundary(district()).contains(point)}
    if found is None:
        return answer | dict.fromkeys(("grid", "community", "street", "metres"))
    grid = found.grid
    return answer | {
        "grid": grid,
        "community": {"code": grid.community_code, "name": grid.community_name},
        "street": {"code": grid.street_code, "name": grid.street_name},
        "metres": found.metres,
    }


@places.get("/schematic")
@places.arguments(SchematicIn, location="query")
@places.response(200, SchematicOut)
def read_schematic(asked: dict[str, Any]) -> Response:
    """Return a simplified picture of streets, communities or grids; not a map (示意图)."""
    version = f"{queries.revision(Topic.GRIDS)}"
    return conditional(version, lambda: _picture(asked["level"]), max_age=3600)


def _picture(level: str) -> object:
    known = queries.outlines()
    shapes = [(label_of(grid, level), outline) for grid, outline in known]
    return schematic(shapes, is_sample=any(grid.is_sample for grid, _ in known))


@places.get("/service-points")
@places.arguments(ServicePointsIn, location="query")
@places.response(200, ServicePointsOut)
def list_service_points(asked: dict[str, Any]) -> Response:
    """List real service points and venues by name; hours and capacity are not known here."""
    return conditional(f"{queries.revision(Topic.TERRITORY)}", lambda: _service_points(asked))


def _service_points(asked: dict[str, Any]) -> object:
    rows = queries.service_points(street_code=asked["street"], kind=asked["kind"])
    return ServicePointsOut().dump({"items": rows})


@places.get("/calendar")
@places.arguments(CalendarIn, location="query")
@places.response(200, CalendarOut)
def read_calendar(asked: dict[str, Any]) -> Response:
    """List days as worked or not; a year without a notice is answered by rule and says so."""
    version = f"{queries.revision(Topic.CALENDAR)}"
    return conditional(version, lambda: _calendar(asked["from_"], asked["to"]))


def _calendar(first: date, last: date) -> object:
    calendar = queries.working_calendar()
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    rows = [
        {
            "day": day,
            "working": calendar.is_working_day(day),
            "name": calendar.name_of(day),
            "provisional": calendar.is_provisional(day),
        }
        for day in days
    ]
    guessed = sorted({day.year for day in days if calendar.is_provisional(day)})
    note = text("places.calendar_provisional", years="、".join(map(str, guessed)))
    return CalendarOut().dump(
        {
            "provisional_from": calendar.provisional_from,
            "note": note if guessed else None,
            "items": rows,
        }
    )
