import json

import pytest

from tests.districts import GUANGMING
from tests.factories.places import make_district
from weijiayuan.places import district_files, queries


@pytest.fixture
def run(app, database):
    return app.test_cli_runner().invoke


def test_loading_twice_loads_once_and_prints_one_line(run):
    first = run(args=["district", "load"])
    second = run(args=["district", "load"])

    assert first.exit_code == second.exit_code == 0
    years = first.output.split()[-4]
    assert first.output == (
        "district: 6 streets, 32 communities, 126 sample grids, 47 service points, "
        f"{years} calendar years new\n"
    )
    assert second.output == (
        "district: 0 streets, 0 communities, 0 sample grids, 0 service points, "
        "0 calendar years new\n"
    )


def test_a_surveyed_file_is_published(run, tmp_path):
    make_district()
    path = tmp_path / "grids.geojson"
    path.write_text(
        json.dumps(district_files.sheet(GUANGMING, "sample_grids.geojson")), encoding="utf-8"
    )

    ran = run(
        args=[
            *("district", "publish", str(path)),
            *("--datum", "gcj02", "--source", "区治理办", "--as-of", "2026-12-01"),
        ]
    )

    assert ran.exit_code == 0, ran.output
    assert ran.output.startswith("grids: version 2, 126 grids, ")
    assert queries.newest_version().is_sample is False


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("{", "not GeoJSON"),
        ('{"features": [{}]}', "features"),
        ("[]", "not GeoJSON"),
    ],
)
def test_a_file_that_is_no_set_of_grids_is_refused_in_one_line(run, tmp_path, content, told):
    make_district()
    path = tmp_path / "grids.geojson"
    path.write_text(content, encoding="utf-8")

    ran = run(
        args=[
            *("district", "publish", str(path)),
            *("--datum", "gcj02", "--source", "区治理办", "--as-of", "2026-12-01"),
        ]
    )

    assert ran.exit_code == 1
    assert told in ran.output
    assert "Traceback" not in ran.output
    assert queries.newest_version().number == 1
