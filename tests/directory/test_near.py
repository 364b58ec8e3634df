"""What is near is found by copies that the database writes itself, and a check of them."""

from math import floor

import pytest
from sqlalchemy import select, text, update

from tests.factories.directory import HERE, hold, make_service, make_site, north_of
from tests.factories.places import make_district
from weijiayuan.db import db, transaction
from weijiayuan.directory import periodic_tasks
from weijiayuan.directory.models import Service, ServiceAt, Site
from weijiayuan.directory.service import entries
from weijiayuan.kernel import clock

NEAR = f"near={HERE.lng},{HERE.lat}&datum=gcj02"


@pytest.fixture
def held(database):
    make_district()
    return hold(make_service(), make_site(north_of(100)))


def found(client, path):
    answer = client.get(f"/api/v1/{path}&{NEAR}")
    assert answer.status_code == 200, answer.text
    return answer.json["items"]


def copied():
    row = db.session.execute(
        select(ServiceAt.need, ServiceAt.strip, ServiceAt.lng, Site.lat, Site.lng, Service.need)
        .join(Site, Site.id == ServiceAt.site_id)
        .join(Service, Service.id == ServiceAt.service_id)
    ).one()
    lat = row[3]
    return row[:3] == (row[5], None if lat is None else floor(lat * 500), row[4])


def test_copies_follow_the_site_and_the_service(held):
    assert copied()
    with transaction():
        entries.locate(db.session.get(Site, held.site_id), north_of(2_000))
        db.session.get(Service, held.service_id).need = "reading"
    assert copied()
    with transaction():
        db.session.execute(update(Site).values(lng=None, lat=None))
    assert copied()


def test_what_is_held_at_a_place_without_a_point_is_found_once_it_has_one(database, client):
    make_district()
    site = make_site(None)
    hold(make_service(), site)
    assert not found(client, "services?need=blood_pressure&within_min=15")
    with transaction():
        entries.locate(db.session.get(Site, site.id), north_of(300))
    for path in (
        "services?need=blood_pressure",
        "sites?need=blood_pressure",
        "services?alliance=health",
        "sites?within_min=9",
    ):
        assert len(found(client, path)) == 1, path
    assert not found(client, "sites?need=reading")


def test_a_copy_that_is_wrong_is_found_and_mended(held):
    with transaction():
        db.session.execute(text("UPDATE directory_service_at SET need = 'x', strip = 1"))
    assert not copied()
    with transaction():
        assert periodic_tasks.mend_copies(clock.now()) == "1 copies mended"
    assert copied()
    with transaction():
        assert periodic_tasks.mend_copies(clock.now()) == ""
