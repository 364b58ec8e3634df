"""What a row of a list changes of a site, and whether the sender may."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from weijiayuan.directory.models import Organisation, Service, Site
from weijiayuan.directory.rules.vocabulary import (
    FEATURE_WORDS,
    SITE_WORDS,
    Assurer,
    Feature,
    SiteKind,
    Standing,
)
from weijiayuan.directory.service.imports.import_plan import PlannedRow
from weijiayuan.directory.service.imports.import_source import Sender
from weijiayuan.directory.service.imports.reference_resolution import Named
from weijiayuan.directory.service.imports.site_matching import SiteMatching, point_of
from weijiayuan.directory.service.keeper_permissions import Whereabouts
from weijiayuan.places import grid_lookup
from weijiayuan.places.coordinates import Point
from weijiayuan.places.opening_hours import Timetable, from_data, sentences

WORDS = {"code": "编号", "name": "名称", "address": "地址", "phone": "电话", "note": "说明"}
AT_VENUE = frozenset({"hours", "point", "address"})
BY_HAND = frozenset({Assurer.OWNER, Assurer.VISIT, Assurer.CALL})
UNKNOWN: dict[str, Any] = {"address": "", "phone": "", "note": "", "hours": None} | dict.fromkeys(
    Feature
)
"""What becomes of the invented facts of a sample that the true list does not name."""


@dataclass(frozen=True, slots=True)
class Around:
    """What the rows of a list of sites are held against."""

    sender: Sender
    matching: SiteMatching
    services: Named[Service]
    organisations: Named[Organisation]
    held: set[tuple[UUID, UUID]]


def compare(planned: PlannedRow, stored: Site | None, around: Around) -> None:
    """Note in the plan what the row changes of its site, and what is wrong with that."""
    wanted = dict(planned.row.values)
    if stored is not None and stored.is_sample:
        wanted = UNKNOWN | wanted
        planned.replaces_sample()
    _compare_facts(planned, stored, wanted)
    _compare_hours(planned, stored, wanted)
    _compare_place(planned, stored, around)
    _compare_links(planned, stored, wanted, around)
    if stored is not None:
        _check_stored(planned, stored, around)


def _compare_facts(planned: PlannedRow, stored: Site | None, wanted: Mapping[str, Any]) -> None:
    for name, column in WORDS.items():
        if name in wanted:
            planned.will(name, column, now=getattr(stored, name, ""), after=wanted[name])
    if "kind" in wanted:
        kind = SiteKind(wanted["kind"])
        planned.will("kind", "类型", now=stored and stored.kind, after=kind, words=SITE_WORDS.get)
    has = {True: "有", False: "没有"}.get
    for feature, column in FEATURE_WORDS.items():
        if feature in wanted:
            now = getattr(stored, feature, None)
            planned.will(feature.value, column, now=now, after=wanted[feature], words=has)


def _compare_hours(planned: PlannedRow, stored: Site | None, wanted: Mapping[str, Any]) -> None:
    if "hours" in wanted:
        kept = stored.hours if stored is not None else None
        now = from_data(kept.timetable) if kept is not None else None
        if not _are_alike(now, wanted["hours"]):
            planned.will("hours", "开放时间", now=now, after=wanted["hours"], words=_said)


def _are_alike(now: Timetable | None, after: Timetable | None) -> bool:
    """Say whether two timetables open the same doors; how a booking is cut is not of the list."""
    if now is None or after is None:
        return now is after
    parts = ("on_holidays", "on_makeup_days", "last_day")
    return set(now.openings) == set(after.openings) and all(
        getattr(now, part) == getattr(after, part) for part in parts
    )


def _said(timetable: Timetable) -> str:
    return "；".join(sentences(timetable))


def _compare_place(planned: PlannedRow, stored: Site | None, around: Around) -> None:
    """Note where the site lies after the row, which the sender must keep before and after."""
    point, word = point_of(planned.row), planned.row.values.get("community")
    named = around.matching.community(word) if word else None
    if word and named is None:
        planned.refuse("社区", f"没有“{word}”这个社区，请写社区全名或代码")
        return
    code = planned.values.get("code") or (stored.code if stored else "")
    if point is not None:
        after = _at_point(planned, stored, point, code)
        if after and named and named.territory != after.community_code:
            planned.refuse("社区", "坐标不在这个社区里")
    elif named is not None and (stored is None or stored.lng is None):
        after = Whereabouts(code, named.street.code, named.territory, None)
        now = stored.community_code if stored else None
        planned.will("whereabouts", "社区", now=now, after=after.community_code)
        planned.values["whereabouts"] = after
    else:
        after = Whereabouts.of(stored) if stored else None
    territory = named.territory if named else None
    _check_whereabouts(planned, stored, after, territory, around)


def _at_point(
    planned: PlannedRow, stored: Site | None, point: Point, code: str
) -> Whereabouts | None:
    found = grid_lookup.grid_at(point)
    if found is None:
        planned.refuse("经度", "这个点不在本区，坐标系是否写错了")
        return None
    now = None if stored is None or stored.lng is None else (stored.lng, stored.lat)
    planned.will("point", "位置", now=now, after=(point.lng, point.lat), words=_degrees)
    grid = found.grid
    return Whereabouts(code, grid.street_code, grid.community_code, grid.code)


def _degrees(place: tuple[float, float]) -> str:
    return f"{place[0]:.6f}，{place[1]:.6f}"


def _check_whereabouts(
    planned: PlannedRow,
    stored: Site | None,
    after: Whereabouts | None,
    named: str | None,
    around: Around,
) -> None:
    keeps = around.sender.keeps
    if after is None and stored is None and not planned.errors:
        planned.refuse("社区", "社区和坐标至少写一个")
    elif after is not None and not (keeps(after) and (stored is None or keeps(stored))):
        planned.refuse("社区", "不在您负责的范围")
    elif stored is not None and named and after and named != after.community_code:
        planned.refuse("社区", "登记的位置在别的社区，请同时写新坐标")


def _compare_links(
    planned: PlannedRow, stored: Site | None, wanted: Mapping[str, Any], around: Around
) -> None:
    if word := wanted.get("organisation"):
        found = around.organisations.one(word)
        now = stored.organisation_id if stored else None
        if found is None:
            planned.refuse("单位", around.organisations.missing(word, "单位"))
        elif found.id != now:
            planned.will("organisation_id", "单位", now=None, after=found.id, words=lambda _: word)
    if word := wanted.get("parent"):
        parent = around.matching.parents.one(word)
        now = stored.parent_id if stored else None
        if parent is None or parent == planned.stored_id:
            planned.refuse("所在站点", around.matching.parents.missing(word, "站点"))
        elif parent != now:
            planned.will("parent_id", "所在站点", now=None, after=parent, words=lambda _: word)
    _compare_services(planned, wanted.get("services", ()), around)


def _compare_services(planned: PlannedRow, named: Iterable[str], around: Around) -> None:
    """Note which services the site serves from now on; a list takes none away."""
    new: list[UUID] = []
    for word in dict.fromkeys(named):
        service = around.services.one(word)
        if service is None:
            planned.refuse("服务", around.services.missing(word, "服务"))
        elif (planned.stored_id, service.id) not in around.held and service.id not in new:
            new.append(service.id)
    if new:
        said = "、".join(named)
        planned.will("services", "服务", now=None, after=new, words=lambda _: f"加上{said}")


def _check_stored(planned: PlannedRow, stored: Site, around: Around) -> None:
    """Refuse what may not be changed of a site that is there."""
    if stored.standing is Standing.GONE:
        planned.refuse("编号", "这个站点已撤销，不能再用这个编号")
    if stored.venue_id is not None and AT_VENUE & planned.values.keys():
        planned.refuse("开放时间", "这里是可预约的场地，开放时间、地址和位置请到场地管理里改")
    day = around.sender.day_of(planned.row)
    if planned.changes and stored.assured_on > day and stored.assured_by in BY_HAND:
        planned.refuse("核实日期", f"{stored.assured_on}有人核实过，比这份名单新，请先对一下")
