"""Loads the tree of units: the places of the district, and departments with their duties."""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import select

from weijiayuan.db import db, insert_new
from weijiayuan.district.current_district import district
from weijiayuan.events.models import Unit, UnitDuty
from weijiayuan.places import queries as places


def load(path: Path | None = None) -> str:
    """Add the units that are not there yet, and say how many. Safe to run twice.

    Without a path the departments of the district's own folder are used.
    """
    path = path or district().folder / "units.toml"
    table = tomllib.loads(path.read_text("utf-8"))
    rows = [*_territories(), *_departments(table)]
    fields = ("code", "name", "kind", "place", "parent_code", "is_sample")
    added = insert_new(Unit, [{name: row[name] for name in fields} for row in rows])
    ids = dict(db.session.execute(select(Unit.code, Unit.id)).all())
    duties = [
        {"unit_id": ids[row["code"]], "category_code": code} for row in rows for code in row["owns"]
    ]
    owned = insert_new(UnitDuty, duties)
    return f"{added} units, {owned} duties"


def _unit(code: str, name: str, kind: str, place: str, parent: str | None) -> dict[str, Any]:
    return {
        "code": code,
        "name": name,
        "kind": kind,
        "place": place,
        "parent_code": parent,
        "is_sample": False,
        "owns": (),
    }


def _territories() -> Iterator[dict[str, Any]]:
    """Yield the district, its streets, communities and grids."""
    own = district()
    yield _unit(own.code, own.name, "district", own.code, None)
    for street in places.streets():
        yield _unit(street.code, street.name, "street", street.code, own.code)
    seen: set[str] = set()
    for grid in places.finder().grids:
        community = grid.community_code or ""
        if community and community not in seen:
            seen.add(community)
            yield _unit(community, grid.community_name, "community", community, grid.street_code)
        yield _unit(grid.code, grid.name, "grid", grid.code, community or grid.street_code)


def _departments(table: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    sample, whole = bool(table.get("sample")), district().code
    for each in table["district"]:
        code = f"{whole}-{each['kind']}"
        row = _unit(code, each["name"], each["kind"], whole, whole)
        yield row | {"owns": each["owns"], "is_sample": sample}
    for street in places.streets():
        for each in table["street"]:
            code = f"{street.code}-{each['kind']}"
            name = each["name"].format(street=street.name)
            row = _unit(code, name, each["kind"], street.code, street.code)
            yield row | {"owns": each["owns"], "is_sample": sample}
