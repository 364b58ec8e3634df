"""What keepers change of a site: its hours, its closures, its facts. Who keeps the site is told."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select

from weijiayuan import audit
from weijiayuan.db import db, insert_new
from weijiayuan.directory.errors import (
    ChangedMeanwhile,
    HoursMalformed,
    KeptAtVenue,
    NotYourSite,
    OutsideDistrict,
)
from weijiayuan.directory.models import Closure, SavedSite, Site
from weijiayuan.directory.queries.entries import coming_closures
from weijiayuan.directory.rules.opening_hours_parser import read_hours
from weijiayuan.directory.service import entries, visitor_reports
from weijiayuan.directory.service.keeper_permissions import Keeper
from weijiayuan.directory.service.visitor_reports import SITE_PAGE
from weijiayuan.kernel.change_sentences import POINT, change_sentences
from weijiayuan.kernel.clock import local_date, moment_in_words
from weijiayuan.kernel.ids import new_id
from weijiayuan.notices import service as notices
from weijiayuan.places import grid_lookup, opening_hours
from weijiayuan.places.coordinates import Point, point_of
from weijiayuan.places.opening_hours import SHUT_FOR_NOW, OnHolidays, OnMakeupDays, Timetable

SLOT_MINUTES = 30
"""Timetables are cut into slots for bookings; the directory reads their openings alone."""


def timetable_of(asked: Mapping[str, Any]) -> Timetable:
    """Return the timetable somebody wrote. Raises `HoursMalformed` with what is wrong."""
    holidays = OnHolidays(asked["on_holidays"]) if asked["on_holidays"] else None
    if "words" in asked and not asked.get("openings"):
        return _beside(_said_in_words(asked["words"], holidays), asked)
    openings = [
        {"from": each["from_"], **{key: each[key] for key in ("weekdays", "opens", "closes", "to")}}
        for each in asked["openings"]
    ]
    last: date | None = asked["last_day"]
    data = {
        "openings": openings,
        "slot_minutes": SLOT_MINUTES,
        "gap_minutes": 0,
        "on_holidays": holidays or OnHolidays.USUAL,
        "on_makeup_days": asked["on_makeup_days"] or OnMakeupDays.USUAL,
        "last_day": last.isoformat() if last else None,
    }
    made = opening_hours.from_data(data)
    if faults := made.faults():
        raise HoursMalformed(fields={"openings": [f"directory.{fault}" for fault in faults]})
    return made


def _beside(made: Timetable, asked: Mapping[str, Any]) -> Timetable:
    """Return the timetable of words with what is written beside them: nothing is dropped.

    Raises `HoursMalformed` where words and field name two last days.
    """
    last: date | None = asked["last_day"]
    if last is not None and made.last_day not in (None, last):
        raise HoursMalformed(fields={"last_day": ["directory.last_day_twice"]})
    makeup = asked["on_makeup_days"]
    return replace(
        made,
        last_day=last or made.last_day,
        on_makeup_days=OnMakeupDays(makeup) if makeup else made.on_makeup_days,
    )


def _said_in_words(words: str, holidays: OnHolidays | None) -> Timetable:
    """Return the timetable that words mean; no words are no opening for now."""
    if words in {"", SHUT_FOR_NOW}:
        return Timetable((), SLOT_MINUTES, on_holidays=holidays or OnHolidays.CLOSED)
    try:
        return read_hours(words, on_holidays=holidays).timetable
    except ValueError as error:
        raise HoursMalformed(fields={"words": [str(error)]}) from error


def set_hours(site: Site, asked: Mapping[str, Any], *, now: datetime) -> None:
    """Give a site new hours and closures, and tell who keeps it. The site is locked.

    Raises `KeptAtVenue` for one that is a bookable venue: its hours are set there,
    `SiteNotInUse`, `HoursMalformed`, `ChangedMeanwhile`.
    """
    visitor_reports.check_in_use(site)
    _check_version(site, asked)
    if site.venue_id is not None:
        raise KeptAtVenue
    made = timetable_of(asked)
    if made.last_day is not None and made.last_day < local_date(now):
        raise HoursMalformed(fields={"last_day": ["directory.last_day_over"]})
    before = site.hours_id
    site.hours_id = entries.keep_hours(made)
    changed = _replace_closures(site, asked["closures"], now=now) or site.hours_id != before
    if changed:
        site.corrected_at = now
    site.version += 1
    entries.note_change()
    audit.record("site hours", subject_kind="site", subject_id=site.id)
    visitor_reports.reopen_if_undone(site, now)
    if changed:
        tell_savers(site, made, now=now)


def _check_version(site: Site, asked: Mapping[str, Any]) -> None:
    """See that nobody changed the site since who asks read it. Raises `ChangedMeanwhile`."""
    if asked.get("version") not in (None, site.version):
        raise ChangedMeanwhile


def _replace_closures(site: Site, wanted: Sequence[Mapping[str, Any]], *, now: datetime) -> bool:
    """Let these closures stand in place of all that are not over; say whether any is new."""
    coming = select(Closure).where(Closure.site_id == site.id, Closure.ends_at > now)
    before = {(each.starts_at, each.ends_at) for each in db.session.scalars(coming)}
    db.session.execute(delete(Closure).where(Closure.site_id == site.id, Closure.ends_at > now))
    db.session.add_all(Closure(site_id=site.id, **each) for each in wanted)
    return not {(each["starts_at"], each["ends_at"]) for each in wanted} <= before


def tell_savers(site: Site, made: Timetable, *, now: datetime) -> None:
    """Tell everybody who keeps a site of its new hours, once a version of the site."""
    said = [*opening_hours.sentences(made), *_closures_in_words(site, now)]
    facts = {"site": site.name, "hours": "；".join(said), "day": local_date(now)}
    _tell_savers(site, "site_hours", f"site-hours:{site.id}:{site.version}", facts, now=now)


def _closures_in_words(site: Site, now: datetime) -> list[str]:
    """Say when a site is shut from now on, in spite of its hours."""
    db.session.flush()
    return [
        f"{moment_in_words(each.starts_at)}至{moment_in_words(each.ends_at)}不开（{each.reason}）"
        for each in coming_closures(site.id, now)
    ]


def findable(site: Site) -> dict[str, str]:
    """Return by what one finds a site, to say later what has changed of it."""
    return {
        "名称": site.name,
        "地址": site.address,
        "电话": site.phone,
        POINT: "" if site.lng is None else f"{site.lng:.4f}，{site.lat:.4f}",
    }


def tell_changed(site: Site, before: Mapping[str, str], *, now: datetime) -> None:
    """Tell everybody who keeps a site how it is found now, once a version of the site."""
    if said := change_sentences(before, findable(site)):
        facts = {"site": before["名称"], "changes": "，".join(said)}
        _tell_savers(site, "site_moved", f"site-moved:{site.id}:{site.version}", facts, now=now)


def tell_gone(site: Site, *, now: datetime) -> None:
    """Tell everybody who keeps a site that it is there no more."""
    cause = f"site-gone:{site.id}:{site.version}"
    _tell_savers(site, "site_gone", cause, {"site": site.name}, now=now)


def _tell_savers(
    site: Site, template: str, cause: str, facts: dict[str, Any], *, now: datetime
) -> None:
    keepers = select(SavedSite.resident_id).where(SavedSite.site_id == site.id)
    for person in db.session.scalars(keepers.order_by(SavedSite.id)):
        notices.tell(
            person,
            cause=cause,
            template=template,
            facts=facts,
            now=now,
            link=f"{SITE_PAGE}{site.id}",
        )


def set_facts(site: Site, asked: Mapping[str, Any], *, by: Keeper, now: datetime) -> None:
    """Mend what was given of a site, and tell who keeps it how it is found now.

    What was not given stays. The site is locked.
    Raises `KeptAtVenue` for the place and address of one that is a bookable venue, `SiteNotInUse`,
    and for a place `OutsideDistrict` or, beyond the keeper's own territory, `NotYourSite`.
    """
    visitor_reports.check_in_use(site)
    _check_version(site, asked)
    if site.venue_id is not None and {"address", "place"} & asked.keys():
        raise KeptAtVenue
    before = findable(site)
    for name in ("phone", "address", "note"):
        if name in asked:
            setattr(site, name, asked[name])
    for name, has in asked.get("features", {}).items():
        setattr(site, name, has)
    if "place" in asked:
        _move(site, point_of(asked["place"]), by)
    if db.session.is_modified(site):
        site.corrected_at = now
    site.version += 1
    entries.note_change()
    audit.record(
        "site mended",
        subject_kind="site",
        subject_id=site.id,
        fields=sorted(asked.keys() - {"version"}),
    )
    visitor_reports.reopen_if_undone(site, now)
    tell_changed(site, before, now=now)


def _move(site: Site, point: Point, by: Keeper) -> None:
    """Put a site elsewhere in the district, where its keeper keeps it still."""
    if grid_lookup.grid_at(point) is None:
        raise OutsideDistrict(fields={"place": [OutsideDistrict.code]})
    entries.locate(site, point)
    if not by.keeps(site):
        raise NotYourSite


def save(site: Site, *, by: UUID) -> None:
    """Keep a site for somebody, to tell them what changes of it. Raises `SiteNotInUse`."""
    visitor_reports.check_in_use(site)
    site_id = site.id
    insert_new(SavedSite, [{"id": new_id(), "resident_id": by, "site_id": site_id}])


def unsave(site_id: UUID, *, by: UUID) -> None:
    """Keep a site no more."""
    db.session.execute(delete(SavedSite).filter_by(resident_id=by, site_id=site_id))
