from typing import Any

from sqlalchemy import Table

from tests import row_copies
from tests.factories import saved
from weijiayuan.db import db, transaction
from weijiayuan.places import district_loading, models, queries
from weijiayuan.places.models import Community

GUANGMING_SQUARE = {"lng": 113.94493, "lat": 22.7415, "datum": "gcj02"}  # 光明社区第1网格
FAR_AWAY = {"lng": 114.06, "lat": 22.54, "datum": "gcj02"}  # another district


OURS = {getattr(kind, "__tablename__", None) for kind in vars(models).values()}
TABLES = [table for table in db.metadata.sorted_tables if table.name in OURS]
loaded: dict[str, list[tuple[Table, Any]]] = {}
"""The rows of the district by engine, as they were after it was first loaded."""


def make_district() -> None:
    """Load the district that ships: streets, communities, sample grids, calendar.

    The first time as an administrator does, afterwards by copying what that left: reading and
    checking the grids again for every test would take a quarter of all tests' time.
    """
    with transaction():
        connection = db.session.connection()
        engine = connection.dialect.name
        if queries.streets():
            district_loading.load_district()
        elif engine in loaded:
            for table, rows in loaded[engine]:
                row_copies.put(connection, table, rows)
        else:
            district_loading.load_district()
            db.session.flush()
            loaded[engine] = [(table, row_copies.copied(connection, table)) for table in TABLES]


def make_community(**given: Any) -> Community:
    street = queries.street("440311001")
    assert street is not None
    usual = {"street_id": street.id, "name": "新设社区", "source": "测试"}
    return saved(Community(**usual | given))
