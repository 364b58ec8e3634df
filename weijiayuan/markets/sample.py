"""Sample markets: one last week with its figures, one now, one on the coming Saturday.

The one that is open now has hours that a market could have, whatever time it is: in the day until
five, after work until nine, and at night it is a service week of several days.
"""

from datetime import date, datetime, time, timedelta
from itertools import cycle
from typing import Any
from uuid import UUID

from sqlalchemy import select

from weijiayuan.accounts.models import StaffAccount
from weijiayuan.accounts.sample import sample_resident
from weijiayuan.db import db
from weijiayuan.district.current_district import district
from weijiayuan.kernel import clock
from weijiayuan.kernel.clock import at_local, local_date
from weijiayuan.kernel.time_span import Span
from weijiayuan.markets import queries
from weijiayuan.markets.models import Market, MenuItem, Ticket
from weijiayuan.markets.rules.states import AgeGroup, ItemMode, MarketState, TicketState
from weijiayuan.markets.service import (
    capacity_allocation,
    market_planning,
    publishing,
    queue_calling,
    resident_sign_up,
    satisfaction_rating,
    time_driven_changes,
    wishes,
)
from weijiayuan.markets.service.market_planning import LineAsked
from weijiayuan.markets.sign_up_sql import NewTicket
from weijiayuan.places import queries as places

TITLE = "{community}便民服务大集市"
TITLE_OF_A_WEEK = "{community}便民服务周"
DAYS_OF_A_WEEK = 4
PLACES_OF_A_WEEK = {"places": 40, "places_walk_in": 12, "places_elder": 4}
MINUTES_OF_A_WEEK = 6 * 60
SATURDAY = 5
Menu = tuple[dict[str, Any], ...]
MENU: Menu = (
    {"service": "haircut", "provider": "示例·理发志愿队", "stations": 4, "people": 4},
    {"service": "clinic", "provider": "示例·社康中心", "stations": 3, "people": 3},
    {"service": "blood-pressure", "provider": "示例·社康中心", "stations": 2, "people": 2},
    {"service": "clothes-mending", "provider": "示例·巧手缝补队", "stations": 2, "people": 2},
    {"service": "knife-sharpening", "provider": "示例·老匠人工作室", "stations": 1, "people": 1},
    {"service": "appliance-repair", "provider": "示例·家电维修协会", "stations": 3, "people": 3},
    {"service": "legal-advice", "provider": "示例·律师事务所", "stations": 2, "people": 2},
    {"service": "phone-class", "provider": "示例·大学生志愿者", "stations": 3, "people": 3},
)
CLASS: dict[str, Any] = {
    "service": "science-class",
    "provider": "示例·科学馆志愿者",
    "stations": 2,
    "people": 2,
    "mode": ItemMode.DRAW,
    "places": 6,
}
"""Too few places for all who would like one: they go by lot."""
SHELF: tuple[dict[str, Any], ...] = (
    {"name": "桂味荔枝干", "origin": "示例·广西百色", "price_fen": 3980, "unit": "500克"},
    {"name": "高山云雾茶", "origin": "示例·广东河源", "price_fen": 6800, "unit": "250克"},
    {"name": "土蜂蜜", "origin": "示例·新疆塔县", "price_fen": 8800, "unit": "瓶"},
)
SAID = (
    (5, "示例：师傅很耐心，手艺也好"),
    (5, ""),
    (4, "示例：叫号清楚，就是等得有点久"),
    (5, "示例：离家近，老人自己就能来"),
    (3, "示例：工位少了点，下次多来几位师傅"),
)
NEIGHBOURS = 12
SURNAMES = "陈林黄李张王吴刘"


def load() -> str:
    """Add the sample markets that are missing at this moment, and say how many."""
    by = db.session.scalars(select(StaffAccount).filter_by(username="organiser")).one()
    now = clock.now()
    added = sum((_last_week(by, now), _running(by, now), _coming(by, now)))
    return f"{added} sample markets"


def _last_week(by: StaffAccount, now: datetime) -> bool:
    """A market that is over: a hundred people came, were called, served and counted."""
    if _exists(Market.ends_at < now):
        return False
    span = _morning(_saturday(now) - timedelta(weeks=1))
    starts_at = span.starts_at
    market = _write(by, TITLE, span, (*MENU, CLASS), now=starts_at)
    *items, by_lot = queries.market(market.id).items
    _draw(by_lot, now=starts_at - timedelta(days=1))
    _hold_class(by_lot, begins=starts_at)
    _want(market.id)
    signed = _sign_up_neighbours(items, now=starts_at - timedelta(days=1))
    for item, walk_ins in zip(items, cycle((11, 8, 6, 5)), strict=False):
        mine = [ticket for ticket in signed if ticket.item_id == item.id]
        _serve(item, walk_ins, mine, begins=starts_at)
    _rate(signed)
    time_driven_changes.close_market(market.id, now=market.ends_at)
    return True


def _running(by: StaffAccount, now: datetime) -> bool:
    """A market that has opened and takes sign-ups for hours yet."""
    if _exists(Market.starts_at <= now, Market.ends_at > now + timedelta(hours=1)):
        return False
    span = hours_around(now)
    title = TITLE_OF_A_WEEK if _is_week(span) else TITLE
    market = _write(by, title, span, now=now)
    items = queries.market(market.id).items
    for item in items[:3]:
        for number in range(3):
            capacity_allocation.walk_in(item, elder=number == 0, ages=None, now=now)
        queue_calling.call_next(item.id, station=1, now=now)
    return True


def _coming(by: StaffAccount, now: datetime) -> bool:
    """The market of the coming Saturday."""
    if _exists(Market.starts_at > now):
        return False
    _write(by, TITLE, _morning(_saturday(now)), (*MENU, CLASS), now=now)
    return True


def _exists(*conditions: Any) -> bool:
    wanted = select(Market.id).where(Market.is_sample, Market.state != MarketState.DRAFT)
    return db.session.scalar(wanted.where(*conditions).limit(1)) is not None


def _saturday(now: datetime) -> date:
    today = local_date(now)
    return today + timedelta(days=(SATURDAY - today.weekday() - 1) % 7 + 1)


def hours_around(now: datetime) -> Span:
    """Return hours that a market open now, and for two hours yet, would really have."""
    today, hour = local_date(now), now.astimezone(clock.CHINA).hour
    for opens, closes in ((9, 17), (15, 21)):
        if opens <= hour < closes - 2:
            return Span(at_local(today, time(opens)), at_local(today, time(closes)))
    first = today - timedelta(days=hour < 9)
    last = first + timedelta(days=DAYS_OF_A_WEEK - 1)
    return Span(at_local(first, time(9)), at_local(last, time(17)))


def _morning(day: date) -> Span:
    return Span(at_local(day, time(9)), at_local(day, time(12)))


def _is_week(span: Span) -> bool:
    return span.length > timedelta(days=1)


def _write(by: StaffAccount, title: str, span: Span, menu: Menu = MENU, *, now: datetime) -> Market:
    """Write and publish a market; one that has begun is published as of before it began."""
    community = places.communities(on=local_date(now))[0]
    lng, lat = district().centre
    facts = {
        "community_code": community.code,
        "title": title.format(community=community.name),
        "place_name": f"{community.name}党群服务中心广场",
        "starts_at": span.starts_at,
        "ends_at": span.ends_at,
        "intro": "示例集市。带上要修的小家电和要磨的刀，叫号有序，不用排长队。",
        "lng": community.centre_lng or lng,
        "lat": community.centre_lat or lat,
        "is_sample": True,
    }
    market = market_planning.create(facts, by=by)
    db.session.flush()
    before = min(now, span.starts_at - timedelta(days=2))
    market_planning.put_menu(market.id, [_line(row, span) for row in menu], now=before)
    market_planning.put_goods(market.id, [_goods(row) for row in SHELF], by=by, now=before)
    publishing.publish(market.id, although_overlapping=True, now=before)
    return market


def _line(row: dict[str, Any], span: Span) -> LineAsked:
    week = _is_week(span)
    minutes = {"minutes": MINUTES_OF_A_WEEK} if week else {}
    names = [f"示例·{SURNAMES[each]}师傅" for each in range(row["people"])]
    people = [{"name": name} | minutes for name in names]
    return LineAsked(**row | {"people": people} | (PLACES_OF_A_WEEK if week else {}))


def _goods(row: dict[str, Any]) -> dict[str, Any]:
    how = "现场展位选购，或扫展位上的码到对口帮扶商城下单"
    return row | {"how_to_buy": how, "picture_id": None, "id": None}


def _draw(item: MenuItem, *, now: datetime) -> None:
    """Let the sample neighbours enter the draw, and draw."""
    for person in _neighbours():
        capacity_allocation.enter_draw(
            item, by=resident_sign_up.Person(person), now=now - timedelta(hours=1)
        )
    time_driven_changes.draw_due(now)


def _hold_class(item: MenuItem, *, begins: datetime) -> None:
    """Let those who were drawn come, and be taught at two tables one after the other."""
    winners = [ticket for ticket in queries.line(item.id) if ticket.state is TicketState.HELD]
    for ticket in winners:
        queue_calling.check_in(ticket.id, at=begins, now=begins)
    for number in range(len(winners)):
        now = begins + timedelta(minutes=item.minutes * (number // 2))
        _, called = queue_calling.call_next(item.id, station=1 + number % 2, now=now)
        _finish(called.id if called else None, now + timedelta(minutes=item.minutes - 1))


def _want(market_id: UUID) -> None:
    """Let some of the sample neighbours want some of the goods."""
    for number, goods in enumerate(queries.goods_of(market_id)):
        for person in _neighbours()[number * 2 :]:
            wishes.show_interest(market_id, goods.id, by=person)


def _neighbours() -> list[UUID]:
    return [
        sample_resident(f"sample-neighbour-{number}", nickname=f"示例居民{number}").id
        for number in range(1, NEIGHBOURS + 1)
    ]


def _signed_up(item: MenuItem, person: resident_sign_up.Person, *, now: datetime) -> NewTicket:
    window = resident_sign_up.check_available(item.market_id, item.id, by=person, now=now)
    return resident_sign_up.sign_up(window, by=person, now=now)


def _sign_up_neighbours(items: list[MenuItem], *, now: datetime) -> list[Ticket]:
    """Let twelve sample neighbours sign up for three or four services each."""
    signed = [
        _signed_up(item, resident_sign_up.Person(person), now=now)
        for number, person in enumerate(_neighbours())
        for item in items[number % 3 :: 2]
    ]
    return [queries.ticket(ticket.id) for ticket in signed]


def _serve(item: MenuItem, walk_ins: int, signed: list[Ticket], *, begins: datetime) -> None:
    """Let people come, on the spot and signed up, and serve all but the last two."""
    ages = cycle((AgeGroup.ELDER, AgeGroup.ADULT, AgeGroup.OLD, AgeGroup.ADULT, AgeGroup.CHILD))
    for ticket in signed[:-1] if len(signed) > 4 else signed:  # one of many stays away
        queue_calling.check_in(ticket.id, at=begins, now=begins)
    for number in range(walk_ins):
        now = begins + timedelta(minutes=2 * number)
        group = next(ages)
        elder = group in {AgeGroup.ELDER, AgeGroup.OLD}
        capacity_allocation.walk_in(item, elder=elder, ages=group, now=now)
    for number in range(walk_ins + len(signed) - 3):
        now = begins + timedelta(minutes=20 + number * item.minutes // item.stations)
        _, called = queue_calling.call_next(item.id, station=1, now=now)
        _finish(called.id if called else None, now + timedelta(minutes=max(item.minutes - 2, 3)))


def _rate(signed: list[Ticket]) -> None:
    """Let those who were served say how it was."""
    said = cycle(SAID)
    for ticket in signed:
        if ticket.state is TicketState.SERVED and ticket.resident_id is not None:
            stars, words = next(said)
            given = satisfaction_rating.rate(
                ticket.id, by=ticket.resident_id, stars=stars, words=words
            )
            given.is_shown = True  # words of our own need no check


def _finish(ticket_id: UUID | None, now: datetime) -> None:
    if ticket_id is not None:
        queue_calling.finish(ticket_id, now=now)
