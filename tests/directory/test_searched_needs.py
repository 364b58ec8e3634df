"""What residents type into the search near them: half of their lines taught it, half did not."""

import tomllib

import pytest

from tests.factories.directory import hold, make_service, make_site
from tests.factories.places import make_district
from tools import teach_needs
from weijiayuan.directory.queries.need_taxonomy import tree
from weijiayuan.directory.rules.need_classifier import NOTHING
from weijiayuan.directory.rules.query_understanding import understand

HELD, MOST_TYPED = "searched_held", 40
RIGHT, FALSELY = 0.85, 0.3
"""Of the half that taught nothing: right alliances, and nothings that are taken for a need."""
SERVICES = "/api/v1/services"


def told(app):
    with app.app_context():
        known = tree()
        for line, needs in teach_needs.lines(HELD):
            yield line, needs, understand(line[:MOST_TYPED], known).needs, known


def test_the_alliance_of_what_nobody_taught_is_found(app):
    asked = [each for each in told(app) if each[1] != [NOTHING]]
    wrong = [
        (line, needs, found)
        for line, needs, found, known in asked
        if not found
        or known.needs[found[0]].alliance not in {known.needs[each].alliance for each in needs}
    ]

    assert len(asked) > 400
    assert len(wrong) <= (1 - RIGHT) * len(asked), wrong


def test_the_weather_a_takeaway_and_gossip_are_mostly_no_need(app):
    asked = [each for each in told(app) if each[1] == [NOTHING]]
    taken = [(line, found) for line, _, found, _ in asked if found]

    assert len(asked) > 50
    assert len(taken) <= FALSELY * len(asked), taken


@pytest.mark.parametrize(
    ("typed", "need"),
    [
        ("公证处", "notary"),
        ("学位申请", "school_place"),
        ("打疫苗", "vaccination"),
        ("游泳馆", "swimming"),
        ("借会议室", "room"),
        ("退役军人", "veterans"),
        ("附近厕所", "toilet"),
        ("今晚没地方睡", "night_shelter"),
    ],
)
def test_what_the_tree_had_no_need_for_has_one(app, typed, need):
    with app.app_context():
        assert understand(typed, tree()).needs[:1] == (need,)


def test_every_need_is_offered_in_the_sample_or_says_where_to_go(app):
    sheet = teach_needs.FOLDER / "directory" / "services.toml"
    offered = {each["need"] for each in tomllib.loads(sheet.read_text("utf-8"))["services"]}

    with app.app_context():
        untold = [
            need.id
            for need in tree().needs.values()
            if need.id not in offered and "12345" not in need.elsewhere
        ]

    assert untold == []


def test_what_no_place_offers_says_whom_to_ask_until_one_does(client, database):
    make_district()
    asked = {"q": "公证处在哪"}
    nowhere = client.get(SERVICES, query_string=asked).json
    by_need = client.get(SERVICES, query_string={"need": "notary"}).json

    assert (nowhere["items"], nowhere["meant"][0]["id"]) == ([], "notary")
    assert "12348" in nowhere["elsewhere"]
    assert by_need["elsewhere"] == nowhere["elsewhere"]
    assert client.get("/api/v1/sites", query_string=asked).json["elsewhere"]
    assert client.get(SERVICES, query_string={"q": "理发"}).json["elsewhere"] == ""

    hold(make_service(name="公证咨询", need="notary", alliance="law"), make_site())
    somewhere = client.get(SERVICES, query_string={"need": "notary"}).json
    assert (len(somewhere["items"]), somewhere["elsewhere"]) == (1, "")
