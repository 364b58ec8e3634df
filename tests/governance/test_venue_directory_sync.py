"""A venue that its keeper closes, changes or retires is so in the directory, by the same task."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import time_machine
from sqlalchemy import delete, select, update

from tests.factories.directory import HERE, hours, make_service, make_site
from tests.factories.places import make_district
from tests.factories.venues import make_venue
from weijiayuan.db import db, transaction
from weijiayuan.directory.errors import KeptAtVenue
from weijiayuan.directory.models import Closure, Site
from weijiayuan.directory.queries import entries as pages
from weijiayuan.directory.rules.vocabulary import Standing
from weijiayuan.directory.service import entry_corrections
from weijiayuan.governance import periodic_tasks
from weijiayuan.kernel import clock
from weijiayuan.kernel.clock import CHINA
from weijiayuan.places.opening_hours import to_data
from weijiayuan.venues.models import Closure as VenueClosure
from weijiayuan.venues.models import Venue, stored

NOW = datetime(2026, 11, 27, 10, tzinfo=CHINA)  # a Friday
AT = "open_at=now&need=ball_games"


@pytest.fixture
def venue(database):
    make_district()
    with time_machine.travel(NOW, tick=False) as hand:
        make_service(need="ball_games", alliance="culture")
        made = make_venue(lng=HERE.lng, lat=HERE.lat)
        follow()
        made.hand = hand
        yield made


def follow():
    with transaction():
        return periodic_tasks.follow_venues(clock.now())


def change(venue, **values):
    with transaction():
        db.session.execute(update(Venue).where(Venue.id == venue.id).values(**values))


def close(venue, starts_at, ends_at):
    with transaction():
        db.session.add(
            VenueClosure(venue_id=venue.id, starts_at=starts_at, ends_at=ends_at, reason="停电")
        )


def is_listed_open(client):
    answer = client.get(f"/api/v1/services?{AT}")
    assert answer.status_code == 200, answer.text
    return bool(answer.json["items"])


def test_a_venue_closed_by_its_keeper_is_not_open_until_it_opens_again(venue, client):
    assert is_listed_open(client)
    close(venue, NOW - timedelta(hours=1), NOW + timedelta(hours=3))
    assert follow()
    assert not is_listed_open(client)
    assert not follow(), "what stands as it stood is written once"
    with transaction():
        db.session.execute(update(VenueClosure).values(lifted_at=NOW))
    assert follow()
    assert is_listed_open(client)


def test_a_closure_that_grows_shorter_does_so_here(venue, client):
    close(venue, NOW, NOW + timedelta(hours=3))
    follow()
    with transaction():
        db.session.execute(update(VenueClosure).values(ends_at=NOW + timedelta(hours=1)))
    follow()
    assert db.session.scalars(select(Closure.ends_at)).all() == [NOW + timedelta(hours=1)]


def test_new_hours_and_the_last_day_are_followed(venue, client):
    shut = hours("18:00-21:00")
    change(venue, timetable_data=stored(to_data(shut)), name="公明文化体育中心篮球场")
    assert follow()
    assert not is_listed_open(client)
    change(venue, timetable_data=stored(to_data(replace(shut, last_day=NOW.date()))))
    change(venue, last_day=NOW.date())
    venue.hand.move_to(NOW.replace(hour=19))
    follow()
    assert is_listed_open(client)
    venue.hand.move_to(NOW.replace(hour=19) + timedelta(days=1))
    follow()
    site = db.session.scalars(select(Site)).one()
    assert (site.standing, site.name) == (Standing.INACTIVE, "公明文化体育中心篮球场")
    change(venue, last_day=None)
    follow()
    db.session.expire_all()
    assert db.session.scalars(select(Site)).one().standing is Standing.ACTIVE


def test_a_venue_that_is_there_no_more_leaves_no_open_site(venue, client):
    with transaction():
        db.session.execute(delete(Venue).where(Venue.id == venue.id))
    assert follow()
    db.session.expire_all()
    site = db.session.scalars(select(Site)).one()
    assert (site.venue_id, site.standing) == (None, Standing.INACTIVE)
    assert not is_listed_open(client)


def test_a_listed_place_of_the_same_name_is_the_venue_and_is_kept_there(venue):
    centre = make_site(None, name="白花文体中心", code="C1")
    make_venue(name="白花文体中心", lng=HERE.lng, lat=HERE.lat)
    make_venue(name="白花文体中心舞蹈室", lng=HERE.lng, lat=HERE.lat)
    follow()
    db.session.expire_all()
    centre = db.session.get(Site, centre.id)
    assert centre.venue_id is not None
    room = db.session.scalars(select(Site).filter_by(name="白花文体中心舞蹈室")).one()
    assert room.parent_id == centre.id
    for mend in (
        lambda site: entry_corrections.set_hours(site, {}, now=NOW),
        lambda site: entry_corrections.set_facts(site, {"address": "别处"}, by=None, now=NOW),
    ):
        with pytest.raises(KeptAtVenue), transaction():
            mend(pages.site_to_change(centre.id))
