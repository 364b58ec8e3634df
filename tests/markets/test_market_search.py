"""Markets are found by what is served there, in the words people use."""

import re
import tomllib
from importlib.resources import files

import pytest

from tests.factories.markets import make_item, make_market
from weijiayuan.markets.rules.service_catalogue import meant_by, services

URL = "/api/v1/markets"


@pytest.mark.parametrize(
    ("said", "service"),
    [
        ("剪头发", "haircut"), ("免费理发", "haircut"), ("磨剪刀", "knife-sharpening"),
        ("修伞", "umbrella-repair"), ("补衣服", "clothes-mending"), ("家电坏了", "appliance-repair"),
        ("义剪", "haircut"), ("量血压", "blood-pressure"), ("修鞋", "shoe-repair"),
    ],
)  # fmt: skip
def test_words_of_the_street_mean_a_service_of_the_catalogue(said, service):
    assert service in meant_by(said)


@pytest.mark.parametrize("said", ["离婚", "老人补贴", "找工作", "修路"])
def test_other_words_mean_none(said):
    assert meant_by(said) == ()


def test_words_are_kept_for_services_that_there_are():
    text = files("weijiayuan.markets").joinpath("catalogue.toml").read_text("utf-8")
    words = tomllib.loads(text)["words"]
    assert set(words) <= set(services())
    assert all(re.compile(each) for each in words.values())


def test_a_market_is_found_by_what_it_serves_and_says_which(client, district):
    item = make_item(make_market(in_hours=1), service="knife-sharpening")
    make_item(make_market(in_hours=30), service="haircut")

    found = client.get(URL, query_string={"q": "磨剪刀"}).json["items"]

    assert [(each["id"], each["serves"]) for each in found] == [(str(item.market_id), ["磨刀"])]
    assert client.get(URL, query_string={"q": "离婚"}).json["items"] == []
