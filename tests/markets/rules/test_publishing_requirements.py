from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from weijiayuan.kernel.time_span import Span
from weijiayuan.markets.rules.publishing_requirements import objections
from weijiayuan.markets.rules.service_catalogue import find, services
from weijiayuan.markets.rules.service_slot_capacity import MenuLine, Places

NINE = datetime(2026, 11, 28, 1, tzinfo=UTC)
MARKET = Span(NINE, NINE + timedelta(hours=3))
NOW = NINE - timedelta(days=3)
KINDS = ["haircut", "clinic", "knife-sharpening", "legal-advice", "phone-class"]


def line(service="haircut", **given):
    usual = {
        "provider": "社区理发队",
        "span": MARKET,
        "minutes": 15,
        "stations": 2,
        "places": Places(20, 3, 1),
    }
    return MenuLine(service=service, **usual | given)


MENU = [line(kind) for kind in KINDS]


def codes(menu, span=MARKET, now=NOW):
    return [objection.code for objection in objections(span, menu, now=now)]


def test_five_services_ahead_of_time_may_be_published():
    assert codes(MENU) == []


def test_four_services_are_too_few_and_the_count_is_said():
    (objection,) = objections(MARKET, MENU[:4], now=NOW)
    assert objection.code == "markets.menu_too_short"
    assert objection.facts == {"count": 4, "need": 5}


def test_five_lines_of_four_kinds_are_too_few():
    morning = Span(NINE, NINE + timedelta(hours=1))
    noon = Span(NINE + timedelta(hours=1), NINE + timedelta(hours=2))
    menu = [*MENU[1:4], line(span=morning, places=Places(6)), line(span=noon, places=Places(6))]
    assert codes(menu) == ["markets.menu_too_short"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"places": Places(0)}, "markets.service_empty"),
        ({"provider": " "}, "markets.service_empty"),
        (
            {"span": Span(NINE - timedelta(minutes=1), NINE + timedelta(hours=3))},
            "markets.service_outside_market",
        ),
        ({"places": Places(25)}, "markets.too_many_places"),
    ],
)
def test_each_fault_of_a_service_has_its_own_code(change, code):
    assert codes([replace(MENU[0], **change), *MENU[1:]]) == [code]


def test_a_service_twice_at_the_same_time_overlaps_and_one_after_the_other_does_not():
    half = NINE + timedelta(minutes=90)
    first = line(span=Span(NINE, half), places=Places(12))
    assert codes([first, line(span=Span(half, MARKET.ends_at), places=Places(12)), *MENU[1:]]) == []
    late = Span(half - timedelta(minutes=1), MARKET.ends_at)
    assert codes([first, line(span=late, places=Places(12)), *MENU[1:]]) == [
        "markets.services_overlap"
    ]


def test_a_market_that_has_begun_cannot_be_published():
    assert codes(MENU, now=NINE) == ["markets.in_the_past"]
    assert codes(MENU, now=NINE - timedelta(seconds=1)) == []


def test_all_objections_are_told_and_the_gravest_first():
    menu = [line("haircut", places=Places(0))]
    assert codes(menu, now=NINE) == [
        "markets.in_the_past",
        "markets.menu_too_short",
        "markets.service_empty",
    ]


def test_the_catalogue_has_more_than_thirty_kinds_with_names_of_their_own():
    names = [service.name for service in services().values()]
    assert len(names) >= 30
    assert len(set(names)) == len(names)
    assert {
        "义诊",
        "义剪",
        "义补",
        "磨刀",
        "家电维修",
        "法律咨询",
        "心理咨询",
        "量血压",
        "配镜清洗",
        "手机课堂",
    } <= set(names)
    assert find("义剪") is find("haircut")
    assert find("no such thing") is None
    assert all(service.minutes > 0 for service in services().values())
