"""What a market must be before residents see it: five services, none empty, none twice, ahead."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import combinations

from weijiayuan.kernel.errors import Refused
from weijiayuan.kernel.time_span import Span
from weijiayuan.markets import errors
from weijiayuan.markets.rules.service_catalogue import name_of
from weijiayuan.markets.rules.service_slot_capacity import MenuLine, capacity

FEWEST_SERVICES = 5
"""A service market serves at least five kinds (便民服务大集市)."""


def objections(span: Span, menu: Sequence[MenuLine], *, now: datetime) -> list[Refused]:
    """Return everything that stands against publishing, the gravest first; none means go."""
    return [
        *_past(span, now),
        *_too_short(menu),
        *_empty(menu),
        *_outside(span, menu),
        *_twice(menu),
        *_too_many(menu),
    ]


def _past(span: Span, now: datetime) -> list[Refused]:
    return [errors.MarketInThePast()] if span.starts_at <= now else []


def _too_short(menu: Sequence[MenuLine]) -> list[Refused]:
    count = len({line.service for line in menu})
    if count >= FEWEST_SERVICES:
        return []
    return [errors.MenuTooShort(count=count, need=FEWEST_SERVICES)]


def _empty(menu: Iterable[MenuLine]) -> list[Refused]:
    return [
        errors.ServiceEmpty(service=name_of(line.service))
        for line in menu
        if line.places.total == 0 or line.stations == 0 or not line.provider.strip()
    ]


def _outside(span: Span, menu: Iterable[MenuLine]) -> list[Refused]:
    return [
        errors.ServiceOutsideMarket(service=name_of(line.service))
        for line in menu
        if not span.contains(line.span)
    ]


def _twice(menu: Sequence[MenuLine]) -> list[Refused]:
    return [
        errors.ServicesOverlap(service=name_of(one.service))
        for one, other in combinations(menu, 2)
        if one.service == other.service and one.span.overlaps(other.span)
    ]


def _too_many(menu: Iterable[MenuLine]) -> list[Refused]:
    return [
        errors.TooManyPlaces(service=name_of(line.service), places=line.places.total, capacity=most)
        for line in menu
        if line.places.total
        > (most := capacity(line.span, minutes=line.minutes, stations=line.stations))
    ]
