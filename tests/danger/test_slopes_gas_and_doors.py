"""Slopes, gas that reached somebody, doors that nobody opens; what is only asked is no danger."""

from pathlib import Path

import pytest

from weijiayuan import danger

ROWS = [
    line.split("\t")
    for line in (Path(__file__).parent / "fresh_slopes_gas_and_doors.tsv").read_text().splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[2])
def test_whom_to_call(row):
    kind, numbers, said = row
    found = danger.recognise(said)
    if kind == "none":
        assert found is None
        return
    assert found is not None
    assert set(numbers.split("+")) <= set(found.call)
    assert kind in ("any", found.kind)


@pytest.mark.parametrize(
    "said", ["后山会不会滑坡", "边坡会不会滑", "我家后面的山会不会滑坡", "地铁口有人抽雪茄"]
)
def test_what_is_only_asked_about_a_thing_is_no_danger(said):
    assert danger.recognise(said) is None


def test_who_asks_of_themselves_is_heard():
    assert danger.recognise("我不想活了，会不会疼") is not None
