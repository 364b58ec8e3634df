"""Coverage of people equals a recomputation point by point; the matrix counts deeds."""

from datetime import datetime, timedelta
from math import hypot

import pytest
import time_machine

from tests.factories.directory import hold, hours, make_service, make_site, north_of
from tests.factories.places import make_district
from weijiayuan.accounts.rules import Role
from weijiayuan.db import reading
from weijiayuan.directory import fifteen_minute_coverage
from weijiayuan.directory.fifteen_minute_coverage import Asked
from weijiayuan.directory.rules.vocabulary import Feature
from weijiayuan.kernel.clock import CHINA

NOON = datetime(2026, 11, 30, 12, tzinfo=CHINA)

NOW = datetime(2026, 11, 27, 20, 50, tzinfo=CHINA)
URL = "/api/v1"


@pytest.fixture
def world(database):
    make_district()
    with time_machine.travel(NOW, tick=False):
        law = make_service(alliance="law", need="legal_question")
        health = make_service()
        for number in range(40):
            late = number % 3 == 0
            site = make_site(
                north_of(number * 211 - 4000, east=number * number % 97 * 90 - 4000),
                opens=hours("09:00-21:00" if late else "09:00-23:00"),
                lift=number % 2 == 0,
            )
            hold(law if number % 4 == 0 else health, site)
        yield


def brute_force(asked):
    """The share, and people left out by grid, one point and one door at a time."""
    grids, points, scale = fifteen_minute_coverage._ground()
    doors = fifteen_minute_coverage.doors(asked, scale)
    left_out = dict.fromkeys((grid.code for grid in grids), 0.0)
    reached = 0.0
    for x, y, people, grid in zip(points.x, points.y, points.people, points.grid, strict=True):
        for door in doors:
            minutes = hypot(x - door.x, y - door.y) * 1.3 / 75
            arrives = asked.at + timedelta(minutes=minutes)
            if minutes <= 15 and any(s.starts_at <= arrives < s.ends_at for s in door.spans):
                reached += people
                break
        else:
            left_out[grids[int(grid)].code] += people
    return reached / points.people.sum(), left_out


@pytest.mark.parametrize(
    "asked",
    [
        Asked(NOW, NOW.date()),
        Asked(NOW, NOW.date(), alliance="law"),
        Asked(NOW, NOW.date(), features=(Feature.LIFT,)),
    ],
)
def test_coverage_equals_a_recomputation_point_by_point(world, asked):
    found = fifteen_minute_coverage.measure(asked)

    share, left_out = brute_force(asked)

    assert 0.01 < share < 0.9
    assert abs(found.whole.share - share) < 0.001
    worst = sorted(left_out, key=lambda code: (-round(left_out[code], 6), code))[:10]
    assert found.worst == worst


def test_coverage_is_public_and_says_what_it_stands_on(world, client):
    answer = client.get(f"{URL}/governance/coverage?level=street")
    sheet = client.get(f"{URL}/governance/coverage.csv?level=community")
    unknown = client.get(f"{URL}/governance/coverage?alliance=moon")

    assert len(answer.json["items"]) == 6
    assert len(answer.json["worst_grids"]) == 10
    assert len(answer.json["alliances"]) == 8
    assert "示例" in answer.json["note"]
    assert len(sheet.get_data(as_text=True).splitlines()) == 32
    assert unknown.json["code"] == "directory.need_unknown"


def test_the_matrix_counts_taps_and_turns_red_after_ninety_days(world, as_role, as_resident):
    service = make_service(name="量血压", list_no=15)
    held = hold(service, make_site(name="甲中心"))
    keeper = as_role(Role.VENUE_KEEPER)

    first = keeper.post(f"{URL}/service-at/{held.id}/deliveries", json={"n": 3})
    again = keeper.post(f"{URL}/service-at/{held.id}/deliveries", json={})
    refused = as_resident().post(f"{URL}/service-at/{held.id}/deliveries", json={})

    assert (first.json["today"], again.json["today"], refused.status_code) == (3, 4, 403)
    cell = keeper.get(f"{URL}/alliances/matrix").json["items"][0]["cells"][0]
    assert (cell["count"], cell["last_on"], cell["red"]) == (4, "2026-11-27", False)
    for days, red in ((90, False), (91, True)):
        with time_machine.travel(NOW + timedelta(days=days), tick=False):
            late = as_role(Role.SECRETARY).get(f"{URL}/alliances/matrix").json
        assert late["items"][0]["cells"][0]["red"] is red


def test_a_district_without_grids_has_nobody_to_reach_and_no_error(ground, opened):
    app = opened(ground)
    with app.app_context(), reading():
        found = fifteen_minute_coverage.measure(Asked(at=NOON, today=NOON.date()))

    assert (found.grids, found.shares) == ((), [])
