"""What kinds of requests there are, and where the endpoint is."""

import re

import pytest
from defusedxml import ElementTree

from tests.tips.open311.client import (
    V2,
)

pytestmark = pytest.mark.usefixtures("district")


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


def test_discovery_says_where_the_endpoint_is(client):
    for path in ("/open311/discovery", f"{V2}/discovery"):
        answer = client.get(f"{path}.json", headers={"Host": "evil.example"})
        found = answer.json["endpoints"]
        root = ElementTree.fromstring(client.get(f"{path}.xml").data)
        assert answer.content_type == "application/json"
        assert len(found) == len(root.findall("endpoints/endpoint")) == 2
        assert {each["url"].partition("//")[2].partition("/")[2] for each in found} == {
            "open311/v2"
        }
        assert "evil.example" not in answer.get_data(as_text=True)
        assert [each.text for each in root.find("endpoints/endpoint/formats")] == [
            "text/xml",
            "application/json",
        ]
