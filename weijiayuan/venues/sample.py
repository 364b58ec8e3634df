"""Sample venues under real names, sample activities, and a fortnight of sample visits.

Names come from the shipped list of service points. Everything else (hours, capacity, rules,
coordinates near the community's sample centre) is invented and marked 示例 on screen.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import cycle
from typing import Any
from uuid import UUID
from zlib import crc32

from sqlalchemy import func, select

from weijiayuan.accounts.sample import sample_resident
from weijiayuan.db import db
from weijiayuan.district.current_district import district
from weijiayuan.kernel import clock
from weijiayuan.kernel.clock import at_local, local_date
from weijiayuan.kernel.ids import new_id
from weijiayuan.kernel.time_span import Span
from weijiayuan.places import district_files
from weijiayuan.places import opening_hours as hours
from weijiayuan.places.models import Community, ServicePoint, Street
from weijiayuan.places.opening_hours import OnHolidays, OnMakeupDays, Opening, Timetable
from weijiayuan.venues.models import Activity, Booking, Rating, Venue, Visit, stored
from weijiayuan.venues.rules import booking_rules
from weijiayuan.venues.rules.booking_rules import Approval, BookingRules
from weijiayuan.venues.rules.states import BookingState
from weijiayuan.venues.rules.vocabulary import ActivityKind, ActivityState, Use, VenueKind
from weijiayuan.venues.service import activities
from weijiayuan.venues.service.activities import Plan, SessionPlan

DAILY = frozenset(range(1, 8))
BUT_MONDAY = DAILY - {1}
NOTE = "名称为真实场地；开放时间、容量、规则和位置为示例。"

EVENINGS = Timetable((Opening(DAILY, 9 * 60, 21 * 60),), 60)
LIBRARY = Timetable(
    (Opening(DAILY, 9 * 60, 12 * 60), Opening(DAILY, 14 * 60, 20 * 60)),
    180,
    on_holidays=OnHolidays.SUNDAY,
)
MUSEUM = Timetable(
    (Opening(BUT_MONDAY, 9 * 60 + 30, 17 * 60 + 30),), 120, on_holidays=OnHolidays.SUNDAY
)
ROOM = Timetable(
    (Opening(DAILY, 9 * 60, 21 * 60),),
    105,
    gap_minutes=15,
    on_makeup_days=OnMakeupDays.WORKDAY,
)
COURT_RULES = BookingRules(per_day=2, per_week=5, kind_per_week=6, max_people=6)
SEAT_RULES = BookingRules(
    per_day=2, per_week=14, max_people=5, notice_minutes=10, cancel_minutes=60
)
ROOM_RULES = BookingRules(per_day=2, per_week=5, max_people=30, for_groups=True)
HALL_RULES = BookingRules(
    per_day=1,
    per_week=2,
    max_people=200,
    for_groups=True,
    approval=Approval.ALWAYS,
    cancel_minutes=1440,
)


@dataclass(frozen=True, slots=True)
class Kind:
    """What is invented for a kind of place."""

    suffix: str
    kind: VenueKind
    use: Use
    capacity: int
    people_most: int
    timetable: Timetable
    rules: BookingRules
    equipment: tuple[str, ...]


SEATS = Kind(
    "", VenueKind.READING, Use.SHARED, 40, 40, LIBRARY, SEAT_RULES, ("插座", "饮水机", "无线网")
)
BADMINTON = Kind(
    "羽毛球场", VenueKind.COURT, Use.EXCLUSIVE, 1, 6, EVENINGS, COURT_RULES, ("灯光", "更衣室")
)
TABLE_TENNIS = Kind(
    "乒乓球室", VenueKind.COURT, Use.EXCLUSIVE, 1, 4, EVENINGS, COURT_RULES, ("球台", "空调")
)
DANCE = Kind(
    "舞蹈室", VenueKind.ROOM, Use.EXCLUSIVE, 1, 30, ROOM, ROOM_RULES, ("镜墙", "音响", "把杆")
)
HALL = Kind(
    "多功能厅",
    VenueKind.HALL,
    Use.EXCLUSIVE,
    1,
    200,
    ROOM,
    HALL_RULES,
    ("投影", "音响", "无障碍坡道"),
)
EXHIBITION = Kind(
    "", VenueKind.EXHIBITION, Use.SHARED, 100, 100, MUSEUM, SEAT_RULES, ("讲解", "母婴室")
)
LAWN = Kind("草坪", VenueKind.PARK, Use.EXCLUSIVE, 1, 100, EVENINGS, ROOM_RULES, ("洗手间",))

BY_KIND: Mapping[str, tuple[Kind, ...]] = {
    "图书馆服务点": (SEATS,),
    "图书馆": (SEATS,),
    "科技馆": (EXHIBITION,),
    "文化馆": (DANCE, HALL),
    "文化中心": (DANCE, HALL),
    "青少年宫": (DANCE, TABLE_TENNIS),
    "体育中心": (BADMINTON, TABLE_TENNIS),
    "文体中心": (BADMINTON, DANCE),
    "公园": (LAWN,),
    "文明实践点": (EXHIBITION,),
}


def load() -> str:
    """Add sample venues, activities and visits that are not there yet."""
    added = sum(_add(point, kind) for point, kind in _wanted())
    held = _add_activities(now=clock.now())
    visits = _add_visits(now=clock.now()) if added else 0
    return f"{added} sample venues, {held} sample activities, {visits} sample visits"


def _wanted() -> Iterator[tuple[ServicePoint, Kind]]:
    listed = district_files.sheet(district(), "service_points.json")["service_points"]
    uses = {each["name"]: each["use"] for each in listed if "use" in each}
    for point in db.session.scalars(select(ServicePoint).order_by(ServicePoint.name)):
        kinds = BY_KIND.get(uses.get(point.name, point.kind), (SEATS,))
        yield from ((point, kind) for kind in kinds)


def _add(point: ServicePoint, kind: Kind) -> bool:
    code = (
        f"{point.code or f'S{crc32(point.name.encode()):08X}'}-{kind.kind.value}{len(kind.suffix)}"
    )
    if db.session.scalar(select(Venue.id).filter_by(code=code)):
        return False
    street = db.session.get(Street, point.street_id) if point.street_id else None
    community = db.session.get(Community, point.community_id) if point.community_id else None
    lng, lat = _place(point.name, community)
    where = (street.name if street else "") + (community.name if community else "")
    db.session.add(
        Venue(
            code=code,
            name=point.name + kind.suffix,
            venue_kind=kind.kind,
            use=kind.use,
            capacity=kind.capacity,
            people_most=kind.people_most,
            timetable_data=stored(hours.to_data(kind.timetable)),
            rules_data=stored(booking_rules.to_data(kind.rules)),
            street_code=street.code if street else None,
            community_code=community.code if community else None,
            address=f"{district().name}{where}（示例地址）",
            lng=lng,
            lat=lat,
            equipment=list(kind.equipment),
            notes=NOTE,
            contact="示例电话 0755-0000 0000",
            is_sample=True,
        )
    )
    return True


def _place(name: str, community: Community | None) -> tuple[float, float]:
    """Return a place near the community's sample centre, always the same for a name."""
    lng, lat = district().centre
    if community is not None and community.centre_lng and community.centre_lat:
        lng, lat = community.centre_lng, community.centre_lat
    mark = crc32(name.encode())
    return round(lng + (mark % 101 - 50) / 10_000, 6), round(
        lat + (mark // 101 % 101 - 50) / 10_000, 6
    )


SHOWN: tuple[tuple[str, ActivityKind, str, int, tuple[int, ...], int], ...] = (
    (
        "少儿书法体验课",
        ActivityKind.CHILDREN,
        "笔墨纸砚由现场提供，适合6至12岁。",
        20,
        (3, 10, 17),
        15,
    ),
    ("邻里羽毛球双打赛", ActivityKind.SPORT, "双打循环赛，请自带球拍。", 32, (4,), 9),
    (
        "智能手机使用课（长者班）",
        ActivityKind.ELDERLY,
        "挂号、打车、防诈骗，一对一指导。",
        15,
        (2, 9),
        10,
    ),
    ("家庭急救知识讲座", ActivityKind.TALK, "海姆立克法和心肺复苏，现场练习。", 60, (5,), 19),
    (
        "周末观鸟志愿行",
        ActivityKind.VOLUNTEERING,
        "沿茅洲河步行约三公里，提供望远镜。",
        25,
        (6,),
        8,
    ),
    ("中医义诊", ActivityKind.CLINIC, "请带好身份证和近期检查报告。", 40, (3,), 9),
    (
        "社区合唱团公开排练",
        ActivityKind.CULTURE,
        "零基础可以参加，连续四周。",
        50,
        (4, 11, 18, 25),
        19,
    ),
    ("亲子烘焙", ActivityKind.CHILDREN, "一名家长带一名孩子，材料由现场提供。", 2, (2,), 15),
)


def _add_activities(*, now: datetime) -> int:
    """Add the sample activities once none of them lies ahead any more."""
    ahead = select(func.count()).select_from(Activity)
    if db.session.scalar(ahead.where(Activity.is_sample.is_(True), Activity.ends_at > now)):
        return 0
    venues = db.session.scalars(
        select(Venue).where(Venue.community_code.is_not(None)).order_by(Venue.code)
    ).all()
    for shown, venue in zip(SHOWN, cycle(venues or [None]), strict=False):
        _hold(shown, venue, now=now)
    return len(SHOWN)


def _hold(shown: Any, venue: Venue | None, *, now: datetime) -> None:
    title, kind, summary, capacity, days, hour = shown
    today = local_date(now)
    meetings = [_two_hours(today + timedelta(days=ahead), hour) for ahead in days]
    found = activities.plan(
        Plan(
            title=title,
            activity_kind=kind,
            summary=f"{summary}（示例活动）",
            organiser="示例·党群服务中心",
            opens_at=now - timedelta(days=1),
            closes_at=meetings[0].starts_at - timedelta(hours=2),
            sessions=[SessionPlan("全部场次", capacity, meetings)],
            rules=BookingRules(per_day=None, per_week=None, notice_minutes=0, max_people=2),
            place_name=venue.name if venue else "示例地点",
            street_code=venue.street_code if venue else None,
            community_code=venue.community_code if venue else None,
            lng=venue.lng if venue else None,
            lat=venue.lat if venue else None,
            contact="示例电话 0755-0000 0000",
            is_sample=True,
        ),
        keeper=None,
    )
    found.state = ActivityState.PUBLISHED


def _two_hours(day: date, hour: int) -> Span:
    starts_at = at_local(day, time(hour))
    return Span(starts_at, starts_at + timedelta(hours=2))


SAID = ("位置好找，设施齐全", "灯光有点暗", "管理员很热情", "", "座位舒服，很安静")


def _add_visits(*, now: datetime) -> int:
    """Let sample residents have visited two venues in the last fortnight, some with stars."""
    visitor = sample_resident("sample-visitor", nickname="示例·李阿姨")
    wanted = select(Venue).where(Venue.venue_kind.in_([VenueKind.COURT, VenueKind.READING]))
    venues = db.session.scalars(wanted.order_by(Venue.code).limit(200)).all()
    chosen = [
        next((v for v in venues if v.venue_kind is kind), None)
        for kind in (VenueKind.COURT, VenueKind.READING)
    ]
    made = 0
    for venue in (one for one in chosen if one is not None):
        for number in range(14, 0, -1):  # in the order of time, as ids are
            made += _visit(venue, visitor.id, local_date(now) - timedelta(days=number), number)
    return made


def _visit(venue: Venue, visitor_id: UUID, day: date, number: int) -> int:
    spans = venue.timetable.spans_on(day, hours.DayKind.ORDINARY)
    if not spans:
        return 0
    span = spans[number * 5 % len(spans)]
    booking = Booking(
        bookable_id=venue.id,
        resident_id=visitor_id,
        attendee_id=new_id(),
        starts_at=span.starts_at,
        ends_at=span.ends_at,
        day=day,
        code=f"{crc32(f'{venue.id}{day}'.encode()) % 1_000_000:06}",
        people=number % 4 + 1,
        places=1,
        state=BookingState.CHECKED_IN,
        cancel_until=span.starts_at,
        missing_at=span.starts_at,
        checked_in_at=span.starts_at,
        changed_at=span.starts_at,
    )
    db.session.add(booking)
    db.session.flush()
    db.session.add(
        Visit(booking_id=booking.id, starts_at=span.starts_at, at=span.starts_at, by_id=visitor_id)
    )
    if number % 3 == 0:
        _rate(venue, booking, number)
    return 1


def _rate(venue: Venue, booking: Booking, number: int) -> None:
    stars = 5 - number % 2
    db.session.add(
        Rating(
            booking_id=booking.id,
            subject_id=venue.id,
            resident_id=booking.resident_id,
            stars=stars,
            text=SAID[number % len(SAID)],
            created_at=booking.ends_at,
            changed_at=booking.ends_at,
        )
    )
    venue.stars_total += stars
    venue.stars_count += 1
