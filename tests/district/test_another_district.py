"""A district that nobody knows: written by one command, loaded beside nothing, one story a service."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from shapely import box
from shapely.geometry import mapping
from sqlalchemy import String, select

from tests.conftest import Speaker, Visitor, worker
from tests.engines import settings_for
from tests.factories.accounts import make_resident, token_of
from weijiayuan.accounts.models import StaffAccount
from weijiayuan.app import create_app
from weijiayuan.commons import owners_assembly_threshold
from weijiayuan.db import db, transaction
from weijiayuan.db.base import Model
from weijiayuan.district.profile import folder_of, read_profile
from weijiayuan.kernel import clock
from weijiayuan.samples import load_samples

HERE = {"lng": 120.13, "lat": 30.22, "datum": "gcj02"}
GUANGMING_SQUARE = {"lng": 113.935, "lat": 22.75, "datum": "gcj02"}
DEVICE = {
    "kind": "road_water", "name": "低洼点", "place": HERE, "place_kind": "road", "address": "示例路口",
    "owner": "示例水务站", "owner_phone": "", "basis": "防洪排涝监测", "interval_seconds": 60,
    "installed_on": "2026-11-01",
}  # fmt: skip
CODE = "990101"
NAME = f"another_{worker}"


@pytest.fixture(scope="module")
def invented(engine, tmp_path_factory):
    """The service in a district of its own, loaded as `make run` loads it."""
    folder = tmp_path_factory.mktemp("districts")
    boundary = folder / "boundary.geojson"
    boundary.write_text(json.dumps(mapping(box(120.10, 30.20, 120.16, 30.25))), "utf-8")
    _write_skeleton(folder, boundary)
    url = engine.fresh(NAME)
    settings = settings_for(url, folder, district=str(folder / "shifan"))
    app = create_app(settings)
    with app.app_context():
        app.test_cli_runner().invoke(args=["district", "load"])
        list(load_samples())
    yield app
    with app.app_context():
        db.engine.dispose()
    engine.drop(NAME)


def _write_skeleton(folder, boundary):
    app = create_app(settings_for(f"sqlite:///{folder / 'unused.db'}", folder))
    command = ["district", "new", "shifan", "--boundary", str(boundary), "--into", str(folder)]
    command += ["--code", CODE, "--title", "示范区", "--city", "示范市", "--province", "示范省"]
    ran = app.test_cli_runner().invoke(args=[*command, "--wages", "shenzhen"])
    assert ran.exit_code == 0, ran.output
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def visitor(invented):
    invented.test_client_class = Visitor
    with invented.app_context():
        yield invented.test_client()


@pytest.fixture
def resident(visitor):
    with transaction():
        one = make_resident(openid=f"another-{uuid4()}", phone=f"139{uuid4().int % 10**8:08}")
        token = token_of(one)
    return Speaker(visitor, token, resident=one)


@pytest.fixture
def staff(visitor):
    def speak(username):
        with transaction():
            account = db.session.scalars(select(StaffAccount).filter_by(username=username)).one()
            token = token_of(account)
        return Speaker(visitor, token, staff=account)

    return speak


def test_places_a_point_inside_is_found_and_guangming_lies_outside(visitor):
    inside = visitor.get("/api/v1/places/locate", query_string=HERE).json
    outside = visitor.get("/api/v1/places/locate", query_string=GUANGMING_SQUARE).json

    assert inside["in_district"] is True
    assert inside["street"]["code"] == f"{CODE}001"
    assert outside["in_district"] is False
    assert visitor.get("/api/v1/places/district").json["name"] == "示范区"


def test_welfare_the_districts_own_policy_is_judged(visitor):
    answers = {"applicant": {"birth_date": "1940-01-01", "hukou": "local"}}
    said = visitor.post("/api/v1/welfare/assessments", json={"answers": answers})

    assert said.status_code == 200, said.json
    listed = visitor.get("/api/v1/welfare/policies").json["items"]
    assert [policy["name"] for policy in listed] == ["示例·长者津贴"]
    assert "示例·长者津贴" in json.dumps(said.json, ensure_ascii=False)


def test_jobs_a_resident_applies_and_the_posting_names_this_district(visitor, resident):
    job = visitor.get("/api/v1/jobs?limit=1").json["items"][0]
    profile = {"name": "李四", "headline": "肯干", "experience": [], "certificates": []}
    assert resident.put("/api/v1/me/job-profile", json=profile).status_code in {200, 204}

    applied = resident.post(f"/api/v1/jobs/{job['id']}/applications", json={})

    assert applied.status_code == 201, applied.json
    linked = visitor.get(f"/api/v1/jobs/{job['id']}", headers={"Accept": "application/ld+json"})
    place = json.loads(linked.data)["jobLocation"]["address"]
    assert place["addressLocality"].startswith("示范区")
    assert place["addressRegion"] == "示范省示范市"


def test_markets_a_resident_signs_up(visitor, resident):
    markets = visitor.get("/api/v1/markets").json["items"]
    coming = next(one for one in markets if one["starts_at"] > clock.now().isoformat())
    item = visitor.get(f"/api/v1/markets/{coming['id']}").json["items"][0]

    signed = resident.post(f"/api/v1/markets/{coming['id']}/items/{item['id']}/sign-ups", json={})

    assert signed.status_code == 201, signed.json
    assert "示例一社区" in coming["title"]


def test_venues_a_resident_books_a_slot(visitor, resident):
    venue = next(one for one in visitor.get("/api/v1/venues").json["items"] if one["next_free"])
    first = clock.local_date(clock.now()) + timedelta(days=1)
    asked = f"/api/v1/venues/{venue['id']}/slots?from={first}&to={first + timedelta(days=2)}"
    slot = next(one for one in visitor.get(asked).json["items"] if one["state"] == "open")

    booked = resident.post("/api/v1/venues/bookings", json={"slot_id": slot["id"], "people": 1})

    assert booked.status_code == 201, booked.json
    assert "示范区" in visitor.get(f"/api/v1/venues/{venue['id']}").json["address"]


def test_tips_a_tip_goes_to_the_desk_and_one_from_guangming_is_outside(resident, staff):
    body = {"category": "06010", "text": "路口有一堆垃圾没人清", "place": HERE}
    sent = resident.post("/api/v1/tips", json=body)
    assert sent.status_code == 201, sent.json
    elsewhere = resident.post("/api/v1/tips", json=body | {"place": GUANGMING_SQUARE})
    assert elsewhere.json["code"] == "tips.outside_district"
    assert "示范" not in elsewhere.json["detail"]
    screen = staff("supervisor").get("/api/v1/governance/overview")
    assert screen.status_code == 200
    assert "示范" in json.dumps(screen.json, ensure_ascii=False)


def test_events_an_order_calls_the_districts_own_departments(staff):
    departments = staff("secretary").get("/api/v1/events/departments").json["items"]

    assert {unit["code"][:6] for unit in departments} == {CODE}
    assert "示例·公安示范分局" in {unit["name"] for unit in departments}


def test_open311_knows_this_jurisdiction_and_no_other(visitor):
    def services(name):
        return visitor.get(f"/open311/v2/services.json?jurisdiction_id={name}").status_code

    assert (services(CODE), services("440311")) == (200, 404)


def test_nothing_of_guangming_is_in_the_database(visitor):
    found = []
    for table in Model.metadata.sorted_tables:
        columns = [column for column in table.columns if isinstance(column.type, String)]
        for row in db.session.execute(select(*columns)) if columns else []:
            found += [f"{table.name}: {each}" for each in row if each and _is_guangming(str(each))]
    assert found == []


def _is_guangming(text):
    return "光明" in text or "440311" in text or "guangming" in text


def test_a_database_of_another_district_is_not_filled_with_this_one(opened, tmp_path, invented):
    settings = settings_for(invented.config["SQLALCHEMY_DATABASE_URI"], tmp_path)
    ran = opened(settings).test_cli_runner().invoke(args=["district", "load"])
    assert ran.exit_code != 0
    assert f"another district ({CODE}001)" in str(ran.exception or ran.output)


def test_a_district_that_is_there_is_not_written_over(invented, tmp_path):
    boundary = tmp_path / "boundary.geojson"
    boundary.write_text(json.dumps(mapping(box(120.10, 30.20, 120.16, 30.25))), "utf-8")
    (tmp_path / "there").mkdir()
    command = ["district", "new", "there", "--boundary", str(boundary), "--into", str(tmp_path)]
    command += ["--code", CODE, "--title", "某区", "--city", "某市", "--province", "某省"]
    ran = invented.test_cli_runner().invoke(args=[*command, "--wages", "shenzhen"])
    assert ran.exit_code == 1
    assert "already" in ran.output


def test_a_profile_that_does_not_add_up_is_said_in_one_sentence(tmp_path):
    with pytest.raises(SystemExit, match="DISTRICT: there is no district at"):
        create_app(settings_for("sqlite://", tmp_path, district=str(tmp_path)))


def test_the_district_that_ships_is_chosen_where_none_is_named():
    assert read_profile(folder_of("guangming")).code == "440311"


def test_approvals_a_shop_of_this_district_is_checked_by_its_own_names(visitor):
    answers = {"name": "示范市示范区阿梅面馆", "place": HERE, "scopes": ["L6201"]}
    asked = {"kind": "individual", "answers": answers}
    said = visitor.post("/api/v1/approvals/checks", json=asked)

    assert said.status_code == 200, said.json
    ruled = {each["id"]: each["verdict"] for each in said.json["rules"]}
    assert (ruled["n2_region"], ruled["a1_here"]) == (True, True)
    assert "示范区" in visitor.get("/api/v1/approvals/kinds").json["authority"]


def test_directory_the_nearest_service_is_one_of_this_districts(visitor):
    near = f"{HERE['lng']},{HERE['lat']}"
    found = visitor.get(f"/api/v1/services?near={near}&datum=gcj02&need=reading").json["items"]

    assert found
    assert all(one["site"]["community"].startswith(CODE) for one in found)
    assert found[0]["is_sample"] is True


def test_commons_spaces_are_of_this_district_and_its_threshold_is_not_known(visitor):
    found = visitor.get("/api/v1/commons/spaces").json["items"]
    assert found
    assert all(one["community_code"].startswith(CODE) for one in found)
    with visitor.application.app_context():
        assert owners_assembly_threshold.here() is None


def test_appeals_one_is_in_the_hands_of_this_districts_duty_worker(visitor, resident):
    home = visitor.get("/api/v1/places/locate", query_string=HERE).json["community"]["code"]
    asked = {"asks": "请让邻居修好漏水", "text": "楼上漏水把天花板泡坏了", "community": home}
    sent = resident.post("/api/v1/appeals", json=asked)

    assert sent.status_code == 201, sent.json
    assert sent.json["in_hands_of"] == "示例·值班员"
    roads = visitor.post("/api/v1/appeals/paths", json={"text": asked["text"]})
    assert roads.json["roads"]
    assert not _is_guangming(json.dumps(roads.json, ensure_ascii=False))


def test_sensing_a_device_of_this_district_raises_an_alarm_here(visitor, staff):
    device = DEVICE | {"code": f"dev-{uuid4().hex[:8]}"}
    elsewhere = staff("admin").post("/api/v1/devices", json=device | {"place": GUANGMING_SQUARE})
    assert elsewhere.json["code"] == "sensing.outside_district"
    made = staff("admin").post("/api/v1/devices", json=device)
    assert made.status_code == 201, made.json

    begin = clock.now() - timedelta(minutes=4)
    values = [
        ((begin + timedelta(minutes=n)).isoformat(), value)
        for n, value in enumerate((5, 16, 17, 18))
    ]
    stream = {"@iot.id": made.json["device"]["datastream_id"]}
    readings = {"Datastream": stream, "components": ["phenomenonTime", "result"]}
    said = visitor.post(
        "/sensing/v1.1/CreateObservations",
        json=[readings | {"dataArray@iot.count": 4, "dataArray": values}],
        headers={"Authorization": f"Bearer {made.json['key']}"},
    )

    assert said.status_code == 201, said.json
    (alarm,) = staff("supervisor").get("/api/v1/alarms").json["items"]
    assert (alarm["device"], alarm["value_text"]) == (device["name"], "18cm")


def test_draws_a_resident_enters_one_whose_promise_anybody_may_read(visitor, resident):
    markets = visitor.get("/api/v1/markets").json["items"]
    coming = next(one for one in markets if one["starts_at"] > clock.now().isoformat())
    items = visitor.get(f"/api/v1/markets/{coming['id']}").json["items"]
    by_lot = next(one for one in items if one["mode"] == "draw")

    entered = resident.post(
        f"/api/v1/markets/{coming['id']}/items/{by_lot['id']}/draw-entries", json={}
    )

    assert entered.status_code == 201, entered.json
    record = visitor.get(f"/api/v1/draws/{entered.json['draw']}").json
    assert (record["entered"], bool(record["promise"]), record["seed"]) == (1, True, None)
