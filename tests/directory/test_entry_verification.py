"""What residents find at the door, what keepers answer, and what silence leads to."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from tests.factories.directory import HERE, hours, make_site, north_of
from tests.factories.places import make_district
from weijiayuan.accounts.rules import Role, Territory, TerritoryKind
from weijiayuan.db import db, transaction
from weijiayuan.directory import periodic_tasks
from weijiayuan.directory.models import Assurance, Check, DoorReport, Site
from weijiayuan.directory.rules.entry_verification import Told, is_doubtful
from weijiayuan.directory.rules.freshness import Freshness, freshness
from weijiayuan.events.models import Event
from weijiayuan.kernel.clock import CHINA
from weijiayuan.notices.models import Notice

URL = "/api/v1/sites"
NOW = datetime(2026, 11, 27, 10, tzinfo=CHINA)  # a Friday
AT_DOOR = {"lng": HERE.lng, "lat": HERE.lat, "datum": "gcj02"}


def place(metres):
    point = north_of(metres)
    return {"lng": point.lng, "lat": point.lat, "datum": "gcj02"}


@pytest.fixture
def now(database):
    make_district()
    with time_machine.travel(NOW, tick=False) as hand:
        yield hand


@pytest.fixture
def site(now):
    return make_site(opens=hours("09:00-18:00"), name="白花党群服务中心")


def tell(speaker, site, kind="closed", metres=0, **more):
    return speaker.post(
        f"{URL}/{site.id}/reports", json={"kind": kind, "place": place(metres)} | more
    )


def run(task, at, hand):
    hand.move_to(at)
    with transaction():
        return task(at)


@pytest.mark.parametrize(
    ("days", "state"),
    [(0, "fresh"), (90, "fresh"), (91, "ageing"), (180, "ageing"), (181, "stale")],
)
def test_an_entry_grows_old_on_the_right_day(days, state):
    assert freshness(date(2026, 1, 1), date(2026, 1, 1) + timedelta(days=days)) is Freshness(state)


@pytest.mark.parametrize(
    ("told", "since", "doubtful"),
    [
        ([("a", 0), ("b", 6)], None, True),
        ([("a", 0), ("a", 6)], None, False),
        ([("a", 0), ("b", 8)], None, False),
        ([("a", 1), ("b", 3)], 2, False),
        ([("a", 1)], None, False),
    ],
)
def test_two_people_in_seven_days_after_the_last_answer_make_a_doubt(told, since, doubtful):
    facts = [Told(who, NOW - timedelta(days=days)) for who, days in told]
    answered = None if since is None else NOW - timedelta(days=since)

    assert is_doubtful(facts, now=NOW, since=answered) is doubtful


def test_two_residents_put_a_site_in_doubt_and_the_keeper_answers_in_public(
    site, as_resident, as_role, client, now
):
    keeper = as_role(Role.VENUE_KEEPER)

    first = tell(as_resident(), site)
    before = client.get(f"{URL}/{site.id}").json["doubted"]
    second = tell(as_resident(), site, "moved")

    assert (first.json["counts"], first.json["doubted"], before) == (True, False, False)
    assert second.json["doubted"] is True
    page = client.get(f"{URL}/{site.id}").json
    assert page["doubted"] is True
    assert page["reports"][0]["kinds"] == ["1人：来了，没开门", "1人：搬走了"]
    assert page["reports"][0]["due_at"].startswith("2026-11-30")  # one working day: Monday
    assert client.get(f"{URL}?open_at=now").json["items"] == []  # nobody is sent there
    told = db.session.scalars(select(Notice).filter_by(template="site_doubted")).one()
    assert (told.resident_id, "白花党群服务中心" in told.text) == (keeper.resident.id, True)

    queue = f"{URL}/due?days=0&doubted=true"
    assert [each["doubted"] for each in keeper.get(queue).json["items"]] == [True]
    answer = {"text": "搬到对面二楼，已更正", "corrected": True}
    assert keeper.post(f"{URL}/{site.id}/answer", json=answer).status_code == 204
    again = keeper.post(f"{URL}/{site.id}/answer", json=answer)
    assert keeper.get(queue).json["items"] == []

    page = client.get(f"{URL}/{site.id}").json
    assert (page["doubted"], page["reports"][0]["answer"]) == (False, "搬到对面二楼，已更正")
    assert again.json["code"] == "directory.nothing_to_answer"
    assert tell(as_resident(), site).json["doubted"] is False  # one after the answer is one


@pytest.mark.parametrize(
    ("where", "because"),
    [
        ((149, 10), None),
        ((151, 10), "离站点超过150米"),
        ((0, 8), "本来就不开放"),
        ((0, 18), "本来就不开放"),
    ],
)
def test_only_who_stands_there_in_opening_hours_counts(site, as_resident, now, where, because):
    metres, hour = where
    now.move_to(NOW.replace(hour=hour))

    told = tell(as_resident(), site, metres=metres).json

    assert told["counts"] is (because is None)
    assert because is None or because in told["because"]


def test_one_person_and_one_device_count_once(site, as_resident):
    one, other = as_resident(), as_resident()

    tell(one, site, device="random-1234")
    again = tell(one, site)
    same_phone = tell(other, site, device="random-1234").json

    assert (again.status_code, again.json["code"]) == (409, "directory.reported_today")
    assert (same_phone["counts"], same_phone["doubted"]) == (False, False)
    columns = {column.name for column in DoorReport.__table__.columns}
    assert not {"lng", "lat", "place", "metres", "distance"} & columns


def test_a_doubt_that_nobody_answers_is_told_once_more(site, as_resident, as_role, now):
    as_role(Role.VENUE_KEEPER)
    tell(as_resident(), site)
    tell(as_resident(), site)

    due = datetime(2026, 11, 30, 18, tzinfo=CHINA)
    assert run(periodic_tasks.escalate_doubts, due - timedelta(minutes=1), now) == ""
    assert (
        run(periodic_tasks.escalate_doubts, due + timedelta(minutes=1), now) == "1 doubts overdue"
    )
    assert run(periodic_tasks.escalate_doubts, due + timedelta(days=1), now) == ""


def test_silence_of_the_owner_sends_somebody_once_and_their_look_dates_the_entry(
    now, as_role, client
):
    old = make_site(assured_on=NOW.date() - timedelta(days=91), opens=hours("09:00-18:00"))
    make_site(assured_on=NOW.date() - timedelta(days=90))
    keeper = as_role(Role.VENUE_KEEPER)

    assert run(periodic_tasks.ask_owners, NOW, now) == "1 sites asked about"
    assert run(periodic_tasks.ask_owners, NOW, now) == ""
    asked = db.session.scalars(select(Notice).filter_by(template="site_check")).one()
    assert asked.resident_id == keeper.resident.id
    due = keeper.get(f"{URL}/due?days=80&limit=1").json["items"][0]
    assert (due["id"], due["hours"]) == (str(old.id), ["每天09:00至18:00"])
    later = NOW + timedelta(days=14)
    assert run(periodic_tasks.send_somebody, later - timedelta(minutes=1), now) == ""
    assert run(periodic_tasks.send_somebody, later, now) == "1 sites to look at"
    assert run(periodic_tasks.send_somebody, later, now) == ""
    event = db.session.scalars(select(Event)).one()
    assert (event.state.value, event.category_code) == ("accepted", "06090")

    with transaction():
        event.closed_at, event.outcome = later + timedelta(hours=2), "no_fault"
    assert run(periodic_tasks.take_in_looks, later + timedelta(hours=3), now) == "1 looks taken in"

    look = db.session.scalars(select(Assurance)).one()
    assert (look.by.value, look.finding.value) == ("visit", "as_listed")
    assert db.session.get(Site, old.id).assured_on == later.date()
    assert db.session.scalars(select(Check).filter_by(ended_at=None)).all() == []
    promise = client.get(f"{URL}/{old.id}").json["promise"]
    assert (promise["kept"], promise["of"]) == (1, 1)
    assert 0.2 < promise["low"] < 0.21
    assert "次数少" in promise["text"]


def test_a_tap_keeps_an_entry_fresh_and_only_for_who_keeps_it(site, as_role, client, now):
    keeper = as_role(Role.VENUE_KEEPER)
    now.move_to(NOW + timedelta(days=20))
    elsewhere = make_staff_of("440311006", as_role)

    assert keeper.post(f"{URL}/{site.id}/assurances", json={}).status_code == 204
    refused = elsewhere.post(f"{URL}/{site.id}/assurances", json={})

    assured = client.get(f"{URL}/{site.id}").json["assured"]
    assert (assured["on"], assured["by"]) == ("2026-12-17", "负责人确认")
    assert (refused.status_code, refused.json["code"]) == (403, "directory.not_your_site")


def make_staff_of(street, as_role):
    return as_role(Role.VENUE_KEEPER, territory=Territory(TerritoryKind.STREET, street))


def test_a_grid_workers_look_needs_nearness_and_a_photo(site, as_role):
    worker = as_role(Role.GRID_WORKER)
    far = {"how": "visit", "place": place(101), "photos": [str(site.id)]}

    codes = [
        worker.post(f"{URL}/{site.id}/assurances", json=body).json["code"]
        for body in (far, far | {"photos": []}, {"how": "visit"})
    ]

    assert codes == ["directory.look_closer", "directory.photo_needed", "web.malformed"]


def test_new_hours_are_told_to_who_keeps_the_site(site, as_role, as_resident, client):
    keeper, resident = as_role(Role.VENUE_KEEPER), as_resident()
    resident.post(f"{URL}/{site.id}/saves", json={})
    opening = {"weekdays": [1, 2], "opens": "10:00", "closes": "12:00"}

    done = keeper.put(f"{URL}/{site.id}/hours", json={"openings": [opening]})
    same = keeper.put(f"{URL}/{site.id}/hours", json={"openings": [opening]})
    wrong = keeper.put(f"{URL}/{site.id}/hours", json={"openings": [opening, opening]})

    assert (done.status_code, same.status_code) == (204, 204)
    assert (wrong.status_code, wrong.json["fields"]["openings"]) == (422, ["有两段时间重叠"])
    told = db.session.scalars(select(Notice).filter_by(resident_id=resident.resident.id)).one()
    assert "周一至周二10:00至12:00" in told.text
    assert client.get(f"{URL}/{site.id}").json["hours"]["sentences"] == ["周一至周二10:00至12:00"]


def test_a_ranking_names_only_sites_that_were_looked_at_ten_times(site, client, now):
    few = make_site(name="只看过九次")
    with transaction():
        for place_looked, count in ((site, 10), (few, 9)):
            for _ in range(count):
                db.session.add(
                    Assurance(site_id=place_looked.id, at=NOW, by="call", finding="as_listed")
                )
            db.session.add(
                Assurance(site_id=place_looked.id, at=NOW, by="owner", finding="as_listed")
            )

    ranked = client.get(f"{URL}/promises").json["items"]

    assert [(each["site"]["name"], each["promise"]["of"]) for each in ranked] == [
        ("白花党群服务中心", 10)
    ]
