"""Another system that speaks Open311 to us: its forms, and what it makes of our answers."""

from tests.factories.places import GUANGMING_SQUARE
from weijiayuan.places.coordinates import Datum, Point

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


def send_tip(speaker, **given):
    usual = {"category": "06010", "text": "小区北门口有垃圾", "place": GUANGMING_SQUARE}
    return speaker.post("/api/v1/tips", json=usual | {"address": "三栋502"} | given).json["number"]
