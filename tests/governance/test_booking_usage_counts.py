"""Visits that were signed in count as deliveries, once however often they are counted."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from tests.factories.directory import make_service, make_site
from tests.factories.places import make_district
from tests.factories.venues import make_booking, make_venue
from weijiayuan.accounts.rules import Role
from weijiayuan.db import db, transaction
from weijiayuan.directory.models import Delivery, Site
from weijiayuan.governance import booking_usage_counts, venue_directory_sync
from weijiayuan.kernel.clock import CHINA
from weijiayuan.notices.models import Notice
from weijiayuan.venues.rules.states import BookingState
from weijiayuan.venues.rules.vocabulary import VenueKind

NOW = datetime(2026, 11, 27, 8, tzinfo=CHINA)
TODAY = date(2026, 11, 27)


@pytest.fixture
def venue(database):
    make_district()
    with time_machine.travel(NOW, tick=False):
        make_service(need="dancing", alliance="culture_sports", name="舞蹈室", list_no=21)
        make_site(name="测试社区党群服务中心")
        yield make_venue(name="测试社区党群服务中心舞蹈室", venue_kind=VenueKind.ROOM)


def counted():
    with transaction():
        venue_directory_sync.bring_in(now=NOW)
        return booking_usage_counts.count(now=NOW)


def book(venue, hour, state):
    with transaction():
        booking = make_booking(venue, TODAY, hour)
        db.session.merge(booking).state = state
    return booking


def test_visits_are_counted_once_and_taken_back_with_the_visit(venue, as_role):
    came = book(venue, 10, BookingState.CHECKED_IN)
    book(venue, 14, BookingState.CHECKED_IN)
    book(venue, 16, BookingState.CONFIRMED)

    assert (counted(), counted()) == (1, 0)
    row = db.session.scalars(select(Delivery)).one()
    assert (row.count, row.day, row.source.value) == (2, TODAY, "booking")
    matrix = as_role(Role.SECRETARY).get("/api/v1/alliances/matrix").json
    (cell,) = matrix["items"][0]["cells"]
    assert matrix["centres"] == [{"id": cell["centre"], "name": "测试社区党群服务中心"}]
    assert (cell["count"], cell["last_on"], cell["red"]) == (2, "2026-11-27", False)

    with transaction():
        db.session.merge(came).state = BookingState.NO_SHOW
    assert (counted(), db.session.scalars(select(Delivery)).one().count) == (1, 1)


def test_days_that_are_over_are_left_as_they_were_counted(venue):
    counted()
    old = book(venue, 10, BookingState.CHECKED_IN)
    with transaction():
        db.session.merge(old).day = TODAY - timedelta(days=8)

    assert counted() == 0


def test_what_a_venue_changes_is_told_to_who_keeps_its_site(venue, as_role, as_resident):
    counted()
    me, keeper = as_resident(), as_role(Role.VENUE_KEEPER)
    site = db.session.scalars(select(Site).filter_by(venue_id=venue.id)).one()
    me.post(f"/api/v1/sites/{site.id}/saves", json={})
    closing = {
        "starts_at": "2026-11-28T09:00:00+08:00",
        "ends_at": "2026-11-28T21:00:00+08:00",
        "reason": "设备检修",
    }

    keeper.put(f"/api/v1/venues/{venue.id}", json={"address": "光明路2号"})
    counted()
    keeper.post(f"/api/v1/venues/{venue.id}/closures", json=closing)
    counted()
    counted()
    last = {"last_day": "2026-11-27", "reason": "场地拆除"}
    assert keeper.post(f"/api/v1/venues/{venue.id}/retirement", json=last).status_code == 200
    with transaction():
        db.session.expire_all()
        venue_directory_sync.bring_in(now=NOW + timedelta(days=1))

    rows = db.session.scalars(select(Notice).filter_by(resident_id=me.resident.id))
    told = {one.template: one.text for one in rows}
    assert "光明路2号" in told["site_moved"]
    assert "设备检修" in told["site_hours"]
    assert "site_gone" in told
