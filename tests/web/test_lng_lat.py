"""A place as `lng,lat`: as telephones give it, with 14 decimals, and never anything else."""

import pytest
from marshmallow import ValidationError

from weijiayuan.web.schemas import LngLat

FIX = "113.94078184991338,22.745612380165973"


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (FIX, "113.940782,22.745612"),
        ("113.93,22.75", "113.930000,22.750000"),
        (" -0.5 , +1. ", "-0.500000,1.000000"),
        ("180,-90", "180.000000,-90.000000"),
    ],
)
def test_a_place_is_kept_to_a_decimetre(said, meant):
    assert LngLat().deserialize(said) == meant


@pytest.mark.parametrize(
    "said",
    ["", "113.9", "113.9,22.7,1", "nan,22", "1e2,22", "181,22", "113,91", "１１３,22", FIX + "\n1"],
)
def test_what_is_no_place_is_refused(said):
    with pytest.raises(ValidationError):
        LngLat().deserialize(said)


@pytest.mark.parametrize(
    "address",
    [
        "/jobs?sort=nearest&datum=gcj02&near=",
        "/jobs/facets?datum=gcj02&near=",
        "/venues?datum=gcj02&near=",
        "/services?datum=gcj02&near=",
        "/sites?datum=gcj02&near=",
        "/devices/public?near=",
    ],
)
def test_every_list_by_distance_takes_the_fix_of_a_telephone(client, address):
    assert client.get(f"/api/v1{address}{FIX}").status_code == 200
