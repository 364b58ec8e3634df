import json
from datetime import date

import pytest
from shapely.geometry import mapping
from sqlalchemy import select

from tests.districts import GUANGMING
from tests.engines import ONE_DATABASE
from tests.factories.places import GUANGMING_SQUARE, make_district
from tests.places.shapes import at_metres, square
from weijiayuan.accounts.rules import Role
from weijiayuan.audit.models import AuditEntry
from weijiayuan.db import db
from weijiayuan.places import district_files, grid_publishing, queries
from weijiayuan.places.coordinates import Datum

URL = "/api/v1/places"
NEW = {"street": "440311001", "name": "晨光社区", "valid_from": "2026-12-01", "source": "区批复1号"}
NOTICE = "国办发明电〔2026〕某号"


@pytest.fixture
def admin(database, as_role):
    make_district()
    return as_role(Role.ADMIN)


def year_2027():
    days = [
        {"day": f"2027-{day}", "kind": "off", "name": "节日"}
        for day in ("01-01", "02-05", "02-06", "02-07", "02-08", "04-05", "05-01", "06-09")
    ]
    return {
        "source": NOTICE,
        "days": [*days, {"day": "2027-02-20", "kind": "work", "name": "春节"}],
    }


def working(day):
    return queries.working_calendar().is_working_day(date.fromisoformat(day))


@ONE_DATABASE
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
def test_only_administrators_change_the_district(database, as_role, role):
    assert as_role(role).post(f"{URL}/communities", json=NEW).status_code == 403


def test_nobody_changes_it_without_signing_in(client):
    assert client.post(f"{URL}/communities", json=NEW).status_code == 401


def test_a_community_is_added_without_a_code_and_given_one_later(admin, client):
    added = admin.post(f"{URL}/communities", json=NEW)
    assert added.status_code == 201
    assert added.json["code"] is None

    named = {"name": "晨光社区", "code": "440311001007", "source": "统计局2026年代码"}
    corrected = admin.put(f"{URL}/communities/{added.json['id']}", json=named)

    assert corrected.status_code == 200
    listed = client.get(f"{URL}/communities?street=440311001&on=2026-12-02").json["items"]
    assert listed[-1]["code"] == "440311001007"


def test_what_an_administrator_does_stands_in_the_trail(admin):
    added = admin.post(f"{URL}/communities", json=NEW).json

    entry = db.session.scalars(select(AuditEntry).filter_by(subject_id=added["id"])).one()
    assert (entry.action, entry.actor) == ("community added", f"staff:{admin.staff.id}")


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"name": "光明社区"}, 409, "places.community_exists"),
        ({"code": "440311001001"}, 409, "places.community_exists"),
        ({"code": "440311002009"}, 422, "places.code_not_of_street"),
        ({"street": "440311009"}, 404, "places.street_not_found"),
        ({"street": "440306001"}, 422, "web.malformed"),
        ({"name": " "}, 422, "web.malformed"),
        ({"valid_from": "2026-13-01"}, 422, "web.malformed"),
    ],
)
def test_a_community_that_cannot_be_is_refused(admin, change, status, code):
    answer = admin.post(f"{URL}/communities", json=NEW | change)

    assert (answer.status_code, answer.json["code"]) == (status, code)


def test_a_split_ends_the_old_community_and_begins_the_new_ones(admin, client):
    old = queries.community("440311006008")
    parts = {
        "into": [{"name": "新庄东社区"}, {"name": "新庄西社区", "code": "440311006009"}],
        "on": "2027-01-01",
        "source": "区批复2号",
    }

    answer = admin.post(f"{URL}/communities/{old.id}/split", json=parts)

    assert answer.status_code == 201
    before = client.get(f"{URL}/communities?street=440311006&on=2026-12-31").json["items"]
    after = client.get(f"{URL}/communities?street=440311006&on=2027-01-01").json["items"]
    assert "新庄社区" in {each["name"] for each in before}
    assert {"新庄东社区", "新庄西社区"} <= {each["name"] for each in after}
    assert "新庄社区" not in {each["name"] for each in after}


def test_a_community_is_split_once(admin):
    old = queries.community("440311006008")
    parts = {"into": [{"name": "甲社区"}, {"name": "乙社区"}], "on": "2027-01-01", "source": "批复"}
    admin.post(f"{URL}/communities/{old.id}/split", json=parts)

    again = admin.post(f"{URL}/communities/{old.id}/split", json=parts)

    assert (again.status_code, again.json["code"]) == (404, "places.community_not_found")


def test_a_refused_split_leaves_the_old_community_as_it_was(admin):
    old = queries.community("440311006008")
    parts = {"into": [{"name": "甲社区"}, {"name": "石围社区"}], "on": "2027-01-01", "source": "批"}

    answer = admin.post(f"{URL}/communities/{old.id}/split", json=parts)

    assert answer.json["code"] == "places.community_exists"
    assert queries.community("440311006008").valid_to is None


def test_an_announced_year_is_final_for_every_process(admin, client):
    assert working("2027-02-20") is False

    answer = admin.put(f"{URL}/calendar/years/2027", json=year_2027())

    assert answer.status_code == 204
    assert working("2027-02-20") is True
    days = client.get(f"{URL}/calendar?from=2027-02-09&to=2027-02-20").json
    assert not any(day["provisional"] for day in days["items"])
    assert days["items"][0]["working"] is True, "the guess of a day made up is gone"
    assert days["provisional_from"] == "2028-01-01"


def test_a_year_entered_again_replaces_what_stood_there(admin):
    admin.put(f"{URL}/calendar/years/2027", json=year_2027())
    shorter = year_2027() | {"days": year_2027()["days"][:-1]}

    admin.put(f"{URL}/calendar/years/2027", json=shorter)

    assert working("2027-02-20") is False


def test_loading_again_does_not_touch_what_was_entered(admin):
    admin.put(f"{URL}/calendar/days/2026-11-24", json=closed_day())
    admin.put(f"{URL}/calendar/years/2027", json=year_2027())

    make_district()

    assert working("2026-11-24") is False
    assert working("2027-02-20") is True


@pytest.mark.parametrize("day", ["2026-12-01", "2027-01-01", "2028-02-01"])
def test_a_notice_with_days_of_another_year_or_twice_the_same_is_refused(admin, day):
    wrong = year_2027()
    wrong["days"].append({"day": day, "kind": "off", "name": "节日"})

    answer = admin.put(f"{URL}/calendar/years/2027", json=wrong)

    assert (answer.status_code, answer.json["code"]) == (422, "places.day_outside_year")


def closed_day():
    return {"kind": "off", "name": "台风停工", "source": "区三防办通告"}


def test_one_day_is_marked_and_unmarked(admin):
    assert working("2026-11-24") is True

    admin.put(f"{URL}/calendar/days/2026-11-24", json=closed_day())
    assert working("2026-11-24") is False

    admin.delete(f"{URL}/calendar/days/2026-11-24")
    assert working("2026-11-24") is True
    gone = admin.delete(f"{URL}/calendar/days/2026-11-24")
    assert (gone.status_code, gone.json["code"]) == (404, "places.day_not_marked")


@pytest.mark.parametrize("day", ["2026-02-30", "tomorrow", "2026-11-24T00:00"])
def test_a_day_that_is_none_is_refused(admin, day):
    answer = admin.put(f"{URL}/calendar/days/{day}", json=closed_day())

    assert answer.status_code == 422


def feature(code, outline, community="440311001001", **more):
    geometry = json.loads(json.dumps(mapping(outline)))
    properties = {"code": code, "name": f"网格{code}", "community": community}
    return {"type": "Feature", "properties": properties | more, "geometry": geometry}


def version(*features, **given):
    usual = {"datum": "gcj02", "source": "区治理办测绘", "as_of": "2026-12-01", "grade": "A"}
    return usual | {"features": list(features)} | given


def moved_square(code, east, north, side=400):
    return square(code, east + 3000, north - 1500, side)[1]


def test_a_new_version_of_the_grids_is_used_at_once(admin, client):
    spot = at_metres(3100, -1400)
    asked = {"lng": spot.lng, "lat": spot.lat, "datum": "gcj02"}
    before = client.get(f"{URL}/locate", query_string=asked).json["grid"]

    published = admin.post(
        f"{URL}/grid-versions", json=version(feature("G1", moved_square("G1", 0, 0), kind="商贸"))
    )

    after = client.get(f"{URL}/locate", query_string=asked).json["grid"]
    assert published.status_code == 201
    assert published.json["version"] == 2
    assert published.json["area_km2"] == pytest.approx(0.16, abs=0.001)
    assert published.json["uncovered_km2"] > 150
    assert (before["version"], after["version"]) == (1, 2)
    assert (after["code"], after["sample"]) == ("G1", False)


def test_the_former_version_stays_for_the_events_that_it_routed(admin):
    old = queries.newest_grids()[0]

    admin.post(f"{URL}/grid-versions", json=version(feature("G1", moved_square("G1", 0, 0))))

    assert db.session.get(type(old), old.id) is not None
    assert queries.grid(old.code).version.number == 1
    assert [grid.code for grid in queries.newest_grids()] == ["G1"]


def test_a_version_in_the_wrong_datum_is_shifted_not_taken_as_it_is(admin, client):
    shape = moved_square("G1", 0, 0)
    admin.post(f"{URL}/grid-versions", json=version(feature("G1", shape), datum="wgs84"))

    centre = {"lng": shape.centroid.x, "lat": shape.centroid.y, "datum": "gcj02"}
    assert client.get(f"{URL}/locate", query_string=centre).json["grid"] is None
    as_sent = centre | {"datum": "wgs84"}
    assert client.get(f"{URL}/locate", query_string=as_sent).json["grid"]["code"] == "G1"


def test_grids_that_are_none_are_named_one_by_one(admin):
    bow_tie = feature("G2", moved_square("G2", 0, 0))
    a, b, c, d, _ = bow_tie["geometry"]["coordinates"][0]
    bow_tie["geometry"]["coordinates"] = [[a, c, b, d, a]]
    wrong = version(
        feature("G1", moved_square("G1", 0, 0)),
        bow_tie,
        feature("G1", moved_square("G1", 900, 0)),
        feature("G3", moved_square("G3", 1800, 0), community="440311001999"),
    )

    answer = admin.post(f"{URL}/grid-versions", json=wrong)

    assert (answer.status_code, answer.json["code"]) == (422, "places.grids_malformed")
    assert set(answer.json["fields"]) == {"features.1", "features.2", "features.3"}
    assert queries.newest_version().number == 1


@pytest.mark.parametrize("east", [200, -9000])
def test_grids_that_overlap_or_lie_outside_are_refused(admin, east):
    wrong = version(
        feature("G1", moved_square("G1", 0, 0)), feature("G2", moved_square("G2", east, 0, 300))
    )

    answer = admin.post(f"{URL}/grid-versions", json=wrong)

    assert (answer.status_code, answer.json["code"]) == (422, "places.grids_overlap")


@ONE_DATABASE
@pytest.mark.parametrize(
    "coordinates",
    [None, [], "x", [[]], [[[1, 2]]], [[[1e400, 2], [1, 2], [3, 4], [1, 2]]], [[["a", "b"]]], {}],
)
def test_coordinates_that_are_none_are_malformed(admin, coordinates):
    broken = feature("G1", moved_square("G1", 0, 0))
    broken["geometry"]["coordinates"] = coordinates

    answer = admin.post(
        f"{URL}/grid-versions",
        data=json.dumps(version(broken)),
        headers={"Content-Type": "application/json"},
    )

    assert answer.status_code in {400, 422}


def test_the_shipped_grids_can_be_published_over_http(admin):
    content = district_files.sheet(GUANGMING, "sample_grids.geojson")
    features = [
        {
            "type": "Feature",
            "properties": {
                name: each["properties"][name] for name in ("code", "name", "community")
            },
            "geometry": each["geometry"],
        }
        for each in content["features"]
    ]

    answer = admin.post(f"{URL}/grid-versions", json=version(*features, sample=True))

    assert answer.status_code == 201
    assert answer.json["grids"] == 126


def test_a_repeated_publication_makes_one_version(admin):
    body = version(feature("G1", moved_square("G1", 0, 0)))

    first = admin.post(f"{URL}/grid-versions", json=body, key="publish-1")
    again = admin.post(f"{URL}/grid-versions", json=body, key="publish-1")

    assert first.json == again.json
    assert queries.newest_version().number == 2


def test_geographic_questions_keep_working_after_a_rollback(admin, client):
    """A token is never used twice, so a version that was rolled back leaves no trace in memory."""
    origin = grid_publishing.Origin(
        source="x", as_of=date(2026, 1, 1), grade="A", licence="", is_sample=False
    )
    savepoint = db.session.begin_nested()
    grid_publishing.publish_grids(
        [feature("G9", moved_square("G9", 0, 0))], datum=Datum.GCJ02, origin=origin
    )
    assert [grid.code for grid in queries.finder().grids] == ["G9"]
    savepoint.rollback()

    found = client.get(f"{URL}/locate", query_string=GUANGMING_SQUARE).json

    assert found["grid"]["code"] == "440311001001001"
