import json
from collections import Counter
from pathlib import Path

import pytest
from setuptools.config.setupcfg import read_configuration

import weijiayuan
from tests.districts import GUANGMING
from tests.places.shapes import sample_grids
from weijiayuan.places import district_files
from weijiayuan.places.schematic_map import schematic

STATED = {"source", "as_of", "grade", "licence", "sample"}
PACKAGE = Path(weijiayuan.__file__).parent


@pytest.mark.parametrize("name", district_files.SHEETS)
def test_every_shipped_file_states_where_it_comes_from(name):
    content = district_files.sheet(GUANGMING, name)

    assert content.keys() >= STATED
    assert content["grade"] in {"A", "B", "C", "SAMPLE"}
    assert content["sample"] is (content["grade"] == "SAMPLE")


def test_every_file_of_the_folder_is_listed():
    assert sorted(path.name for path in (GUANGMING.folder / "places").iterdir()) == list(
        district_files.SHEETS
    )


def test_shipped_files_are_part_of_the_wheel():
    patterns = read_configuration("setup.cfg")["options"]["package_data"]["weijiayuan"]
    packed = {path for pattern in patterns for path in PACKAGE.glob(pattern)}

    assert {GUANGMING.folder / "places" / name for name in district_files.SHEETS} <= packed
    assert PACKAGE / "messages.toml" in packed


def test_thirty_one_communities_are_coded_and_one_is_known_without_a_code():
    communities = district_files.sheet(GUANGMING, "territory.json")["communities"]

    assert sum(community["code"] is not None for community in communities) == 31
    assert [each["name"] for each in communities if each["code"] is None] == ["禾湾社区"]
    assert all(each["code"].startswith(each["street"]) for each in communities if each["code"])


def test_the_grids_belong_to_known_communities():
    codes = {
        each["code"] for each in district_files.sheet(GUANGMING, "territory.json")["communities"]
    }
    grids = [
        each["properties"]
        for each in district_files.sheet(GUANGMING, "sample_grids.geojson")["features"]
    ]

    assert {grid["community"] for grid in grids} == codes - {None}
    assert all(grid["code"].startswith(grid["community"]) for grid in grids)


def drawn():
    return schematic(
        [({"code": each.code}, outline) for each, outline in sample_grids()], is_sample=True
    )


def test_the_schematic_is_small_and_says_what_it_is():
    picture = drawn()

    assert "示意图" in picture["note"]
    assert picture["sample"] is True
    assert len(picture["shapes"]) == 126
    assert len(json.dumps(picture, separators=(",", ":"))) < 16_000


def test_the_schematic_stays_in_its_box_and_every_shape_is_an_area():
    picture = drawn()
    corners = [corner for each in picture["shapes"] for ring in each["rings"] for corner in ring]

    assert min(x for x, _ in corners) >= 0
    assert max(x for x, _ in corners) <= picture["width"]
    assert min(y for _, y in corners) >= 0
    assert max(y for _, y in corners) <= picture["height"]
    assert all(len(ring) >= 3 for each in picture["shapes"] for ring in each["rings"])


def test_neighbours_in_the_schematic_share_their_borders():
    """Grids simplified one by one would leave gaps. Edges of one grid alone must close a ring."""
    edges = Counter(
        frozenset(map(tuple, (ring[i - 1], ring[i])))
        for each in drawn()["shapes"]
        for ring in each["rings"]
        for i in range(len(ring))
    )
    outer = Counter(corner for edge, times in edges.items() if times == 1 for corner in edge)

    assert set(edges.values()) == {1, 2}
    assert set(outer.values()) == {2}


def test_an_empty_schematic_is_an_empty_picture():
    assert schematic([], is_sample=False)["shapes"] == []
