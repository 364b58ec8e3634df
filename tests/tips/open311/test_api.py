import re
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
import time_machine
from defusedxml import ElementTree
from sqlalchemy import select

from tests.factories.open311 import make_key
from tests.factories.places import FAR_AWAY, GUANGMING_SQUARE
from tests.files.pictures import SECRET, from_a_telephone
from weijiayuan.db import db, transaction
from weijiayuan.events.access import SYSTEM
from weijiayuan.events.models import Event, Message, TextCheck
from weijiayuan.events.queries import matters
from weijiayuan.events.rules.vocabulary import Actor
from weijiayuan.events.service import ledger
from weijiayuan.kernel import clock
from weijiayuan.places.datum import Datum, Point, metres_between

V2 = "/open311/v2"
REPORTER = {
    "first_name": "Leilei",
    "last_name": "Han-Unmistakable",
    "email": "han.unmistakable@example.org",
    "phone": "13900139000",
    "device_id": "device-unmistakable",
    "account_id": "account-unmistakable",
}
WGS84 = Point(GUANGMING_SQUARE["lng"], GUANGMING_SQUARE["lat"], Datum.GCJ02).to(Datum.WGS84)

pytestmark = pytest.mark.usefixtures("district")


@pytest.fixture
def key(district):
    return make_key()


def request_form(key, **given):
    usual = {
        "api_key": key,
        "service_code": "06010",
        "lat": f"{WGS84.lat:.6f}",
        "long": f"{WGS84.lng:.6f}",
        "description": "路口有一堆垃圾",
    }
    return {name: value for name, value in (usual | given).items() if value is not None}


def create(client, key, *, form="json", headers=None, **given):
    return client.post(f"{V2}/requests.{form}", data=request_form(key, **given), headers=headers)


def created(client, key, **given):
    answer = create(client, key, **given)
    assert answer.status_code == 200, answer.data
    return answer.json[0]["service_request_id"]


def read(client, number, **asked):
    return client.get(f"{V2}/requests/{number}.json", query_string=asked).json[0]


def shape(element):
    """An XML element as lists and dictionaries."""
    children = list(element)
    if not children:
        return element.text
    if len({child.tag for child in children}) == 1 and element.tag.endswith("s"):
        return [shape(child) for child in children]
    return {child.tag: shape(child) for child in children}


def test_services_are_the_categories_in_both_forms(client):
    as_json = client.get(f"{V2}/services.json")
    as_xml = client.get(f"{V2}/services.xml")

    assert as_json.headers["Content-Type"] == "application/json; charset=utf-8"
    assert as_xml.headers["Content-Type"] == "text/xml; charset=utf-8"
    assert as_xml.data.startswith(b"<?xml version='1.0' encoding='utf-8'?>")
    root = ElementTree.fromstring(as_xml.data)
    assert (root.tag, {child.tag for child in root}) == ("services", {"service"})
    codes = [service["service_code"] for service in as_json.json]
    assert codes == [child.findtext("service_code") for child in root]
    assert "06010" in codes
    assert all(re.fullmatch("[A-Za-z0-9_-]+", code) for code in codes)


def test_quarrels_between_neighbours_are_no_public_service(client):
    names = [service["service_name"] for service in client.get(f"{V2}/services.json").json]

    assert "邻里矛盾纠纷" not in names


def test_every_service_that_says_so_has_a_definition(client):
    for service in client.get(f"{V2}/services.json").json:
        definition = client.get(f"{V2}/services/{service['service_code']}.json").json
        assert definition["service_code"] == service["service_code"]
        assert bool(definition["attributes"]) is service["metadata"]


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


@pytest.mark.parametrize("form", ["json", "xml"])
@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"api_key": None}, (403, "api_key is missing or not known")),
        ({"api_key": "wrong"}, (403, "api_key is missing or not known")),
        ({"service_code": None}, (400, "service_code required")),
        ({"service_code": "99999"}, (404, "service_code 99999 was not found")),
        ({"service_code": "10082"}, (404, "service_code 10082 was not found")),
        ({"lat": None}, (400, "lat and long required")),
        (
            {"lat": None, "long": None, "address_string": "光明大道"},
            (400, "lat and long required: addresses alone cannot be placed"),
        ),
        ({"lat": "north"}, (400, "lat must be a number from -90 to 90")),
        ({"description": "长" * 4001}, (400, "description is longer than 4000 characters")),
        ({"jurisdiction_id": "boston"}, (404, "jurisdiction_id boston was not found")),
        ({"attribute[colour]": "red"}, (400, "colour is not an attribute of 06010")),
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


def test_lists_are_filtered_and_paged(client, key):
    with time_machine.travel(datetime(2026, 11, 20, 2, tzinfo=UTC), tick=False) as hand:
        numbers = []
        for _ in range(5):
            numbers.append(created(client, key))
            hand.shift(timedelta(hours=1))
        other = created(client, key, service_code="06012")

        def listed(**asked):
            rows = client.get(f"{V2}/requests.json", query_string=asked).json
            return [row["service_request_id"] for row in rows]

        assert listed() == [other, *numbers[::-1]]
        assert listed(page=2, page_size=2) == listed()[2:4]
        assert listed(service_code="06012") == [other]
        assert listed(service_code="06010,06012") == listed()
        assert listed(status="closed") == []
        assert listed(start_date="2026-11-20T03:30:00Z", end_date="2026-11-20T05:30:00Z") == [
            numbers[3],
            numbers[2],
        ]
        assert listed(service_request_id=f"{numbers[0]},{other},nobody") == [numbers[0], other]
        assert listed(page=9, page_size=100) == []


def test_updated_after_finds_what_changed_not_what_is_new(client, key, as_role):
    with time_machine.travel(datetime(2026, 3, 2, 2, tzinfo=UTC), tick=False) as hand:
        old = created(client, key)
        hand.shift(timedelta(days=200))
        untouched = client.get(
            f"{V2}/requests.json", query_string={"updated_after": "2026-09-01T00:00:00Z"}
        )
        assert untouched.json == []
        with transaction():
            event = matters.by_number(old)
            ledger.write(event, "supervise", actor=Actor.SYSTEM, who=SYSTEM, now=clock.now())

        changed = client.get(
            f"{V2}/requests.json", query_string={"updated_after": "2026-09-01T00:00:00Z"}
        )

        assert [row["service_request_id"] for row in changed.json] == [old]
        assert changed.json[0]["updated_datetime"] > changed.json[0]["requested_datetime"]


def test_requests_are_found_around_a_point_and_in_a_box(client, key):
    number = created(client, key)

    def found(**asked):
        rows = client.get(f"{V2}/requests.json", query_string=asked).json
        return [row["service_request_id"] for row in rows]

    near = {"lat": WGS84.lat + 0.001, "long": WGS84.lng}
    assert found(**near, radius=150) == [number]
    assert found(**near, radius=80) == []
    assert found(bbox=f"{WGS84.lng - 0.01},22.7,{WGS84.lng + 0.01},22.8") == [number]
    assert found(bbox="113.5,22.1,113.6,22.2") == []


def test_an_empty_list_is_empty_in_both_forms(client):
    assert client.get(f"{V2}/requests.json").json == []
    root = ElementTree.fromstring(client.get(f"{V2}/requests.xml").data)
    assert (root.tag, list(root)) == ("service_requests", [])


def send_tip(speaker, **given):
    usual = {"category": "06010", "text": "我家三栋502门口有垃圾", "place": GUANGMING_SQUARE}
    return speaker.post("/api/v1/tips", json=usual | {"address": "三栋502"} | given).json["number"]


def test_a_residents_words_are_shown_only_once_they_were_checked(client, as_resident):
    number = send_tip(as_resident())

    before = read(client, number)
    assert before["description"] == "暴露垃圾"
    assert "502" not in str(before)

    with transaction():
        matters.by_number(number).text_check = TextCheck.PASSED
    assert read(client, number)["description"] == "我家三栋502门口有垃圾"
    assert "502" not in str(read(client, number)["address"])


def test_an_anonymous_tip_shows_its_kind_place_and_hour_and_no_words(client):
    usual = {"category": "06010", "text": "隔壁老王天天乱扔垃圾", "place": GUANGMING_SQUARE}
    client.post("/api/v1/tips/anonymous", json=usual)

    (shown,) = client.get(f"{V2}/requests.json?extensions=true").json

    assert "老王" not in str(shown)
    assert shown["requested_datetime"].endswith(":00:00+08:00")
    assert shown["extended_attributes"]["photos"] == []


def test_what_was_taken_back_rejected_or_not_yet_classified_is_not_public(client, as_resident):
    sender = as_resident()
    number = send_tip(sender, category="08004")
    unclear = send_tip(sender, category=None, text="嗯")
    assert read(client, number)["service_code"] == "08004"

    sender.post(f"/api/v1/tips/{number}/withdraw")

    assert client.get(f"{V2}/requests/{number}.json").status_code == 404
    assert client.get(f"{V2}/requests/{unclear}.json").status_code == 404


def test_a_quarrel_between_neighbours_is_not_public(client, as_resident):
    number = send_tip(as_resident(), category="10082")

    assert client.get(f"{V2}/requests/{number}.json").status_code == 404
    assert client.get(f"{V2}/requests.json").json == []


def test_an_unknown_request_or_token_is_not_found(client, key):
    number = created(client, key)

    assert client.get(f"{V2}/requests/nobody.json").status_code == 404
    assert client.get(f"{V2}/tokens/nobody.xml").status_code == 404
    assert client.get(f"{V2}/tokens/{number}.json").json == [
        {"service_request_id": number, "token": number}
    ]


def test_discovery_says_where_the_endpoint_is(client):
    for path in ("/open311/discovery", f"{V2}/discovery"):
        found = client.get(f"{path}.json").json["endpoints"][0]
        root = ElementTree.fromstring(client.get(f"{path}.xml").data)
        assert found["url"] == "http://localhost/open311/v2"
        assert root.findtext("endpoints/endpoint/url") == "http://localhost/open311/v2"
        assert [each.text for each in root.iter("format")] == ["text/xml", "application/json"]


def updates(client, key, **asked):
    return client.get(f"{V2}/servicerequestupdates.json", query_string={"api_key": key} | asked)


def test_a_system_follows_what_becomes_of_its_own_requests(client, key):
    number = created(client, key)
    stranger = make_key("another city")

    mine = updates(client, key).json

    assert [each["status"] for each in mine] == ["OPEN", "INVESTIGATING"]
    assert {each["service_request_id"] for each in mine} == {number}
    assert len({each["update_id"] for each in mine}) == 2
    assert updates(client, stranger).json == []
    assert updates(client, "wrong").status_code == 403


def send_update(client, key, number, **given):
    usual = {
        "api_key": key,
        "update_id": "u-1",
        "service_request_id": number,
        "status": "OPEN",
        "description": "垃圾更多了",
        "updated_datetime": "2026-11-23T09:00:00+08:00",
    }
    return client.post(f"{V2}/servicerequestupdates.xml", data=usual | REPORTER | given)


def test_an_update_reaches_the_handler_once(client, key):
    number = created(client, key)

    first = send_update(client, key, number)
    again = send_update(client, key, number)

    for answer in (first, again):
        root = ElementTree.fromstring(answer.data)
        assert root.findtext("request_update/update_id") == "u-1"
    (message,) = db.session.scalars(select(Message))
    assert (message.text, message.from_reporter) == ("垃圾更多了", True)


def test_a_system_updates_only_its_own_requests(client, key, as_resident):
    number = created(client, key)
    stranger = make_key("another city")

    assert send_update(client, stranger, number).status_code == 404
    assert send_update(client, key, send_tip(as_resident())).status_code == 404
    assert send_update(client, key, number, description="").status_code == 400
    assert send_update(client, "wrong", number).status_code == 403


@pytest.fixture
def run(app, database):
    return app.test_cli_runner().invoke


def test_a_key_is_made_shown_once_and_revoked(run, client, district):
    secret = run(args=["open311", "add-key", "邻区"]).output.strip()
    assert created(client, secret)
    assert run(args=["open311", "add-key", "邻区"]).exit_code == 1

    assert run(args=["open311", "revoke-key", "邻区"]).exit_code == 0

    assert create(client, secret).status_code == 403
    assert run(args=["open311", "keys"]).output == "邻区: revoked\n"
    assert run(args=["open311", "revoke-key", "邻区"]).exit_code == 1
    assert secret not in repr(db.session.execute(db.text("SELECT * FROM open311_keys")).all())


def test_letters_that_xml_cannot_carry_are_left_out(client, key):
    number = created(client, key, description="坏\x00字\x0b符\ufffe<&>")

    root = ElementTree.fromstring(client.get(f"{V2}/requests/{number}.xml").data)

    assert root.findtext("request/description").startswith("坏字符<&>")
