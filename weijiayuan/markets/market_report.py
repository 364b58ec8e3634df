"""After a market: its figures, as data, as a sheet, and as one page to print."""

import csv
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from functools import partial
from io import StringIO
from typing import Any

from weijiayuan.db import db
from weijiayuan.files import queries as files
from weijiayuan.files import service as file_service
from weijiayuan.files.rules import Rendition
from weijiayuan.gateways.storage.errors import ObjectMissing
from weijiayuan.kernel.clock import CHINA, local_date, moment_in_words
from weijiayuan.markets import queries
from weijiayuan.markets.market_report_pdf import Row, render
from weijiayuan.markets.models import Market, MenuItem, Rating, Ticket
from weijiayuan.markets.rules.market_statistics import Figures, TicketFacts, count, per_service
from weijiayuan.markets.rules.service_catalogue import name_of

MOST_PICTURES = 4
MOST_WORDS = 5
AGE_WORDS = {
    "0-17": "17岁及以下",
    "18-59": "18至59岁",
    "60-79": "60至79岁",
    "80+": "80岁及以上",
    "unknown": "未登记年龄",
}
HEADINGS = {
    "signed_up": "报名",
    "walk_ins": "现场取号",
    "came": "到场",
    "served": "已服务",
    "no_shows": "未到场",
    "withdrawn": "取消",
    "still_waiting": "候补未成",
    "mean_wait_minutes": "平均等候(分)",
    "mean_service_minutes": "平均服务(分)",
    "mean_stars": "平均星级",
}


def figures(market: Market) -> dict[str, Any]:
    """Return the figures of a market and of each of its services."""
    facts = _facts(market)
    people = volunteers(market)
    return {
        "market": market.id,
        "total": asdict(count(facts)),
        "services": [
            asdict(counts) | {"service": service, "service_name": name_of(service)}
            for service, counts in _by_service(market, facts).items()
        ],
        "goods": queries.goods_of(market.id),
        "volunteers": len(people["items"]),
        "volunteer_hours": people["hours"],
    }


def volunteers(market: Market) -> dict[str, Any]:
    """Return who served and for how long; hours are rounded to a tenth."""
    items = [_volunteer(item, person) for item in market.items for person in item.people]
    return {"items": items, "hours": round(sum(each["minutes"] for each in items) / 60, 1)}


def as_csv(market: Market) -> str:
    """Return the figures as a sheet: a line for each service and one for all."""
    facts = _facts(market)
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(["服务", *HEADINGS.values(), *AGE_WORDS.values()])
    for service, counts in _by_service(market, facts).items():
        writer.writerow([name_of(service), *_cells(counts)])
    writer.writerow(["合计", *_cells(count(facts))])
    return out.getvalue()


def page_of(market: Market, *, now: datetime) -> Callable[[], bytes]:
    """Return what draws the report of one page, slowly, from facts read now."""
    facts = _facts(market)
    people = volunteers(market)
    return partial(
        render,
        title=market.title,
        lines=[
            f"时间：{_span_in_words(market)}",
            f"地点：{market.place_name}    组织：{market.organiser_name}",
            f"志愿者 {len(people['items'])} 人，志愿服务 {people['hours']:g} 小时",
        ],
        total=count(facts),
        rows=[
            Row(name_of(service), counts) for service, counts in _by_service(market, facts).items()
        ],
        ages={words: count(facts).by_age.get(group, 0) for group, words in _ages()},
        words=words_in_lines(market),
        pictures=_pictures(market),
        goods=[(goods.name, goods.origin, goods.interested) for goods in _goods(market)],
        footer=f"生成于 {moment_in_words(now)}。只含人数，不含姓名。"
        + ("示例数据。" if market.is_sample else ""),
    )


def _span_in_words(market: Market) -> str:
    begins, ends = moment_in_words(market.starts_at), moment_in_words(market.ends_at)
    if local_date(market.starts_at) == local_date(market.ends_at):
        ends = f"{market.ends_at.astimezone(CHINA):%H:%M}"
    return f"{begins} 至 {ends}"


def words_in_lines(market: Market) -> list[str]:
    """Return what people said last, in as many lines as a page can have."""
    newest = queries.words_about(market.id).order_by(Rating.id.desc()).limit(MOST_WORDS)
    return [
        f"{name_of(row.service)}（{row.stars}星）：{' '.join(row.text.split())}"
        for row in db.session.execute(newest)
    ]


def _ages() -> list[tuple[Any, str]]:
    return list(AGE_WORDS.items())


def _goods(market: Market) -> Any:
    return queries.goods_of(market.id)


def _pictures(market: Market) -> list[bytes]:
    """Return the cover and the pictures of the shelf as JPEG, those that can be had."""
    ids = [market.cover_id, *(goods.picture_id for goods in queries.goods_of(market.id))]
    found = [files.file(file_id) for file_id in ids if file_id is not None]
    return [body for file in found[:MOST_PICTURES] if file and (body := _bytes_of(file.key))]


def _bytes_of(key: str) -> bytes | None:
    try:
        return file_service.bytes_of(key, Rendition.SMALL)
    except ObjectMissing:
        return None


def _facts(market: Market) -> list[TicketFacts]:
    stars = queries.stars_of(market.id)
    return [
        _ticket_facts(ticket, stars.get(ticket.id)) for ticket in queries.market_tickets(market.id)
    ]


def _ticket_facts(ticket: Ticket, stars: int | None) -> TicketFacts:
    return TicketFacts(
        service=ticket.item.service,
        state=ticket.state,
        age_group=ticket.age_group,
        walk_in=ticket.walk_in,
        arrived_at=ticket.arrived_at,
        called_at=ticket.called_at,
        served_at=ticket.served_at,
        stars=stars,
    )


def _by_service(market: Market, facts: list[TicketFacts]) -> dict[str, Figures]:
    """Return the figures of every service on the menu, also of those nobody came to."""
    counted = per_service(facts)
    return {item.service: counted.get(item.service) or count([]) for item in market.items}


def _volunteer(item: MenuItem, person: dict[str, Any]) -> dict[str, Any]:
    whole = int(item.span.length.total_seconds() // 60)
    minutes = person.get("minutes")
    return {
        "item": item.id,
        "name": person["name"],
        "provider": item.provider,
        "service_name": name_of(item.service),
        "minutes": whole if minutes is None else minutes,
    }


def _cells(counts: Figures) -> list[object]:
    values = [getattr(counts, name) for name in HEADINGS]
    ages = [counts.by_age.get(group, 0) for group, _ in _ages()]
    return ["" if value is None else value for value in values] + ages
