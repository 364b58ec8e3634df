from typing import Any

from tests.factories import saved
from weijiayuan.db import transaction
from weijiayuan.places import loading, queries
from weijiayuan.places.models import Community

GUANGMING_SQUARE = {"lng": 113.94493, "lat": 22.7415, "datum": "gcj02"}  # 光明社区第1网格
FAR_AWAY = {"lng": 114.06, "lat": 22.54, "datum": "gcj02"}  # another district


def make_district() -> None:
    """Load the district that ships: streets, communities, sample grids, calendar."""
    with transaction():
        loading.load_district()


def make_community(**given: Any) -> Community:
    street = queries.street("440311001")
    assert street is not None
    usual = {"street_id": street.id, "name": "新设社区", "source": "测试"}
    return saved(Community(**usual | given))
