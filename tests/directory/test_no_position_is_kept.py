"""Many people say where they are, and no log, table or metric knows any of it."""

import logging
import random
import re

from sqlalchemy import MetaData, select

from tests.factories.directory import HERE, hold, make_service, make_site, north_of
from tests.factories.places import make_district
from weijiayuan.db import db

MANY = 60
"""A thousand were tried when this was written; they take a minute."""


def told(client, spoken):
    """Ask as so many people, each from a place of their own; return the places as they said them."""
    chance = random.Random(19)
    for number in range(MANY):
        lng = f"{HERE.lng + chance.uniform(-0.02, 0.02):.6f}"
        lat = f"{HERE.lat + chance.uniform(-0.02, 0.02):.6f}"
        path = ("services", "sites")[number % 2]
        query = {"near": f"{lng},{lat}", "datum": "gcj02", "limit": 2, "q": "量血压"}
        assert client.get(f"/api/v1/{path}", query_string=query).status_code == 200
        spoken |= {lng, lat}


def everything_stored():
    """All rows of all tables as text."""
    known = MetaData()
    known.reflect(db.engine)
    return "\n".join(
        repr(tuple(row))
        for table in known.sorted_tables
        for row in db.session.execute(select(table))
    )


def test_of_many_places_none_stands_anywhere_afterwards(database, client, caplog):
    make_district()
    for metres in (0, 300, 900):
        hold(make_service(), make_site(north_of(metres)))
    before, spoken = everything_stored(), set()

    with caplog.at_level(logging.DEBUG):
        told(client, spoken)

    logged = "\n".join(f"{vars(record)}" for record in caplog.records)
    metrics = client.get("/metrics").get_data(as_text=True)
    written = everything_stored()
    assert len(spoken) > 1.9 * MANY
    for number in spoken:
        assert number[:-2] not in metrics
        assert not re.search(rf"{re.escape(number[:-1])}\d?", logged)
        assert number not in written or number in before
