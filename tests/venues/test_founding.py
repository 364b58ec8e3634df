"""A new venue is in the list at once, can be booked, and belongs to its keeper's territory."""

import pytest

from tests.engines import ONE_DATABASE
from tests.factories.places import make_district
from tests.factories.venues import LIUBAI
from weijiayuan.accounts.rules import Role, Territory, TerritoryKind

pytestmark = pytest.mark.usefixtures("at_nine", "database")
OF_LIUBAI = Territory(TerritoryKind.COMMUNITY, LIUBAI)
COURT = {
    "name": "楼村社区篮球场",
    "kind": "court",
    "use": "exclusive",
    "community": LIUBAI,
    "people_most": 12,
    "place": {"lng": 113.93, "lat": 22.76, "datum": "wgs84"},
}


@pytest.fixture(autouse=True)
def district(database):
    make_district()


def test_a_venue_is_added_found_and_booked(as_role, as_resident):
    keeper = as_role(Role.VENUE_KEEPER, territory=OF_LIUBAI)
    made = keeper.post("/api/v1/venues", json=COURT)
    assert made.status_code == 201, made.json
    assert made.json["hours"] == ["每天09:00至21:00"]
    assert made.json["place"]["lng"] > 113.934  # moved to GCJ-02
    mine = keeper.get("/api/v1/venues/keeper/venues").json["items"]
    assert [one["name"] for one in mine] == ["楼村社区篮球场"]
    resident = as_resident()
    page = resident.get(f"/api/v1/venues/{made.json['id']}/slots").json["items"]
    slot = next(one for one in page if one["state"] == "open")
    booked = resident.post("/api/v1/venues/bookings", json={"slot_id": slot["id"], "people": 4})
    assert booked.status_code == 201, booked.json


@ONE_DATABASE
@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"community": "440311001006"}, 403, "venues.not_your_venue"),
        ({"community": "440399999999"}, 422, "venues.community_not_found"),
        ({"people_most": 0}, 422, "web.malformed"),
        ({"use": "shared", "places": 0}, 422, "web.malformed"),
        ({"people_most": 10**9}, 422, "web.malformed"),
        ({"use": "both"}, 422, "web.malformed"),
        ({"name": " "}, 422, "web.malformed"),
        ({"place": {"lng": 113.93, "lat": 22.76}}, 422, "web.malformed"),
    ],
)
def test_what_cannot_be_meant_is_refused(as_role, change, status, code):
    keeper = as_role(Role.VENUE_KEEPER, territory=OF_LIUBAI)
    answer = keeper.post("/api/v1/venues", json=COURT | change)
    assert (answer.status_code, answer.json["code"]) == (status, code)


def test_a_resident_adds_none(as_resident):
    assert as_resident().post("/api/v1/venues", json=COURT).status_code == 403
