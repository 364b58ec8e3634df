"""Who tells of a need in words of their own is understood: half of the street taught, half not."""

import pytest

from tests.factories.directory import HERE, hold, make_service, make_site, north_of
from tests.factories.places import make_district
from tools import teach_needs
from weijiayuan.directory.queries.need_taxonomy import tree
from weijiayuan.directory.rules.need_classifier import without_refused
from weijiayuan.directory.rules.query_understanding import understand

AMONG = 3
UNSEEN, LEAST = "unseen", 0.88
"""Lines that no weight was taught by; nine in ten were understood when they were written."""


def test_what_was_never_taught_is_understood_among_the_first_three(app):
    with app.app_context():
        known = tree()
        lines = list(teach_needs.lines(UNSEEN))
        missed = [
            (line, needs)
            for line, needs in lines
            if not set(needs) <= set(understand(line, known).needs[:AMONG])
        ]

    assert len(lines) > 120
    assert len(missed) <= (1 - LEAST) * len(lines), missed


@pytest.mark.parametrize(
    ("typed", "needs"),
    [
        ("不要培训，我要直接上岗的", {"job"}),
        ("不看病，只想量个血鸭", {"blood_pressure"}),
        ("工资没结，孩子放学也没人接", {"wages", "after_school"}),
        ("给老妈找饭堂，我自己想借书", {"meals", "reading"}),
        ("修雨伞和捐旧衣服", {"repair", "donate"}),
    ],
)
def test_what_is_refused_is_no_need_and_two_needs_are_two(app, typed, needs):
    with app.app_context():
        assert needs <= set(understand(typed, tree()).needs)


@pytest.mark.parametrize(
    "typed", ["李四13812345678住哪", "振明路", "龙大路", "你是谁", "火星在哪", "早上好"]
)
def test_a_person_a_road_and_a_greeting_are_no_need(app, typed):
    with app.app_context():
        assert understand(typed, tree()).needs == ()


def test_a_complaint_is_not_what_is_refused():
    assert without_refused("老板不给钱，我想告他") == "老板不给钱，我想告他"
    assert without_refused("不要培训，只想上班") == "只想上班"


def test_the_nearest_of_each_need_leads_where_two_are_asked_at_once(client, database):
    make_district()
    repair = make_service(name="公益修伞", need="repair", alliance="society")
    donate = make_service(name="旧衣回收", need="donate", alliance="charity")
    donate_at = [make_site(north_of(100 + at), name=f"捐衣点{at}") for at in range(5)]
    for site in donate_at:
        hold(donate, site)
    hold(repair, make_site(north_of(900), name="修伞摊"))

    near = {
        "near": f"{HERE.lng:.3f},{HERE.lat:.3f}",
        "datum": "gcj02",
        "q": "修雨伞和捐旧衣服",
        "limit": 4,
    }
    answer = client.get("/api/v1/services", query_string=near)
    assert answer.status_code == 200, answer.json
    found = answer.json["items"]
    on = client.get(
        "/api/v1/services", query_string=near | {"cursor": answer.json["next_cursor"], "limit": 50}
    )

    assert {each["need"]["id"] for each in found[:2]} == {"repair", "donate"}
    assert len(found) <= near["limit"]
    places = {each["service_at"] for each in found + on.json["items"]}
    assert len(places) == len(donate_at) + 1
