import json
from datetime import UTC, datetime

import pytest
import time_machine

from tests.districts import GUANGMING
from tests.engines import ONE_DATABASE
from tests.factories.places import FAR_AWAY, GUANGMING_SQUARE, make_district
from weijiayuan.accounts.rules import Role
from weijiayuan.db import transaction
from weijiayuan.places import cache_invalidation
from weijiayuan.places.models import Topic


@pytest.fixture
def district(database):
    make_district()


def test_the_six_streets_are_listed_with_their_communities(client, district):
    items = client.get("/api/v1/places/streets").json["items"]

    assert [(each["name"], each["communities"]) for each in items] == [
        ("光明街道", 6),
        ("公明街道", 5),
        ("新湖街道", 3),
        ("凤凰街道", 5),
        ("玉塘街道", 4),
        ("马田街道", 9),
    ]


def test_a_community_without_a_code_is_listed_last_of_its_street(client, district):
    answer = client.get("/api/v1/places/communities?street=440311006").json

    assert answer["named_by_district"] == 37
    assert answer["items"][0]["code"] == "440311006001"
    assert answer["items"][-1]["name"] == "禾湾社区"
    assert answer["items"][-1]["code"] is None
    assert answer["items"][-1]["centre"] is None


def test_what_has_not_changed_is_not_sent_again(client, district):
    first = client.get("/api/v1/places/communities")

    again = client.get(
        "/api/v1/places/communities", headers={"If-None-Match": first.headers["ETag"]}
    )

    assert again.status_code == 304
    assert again.data == b""


def test_a_change_makes_a_new_etag(client, district):
    before = client.get("/api/v1/places/communities").headers["ETag"]
    with transaction():
        cache_invalidation.mark_changed(Topic.TERRITORY)

    after = client.get("/api/v1/places/communities", headers={"If-None-Match": before})

    assert after.status_code == 200


def test_a_point_is_given_its_grid_community_and_street(client, district):
    found = client.get("/api/v1/places/locate", query_string=GUANGMING_SQUARE).json

    assert found["in_district"] is True
    assert found["grid"]["code"] == "440311001001001"
    assert found["grid"]["sample"] is True
    assert found["community"] == {"code": "440311001001", "name": "光明社区"}
    assert found["street"]["name"] == "光明街道"
    assert found["metres"] == 0


def test_the_datum_of_a_point_decides_its_grid(client, district):
    as_wgs84 = GUANGMING_SQUARE | {"datum": "wgs84"}

    here = client.get("/api/v1/places/locate", query_string=GUANGMING_SQUARE).json
    there = client.get("/api/v1/places/locate", query_string=as_wgs84).json

    assert here["grid"]["code"] != there["grid"]["code"]


@ONE_DATABASE
@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"datum": None}, "datum"),
        ({"datum": "bd09"}, "datum"),
        ({"lng": None}, "lng"),
        ({"lng": "nan"}, "lng"),
        ({"lat": "91"}, "lat"),
        ({"lat": "1e400"}, "lat"),
    ],
)
def test_a_point_that_cannot_be_meant_is_refused(client, district, change, field):
    asked = {name: value for name, value in (GUANGMING_SQUARE | change).items() if value}

    answer = client.get("/api/v1/places/locate", query_string=asked)

    assert answer.status_code == 422
    assert field in answer.json["fields"]


def test_a_point_elsewhere_is_in_no_grid(client, district):
    found = client.get("/api/v1/places/locate", query_string=FAR_AWAY).json

    assert found == {
        "in_district": False,
        "grid": None,
        "community": None,
        "street": None,
        "metres": None,
    }


def test_before_anything_is_loaded_the_questions_are_still_answered(client):
    assert client.get("/api/v1/places/streets").json == {"items": []}
    assert client.get("/api/v1/places/locate", query_string=GUANGMING_SQUARE).json["grid"] is None
    assert client.get("/api/v1/places/schematic").json["shapes"] == []
    days = client.get("/api/v1/places/calendar?from=2026-10-01&to=2026-10-01").json
    assert days["items"][0]["provisional"] is True


@pytest.mark.parametrize(("level", "shapes"), [("street", 6), ("community", 31), ("grid", 126)])
def test_the_schematic_is_small_marked_and_kept(client, district, level, shapes):
    answer = client.get(f"/api/v1/places/schematic?level={level}")

    assert len(answer.json["shapes"]) == shapes
    assert len(answer.data) < 24_000
    assert "示意图" in answer.json["note"]
    assert answer.json["sample"] is True
    assert answer.headers["Cache-Control"] == "public, max-age=3600"
    assert all(len(shape["rings"]) >= 1 for shape in answer.json["shapes"])


def test_service_points_are_real_names(client, district):
    items = client.get("/api/v1/places/service-points").json["items"]
    libraries = client.get("/api/v1/places/service-points?kind=图书馆服务点&street=440311005").json

    assert len(items) == 47
    assert {each["street"] for each in libraries["items"]} == {"玉塘街道"}


def test_the_calendar_knows_the_working_weekends(client, district):
    answer = client.get("/api/v1/places/calendar?from=2026-10-07&to=2026-10-10").json

    assert [day["working"] for day in answer["items"]] == [False, True, True, True]
    assert answer["items"][3]["name"] == "国庆节"
    assert answer["note"] is None


def test_a_year_without_a_notice_says_that_it_is_reckoned(client, district):
    answer = client.get("/api/v1/places/calendar?from=2026-12-31&to=2027-01-04").json

    assert [day["provisional"] for day in answer["items"]] == [False, True, True, True, True]
    assert [day["working"] for day in answer["items"]] == [True, False, False, False, True]
    assert answer["provisional_from"] == "2027-01-01"
    assert "2027年" in answer["note"]


@pytest.mark.parametrize(
    "span", ["from=2026-01-02&to=2026-01-01", "from=2026-01-01&to=2028-01-01", "from=x&to=y", ""]
)
def test_a_span_that_is_too_long_or_turned_round_is_refused(client, span):
    assert client.get(f"/api/v1/places/calendar?{span}").status_code == 422


def test_the_list_of_today_is_the_list_of_the_local_day(client, district, as_role):
    """A community that begins on the 24th is there at 00:30 in Shenzhen, still the 23rd in UTC."""
    new = {
        "street": "440311001",
        "name": "晨光社区",
        "valid_from": "2026-11-24",
        "source": "区政府批复",
    }
    as_role(Role.ADMIN).post("/api/v1/places/communities", json=new)

    def names(moment):
        with time_machine.travel(moment, tick=False):
            answer = client.get("/api/v1/places/communities?street=440311001")
        return [each["name"] for each in json.loads(answer.data)["items"]]

    assert "晨光社区" not in names(datetime(2026, 11, 23, 15, 30, tzinfo=UTC))
    assert "晨光社区" in names(datetime(2026, 11, 23, 16, 30, tzinfo=UTC))


def test_the_district_says_its_names_its_telephones_and_its_own_words(client):
    answer = client.get("/api/v1/places/district")

    assert answer.status_code == 200
    assert (answer.json["code"], answer.json["name"]) == (GUANGMING.code, GUANGMING.name)
    assert answer.json["telephones"]["hotline"] == {"name": "市民热线", "number": "12345"}
    assert answer.json["community_telephones"] == GUANGMING.community_telephones
    assert answer.json["words"]["welcome"] == GUANGMING.words["welcome"]
    again = client.get("/api/v1/places/district", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
