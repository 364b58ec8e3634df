"""Loads the tree of units: the places of the district, and departments with their duties."""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import select

from weijiayuan.db import db, insert_new
from weijiayuan.events.models import Unit, UnitDuty
from weijiayuan.events.rules import tables
from weijiayuan.places import queries as places

DISTRICT = "440311"


def load_units(path: Path | None = None) -> str:
    """Add the units that are not there yet, and say how many. Safe to run twice.

    Without a path the sample departments that ship are used.
    """
    table = tables.read("units") if path is None else tomllib.loads(path.read_text("utf-8"))
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
    yield _unit(DISTRICT, "光明区", "district", DISTRICT, None)
    for street in places.streets():
        yield _unit(street.code, street.name, "street", street.code, DISTRICT)
    seen: set[str] = set()
    for grid in places.finder().grids:
        community = grid.community_code or ""
        if community and community not in seen:
            seen.add(community)
            yield _unit(community, grid.community_name, "community", community, grid.street_code)
        yield _unit(grid.code, grid.name, "grid", grid.code, community or grid.street_code)


def _departments(table: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    sample = bool(table.get("sample"))
    for each in table["district"]:
        code = f"{DISTRICT}-{each['kind']}"
        row = _unit(code, each["name"], each["kind"], DISTRICT, DISTRICT)
        yield row | {"owns": each["owns"], "is_sample": sample}
    for street in places.streets():
        for each in table["street"]:
            code = f"{street.code}-{each['kind']}"
            name = each["name"].format(street=street.name)
            row = _unit(code, name, each["kind"], street.code, street.code)
            yield row | {"owns": each["owns"], "is_sample": sample}
