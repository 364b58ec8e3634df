"""The open directory validates against HSDS 3.0, every row of it; a round trip loses no id."""

import json
from functools import cache
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from tests.factories import saved
from tests.factories.directory import hold, hours, make_service, make_site, north_of
from tests.factories.places import make_district
from weijiayuan.directory.models import Organisation
from weijiayuan.directory.rules.vocabulary import OrganisationKind, Standing

URL = "/hsds/v3"
SHAPES = json.loads((Path(__file__).parent / "hsds" / "shapes.json").read_text("utf-8"))
REGISTRY = Registry().with_resources(
    (f"{name}.json", Resource(contents=shape, specification=DRAFT202012))
    for name, shape in SHAPES.items()
)


@cache
def validator(name):
    return Draft202012Validator(SHAPES[name], registry=REGISTRY, format_checker=FormatChecker())


def faults(name, row):
    """What is wrong with a row, and which of its fields the standard does not know."""
    wrong = [f"{list(error.path)}: {error.message}" for error in validator(name).iter_errors(row)]
    return wrong + [
        f"unknown field {key}" for key in row.keys() - SHAPES[name]["properties"].keys()
    ]


@pytest.fixture
def entries(database):
    make_district()
    owner = saved(Organisation(code="o1", name="示例协会", kind=OrganisationKind.SOCIAL))
    services = [
        make_service(
            organisation_id=owner.id,
            papers=["身份证"],
            languages=["zh-cmn", "zh-yue"],
            cost_fen=cost,
            phone="0755-1",
            standing=standing,
        )
        for cost, standing in [(0, Standing.ACTIVE), (None, Standing.PAUSED), (550, Standing.GONE)]
    ]
    sites = [
        make_site(
            north_of(100),
            address="振明路1号",
            opens=hours("09:00-12:00", "18:00-26:00"),
            lift=True,
            ramp=False,
        ),
        make_site(None, phone="1", note="名称为真"),
    ]
    return services, sites, [hold(each, site) for each in services for site in sites]


def every(client, path, **query):
    rows, number = [], 1
    while True:
        answer = client.get(f"{URL}/{path}", query_string=query | {"page": number, "per_page": 2})
        assert answer.status_code == 200, answer.json
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert answer.headers["ETag"]
        rows += answer.json["contents"]
        if answer.json["last_page"]:
            assert answer.json["total_items"] == len(rows)
            return rows
        number += 1


@pytest.mark.parametrize(
    ("path", "shape", "query"),
    [
        ("services", "service_list", {}),
        ("services", "service", {"full": True}),
        ("organizations", "organization_list", {}),
        ("taxonomies", "taxonomy", {}),
        ("taxonomy_terms", "taxonomy_term", {}),
        ("service_at_locations", "service_at_location_list", {}),
    ],
)
def test_every_row_of_every_list_validates(entries, client, path, shape, query):
    rows = every(client, path, **query)

    assert rows
    assert [fault for row in rows for fault in faults(shape, row)] == []


def test_a_round_trip_loses_no_id(entries, client):
    services, sites, held = entries

    listed = {row["id"] for row in every(client, "services")}
    joined = every(client, "service_at_locations")
    whole = [client.get(f"{URL}/services/{one}").json for one in listed]
    places = [each for one in whole for each in one["service_at_locations"]]

    assert listed == {str(each.id) for each in services}
    assert {row["id"] for row in joined} == {str(each.id) for each in held}
    assert {each["id"] for each in places} == {str(each.id) for each in held}
    assert {each["location"]["id"] for each in places} == {str(each.id) for each in sites}
    assert [fault for one in whole for fault in faults("service", one)] == []
    spans = {(s["byday"], s["opens_at"], s["closes_at"]) for p in places for s in p["schedules"]}
    week = "MO,TU,WE,TH,FR,SA,SU"
    assert spans == {
        (week, "09:00+08:00", "12:00+08:00"),
        (week, "18:00+08:00", "02:00+08:00"),
    }


def test_conditions_are_cumulative_and_the_head_says_what_this_is(entries, client):
    terms = {row["code"]: row["id"] for row in every(client, "taxonomy_terms")}

    both = every(client, "services", taxonomy_term_id=terms["health"], search="血压")
    none = client.get(f"{URL}/services?taxonomy_term_id={terms['law']}&search=血压").json
    ours = every(client, "taxonomies")[0]["id"]
    foreign = "11111111-1111-4111-8111-111111111111"
    known = [
        len(every(client, path, taxonomy_id=one))
        for path in ("services", "taxonomy_terms")
        for one in (ours, foreign)
    ]
    head = client.get(f"{URL}/").json

    assert len(both) == 3
    assert known == [3, 0, len(terms), 0]
    assert (none["empty"], none["total_items"]) == (True, 0)
    assert (head["version"], head["openapi_url"].endswith("/openapi.json")) == ("3.0", True)
