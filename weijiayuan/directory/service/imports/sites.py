"""Lists of sites and facilities: what each row would do, and doing it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from weijiayuan.db import db
from weijiayuan.directory.models import Organisation, Service, ServiceAt, Site
from weijiayuan.directory.queries import import_targets
from weijiayuan.directory.rules.entry_spreadsheet import Row
from weijiayuan.directory.rules.near_duplicates import plain
from weijiayuan.directory.rules.vocabulary import Assurer
from weijiayuan.directory.service import entries, entry_corrections
from weijiayuan.directory.service.imports import site_changes
from weijiayuan.directory.service.imports.import_plan import (
    PlannedRow,
    code_for,
    refuse_near,
    refuse_repeated,
)
from weijiayuan.directory.service.imports.import_source import Sender
from weijiayuan.directory.service.imports.reference_resolution import Named
from weijiayuan.directory.service.imports.site_matching import SiteMatching
from weijiayuan.directory.service.keeper_permissions import Whereabouts
from weijiayuan.kernel.clock import local_date
from weijiayuan.places.coordinates import Datum, Point

APART = frozenset({"hours", "point", "whereabouts", "services"})
"""Values that are no column of a site."""


def plan(rows: Sequence[Row], sender: Sender) -> list[PlannedRow]:
    """Return what each row would do; the sites it would change are locked."""
    matching = SiteMatching(rows, today=local_date(sender.now))
    made = [PlannedRow(row, errors=list(row.errors)) for row in rows]
    for each in made:
        each.stored_id = matching.meant_by(each.row)
    refuse_repeated(made)
    ids = {each.stored_id for each in made if each.stored_id is not None}
    stored = import_targets.sites_to_change(ids)
    around = site_changes.Around(
        sender,
        matching,
        named(import_targets.all_entries(Service)),
        named(import_targets.all_entries(Organisation)),
        import_targets.held_at(ids),
    )
    for each in made:
        _plan_row(each, stored, around)
    return made


def named(found: Sequence[Any]) -> Named[Any]:
    """Return entries by their numbers and names."""
    return Named((each, (each.code, each.name)) for each in found)


def _plan_row(
    planned: PlannedRow, stored: Mapping[UUID, Site], around: site_changes.Around
) -> None:
    known = around.matching.known[planned.row.number]
    if planned.stored_id is None:
        planned.values["code"] = planned.row.values.get("code") or code_for(
            "I", [known.community, plain(known.name)]
        )
        refuse_near(planned, known, around.matching.index.near(known))
        around.matching.index.add(known)
    site = stored.get(planned.stored_id) if planned.stored_id else None
    site_changes.compare(planned, site, around)
    day = around.sender.day_of(planned.row)
    if day > local_date(around.sender.now):
        planned.refuse("核实日期", "不能是以后的日期")
    elif day > around.sender.as_of:
        planned.refuse("核实日期", "比名单的日期还晚，请先对一下")


def write(planned: PlannedRow, sender: Sender) -> None:
    """Do what a row would do. Who keeps a site is told of new hours, and how it is found now."""
    values, day, before = planned.values, sender.day_of(planned.row), None
    if planned.stored_id is None:
        site = _new(values, day)
    else:
        site = db.session.get_one(Site, planned.stored_id)
        before = entry_corrections.findable(site)
        site.version += 1
        site.assured_on = day if site.is_sample else max(day, site.assured_on)
        site.assured_by = Assurer.IMPORT
    for name in values.keys() - APART:
        setattr(site, name, values[name])
    site.source = sender.source
    _write_place(site, values)
    db.session.flush()
    db.session.add_all(
        ServiceAt(service_id=each, site_id=site.id, assured_on=day)
        for each in values.get("services", ())
    )
    if "hours" in values:
        site.hours_id = entries.keep_hours(values["hours"])
        if values["hours"] and planned.stored_id is not None:
            entry_corrections.tell_savers(site, values["hours"], now=sender.now)
    if before is not None:
        entry_corrections.tell_changed(site, before, now=sender.now)


def _new(values: Mapping[str, Any], day: date) -> Site:
    site = Site(
        code=values["code"],
        name=values["name"],
        kind=values["kind"],
        assured_on=day,
        assured_by=Assurer.IMPORT,
    )
    db.session.add(site)
    return site


def _write_place(site: Site, values: Mapping[str, Any]) -> None:
    if "point" in values:
        lng, lat = values["point"]
        entries.locate(site, Point(lng, lat, Datum.GCJ02))
    elif "whereabouts" in values:
        where: Whereabouts = values["whereabouts"]
        site.community_code, site.street_code = where.community_code, where.street_code
