"""Talk that turns into work: topic, meeting with its lawful notice, four outcomes, check, figures."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import numpy as np
import pytest
import time_machine
from sqlalchemy import update

from tests.browser.machine_words import machine_words
from tests.commons.people import crowd, make_roll, make_space
from tests.factories.files import make_photo
from tests.factories.places import make_district
from weijiayuan.accounts.rules import Role, Territory, TerritoryKind
from weijiayuan.background.runner import run_due_jobs
from weijiayuan.commons.models import Outcome, Statement, Topic
from weijiayuan.commons.periodic_tasks import read_published_words
from weijiayuan.commons.rules import notice_periods, opinion_groups
from weijiayuan.commons.rules.text_moderation import reason_to_hold
from weijiayuan.commons.service import department_referrals
from weijiayuan.db import db
from weijiayuan.deadline_clocks.working_time import OfficeHours
from weijiayuan.events.models import Event
from weijiayuan.events.rules.vocabulary import State
from weijiayuan.kernel import clock
from weijiayuan.lottery_draws import rules as draws
from weijiayuan.lottery_draws.models import DrawEntry
from weijiayuan.notices.models import Notice
from weijiayuan.places.working_calendar import DayKind, MarkedDay, calendar_of

BASE = "/api/v1/commons"
NOON = datetime(2026, 9, 20, 4, tzinfo=UTC)
SQUARE = {"lng": 113.94493, "lat": 22.7415}


@pytest.fixture
def estate(client):
    """An estate of eight owners."""
    people = crowd(8)
    space = make_space(**SQUARE)
    return space, make_roll(space, people), people


def called(space, kind, days, **more):
    starts = NOON + timedelta(days=days)
    return {
        "space_id": str(space.id),
        "kind": kind,
        "title": "八点钟会客厅",
        "starts_at": starts.isoformat(),
        "ends_at": (starts + timedelta(hours=1)).isoformat(),
        "place": "党群服务中心二楼",
        "called_by": ["业主委员会"],
    } | more


@pytest.mark.parametrize(
    ("kind", "days", "status"),
    [
        ("residents", 9, 409),
        ("residents", 10, 201),
        ("residents", 11, 201),
        ("owners", 14, 409),
        ("owners", 15, 201),
        ("owners", 16, 201),
        ("parlour", 1, 201),
    ],
)
def test_a_notice_is_as_long_as_the_law_says_also_over_a_holiday(
    estate, as_desk, kind, days, status
):
    space, _, _ = estate
    with time_machine.travel(NOON, tick=False):
        found = as_desk(Role.SECRETARY).post(f"{BASE}/meetings", json=called(space, kind, days))
    assert found.status_code == status, found.json
    if status == 409:
        assert found.json["code"] == "commons.notice_too_short"
        assert "第" in found.json["detail"]


def test_a_property_company_calls_no_owners_meeting(estate, as_desk):
    space, _, _ = estate
    with time_machine.travel(NOON, tick=False):
        asked = called(space, "owners", 20, called_by=["物业公司"])
        found = as_desk(Role.SECRETARY).post(f"{BASE}/meetings", json=asked)
    assert found.json["code"] == "commons.callers_needed"


def test_only_the_residents_meeting_may_be_urgent(estate, as_desk):
    space, _, _ = estate
    urgent = {"urgent_reason": "台风将至"}
    with time_machine.travel(NOON, tick=False):
        one = as_desk(Role.SECRETARY)
        residents = one.post(f"{BASE}/meetings", json=called(space, "residents", 2, **urgent))
        owners = one.post(f"{BASE}/meetings", json=called(space, "owners", 2, **urgent))
    assert (residents.status_code, owners.status_code) == (201, 409)


def test_a_publication_never_ends_on_a_day_off():
    golden = [MarkedDay(date(2026, 10, day), DayKind.OFF, "国庆节") for day in range(1, 8)]
    worked = [MarkedDay(date(2026, 10, 10), DayKind.WORK, "国庆节")]
    office = OfficeHours(calendar_of(golden + worked, announced=[2026]))

    def until(day):
        found = notice_periods.wall_until(
            datetime(2026, 9, day, 4, tzinfo=UTC), days=15, office=office
        )
        return clock.local_date(found)

    assert until(15) == date(2026, 9, 30)
    assert until(16) == date(2026, 10, 8)
    assert until(25) == date(2026, 10, 10)


def test_a_topic_that_waited_has_more_tickets_and_the_draw_can_be_repeated(
    estate, as_desk, as_resident
):
    space, _, people = estate
    with time_machine.travel(NOON, tick=False) as now:
        for n in range(8):
            body = {"title": f"议题{n}", "text": "说说看"}
            made = as_resident(people[n]).post(f"{BASE}/spaces/{space.id}/topics", json=body)
            assert made.status_code == 201, made.json
        first = (
            as_desk(Role.SECRETARY).post(f"{BASE}/meetings", json=called(space, "parlour", 1)).json
        )
        now.shift(timedelta(days=1))
        one = as_desk(Role.SECRETARY)
        drawn = one.post(f"{BASE}/meetings/{first['id']}/agenda").json
        assert [each["position"] for each in drawn["agenda"]] == [1, 2, 3, 4, 5, 6]
        second = one.post(f"{BASE}/meetings", json=called(space, "parlour", 2)).json
        now.shift(timedelta(days=1))
        again = as_desk(Role.SECRETARY).post(f"{BASE}/meetings/{second['id']}/agenda").json
    record = one.get(f"/api/v1/draws/{second['draw_id']}").json
    assert [each["tickets"] for each in record["entries"]] == [2, 2]
    assert len(again["agenda"]) == 2
    entries = [draws.Entry(each["number"], each["tickets"]) for each in record["entries"]]
    ranks = {each.number: each.rank for each in draws.draw(entries, seed=record["seed"], places=6)}
    assert ranks == {each["number"]: each["rank"] for each in record["entries"]}
    assert draws.keeps_promise(record["seed"], record["promise"])


def test_a_topic_that_enough_support_has_more_tickets_also_in_an_open_draw(
    estate, as_desk, as_resident
):
    space, _, people = estate
    with time_machine.travel(NOON, tick=False):
        body = {"title": "北门路灯", "text": "坏了"}
        made = as_resident(people[0]).post(f"{BASE}/spaces/{space.id}/topics", json=body).json
        desk = as_desk(Role.SECRETARY)
        meeting = desk.post(f"{BASE}/meetings", json=called(space, "parlour", 1)).json
        for person in people[1:6]:
            as_resident(person).post(f"{BASE}/topics/{made['id']}/support")
        later = desk.post(f"{BASE}/meetings", json=called(space, "parlour", 2)).json

    def tickets(draw):
        entries = db.session.query(DrawEntry).filter_by(draw_id=UUID(draw), withdrawn_at=None)
        return [each.tickets for each in entries]

    assert (tickets(meeting["draw_id"]), tickets(later["draw_id"])) == ([3], [3])


def test_from_topic_to_meeting_to_four_outcomes_checked_and_counted(estate, as_desk, as_resident):
    make_district()
    space, roll, people = estate
    here = Territory(TerritoryKind.SPACE, str(space.id))
    with time_machine.travel(NOON, tick=False) as now:
        kinds = ["self", "property", "department", "rule"]
        for n, _ in enumerate(kinds):
            body = {"title": f"议题{n}", "text": "北门路灯坏了"}
            as_resident(people[n]).post(f"{BASE}/spaces/{space.id}/topics", json=body)
        made = (
            as_desk(Role.SECRETARY).post(f"{BASE}/meetings", json=called(space, "parlour", 1)).json
        )
        path = f"{BASE}/meetings/{made['id']}"
        early = as_resident(people[0]).post(f"{path}/attend", json={})
        assert early.json["code"] == "commons.too_early"
        run_due_jobs(clock.now())
        told = db.session.query(Notice).filter_by(cause=f"commons.meeting:{made['id']}").count()
        assert told == len(people)
        now.shift(timedelta(days=1))
        secretary = as_desk(Role.SECRETARY)
        agenda = secretary.post(f"{path}/agenda").json["agenda"]
        assert len(agenda) == 4
        secretary.post(f"{path}/agenda/{agenda[0]['id']}/clock", json={"start": True})
        for person in people[:3]:
            as_resident(person).post(f"{path}/attend", json={})
        desk = {"roll_id": str(roll.id), "number": 7}
        assert secretary.post(f"{path}/attend-at-desk", json=desk).json["present"] == 4
        items = [
            {
                "item_id": item["id"],
                "said": "大家都同意",
                "kind": kind,
                "text": f"办法{kind}",
                "owner": f"{kind}的人",
                "due_on": "2026-09-25",
            }
            for item, kind in zip(agenda, kinds, strict=True)
        ]
        short = secretary.post(f"{path}/minutes", json={"words": "", "items": items[:3]})
        assert short.json["code"] == "commons.agenda_incomplete"
        ownerless = [items[0] | {"owner": ""}, *items[1:]]
        refused = secretary.post(f"{path}/minutes", json={"words": "", "items": ownerless})
        assert refused.json["code"] == "commons.agenda_incomplete"
        done = secretary.post(f"{path}/minutes", json={"words": "记录", "items": items})
        assert done.status_code == 200, done.json
        assert secretary.get(path).json["minutes"] == ""
        read = as_resident(people[0]).get(f"{path}/to-confirm").json
        read = {"minutes_version": read["minutes_version"]}
        stranger = as_resident(people[5]).post(f"{path}/confirm", json=read)
        assert stranger.json["code"] == "commons.not_attended"
        assert as_resident(people[0]).post(f"{path}/confirm", json=read).json["state"] == "minuted"
        twice = as_resident(people[0]).post(f"{path}/confirm", json=read).json["code"]
        assert twice == "commons.already_confirmed"
        other = [items[0] | {"text": "换成别的办法"}, *items[1:]]
        assert secretary.post(f"{path}/minutes", json={"words": "记录", "items": other}).json
        late = as_resident(people[1]).post(f"{path}/confirm", json=read)
        assert (late.status_code, late.json["code"]) == (409, "commons.minutes_changed")
        secretary.post(f"{path}/minutes", json={"words": "记录", "items": items})
        as_resident(people[0]).post(f"{path}/confirm", json=read)
        done = as_resident(people[1]).post(f"{path}/confirm", json=read)
        assert done.json["state"] == "confirmed", done.json
        published = secretary.post(f"{path}/publish").json
        assert published["published_until"][:10] >= "2026-10-06"
        assert len(secretary.get(f"{BASE}/wall?space={space.id}").json["items"]) == 1

        found = {each["kind"]: each for each in published["outcomes"]}
        assert found["department"]["matter"]["state"] in {"submitted", "accepted"}
        property_company = as_desk(Role.PROPERTY, territory=here)
        one = f"{BASE}/outcomes/{found['property']['id']}"
        photo = {"photos": [str(make_photo(staff_id=property_company.staff.id).id)]}
        assert property_company.post(f"{one}/start").json["state"] == "doing"
        assert property_company.post(f"{one}/done", json={}).json["code"] == "commons.proof_needed"
        assert property_company.post(f"{one}/done", json=photo).json["state"] == "done"
        own = property_company.post(f"{one}/check", json={"fixed": True})
        assert own.json["code"] == "commons.not_raiser"
        raiser = as_resident(people_of(found["property"], people))
        back = raiser.post(f"{one}/check", json={"fixed": False, "words": "还不亮"})
        assert (back.json["state"], back.json["returns"]) == ("doing", 1)
        photo = {"photos": [str(make_photo(staff_id=property_company.staff.id).id)]}
        assert property_company.post(f"{one}/done", json=photo).status_code == 200
        assert raiser.post(f"{one}/check", json={"fixed": True}).json["state"] == "checked"
        ledger = secretary.post(f"{BASE}/outcomes/{found['department']['id']}/start")
        assert ledger.json["code"] == "commons.by_the_ledger"

        outcome = db.session.query(Outcome).filter_by(kind="department").one()
        event = db.session.get(Event, outcome.event_id)
        event.state, event.closed_at = State.CLOSED, clock.now()
        db.session.flush()
        assert department_referrals.follow(outcome, now=clock.now()) is True

        now.shift(timedelta(days=7))
        figures = as_resident(people[0]).get(f"{BASE}/figures?space={space.id}").json
        assert (figures["outcomes"], figures["with_owner_and_day"]) == (4, 4)
        assert figures["departments_with_matter"] == figures["departments"] == 1
        assert (figures["due"], figures["on_time"], figures["overdue"]) == (3, 1, 2)
        late = as_desk(Role.SECRETARY).post(
            f"{BASE}/outcomes/{found['self']['id']}/overdue-reason", json={"reason": "等材料到齐"}
        )
        assert late.json["overdue_reason"] == "等材料到齐"
        following = (
            as_desk(Role.SECRETARY).post(f"{BASE}/meetings", json=called(space, "parlour", 9)).json
        )
        carried = [each["outcome"]["kind"] for each in following["agenda"]]
        assert sorted(carried) == ["department", "rule", "self"]
        csv = as_resident(people[0]).get(f"{BASE}/figures.csv?space={space.id}").text
        assert "按时办好,1" in csv
        assert machine_words(csv) == []


def people_of(outcome, people):
    """Who raised the topic an outcome came of."""
    topic = db.session.get(Topic, UUID(outcome["topic_id"]))
    return next(each for each in people if each.id == topic.raised_by)


def test_statements_show_consensus_and_say_that_no_groups_are_seen(estate, as_resident):
    space, _, people = estate
    body = {"title": "充电桩", "text": "装在哪里"}
    topic = as_resident(people[0]).post(f"{BASE}/spaces/{space.id}/topics", json=body).json
    path = f"{BASE}/topics/{topic['id']}"
    said = as_resident(people[1]).post(f"{path}/statements", json={"text": "装在北门外"}).json
    untouched = as_resident().get(f"{path}/picture").json
    assert (untouched["people"], untouched["groups"]) == (0, None)
    for n, person in enumerate(people):
        stance = {"stance": "agree" if n else "pass"}
        answer = as_resident(person).post(f"{BASE}/statements/{said['id']}/stance", json=stance)
        assert answer.status_code == 204
    stranger = as_resident()
    refused = stranger.post(f"{BASE}/statements/{said['id']}/stance", json={"stance": "agree"})
    assert refused.json["code"] == "commons.not_member"
    first, second = stranger.get(f"{path}/picture"), stranger.get(f"{path}/picture")
    assert first.data == second.data
    assert first.json["statements"][0]["reading"] == "consensus_for"
    assert first.json["groups"] is None
    assert "不分组" in first.json["groups_text"]


def test_words_about_a_neighbour_wait_for_a_person(estate, as_resident, as_desk):
    space, _, people = estate
    body = {"title": "太吵了", "text": "3栋502的人天天半夜打麻将吵得睡不着"}
    held = as_resident(people[0]).post(f"{BASE}/spaces/{space.id}/topics", json=body).json
    assert held["state"] == "held"
    assert as_resident().get(f"{BASE}/topics/{held['id']}").status_code == 404
    desk = as_desk(Role.SECRETARY)
    assert len(desk.get(f"{BASE}/spaces/{space.id}/held").json["items"]) == 1
    assert desk.post(f"{BASE}/topics/{held['id']}/release").json["state"] == "raised"
    assert reason_to_hold("换届选举投票选老王") == "elections_and_party"
    assert not reason_to_hold("2栋一楼大厅的灯坏了")


def opinions(people, split, seed):
    """Answers of two camps that lean apart by `split`; 60 % of twenty statements answered."""
    draw = np.random.default_rng(seed)
    camp, sign = np.arange(people) % 2, draw.choice([-1, 1], 20)
    agree = 0.5 + split * np.where(camp[:, None] == 1, 1, -1) * sign[None, :]
    said = np.where(draw.random((people, 20)) < agree, 1.0, -1.0)
    kept = draw.random((people, 20)) < 0.6
    return [
        [float(each) if known else None for each, known in zip(row, mask, strict=True)]
        for row, mask in zip(said, kept, strict=True)
    ]


def test_groups_are_shown_where_there_are_some_and_not_where_there_are_none():
    split = [opinion_groups.found_in(opinions(60, 0.3, seed)).are_shown for seed in range(6)]
    none = [opinion_groups.found_in(opinions(60, 0.0, seed)).are_shown for seed in range(6)]
    few = opinion_groups.found_in(opinions(39, 0.45, 1))
    assert (sum(split) >= 5, any(none), few.are_shown) == (True, False, False)
    found = opinion_groups.found_in(opinions(80, 0.4, 7))
    camps = {(label, n % 2) for n, label in enumerate(found.labels)}
    assert found == opinion_groups.found_in(opinions(80, 0.4, 7))
    assert len(camps) <= 4


def test_words_that_were_public_before_the_guard_knew_them_wait_for_a_person(
    estate, as_resident, as_desk
):
    space, _, people = estate
    owner, stranger, desk = as_resident(people[0]), as_resident(), as_desk(Role.SECRETARY)
    topics = [
        owner.post(f"{BASE}/spaces/{space.id}/topics", json={"title": "楼道", "text": text}).json
        for text in ("五楼的灯坏了", "五楼没有扶手", "五楼张姐家天天往下倒水")
    ]
    said = owner.post(f"{BASE}/topics/{topics[0]['id']}/statements", json={"text": "要换灯"}).json
    assert desk.post(f"{BASE}/topics/{topics[2]['id']}/release").json["state"] == "raised"
    db.session.execute(update(Topic).values(words_read=False))
    first = update(Topic).where(Topic.id == UUID(topics[0]["id"]))
    db.session.execute(first.values(text="胖嫂家的狗随地大便"))
    db.session.execute(update(Statement).values(words_read=False, text="四楼租房的黑人堆垃圾"))
    db.session.commit()

    assert read_published_words(clock.now()) == "4 texts read for names"

    states = [stranger.get(f"{BASE}/topics/{each['id']}").status_code for each in topics]
    assert states == [404, 200, 200]
    assert db.session.get(Statement, UUID(said["id"])).held_for == "someone_named"
    assert read_published_words(clock.now()) == ""
