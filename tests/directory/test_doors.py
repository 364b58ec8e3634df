"""Which door of the app a few words of the street mean."""

from pathlib import Path

import pytest

from weijiayuan.directory.rules.door_classifier import DOORS, NONE, doors

UNSEEN = [
    row.split("\t")
    for row in (Path(__file__).parent / "doors" / "unseen.tsv").read_text("utf-8").splitlines()
    if not row.startswith("#")
]


@pytest.mark.parametrize(("door", "words"), UNSEEN)
def test_words_that_nobody_listed_are_understood(door, words):
    told = doors(words)
    assert told == [] if door == NONE else door in told


@pytest.mark.parametrize("words", ["", " ", "光明", "今天天气", "asdf", "12345"])
def test_no_door_is_told_where_none_is_meant(words):
    assert doors(words) == []


def test_the_doors_come_with_whom_to_call(client):
    told = client.get("/api/v1/services/help", query_string={"q": "路面塌了个洞"}).json
    assert (told["help"], told["doors"]) == (None, ["tips"])
    assert set(told["doors"]) <= set(DOORS)
