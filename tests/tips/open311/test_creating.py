"""Requests of other systems: taken in without their reporters, or refused as the protocol says."""

import re
from io import BytesIO

import pytest
from defusedxml import ElementTree
from sqlalchemy import select

from tests.engines import ONE_DATABASE
from tests.factories.places import FAR_AWAY, GUANGMING_SQUARE
from tests.files.pictures import SECRET, from_a_telephone
from tests.tips.open311.client import (
    REPORTER,
    V2,
    WGS84,
    create,
    created,
    read,
    request_form,
)
from weijiayuan.db import db
from weijiayuan.events.models import Event
from weijiayuan.places.coordinates import Datum, Point, metres_between
from weijiayuan.tips.open311.api import in_the_standards_form
from weijiayuan.web.errors import problem

pytestmark = pytest.mark.usefixtures("district")


def test_a_request_is_created_and_read_back_in_both_forms(client, key):
    number = created(client, key)

    as_json = read(client, number)
    as_xml = ElementTree.fromstring(client.get(f"{V2}/requests/{number}.xml").data)

    assert as_json["service_request_id"] == number
    assert as_json["status"] == "open"
    assert as_json["description"] == "路口有一堆垃圾"
    assert as_json["service_name"] == "暴露垃圾"
    assert as_xml.tag == "service_requests"
    (request,) = as_xml
    assert {child.tag: child.text for child in request} == {
        name: None if value is None else str(value) for name, value in as_json.items()
    }


def test_a_request_created_in_xml_is_answered_in_xml(client, key):
    answer = create(client, key, form="xml")

    number = ElementTree.fromstring(answer.data).findtext("request/service_request_id")
    assert read(client, number)["service_code"] == "06010"


def test_coordinates_are_wgs84_in_and_out(client, key):
    shown = read(client, created(client, key))
    event = db.session.scalars(select(Event)).one()

    there = Point(shown["long"], shown["lat"], Datum.WGS84)
    assert metres_between(there, WGS84) < 0.5
    assert event.lng == pytest.approx(GUANGMING_SQUARE["lng"], abs=1e-5)
    assert event.grid_code == "440311001001001"


def test_moments_have_an_offset_and_no_fraction(client, key):
    shown = read(client, created(client, key))

    for name in ("requested_datetime", "updated_datetime", "expected_datetime"):
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00", shown[name]), name


def test_nothing_of_a_reporter_is_kept_or_shown(client, key):
    number = created(client, key, **REPORTER)

    shown = client.get(f"{V2}/requests/{number}.json", query_string={"extensions": "true"})
    for table in db.metadata.sorted_tables:
        rows = repr(db.session.execute(select(table)).all())
        assert not [trace for trace in REPORTER.values() if trace in rows], table.name
    assert not [trace for trace in REPORTER.values() if trace in shown.get_data(as_text=True)]
    named = {"first_name", "last_name", "email", "phone", "account_id", "requestor_name"}
    assert not named & shown.json[0].keys()


def test_numbers_in_a_description_are_starred_out(client, key):
    number = created(client, key, description="请联系13900139000处理")

    assert "13900139000" not in read(client, number)["description"]


def test_a_photo_comes_as_media_and_is_public_without_its_metadata(client, key):
    form = request_form(key) | {"media": (BytesIO(from_a_telephone()), "x.jpg")}
    answer = client.post(f"{V2}/requests.json", data=form)

    url = read(client, answer.json[0]["service_request_id"])["media_url"]

    assert url.startswith("http://localhost/api/v1/files/")
    photo = client.get(url.removeprefix("http://localhost"))
    assert photo.status_code == 200
    assert SECRET not in photo.data


def test_a_media_url_is_not_fetched(client, key):
    number = created(client, key, media_url="http://127.0.0.1:9/secret.jpg")

    assert read(client, number)["media_url"] is None


def test_an_idempotency_key_makes_one_request(client, key):
    headers = {"Idempotency-Key": "case-1"}

    first = create(client, key, headers=headers)
    again = create(client, key, headers=headers)

    assert first.json == again.json
    assert db.session.query(Event).count() == 1


@ONE_DATABASE
@pytest.mark.parametrize("form", ["json", "xml"])
@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"api_key": None}, (403, "api_key is missing or not known")),
        ({"api_key": "wrong"}, (403, "api_key is missing or not known")),
        ({"service_code": None}, (400, "service_code required")),
        ({"service_code": "99999"}, (404, "service_code 99999 was not found")),
        ({"service_code": "10082"}, (404, "service_code 10082 was not found")),
        ({"lat": None}, (400, "lat and long, address_string or address_id required")),
        (
            {"lat": None, "long": None, "address_string": "月球背面"},
            (400, "the address names no place here: lat and long required"),
        ),
        ({"lat": "north"}, (400, "lat must be a number from -90 to 90")),
        ({"description": "长" * 4001}, (400, "description is longer than 4000 characters")),
        ({"jurisdiction_id": "boston"}, (404, "jurisdiction_id boston was not found")),
    ],
)
def test_a_request_that_cannot_be_is_refused_as_the_protocol_says(
    client, key, form, change, refusal
):
    status, description = refusal
    answer = create(client, key, form=form, **change)

    assert answer.status_code == status
    if form == "json":
        assert answer.json == [{"code": status, "description": description}]
    else:
        root = ElementTree.fromstring(answer.data)
        assert (root.tag, root.findtext("error/description")) == ("errors", description)
    assert db.session.query(Event).count() == 0


def test_attributes_of_other_systems_are_left_aside_and_not_kept(client, key):
    foreign = {"attribute[fixmystreet_id]": "77", "attribute[title]": "somebody"}

    assert created(client, key, **foreign)
    assert db.session.scalars(select(Event)).one().attributes == {}


@pytest.mark.parametrize(
    "given",
    [
        {"address_id": "440311001001001"},
        {"address_string": "光明街道光明社区某路3号"},
        {"address_string": "光明街道"},
    ],
)
def test_an_address_alone_is_placed_by_the_smallest_name_in_it(client, key, given):
    answer = create(client, key, lat=None, long=None, **given)

    assert answer.status_code == 200, answer.json
    assert "位置" in answer.json[0]["service_notice"]
    assert db.session.scalars(select(Event)).one().grid_code.startswith("440311001")


def test_a_place_elsewhere_is_refused(client, key):
    there = Point(FAR_AWAY["lng"], FAR_AWAY["lat"], Datum.GCJ02).to(Datum.WGS84)

    answer = create(client, key, lat=str(there.lat), long=str(there.lng))

    assert (answer.status_code, answer.json[0]["code"]) == (400, 400)


def service_with_questions(client):
    for service in client.get(f"{V2}/services.json").json:
        if service["metadata"]:
            attributes = client.get(f"{V2}/services/{service['service_code']}.json").json
            return service["service_code"], attributes["attributes"]
    pytest.fail("no category asks anything")
    return None


def fitting(attribute):
    if attribute["values"]:
        return attribute["values"][0]["key"]
    return "2" if attribute["datatype"] == "number" else "some words"


def test_attributes_are_asked_for_and_read_back(client, key):
    code, attributes = service_with_questions(client)
    answers = {f"attribute[{each['code']}]": fitting(each) for each in attributes}

    number = created(client, key, service_code=code, **answers)

    shown = read(client, number, extensions="true")["attributes"]
    assert {each["code"]: each["value"] for each in shown} == {
        each["code"]: fitting(each) for each in attributes
    }


def test_an_answer_that_does_not_fit_is_refused(client, key):
    code, attributes = service_with_questions(client)
    chosen = next(each for each in attributes if each["datatype"] != "string")

    answer = create(client, key, service_code=code, **{f"attribute[{chosen['code']}]": "nonsense"})

    assert answer.status_code == 400
    assert chosen["code"] in str(answer.json)


def test_letters_that_xml_cannot_carry_are_left_out(client, key):
    number = created(client, key, description="坏\x00字\x0b符\ufffe<&>")

    root = ElementTree.fromstring(client.get(f"{V2}/requests/{number}.xml").data)

    assert root.findtext("request/description").startswith("坏字符<&>")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("delete", "/open311/v2/requests", 405),
        ("get", "/open311/v2/nothing", 404),
        ("get", "/open311/v9/requests", 404),
    ],
)
def test_what_is_refused_below_the_doors_is_an_error_of_the_standard(client, method, path, status):
    in_json = getattr(client, method)(f"{path}.json")
    in_xml = getattr(client, method)(f"{path}.xml")

    assert (in_json.status_code, in_json.json[0]["code"]) == (status, status)
    assert in_json.json[0]["description"]
    assert in_xml.mimetype in {"text/xml", "application/xml"}
    assert f"<code>{status}</code>" in in_xml.get_data(as_text=True)
    assert ("Allow" in in_json.headers) is (status == 405)


def test_a_busy_ledger_is_told_in_the_standards_form(app):
    with app.test_request_context("/open311/v2/requests.xml", method="POST"):
        said = in_the_standards_form(problem(503, "web.busy", retry_after=7))

    assert (said.status_code, said.headers["Retry-After"]) == (503, "7")
    assert "<errors>" in said.get_data(as_text=True)


def test_a_text_of_danger_is_answered_with_whom_to_call(client, key):
    said = create(client, key, description="有人晕倒在垃圾桶旁边没呼吸")

    notice = said.json[0]["service_notice"]
    assert "120" in notice
    assert "已收到" in notice


def test_everything_that_is_missing_is_named_at_once(client, key):
    said = client.post("/open311/v2/requests.json", data={"api_key": key})

    assert [each["description"] for each in said.json] == [
        "service_code required",
        "lat and long, address_string or address_id required",
    ]
